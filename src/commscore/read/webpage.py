"""HTML: the text of a page or of a mail, its blocks as lines; quoted mail marked with ">".

The tags are told apart here and not by the standard library's parser, whose time grows with the square of
what is broken in a page.
"""

import html
import re
from collections.abc import Iterator
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.encoding import decode

MAX_HTML: Final = 3_000_000
MAX_DEEP: Final = 200
MAX_TAG: Final = 4_000
PICTURE: Final = re.compile(r"data:[\w/+.;=-]{0,100},[\w/+=%\s]{200,}")  # written into the page
TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>:])")
GIVEN: Final = re.compile(r"([\w-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
SPACE: Final = re.compile(r"[ \t\n\r\f]+")
BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
    "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
APART: Final = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre",
))  # fmt: skip
UNSEEN: Final = frozenset((
    "head", "script", "style", "template", "title", "svg", "noscript",
))  # fmt: skip
VOID: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
))  # fmt: skip
WHOLE: Final = ("script", "style", "title", "textarea")  # what stands in them is no tag
QUOTED: Final = re.compile(r"gmail_quote|moz-cite|yahoo_quoted", re.IGNORECASE)
HIDDEN: Final = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)


def text(content: bytes) -> str:
    """Return the text of an HTML file; UnreadableError for what is none, and for one that is too large."""
    return shown(decode(content))


def shown(page: str) -> str:
    r"""Return the text that an HTML page shows.

    >>> shown("<p>Dear <b>Sir</b>,</p><p>I fell.<br>Twice.</p>")
    'Dear Sir,\n\nI fell.\nTwice.'
    """
    if len(page) > MAX_HTML:
        page = PICTURE.sub("", page)
    if len(page) > MAX_HTML:
        raise UnreadableError(
            f"{len(page):,} characters of HTML; at most {MAX_HTML:,} are read: save it as text"
        )
    reader = _Page()
    for closes, tag, told in _pieces(page):
        if not tag:
            reader.said(html.unescape(told))
        elif closes:
            reader.closed(tag)
        else:
            reader.opened(tag, told)
    return reader.text()


def _pieces(page: str) -> Iterator[tuple[bool, str, str]]:
    """Yield whether a tag closes, its name and what stands in it; text with the name ""."""
    lowered = page.lower()
    at = 0
    while at < len(page):
        start = page.find("<", at)
        yield False, "", page[at : start if start >= 0 else len(page)]
        if start < 0:
            return
        comment, match = page.startswith("<!--", start), TAG.match(page, start)
        if not comment and not match and page[start + 1 : start + 2] not in ("!", "?"):
            yield False, "", "<"
            at = start + 1
            continue
        end = page.find("-->" if comment else ">", start)
        if end < 0:
            return
        at = end + (3 if comment else 1)
        if match:
            tag = match[2].lower()
            yield bool(match[1]), tag, page[match.end() : min(end, match.end() + MAX_TAG)]
            if tag in WHOLE and not match[1]:
                at = lowered.find(f"</{tag}", at)
                if at < 0:
                    return


class _Page:
    """Gathers a page's lines; an element that is never closed ends with the page."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []  # the pieces of the last one
        self.begun = False  # whether it has words
        self.open: list[
            tuple[str, bool, bool]
        ] = []  # the element's name, whether it is hidden, or a quotation
        self.unseen = self.cited = self.kept = 0

    def opened(self, tag: str, told: str) -> None:
        """Begin an element, with what stands in its tag."""
        if tag == "br":
            self._end()
        elif tag in BLOCKS:
            self._block(tag)
        if tag in {"td", "th"} and self.begun:
            self.line.append("\t")
        if tag in VOID or told.endswith("/") or len(self.open) >= MAX_DEEP:
            return
        given = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in GIVEN.finditer(told)}
        hidden = tag in UNSEEN or bool(HIDDEN.search(given.get("style", "")))
        quoted = given.get("type") == "cite" or bool(QUOTED.search(given.get("class", "")))
        self.open.append((tag, hidden, quoted and tag == "blockquote"))
        self._count(self.open[-1], 1)
        if tag == "li" and not self.unseen:
            self.line = ["- "]

    def closed(self, tag: str) -> None:
        """End an element, and those in it that were not ended."""
        if tag in BLOCKS and self.begun:
            self._end()
        if any(name == tag for name, _, _ in self.open):
            while self._count(self.open.pop(), -1) != tag:
                pass
        if tag in BLOCKS:
            self._block(tag)

    def said(self, words: str) -> None:
        """Add text."""
        if self.unseen or not words:
            return
        if self.kept:
            for at, line in enumerate(words.split("\n")):
                if at:
                    self._end()
                self._add(line)
        else:
            flat = SPACE.sub(" ", words)
            self._add(flat if self.begun else flat.lstrip(" "))

    def text(self) -> str:
        """Return the lines, never more than one blank one together."""
        self._end()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def _add(self, words: str) -> None:
        self.line.append(words)
        self.begun = self.begun or bool(words.strip())

    def _count(self, element: tuple[str, bool, bool], by: int) -> str:
        name, hidden, quoted = element
        self.unseen += by * hidden
        self.cited += by * quoted
        self.kept += by * (name == "pre")
        return name

    def _block(self, tag: str) -> None:
        """End the line before a block and after it, and part it from the text where it is a paragraph."""
        if self.begun:
            self._end()
        if tag in APART and self.lines and self.lines[-1].strip(" >"):
            self._end()

    def _end(self) -> None:
        line = "".join(self.line).rstrip()
        self.lines.append(f"> {line}".rstrip() if self.cited else line)
        self.line = []
        self.begun = False
