import pytest

from commscore.report.palette import DARK_PAPER, DARK_QUIET, DARK_TEXT, PALETTE, PAPER, QUIET, TEXT


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG 2.1, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("domain", PALETTE)
def test_inks_and_washes_can_be_read(domain: str) -> None:
    s = PALETTE[domain]
    pairs = [(s.ink, PAPER), (s.ink, s.wash), (TEXT, s.wash), (s.dark_ink, DARK_PAPER)]
    pairs += [(s.dark_ink, s.dark_wash), (DARK_TEXT, s.dark_wash), (QUIET, PAPER), (DARK_QUIET, DARK_PAPER)]
    assert min(contrast(*pair) for pair in pairs) >= 4.5


def test_domains_differ_by_more_than_colour() -> None:
    lines = [s.line for domain, s in PALETTE.items() if domain]
    assert len(set(lines)) == len(lines)
