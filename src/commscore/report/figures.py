"""Figures as readers want them: rounded to what they can bear, with their unit and interval in words."""

from commscore.codebook.scoring import MeasureEntry
from commscore.types import Measure, Score

NOT_ENOUGH = "not enough to judge"
ORDINAL = "turn number"


def number(value: float, decimals: int | None = None) -> str:
    """Return a figure with so many decimals, else with two digits below 10 and whole above.

    >>> number(0.4567), number(3.04), number(61.4), number(5.0), number(0.456, 1)
    ('0.46', '3.0', '61', '5', '0.5')
    """
    if decimals is not None:
        return f"{value:.{decimals}f}"
    if value == int(value):
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


def is_share(unit: str) -> bool:
    """Tell whether the unit is a share from 0 to 1, shown as per cent."""
    return unit.startswith("share ")


def shown(value: float, unit: str, entry: MeasureEntry | None = None) -> str:
    """Return a figure as the codebook's entry wants it shown, or as its unit tells; without the unit's words.

    >>> shown(0.58, "share of words"), shown(3.04, "turns"), shown(95.2, "seconds"), shown(9.44, "minutes")
    ('58 %', '3.0', '1 min 35 s', '9.4 min')
    """
    manner = entry.shown_as if entry else "percent" if is_share(unit) else unit
    decimals = entry.decimals if entry else None
    if manner == "percent":
        return f"{number(value * 100, decimals or 0)} %"
    if manner == "yes_no":
        return "found" if value >= 0.5 else "not found"  # not "no": things are missed
    if manner == "seconds" and abs(value) >= 60:
        return f"{round(value) // 60} min {round(value) % 60} s"
    if unit == ORDINAL:
        return f"turn {value:.0f}"
    return number(value, decimals) + {"seconds": " s", "minutes": " min"}.get(unit, "")


def unit_in_words(unit: str, entry: MeasureEntry | None = None) -> str:
    """Return what stands after the figure: "of words", "per 100 words"; "" where the figure says it.

    >>> unit_in_words("share of words"), unit_in_words("seconds"), unit_in_words("reflections per question")
    ('of words', '', 'reflections per question')
    """
    if unit in {"seconds", "minutes", ORDINAL} or (entry and entry.shown_as == "yes_no"):
        return ""
    return unit.removeprefix("share ")


def measured(measure: Measure, entry: MeasureEntry | None = None) -> str:
    """Return a measure's figure with its unit, or that there is not enough to judge."""
    if measure.value is None:
        return NOT_ENOUGH
    return f"{shown(measure.value, measure.unit, entry)} {unit_in_words(measure.unit, entry)}".strip()


def interval(measure: Measure, entry: MeasureEntry | None = None) -> str:
    """Return the bounds of a measure's interval, "" where it has none.

    >>> interval(Measure("talk_share", 0.58, "share of words", 0.55, 0.614))
    '55 to 61 %'
    """
    if measure.value is None or measure.low is None or measure.high is None or measure.low == measure.high:
        return ""
    low, high = (shown(bound, measure.unit, entry) for bound in (measure.low, measure.high))
    for unit in (" %", " s", " min"):
        if high.endswith(unit) and " min " not in high:
            low = low.removesuffix(unit)
    return f"{low} to {high}"


def scored(score: Score) -> str:
    """Return a score's points, or that there is not enough to judge."""
    return NOT_ENOUGH if score.value is None else f"{score.value:.0f}"


def score_interval(score: Score) -> str:
    """Return the bounds of a score's interval, "" where it has none."""
    if score.value is None or score.low is None or score.high is None:
        return ""
    return f"{score.low:.0f} to {score.high:.0f}"


def times(count: int) -> str:
    """Return how often something was seen.

    >>> times(0), times(1), times(4)
    ('not seen', 'once', '4 times')
    """
    return {0: "not seen", 1: "once", 2: "twice"}.get(count, f"{count} times")
