"""The differences of two coders, one by one in their place, and what is decided of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from commscore.report import marked, wording
from commscore.report.quote import short, visible
from commscore.store.codings import key
from commscore.train.adjudicate import Difference, Side, adjudicated, differences
from commscore.types import Document, Report
from commscore.ui.pieces import put
from commscore.ui.research import desk
from commscore.ui.transcript import shade

SETTLING = "settling"
TWO = {
    Side.FIRST: "Take the first coder’s",
    Side.SECOND: "Take the second coder’s",
    Side.BOTH: "Take both",
    Side.NEITHER: "Take neither",
}
Pairs = Sequence[tuple[Report, Report]]
Place = tuple[str, int]  # a document's key, and the number of a difference in it


@dataclass(frozen=True, slots=True)
class Settling:
    """The codings of both sides, why others could not be read, and what was decided of each difference."""

    first: tuple[Report, ...] = ()
    second: tuple[Report, ...] = ()
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    decided: Mapping[Place, Side] = field(default_factory=lambda: MappingProxyType({}))
    at: int = 0

    def codings(self, side: str) -> tuple[Report, ...]:
        """Return the codings of the side "first" or "second"."""
        return self.first if side == Side.FIRST else self.second


def settling() -> Settling:
    """Return what is being settled, nothing at first."""
    import streamlit as st

    found = st.session_state.get(SETTLING)
    return found if isinstance(found, Settling) else Settling()


def _keep(found: Settling) -> None:
    import streamlit as st

    st.session_state[SETTLING] = found


def bring(side: str, codings: tuple[Report, ...]) -> None:
    """Take these codings for a side's; what was decided of others is forgotten. None leave all as it is."""
    if codings:
        held = settling()
        problems = MappingProxyType({name: why for name, why in held.problems.items() if name != side})
        first, second = (codings, held.second) if side == Side.FIRST else (held.first, codings)
        _keep(Settling(first, second, problems))


def refuse(side: str, problem: str) -> None:
    """Say why a side's file could not be read."""
    held = settling()
    _keep(replace(held, problems=MappingProxyType(dict(held.problems) | {side: problem})))


def settled(pairs: Pairs) -> tuple[Report, ...]:
    """Return each pair as one coding, by what was decided so far."""
    on = settling()
    return tuple(
        adjudicated(one, other, _decided(on, one.document), desk.desk().coder) for one, other in pairs
    )


def _decided(on: Settling, document: Document) -> dict[int, Side]:
    return {number: side for (name, number), side in on.decided.items() if name == key(document)}


def show(pairs: Pairs) -> None:
    """Show the differences one at a time, with what can be decided."""
    import streamlit as st

    places = [
        (one, number, each) for one, other in pairs for number, each in enumerate(differences(one, other))
    ]
    on = settling()
    if not places:
        put(
            "heading.html.j2",
            title="No differences",
            text="Both coders gave the same codes to the same turns.",
        )
        return
    at = min(on.at, len(places) - 1)
    one, number, each = places[at]
    place = (key(one.document), number)
    told = f"{at + 1} of {len(places)}, {len(on.decided)} decided: {short(one.document.id, 60)}"
    put("heading.html.j2", title="Where they differ", text=told)
    put("difference.html.j2", turns=list(_turns(one.document, each)))
    sides = TWO if each.first and each.second else _one_sided(each)
    with st.container(horizontal=True):
        for side, label in sides.items():
            chosen = on.decided.get(place) is side
            st.button(
                label,
                key=f"take-{side}",
                type="primary" if chosen else "secondary",
                icon=":material/check:" if chosen else None,
                on_click=_decide,
                args=(place, side, min(at + 1, len(places) - 1)),
            )
    with st.container(horizontal=True):
        st.button("Previous", disabled=at == 0, on_click=_go, args=(at - 1,))
        st.button("Next", disabled=at + 1 == len(places), on_click=_go, args=(at + 1,))


def _one_sided(each: Difference) -> dict[Side, str]:
    """Return what can be decided where one coder gave codes and the other none to these words."""
    gave = Side.FIRST if each.first else Side.SECOND
    return {gave: f"Take the {gave} coder’s", Side.NEITHER: "Leave it out"}


def _decide(place: Place, side: Side, to: int) -> None:
    on = settling()
    _keep(replace(on, decided=MappingProxyType(dict(on.decided) | {place: side}), at=to))


def _go(to: int) -> None:
    _keep(replace(settling(), at=to))


def _turns(document: Document, each: Difference) -> Iterator[dict[str, object]]:
    """Yield the turn of a difference, with the codes of each side, between the turns about it."""
    codes = (*each.first, *each.second)
    for number in range(max(0, each.turn - 1), min(len(document.turns), each.turn + 2)):
        turn = document.turns[number]
        found = marked.runs(turn, codes if number == each.turn else ())
        yield {
            "here": number == each.turn,
            "number": number + 1,
            "speaker": visible(turn.speaker),
            "runs": [
                _run(run, following, each) for run, following in zip(found, (*found[1:], None), strict=True)
            ],
        }


def _run(run: marked.Run, following: marked.Run | None, each: Difference) -> dict[str, object]:
    tags = [
        {
            "title": wording.title(code.code),
            "domain": shade(wording.domain(code.code)),
            "side": "first coder" if code in each.first else "second coder",
            "over": following is None or code not in following.codes,
        }
        for code in run.codes
    ]
    return {"text": visible(run.text), "codes": tags, "ends": [tag for tag in tags if tag["over"]]}
