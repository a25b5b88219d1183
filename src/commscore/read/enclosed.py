"""A mail as one letter: its subject, its text, and that of each attachment after a line that names it."""

from collections.abc import Callable, Mapping
from typing import Final

from commscore.errors import UnreadableError
from commscore.read import mail, msg
from commscore.read.limits import MAX_LETTER, check_size
from commscore.read.mail import Attachment, Mail
from commscore.read.texts import TEXTS

MAILS: Final[Mapping[str, Callable[[bytes], Mail]]] = {".eml": mail.parse, ".msg": msg.parse}
MAX_DEPTH: Final = 3


def written(read: Mail, depth: int = 0) -> tuple[str, tuple[str, ...]]:
    """Return the letter's text, and what of it could not be read and why.

    What is attached and not read is named in the text too: "[Attachment not read: photo.jpg]".
    """
    parts = [f"Subject: {read.subject}", read.text] if read.subject else [read.text]
    unread: list[str] = []
    for attached in read.attachments:
        try:
            said, missing = _said(attached, depth)
            unread += [f"{attached.name}: {why}" for why in missing]
            if sum(map(len, parts)) + len(said) > MAX_LETTER:
                raise UnreadableError(
                    f"{len(said):,} characters long, more than a letter with what is attached"
                )
            parts += [f"[Attachment: {_shown(attached)}]", said]
        except UnreadableError as problem:
            parts.append(f"[Attachment not read: {_shown(attached)}]")
            if not attached.slight:
                unread.append(f"the attachment {attached.name}: {problem}")
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n", tuple(unread)


def _said(attached: Attachment, depth: int) -> tuple[str, tuple[str, ...]]:
    if isinstance(attached.content, Mail) or attached.suffix in MAILS:
        if depth >= MAX_DEPTH:
            raise UnreadableError("a mail within a mail within a mail; save it by itself")
        held = attached.content
        return written(held if isinstance(held, Mail) else MAILS[attached.suffix](held), depth + 1)
    if attached.suffix not in TEXTS:
        raise UnreadableError("no text that is read; look at it by hand")
    check_size(len(attached.content))
    said = TEXTS[attached.suffix](attached.content)
    if not said.strip():
        raise UnreadableError("there are no words in it; look at it by hand")
    return said, ()


def _shown(attached: Attachment) -> str:
    return attached.name.replace("]", ")").replace("\n", " ")
