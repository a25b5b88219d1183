"""ELAN's `.eaf`: the annotations of its top tiers, with their times."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commscore.errors import UnreadableError
from commscore.read.clock import seconds
from commscore.read.textgrid import merged
from commscore.types import Turn

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read(content: bytes) -> Iterator[Turn]:
    """Yield each aligned annotation as a turn, by start time; the speaker is the tier's participant or name.

    Tiers that depend on another (translations, parts of speech) hold no speech of their own.
    """
    root = _root(content)
    slots = {
        s.get("TIME_SLOT_ID"): seconds(s.get("TIME_VALUE"), 0.001)
        for s in root.iterfind("TIME_ORDER/TIME_SLOT")
    }
    turns = []
    for tier in root.iterfind("TIER"):
        if tier.get("PARENT_REF") is None:
            speaker = tier.get("PARTICIPANT") or tier.get("TIER_ID") or ""
            turns += list(_turns(tier, speaker.strip(), slots))
    yield from merged(turns)


def _turns(tier: "Element", speaker: str, slots: dict[str | None, float | None]) -> Iterator[Turn]:
    for annotation in tier.iterfind("ANNOTATION/ALIGNABLE_ANNOTATION"):
        text = (annotation.findtext("ANNOTATION_VALUE") or "").strip()
        if text:
            start, end = (slots.get(annotation.get(f"TIME_SLOT_REF{edge}")) for edge in (1, 2))
            yield Turn(speaker, text, start=start, end=end)


def _root(content: bytes) -> "Element":
    """Return the document's element; entities and outside references are refused."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableError(
            "its XML defines entities, as no ELAN file does; save it again in ELAN"
        ) from None
    except (ParseError, ValueError, LookupError):
        raise UnreadableError("not XML that can be read; save it again in ELAN") from None
    if root.tag != "ANNOTATION_DOCUMENT":
        raise UnreadableError("not an ELAN file; save it as .eaf in ELAN")
    return root
