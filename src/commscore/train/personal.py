"""What may be trained on: no text that still names one person for certain, unless the user says so."""

from collections.abc import Iterable

from commscore.errors import RecipeError
from commscore.privacy.find import direct
from commscore.privacy.finding import told
from commscore.types import Report

NAMED = 5  # documents that the error names


def check_private(reports: Iterable[Report]) -> None:
    """Raise RecipeError, with kinds and counts, where documents hold direct identifiers (`privacy.find`)."""
    found = {r.document.id: direct([turn.text for turn in r.document.turns]) for r in reports}
    held = {name: findings for name, findings in found.items() if findings}
    if held:
        what = told(finding for findings in held.values() for finding in findings)
        first = ", ".join(list(held)[:NAMED]) + (" and others" if len(held) > NAMED else "")
        raise RecipeError(
            f"source: {len(held)} documents hold {what} ({first}); take them out with `commscore deidentify "
            "--coded`, or train with --privacy off if they are nobody's"
        )
