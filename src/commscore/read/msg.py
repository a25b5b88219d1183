"""Outlook's .msg: the same mail as in a .eml, by the names of MS-OXMSG; needs the extra `msg` (olefile)."""

import io
import struct
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from commscore.errors import UnreadableError
from commscore.read.encoding import decode
from commscore.read.mail import A_MAIL, SLIGHT, SUFFIXES, Attachment, Mail, day
from commscore.read.webpage import shown

if TYPE_CHECKING:
    from olefile import OleFileIO

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REMEDY: Final = "install it with: pip install 'commscore[msg]', or save the mail as .eml"
DAMAGED: Final = (
    OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, struct.error,
)  # fmt: skip
MAX_DEEP: Final = 5
MAX_ATTACHED: Final = 200
SUBJECT, BODY, PAGE, PACKED, HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
DELIVERED, SENT = 0x0E06, 0x0039
CODEPAGES: Final = (0x3FFD, 0x3FDE)
CONTENT, LONG_NAME, SHORT_NAME, KIND, WITHIN = 0x3701, 0x3707, 0x3704, 0x370E, 0x3712
TIME: Final = 0x0040
TEXT: Final = 0x001F
BYTES_TEXT: Final = 0x001E
BYTES: Final = 0x0102
EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
Path = tuple[str, ...]


def parse(content: bytes) -> Mail:
    """Return the mail in a .msg file; UnreadableError for what is none, and where olefile is missing.

    The date is the one in the mail's own header; where it has none, the day in UTC on which it was
    delivered or sent.
    """
    try:
        import olefile
    except ImportError:
        raise UnreadableError(f"Outlook's .msg files need the package olefile; {REMEDY}") from None
    if not content.startswith(MAGIC):
        raise UnreadableError("this is no Outlook mail; save it from Outlook as .msg again, or as .eml")
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            return _mail(file, (), 0)
    except DAMAGED:
        raise UnreadableError("the Outlook mail is damaged; save it as .msg again, or as .eml") from None


def _mail(file: "OleFileIO", at: Path, depth: int) -> Mail:
    if depth > MAX_DEEP:
        raise UnreadableError("mails within mails, too deep; save them one by one")
    header = 32 if not at else 24
    held = _properties(file, at, header)
    codepage = next((f"cp{held[tag]}" for tag in CODEPAGES if tag in held), "cp1252")
    codepage = "utf-8" if codepage == "cp65001" else codepage
    body = _text(file, at, BODY, codepage)
    page = _bytes(file, at, PAGE, BYTES)
    if not body.strip():
        body = shown(decode(page)) if page else shown(_text(file, at, PAGE, codepage))
    if not body.strip() and _bytes(file, at, PACKED, BYTES):
        raise UnreadableError("the mail's text is kept as packed RTF alone; save it from Outlook as .eml")
    return Mail(
        " ".join(_text(file, at, SUBJECT, codepage).split()),
        body.replace("\r\n", "\n").replace("\r", "\n"),
        _received(held, _text(file, at, HEADERS, codepage)),
        tuple(_attachments(file, at, codepage, depth)),
    )


def _attachments(file: "OleFileIO", at: Path, codepage: str, depth: int) -> list[Attachment]:
    folders = {tuple(path[: len(at) + 1]) for path in file.listdir() if tuple(path[: len(at)]) == at}
    found = []
    for folder in sorted(f for f in folders if f[-1].casefold().startswith("__attach_version1.0_"))[
        :MAX_ATTACHED
    ]:
        name = _text(file, folder, LONG_NAME, codepage) or _text(file, folder, SHORT_NAME, codepage)
        name = PurePosixPath(name.replace("\\", "/")).name[:100]
        kind = _text(file, folder, KIND, codepage).casefold()
        inner = (*folder, f"__substg1.0_{CONTENT:04X}000D")
        if file.exists("/".join(inner)):
            found.append(Attachment(A_MAIL, ".eml", _mail(file, inner, depth + 1)))
            continue
        suffix = PurePosixPath(name).suffix.casefold() or SUFFIXES.get(kind, "")
        picture = kind.startswith("image/") and bool(_text(file, folder, WITHIN, codepage))
        content = _bytes(file, folder, CONTENT, BYTES)
        found.append(
            Attachment(name or f"without a name{suffix}", suffix, content, picture or suffix in SLIGHT)
        )
    return found


def _properties(file: "OleFileIO", at: Path, header: int) -> dict[int, int]:
    """Return the properties of a fixed size, by their number: a time as hundred nanoseconds since 1601."""
    path = "/".join((*at, "__properties_version1.0"))
    stored = file.openstream(path).read()[header:] if file.exists(path) else b""
    found: dict[int, int] = {}
    for kind, tag, _, value in struct.iter_unpack("<HHIQ", stored[: len(stored) // 16 * 16]):
        found[tag] = value if kind == TIME else value & 0xFFFFFFFF
    return found


def _received(held: dict[int, int], headers: str) -> date | None:
    told = next((line for line in headers.splitlines() if line.casefold().startswith("date:")), "")
    found = day(told[5:].strip())
    if found is None:
        ticks = next((held[tag] for tag in (DELIVERED, SENT) if held.get(tag)), 0)
        found = (EPOCH + timedelta(microseconds=ticks // 10)).date() if ticks else None
    return found


def _text(file: "OleFileIO", at: Path, tag: int, codepage: str) -> str:
    wide = _bytes(file, at, tag, TEXT)
    narrow = b"" if wide else _bytes(file, at, tag, BYTES_TEXT)
    try:
        said = wide.decode("utf-16-le", errors="replace") or narrow.decode(codepage, errors="replace")
    except LookupError:
        said = narrow.decode("cp1252", errors="replace")
    return said.rstrip("\x00")


def _bytes(file: "OleFileIO", at: Path, tag: int, kind: int) -> bytes:
    path = "/".join((*at, f"__substg1.0_{tag:04X}{kind:04X}"))
    stored: bytes = file.openstream(path).read() if file.exists(path) else b""
    return stored
