"""The page's HTML: templates that escape all they are given, and the reports' colours for both themes."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from commscore.report.palette import PALETTE, Shade
from commscore.report.quote import short

if TYPE_CHECKING:
    from jinja2 import Environment

JOINER = "\u2060"  # shows nothing, and keeps apart what Streamlit reads together even where it is escaped
READ = re.compile(r":(?=material/|streamlit:)|[-<>=](?=[-<>=])")
MARKDOWN = r"\`*_[]<>{}$&:~#|!-+."  # what means something in Streamlit's labels


@cache
def asset(name: str) -> str:
    """Return the text of a file of ui/assets."""
    return files("commscore.ui").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def templates() -> "Environment":
    """Return the templates of ui/assets, which escape whatever they are given."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from commscore.report.letters.wording import day
    from commscore.ui.glossary import explained

    made = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"explained": explained, "day": day}
    return made


def rendered(template: str, **context: object) -> str:
    """Return a template of ui/assets filled in, everything escaped."""
    return templates().get_template(template).render(**context)


def put(template: str, **context: object) -> None:
    """Put a filled-in template on the page."""
    import streamlit as st

    st.html(rendered(template, **context))


def plain(words: str, most: int = 80) -> str:
    """Return what people wrote so that a label shows it as it is: Streamlit reads labels as Markdown.

    >>> print(plain("*a* [b](c) :red[d] &lt;"))
    \\*a\\* \\[b\\](c) \\:red\\[d\\] \\&lt;
    """
    apart = READ.sub(lambda found: found[0] + JOINER, short(words, most))
    return "".join(f"\\{c}" if c in MARKDOWN else c for c in apart)


def alone() -> None:
    """Hide at once what stood on the page before, which Streamlit leaves there until long work is over."""
    import streamlit as st

    st.html('<style>[data-stale="true"] { display: none; }</style>')


def colours(palette: Mapping[str, Shade] = MappingProxyType(PALETTE), prefix: str = ".d-") -> str:
    """Return a CSS rule for each domain: `--c` its ink, `--wash` behind words, `--edge` its line.

    `light-dark` takes the page's theme: Streamlit sets `color-scheme` for the one in use.
    """
    return "\n".join(f"{prefix}{name or 'patient'} {{ {_colour(shade)} }}" for name, shade in palette.items())


def _colour(shade: Shade) -> str:
    return (
        f"--c: light-dark({shade.ink}, {shade.dark_ink}); "
        f"--wash: light-dark({shade.wash}, {shade.dark_wash}); --edge: {shade.line};"
    )
