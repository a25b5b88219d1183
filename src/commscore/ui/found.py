"""What was found, in a list and in its place in the text, each to be undone: one piece of HTML.

Every word of the text is escaped by the template; the script beside it says which button was pressed.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, cast

from commscore.codebook.personal import kinds
from commscore.privacy.deidentify import Deidentified
from commscore.privacy.draft import Draft, Place, place, say, spare
from commscore.privacy.inplace import Same, Stretch, same, stretches
from commscore.report.quote import clock, visible
from commscore.types import Document, Privacy
from commscore.ui import waiting
from commscore.ui.pieces import asset, rendered


def html(draft: Draft[Any], done: Deidentified[Any]) -> str:
    """Return the list and the text as HTML, everything escaped; `done` is the preview."""
    return rendered(
        "found.html.j2",
        fixed=draft.mode is Privacy.OFF,
        again="Ask again" if draft.mode is Privacy.CHECK else "Take out again",
        kinds=list(_kinds(draft, same(draft, done))),
        labels=_labels(draft, done),
        title=(visible(draft.what.id), visible(done.what.id)),
        turns=list(_turns(draft, done) if isinstance(draft.what, Document) else _whole(draft, done)),
    )


def show(number: int, draft: Draft[Any], done: Deidentified[Any]) -> None:
    """Put the list and the text of draft `number` on the page."""
    import streamlit as st

    css = asset("transcript.css") + asset("found.css")
    mount = st.components.v2.component(
        "commscore_found", html='<div class="cs"></div>', css=css, js=asset("found.js")
    )
    mount(
        data={"html": html(draft, done), "number": number},
        key="found",
        on_said_change=lambda: _said(number, st.session_state["found"].get("said")),
    )


def _said(number: int, said: Mapping[str, object] | None) -> None:
    """Do what the visitor said of draft `number`: of places in the text, or of a speaker's label."""
    if said is None:
        return
    stays = bool(said["stays"])
    if "speaker" in said:
        draft = waiting.waiting().drafts[number]
        speakers = list(dict.fromkeys(turn.speaker for turn in draft.what.turns))
        speaker = speakers[cast("int", said["speaker"])]
        waiting.change(lambda draft: spare(draft, speaker, stays), number)
    else:
        places = [cast("Place", tuple(each)) for each in cast("list[list[int]]", said["places"])]
        waiting.change(lambda draft: say(draft, places, stays), number)


def _kinds(draft: Draft[Any], found: Iterable[Same]) -> Iterator[dict[str, object]]:
    for kind, rows in groupby(found, key=lambda each: each.kind):
        listed = [_row(draft, each) for each in rows]
        count = sum(cast("int", row["count"]) for row in listed)
        title = kinds()[kind].plural
        yield {"title": title[:1].upper() + title[1:], "count": count, "rows": listed}


def _row(draft: Draft[Any], each: Same) -> dict[str, object]:
    count = len(each.places)
    return {
        "words": visible(each.words),
        "new": visible(each.new),
        "count": count,
        "undone": each.undone,
        "stays": each.undone == count,
        "places": " ".join(map(_key, each.places)),
    }


def _labels(draft: Draft[Any], done: Deidentified[Any]) -> list[dict[str, object]]:
    """Return the speakers' labels that are rewritten, each with its number among the speakers."""
    return [
        {"number": n, "words": visible(old), "new": visible(new), "stays": old in draft.spared}
        for n, (old, new) in enumerate(done.labels.items())
        if old != new
    ]


def _turns(draft: Draft[Any], done: Deidentified[Any]) -> Iterator[dict[str, object]]:
    for number, (turn, parts) in enumerate(zip(draft.what.turns, stretches(draft, done), strict=True)):
        label = done.labels.get(turn.speaker, turn.speaker)
        yield {
            "speaker": visible(turn.speaker),
            "label": visible(label) if label != turn.speaker and turn.speaker not in draft.spared else "",
            "place": f"{number + 1} · {clock(turn.start)}" if turn.start is not None else str(number + 1),
            "parts": [_part(draft, part) for part in parts],
        }


def _whole(draft: Draft[Any], done: Deidentified[Any]) -> Iterator[dict[str, object]]:
    """Yield the one text of a letter, which nobody speaks."""
    for parts in stretches(draft, done):
        yield {"speaker": "", "label": "", "place": "", "parts": [_part(draft, part) for part in parts]}


def _part(draft: Draft[Any], part: Stretch) -> dict[str, object]:
    if part.finding is None:
        return {"text": visible(part.text), "key": ""}
    stays = draft.mode is Privacy.OFF or place(part.finding) in draft.undone
    kind = kinds()[part.finding.kind].title
    new = f"{kind} → {visible(part.new)}" if part.new else f"{kind}, found"
    return {
        "text": visible(part.text),
        "key": _key(place(part.finding)),
        "stays": stays,
        "told": f"{kind}, stays" if stays else new,
    }


def _key(at: Place) -> str:
    return ":".join(map(str, at))
