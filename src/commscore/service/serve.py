"""Starts the service: on this machine alone, or for others once they need a token; its log holds no text."""

from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from commscore.access import local
from commscore.errors import CommscoreError
from commscore.logs import log
from commscore.settings import settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

HERE: Final = "127.0.0.1"
NAMES: Final = (HERE, "localhost", "[::1]")
LONG_ENOUGH: Final = 32  # characters of a token
MAKE_ONE: Final = "make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
NEEDED: Final = ("fastapi", "python_multipart", "uvicorn")
CONNECTIONS: Final = 1000
MEGABYTE: Final = 2**20


def serve(  # noqa: PLR0913, PLR0917 - one parameter an option
    port: int = 8600,
    address: str = HERE,
    hosts: tuple[str, ...] = (),
    workers: int | None = None,
    seconds: float = 60,
    waiting: int = 64,
) -> None:
    """Serve until it is stopped, and let what is under way be done.

    Others on the network reach an `address` other than the default; `hosts` are the names that they call it
    by. Without `workers` there are as many as processors. Raises CommscoreError where others would need no
    token, where a library is missing, and where the models cannot be loaded.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise CommscoreError(f"the service needs {', '.join(missing)}; run: pip install 'commscore[serve]'")
    token = check(address, hosts)
    from commscore.models.model import cores
    from commscore.service.app import make
    from commscore.service.limits import Limits
    from commscore.service.workers import Workers

    wrong = ""

    def stop(why: str) -> None:
        nonlocal wrong
        wrong, server.should_exit = why, True

    many = workers or cores()
    called = (hosts or ("*",)) if token else NAMES
    limits = Limits(settings().upload_megabytes * MEGABYTE, seconds, waiting, many, called)
    log("uvicorn", "commscore.service")
    app = make(Workers(many, seconds, failed=stop), limits, token)
    server = _server(app, address, port, seconds)
    with suppress(KeyboardInterrupt):  # it has stopped in good order, and passes on what told it to
        server.run()
    if wrong:
        raise CommscoreError(wrong)


def _server(app: "FastAPI", address: str, port: int, seconds: float) -> "Server":
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=address,
            port=port,
            log_config=None,
            access_log=False,  # it would log addresses with all that stands in them
            server_header=False,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=int(seconds) + 1,
        )
    )


def check(address: str, hosts: Sequence[str] = ()) -> str:
    """Return the token; CommscoreError where it is too short, others would need none, or a host is none."""
    token = settings().token
    if token and len(token) < LONG_ENOUGH:
        raise CommscoreError(f"COMMSCORE_TOKEN is shorter than {LONG_ENOUGH}: {MAKE_ONE}")
    if not token and (hosts or not local(address)):
        raise CommscoreError(
            f"{' '.join(hosts) or address}: others could use the service, and would need no token; set "
            f"COMMSCORE_TOKEN, and {MAKE_ONE}"
        )
    if wild := [host for host in hosts if "*" in host.removeprefix("*.")]:
        raise CommscoreError(f"--host {wild[0]}: write a name, or *. and a name; leave it out for any")
    return token
