"""The service does what its specification says, whatever is sent to it."""

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from answering import Here
from commscore.service.app import make
from commscore.service.bodies import LINES
from commscore.service.limits import Limits

CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # What keeps to the contract may still hold no words to report on: 422.
            "positive_data_acceptance": {"expected-statuses": ["200", "422"]},
        },
        # Whatever a line holds, its answer is a line.
        "operations": [
            {"include-name": "POST /v1/batch", "checks": {"negative_data_rejection": {"enabled": False}}}
        ],
    }
)
TOKEN = "t" * 40
APP = make(Here(), Limits(most=1_000_000, seconds=60, waiting=8, at_once=2), TOKEN)
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP, config=CONFIG)


@schemathesis.serializer(LINES[0])
def as_lines(context: object, value: object) -> bytes:
    """Send what a line or several are to hold."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.auth()
class Token:
    """Sends the service's token."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return TOKEN

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent(case: schemathesis.Case) -> None:
    case.call_and_validate()
