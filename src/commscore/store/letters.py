"""What is looked for in kept letters, in a session: words, texts, and others of the same matter.

Letters are tied as they come, each to those of its team that are kept already. What is tied stays so when a
letter between goes; a letter that quotes one which comes after it is not tied to it. Words that stand in the
letters of very many matters (a form's, a disclaimer's) tie none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from commscore.codebook import triage
from commscore.report.quote import visible
from commscore.store.records import brief, load
from commscore.store.tables import Item, ItemReport, LetterRow
from commscore.triage.same import quoted, told
from commscore.triage.shingles import Runs
from commscore.triage.sketch import alike, firsts, held, sketch
from commscore.types import Kind, Letter, LetterReport

SAME, NEAR, QUOTES = "the same text", "nearly the same text", "one quotes the other as earlier mail"

MANY = 64  # prints that share a run: it says nothing any more
A_FEW = 3  # prints of one matter that stand under a run


def folded(text: str) -> str:
    """Return a text as it is searched: without case, one space between words, one kind of apostrophe.

    >>> folded("Nobody\\n TOLD me: it’s")
    "nobody told me: it's"
    """
    return " ".join(visible(text).casefold().replace("’", "'").split())


def find(session: Session, words: Sequence[str]) -> tuple[frozenset[UUID], ...]:
    """Return for each word the letters in whose text it stands, in part of a word too."""
    if not words:
        return ()
    there = [LetterRow.told.contains(folded(word), autoescape=True) for word in words]
    found = session.execute(select(LetterRow.item_id, *there).where(or_(*there))).all()
    return tuple(frozenset(row[0] for row in found if row[n]) for n in range(1, len(words) + 1))


def texts(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the texts of those letters that are there."""
    rows = select(ItemReport.item_id, ItemReport.content).join(
        LetterRow, LetterRow.item_id == ItemReport.item_id
    )
    return {id: content["text"] for id, content in session.execute(rows.where(ItemReport.item_id.in_(ids)))}


def add_letters(session: Session, letters: Iterable[tuple[UUID, Letter]], team: str) -> None:
    """Add what is looked for in letters of a team whose items are there."""
    known = _Known(session, team)
    for id, letter in letters:
        runs, earlier = told(letter), quoted(letter)
        print_ = sketch(runs)
        matter, why = known.tied(print_, earlier, id)
        session.add(LetterRow(item_id=id, told=folded(letter.text), sketch=print_, matter=matter, why=why))
    session.flush()


def fill(session: Session) -> None:
    """Write what the queue shows of letters, and what is looked for in them, where that is not there yet."""
    there = select(LetterRow.item_id).where(LetterRow.item_id == Item.id).exists()
    rows = select(Item.id, Item.team).where(Item.kind == str(Kind.LETTER), ~there)
    items = session.execute(rows.order_by(Item.kept_at, Item.name)).all()
    for team in dict.fromkeys(row.team for row in items):
        add_letters(session, _letters(session, [row.id for row in items if row.team == team]), team)


def _letters(session: Session, ids: Iterable[UUID]) -> Iterator[tuple[UUID, Letter]]:
    for id in ids:
        content = session.scalars(select(ItemReport.content).where(ItemReport.item_id == id)).one()
        report = load(content, f"kept item {id}")
        if isinstance(report, LetterReport):
            session.execute(update(Item).where(Item.id == id).values(brief=brief(report)))
            yield id, report.letter


class _Known:
    """The prints of a team's letters with their matters, each print once."""

    def __init__(self, session: Session, team: str) -> None:
        self._session = session
        self._matters: dict[bytes, UUID] = {}
        self._index: dict[int, list[bytes]] = defaultdict(list)
        rows = (
            select(LetterRow.sketch, LetterRow.matter)
            .join(Item, Item.id == LetterRow.item_id)
            .where(Item.team == team, LetterRow.sketch != b"")
        )
        for print_, matter in session.execute(rows.distinct()):
            self._add(print_, matter)

    def tied(self, print_: bytes, earlier: Runs, id: UUID) -> tuple[UUID, str]:
        """Return the matter of a letter that comes, and why; its own id where it is tied to none."""
        ties = {self._matters[print_]: SAME} if print_ in self._matters else dict(self._ties(print_, earlier))
        matter = next(iter(ties), id)
        if others := [other for other in ties if other != matter]:
            self._session.flush()
            self._session.execute(update(LetterRow).where(LetterRow.matter.in_(others)).values(matter=matter))
            self._matters = {p: matter if m in others else m for p, m in self._matters.items()}
        if print_:
            self._add(print_, matter)
        return matter, "; ".join(sorted(set(ties.values())))

    def _ties(self, print_: bytes, earlier: Runs) -> Iterator[tuple[UUID, str]]:
        rule = triage.same_matter()
        for other in self._sharing(firsts(print_)):
            if alike(print_, other) >= rule.similarity:
                yield self._matters[other], NEAR
        for other in self._sharing(earlier):
            if held(other, earlier) >= rule.quoted:
                yield self._matters[other], QUOTES

    def _sharing(self, runs: Iterable[int]) -> Iterable[bytes]:
        """Return the prints that have one of these runs, those left out that so many have."""
        held = (self._index.get(run, ()) for run in runs)
        return dict.fromkeys(print_ for prints in held if len(prints) <= MANY for print_ in prints)

    def _add(self, print_: bytes, matter: UUID) -> None:
        """Add a print under its runs, where those of its matter do not stand there often enough already."""
        self._matters[print_] = matter
        for run in firsts(print_):
            prints = self._index[run]
            if len(prints) <= MANY and sum(self._matters[p] == matter for p in prints) < A_FEW:
                prints.append(print_)
