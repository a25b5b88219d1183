"""One colour a domain, the same in every format and in the app; never the only mark of anything.

Each colour has an ink for text and lines and a wash behind words, for a light and for a dark page. Inks
meet 4.5:1 against their page and body text meets it against the washes (WCAG 2.1 AA; a test computes it).
The hues are told apart by people with red-green colour blindness (after Okabe and Ito 2008, darkened).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Shade:
    """A domain's colours as #rrggbb, and the line that marks it where colour cannot."""

    ink: str
    wash: str
    dark_ink: str
    dark_wash: str
    line: str


PAPER, TEXT, QUIET = "#ffffff", "#1f2933", "#52606d"
DARK_PAPER, DARK_TEXT, DARK_QUIET = "#14181d", "#e4e7eb", "#a3b0bd"

PALETTE: dict[str, Shade] = {
    "listening": Shade("#0b5c8f", "#dcedf8", "#7cc0ee", "#16384f", "solid"),
    "empathy": Shade("#a03a0b", "#fbe6da", "#f3a57e", "#50260f", "double"),
    "clarity": Shade("#0b6650", "#d8f0e8", "#66cfae", "#0e3f33", "dashed"),
    "partnership": Shade("#7b2d74", "#f4e2f2", "#dd9dd6", "#46203f", "dotted"),
    "": Shade("#475564", "#e6eaee", "#b4c0cc", "#323b45", "solid"),
}


def shade(domain: str) -> Shade:
    """Return the colours of a domain; the patient's codes have the neutral ones."""
    return PALETTE.get(domain, PALETTE[""])


def stylesheet(palette: Mapping[str, Shade] = MappingProxyType(PALETTE)) -> str:
    """Return the CSS of marked words, labels and the timeline, light and dark, for the page and the app."""
    names = {f".cs-{domain or 'patient'}": colours for domain, colours in palette.items()}
    light = [f"{name}{{--ink:{s.ink};--wash:{s.wash};--line:{s.line}}}" for name, s in names.items()]
    dark = [f"{name}{{--ink:{s.dark_ink};--wash:{s.dark_wash}}}" for name, s in names.items()]
    return "\n".join([BASE, *light, "@media screen and (prefers-color-scheme:dark){", *dark, "}"])


BASE = """\
mark.cs{background:var(--wash);color:var(--text,inherit);border-bottom:2px var(--line) var(--ink)}
mark.cs{padding:0 .1em;border-radius:2px}
mark.cs-maybe{background:none}
.cs-label{color:var(--ink);font-size:.72em;font-weight:600;margin:0 .2em;white-space:nowrap}
.cs-noise{opacity:.65;font-style:italic}
.lane svg{display:block;width:100%;height:18px}
.lane .track{fill:currentColor;opacity:.25}
.lane .bar{fill:var(--ink);stroke:var(--ink);vector-effect:non-scaling-stroke}
.lane .hollow{fill:none;stroke-width:2}
.lane a:hover .bar,.lane a:focus .bar{opacity:.6}
.lane-title{font-size:.8em}"""
