"""Two codings that we made up, to see what the page on agreement shows before there are any."""

from commscore.train.coding import blind, recoded
from commscore.types import Privacy, Report
from commscore.ui import home, waiting
from commscore.ui.research import settling

CODERS = {"first": "Robin, made up", "second": "Kim, made up"}
SAMPLE = "poor-headaches"
LEAVES_OUT = 4  # the second coder does not give every so manyth code


def bring() -> None:
    """Open the two codings, one on each side."""
    for side, coding in zip(CODERS, codings(), strict=True):
        settling.bring(side, (coding,))


def codings() -> tuple[Report, Report]:
    """Return what rules find in a sample as one coder's, and most of it as the other's."""
    from commscore.pipeline import assess

    paths = [path for path in home.samples() if path.stem == SAMPLE] or home.samples()
    (draft,) = waiting.read_all([(paths[0].name, paths[0].read_bytes())]).drafts
    found = assess(draft.what, model="rules")
    given = [(code.code, code.turn, code.start, code.end) for code in found.codes]
    some = [each for number, each in enumerate(given, 1) if number % LEAVES_OUT]
    first, second = (blind(found.document, coder, Privacy.OFF) for coder in CODERS.values())
    return recoded(first, given), recoded(second, some)
