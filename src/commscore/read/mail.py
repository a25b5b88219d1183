"""E-mail: what a .eml file holds, its text apart from its attachments; the sender is not kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Final

from commscore.errors import UnreadableError
from commscore.read import encoding
from commscore.read.webpage import shown

MAX_PARTS: Final = 500
MAX_DEEP: Final = 20
MAX_WITHIN: Final = 3
HEADED: Final = re.compile(
    rb"(?:From [^\n]{0,200}\n)?(?:[!-9;-~]{1,80}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,400}){1,400}"
)
KNOWN: Final = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|content-type):", re.I | re.M
)
SUFFIXES: Final = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/rtf": ".rtf",
    "application/rtf": ".rtf",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-outlook": ".msg",
    "message/rfc822": ".eml",
}
SLIGHT: Final = (".p7s", ".asc", ".sig", ".vcf", ".ics")
STUB: Final = 20
A_MAIL: Final = (
    "a mail"  # the name of a mail within a mail: its own is what somebody wrote, and stands in errors
)
DAMAGED: Final = (
    MessageError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail, or a mail within it; `slight` is one that no reader misses.

    That is a picture in the text, a signature or a card. `suffix` tells how it is read, and is "" where
    nothing says so.
    """

    name: str
    suffix: str
    content: "bytes | Mail"
    slight: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's subject, its text, the date in its header and what was attached."""

    subject: str = ""
    text: str = ""
    received: date | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(slots=True)
class _Parts:
    within: int  # how many mails this one is in
    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    seen: int = 0


def parse(content: bytes) -> Mail:
    """Return the mail in a .eml file; UnreadableError for what is none.

    The date is the one in its `Date`, in the time zone that is named there; None where it has none.
    """
    top = content.lstrip()[:100_000]
    if not HEADED.match(top) or not KNOWN.search(top):
        raise UnreadableError("this is no e-mail; save it from the mail program as .eml again")
    try:
        return _mail(message_from_bytes(content.lstrip()), 0)
    except DAMAGED:
        raise UnreadableError("the e-mail is damaged; save it from the mail program again") from None


def day(header: str | None) -> date | None:
    """Return the date in a mail's header; None for none that can be read.

    >>> day("Mon, 24 Nov 2025 20:41:07 +0000")
    datetime.date(2025, 11, 24)
    """
    try:
        return parsedate_to_datetime(header).date() if header else None
    except DAMAGED:
        return None


def words(header: object) -> str:
    """Return a header's words, decoded, on one line."""
    try:
        told = str(make_header(decode_header(str(header)))) if header else ""
    except DAMAGED:
        told = str(header)
    return " ".join(told.split())


def _mail(message: Message, within: int) -> Mail:
    parts = _Parts(within)
    _gather(message, parts, 0)
    received = day(str(message["Date"]) if message["Date"] else None)
    text = "\n\n".join(said.strip("\n") for said in parts.texts if said.strip())
    return Mail(words(message["Subject"]), text, received, tuple(parts.attachments))


def _gather(part: Message, parts: _Parts, depth: int, related: bool = False) -> None:
    """Add what a part holds: of alternatives the plain text, where it has words, else the HTML."""
    parts.seen += 1
    if depth > MAX_DEEP or parts.seen > MAX_PARTS:
        raise UnreadableError("parts within parts, too many or too deep; save its text by itself")
    kind = part.get_content_type()
    if kind == "message/rfc822":
        for inner in _parts(part):
            deep = parts.within >= MAX_WITHIN
            held = b"" if deep else _mail(inner, parts.within + 1)
            parts.attachments.append(Attachment(A_MAIL, "" if deep else ".eml", held))
    elif kind == "multipart/alternative":
        _gather_one(list(_parts(part)), parts, depth)
    elif part.is_multipart():
        for inner in _parts(part):
            _gather(inner, parts, depth + 1, related or kind == "multipart/related")
    elif kind in ("text/plain", "text/html") and not _attached(part):
        parts.texts.append(_text(part))
    else:
        parts.attachments.append(_attachment(part, related))


def _gather_one(choices: list[Message], parts: _Parts, depth: int) -> None:
    """Add the plain text among alternatives, unless it is a stub; else the last, which is the fullest."""
    plain = next((_text(one) for one in choices if one.get_content_type() == "text/plain"), "")
    rest = [one for one in choices if one.get_content_type() != "text/plain"]
    fullest = _Parts(parts.within, seen=parts.seen)
    if rest:
        _gather(rest[-1], fullest, depth + 1)
    parts.seen = fullest.seen
    many = sum(len(said.split()) for said in fullest.texts)
    stub = len(plain.split()) < STUB and many > 3 * len(plain.split())
    parts.texts += fullest.texts if stub else [plain]
    parts.attachments += fullest.attachments


def _parts(part: Message) -> Iterator[Message]:
    held = part.get_payload()
    yield from (one for one in (held if isinstance(held, list) else []) if isinstance(one, Message))


def _attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    return PurePosixPath(words(part.get_filename()).replace("\\", "/")).name[:100]


def _attachment(part: Message, related: bool) -> Attachment:
    kind, name = part.get_content_type(), _name(part)
    suffix = PurePosixPath(name).suffix.casefold() or SUFFIXES.get(kind, "")
    picture = kind.startswith("image/") and (related or part.get_content_disposition() == "inline")
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    return Attachment(name or f"without a name{suffix}", suffix, content, picture or suffix in SLIGHT)


def _text(part: Message) -> str:
    """Return the text of a plain or HTML part, in its own encoding where Python knows it."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        said = content.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):
        said = encoding.decode(content) if content else ""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    if part.get_content_type() == "text/html":
        return shown(said)
    flowed = str(part.get_param("format", "")).casefold() == "flowed"
    return re.sub(r"(?<=[^\s-]) \n(?=[^\s>])", " ", said) if flowed else said
