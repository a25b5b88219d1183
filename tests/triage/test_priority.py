"""The codebook's rule, with every reason that fired."""

import pytest

from commscore.triage.priority import priority
from commscore.types import Flag, Problem


def problem(category: str, low: int, high: int | None = None, **fields: bool) -> Problem:
    return Problem(category, high or low, (low, high or low), (), **fields)


@pytest.mark.parametrize(
    ("problems", "flags", "level", "reasons"),
    [
        ([], [], "standard", ()),
        ([problem("respect", 2)], [Flag("regulator", ()), Flag("third_party", ())], "standard", ()),
        ([problem("respect", 3)], [], "high", ("respect: severity 3",)),
        ([problem("respect", 3, certain=False)], [], "high", ("respect: severity 3 (maybe)",)),
        ([problem("respect", 2, 3)], [], "high", ("respect: severity between 2 and 3",)),
        ([problem("respect", 3, disputed=True)], [], "high", ("respect: severity 3 (disputed)",)),
        ([], [Flag("ongoing_risk", (), check="whose pain?")], "urgent", ("ongoing_risk (please check)",)),
        ([], [Flag("death", (), check="?"), Flag("death", ())], "high", ("death",)),
        (
            [problem("respect", 3), problem("safety", 3), problem("quality", 1)],
            [Flag("legal", ()), Flag("death", ()), Flag("safeguarding", ()), Flag("regulator", ())],
            "urgent",
            ("safeguarding", "safety: severity 3", "respect: severity 3", "death", "legal"),
        ),
        ([], [Flag("arson", ())], "urgent", ("arson (not in the codebook)",)),
        ([problem("safety", 4)], [], "urgent", ("safety: severity 4 (not in the codebook)",)),
    ],
)
def test_priority(problems: list[Problem], flags: list[Flag], level: str, reasons: tuple[str, ...]) -> None:
    found = priority(problems, flags)
    assert (found.level, found.reasons) == (level, reasons)


def test_the_order_given_changes_nothing() -> None:
    problems, flags = [problem("safety", 3), problem("respect", 3)], [Flag("death", ()), Flag("legal", ())]
    assert priority(problems, flags) == priority(problems[::-1], flags[::-1])
