"""Which moments are worth another look: what met no answer first, then what was said, then what was not."""

from collections.abc import Iterator
from dataclasses import replace

from commscore import codebook
from commscore.codebook.terms import lay_word
from commscore.report import wording
from commscore.report.highlight import Highlight, patient_words
from commscore.report.quote import Quote, quote
from commscore.types import Code, Moment, Report, Role

MOST_TERMS = 8  # on a line


def to_look_at(report: Report) -> tuple[Highlight, ...]:
    """Return at most five moments to look at: what the patient said and met no answer, then the rest."""
    most = codebook.highlights()
    moments = list(_unmet(report))[: most.most_unmet]
    shown = {q.turn for h in moments for q in h.quotes}
    rest = [*_dismissals(report, shown), *_jargon(report), *_absent(report)]
    return (*moments, *rest)[: most.most_to_look_at]


def _unmet(report: Report) -> Iterator[Highlight]:
    """Yield a highlight for each kind of moment that met no answer, the weightiest first, no turn twice."""
    kinds: dict[str, list[Moment]] = {kind: [] for kind in codebook.highlights().unmet}
    for moment in report.moments:
        if f"{moment.code}.{moment.response}" in kinds and _sureness(report, moment) > 0:
            kinds[f"{moment.code}.{moment.response}"].append(moment)
    taken: set[int] = set()
    for kind, found in kinds.items():
        left = [m for m in found if m.turn not in taken]
        if left:
            shown = max(
                left, key=lambda m: (len(patient_words(report, m).words.split()) >= 5, _sureness(report, m))
            )
            advice = wording.advice(kind)
            quotes = tuple(q for q in (patient_words(report, shown), _reply(report, shown)) if q)
            also = tuple(m.turn for m in left if m is not shown)
            domain = wording.moment_domain(shown.code)
            yield Highlight(kind, advice.title, domain, quotes, advice.why, advice.try_, also)
        taken |= {m.turn for m in left}


def _sureness(report: Report, moment: Moment) -> float:
    """Return the probability of a moment's code: 0 where it is only maybe, 1 where the code is not given."""
    found = [c for c in report.codes if c.turn == moment.turn and c.code == moment.code]
    return max((c.probability * c.certain for c in found), default=1.0)


def _reply(report: Report, moment: Moment) -> Quote | None:
    """Return what the clinician said then: the turn that was judged, else the next one of theirs."""
    turns = report.document.turns
    after = (n for n in range(moment.turn + 1, len(turns)) if turns[n].role is Role.CLINICIAN)
    turn = moment.response_turn if moment.response_turn is not None else next(after, None)
    return None if turn is None else quote(report.document, turn)


def _dismissals(report: Report, shown: set[int]) -> Iterator[Highlight]:
    """Yield the dismissals that no moment shows already, as one highlight with the patient's words before."""
    found = [c for c in report.codes if c.code == "dismissal" and c.certain and c.turn not in shown]
    if found:
        yield _coded(report, "dismissal", found, heard=True)


def _jargon(report: Report) -> Iterator[Highlight]:
    """Yield the terms that nobody explained, as one highlight."""
    found = [c for c in report.codes if c.code == "jargon" and c.certain]
    if found:
        yield replace(_coded(report, "jargon", found, heard=False), terms=_terms(report, found))


def _terms(report: Report, found: list[Code]) -> tuple[tuple[str, str], ...]:
    """Return the terms of the turn that is quoted and those of other turns, each under its label.

    A term stands where it was first said. One that the quote shows already and that has no lay word is not
    said again.
    """
    first: dict[str, tuple[str, int]] = {}
    for code in found:
        term = quote(report.document, code.turn, (code.start, code.end)).words
        first.setdefault(term.lower(), (term, code.turn))
    here = [_with_lay_word(term) for term, turn in first.values() if turn == found[0].turn]
    there = [
        f"{_with_lay_word(term)}, turn {turn + 1}" for term, turn in first.values() if turn != found[0].turn
    ]
    if here == [quote(report.document, found[0].turn, (found[0].start, found[0].end)).words]:
        here = []
    labelled = (("In this turn", _some(here, ", ")), ("Elsewhere", _some(there, "; ")))
    return tuple((label, terms) for label, terms in labelled if terms)


def _some(terms: list[str], between: str) -> str:
    """Return the first terms on a line, and how many more there are."""
    left = len(terms) - MOST_TERMS
    return between.join(terms[:MOST_TERMS]) + (f"{between}and {left} more" if left > 0 else "")


def _with_lay_word(term: str) -> str:
    """Return the term with what lay people call it in brackets, where that is known."""
    lay = lay_word(term)
    return f"{term} ({lay})" if lay else term


def _coded(report: Report, key: str, found: list[Code], heard: bool) -> Highlight:
    first, turns = found[0], report.document.turns
    before = first.turn - 1
    heard = heard and before >= 0 and turns[before].role is Role.PATIENT
    quotes = [quote(report.document, before)] if heard else []
    quotes.append(quote(report.document, first.turn, (first.start, first.end)))
    also = tuple(sorted({c.turn for c in found} - {first.turn}))
    advice = wording.advice(key)
    return Highlight(key, advice.title, wording.domain(key), tuple(quotes), advice.why, advice.try_, also)


def _absent(report: Report) -> Iterator[Highlight]:
    """Yield what a consultation of this kind usually holds and this one does not."""
    for absence in codebook.highlights().absence:
        given = [c for c in report.codes if c.certain and c.code in absence.given]
        seen = any(c.code in absence.unless for c in report.codes)
        turns = sum(t.role is Role.CLINICIAN for t in report.document.turns)
        if seen or len(given) < absence.at_least or turns < absence.minimum_turns:
            continue
        quotes = tuple(quote(report.document, c.turn, (c.start, c.end)) for c in given[-1:])
        advice = wording.advice(absence.key)
        yield Highlight(
            absence.key, advice.title, wording.domain(absence.unless[0]), quotes, advice.why, advice.try_
        )
