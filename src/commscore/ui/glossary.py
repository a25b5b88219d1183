"""The field's words on the pages: each tells its meaning on hover, on focus and on a tap."""

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

WORDS = "glossary.toml"


@cache
def meanings() -> dict[str, str]:
    """Return what each word of the glossary means, by the word in small letters."""
    from commscore.ui.pieces import asset

    entries = tomllib.loads(asset(WORDS))["term"]
    return {word.casefold(): entry["means"] for entry in entries for word in entry["words"]}


@cache
def _words() -> re.Pattern[str]:
    longest = sorted(meanings(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)


def explained(text: str) -> "Markup":
    """Return our own text as HTML, escaped, the glossary's words in it marked with what they mean.

    >>> print(explained("<b> 4 cues"))
    &lt;b&gt; 4 <dfn class="cs-term" tabindex="0" aria-description="A hint at a feeling that the patient does
    not say outright.">cues</dfn>
    """
    from markupsafe import Markup, escape

    parts, end = [], 0
    for found in _words().finditer(text):
        parts += [escape(text[end : found.start()]), _term(found[0])]
        end = found.end()
    return Markup().join((*parts, escape(text[end:])))


def _term(word: str) -> "Markup":
    from markupsafe import Markup

    shown = '<dfn class="cs-term" tabindex="0" aria-description="{}">{}</dfn>'
    return Markup(shown).format(meanings()[word.casefold()], word)  # noqa: S704 - our own, and escaped
