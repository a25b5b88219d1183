"""What people said of a report's codes, applied to it: the machine's report itself is left as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from commscore import codebook
from commscore.detect.moments import FEELINGS, QUESTION, judged
from commscore.errors import ReviewError
from commscore.measure import measure
from commscore.parse import Parsed, parse
from commscore.replies import replies
from commscore.types import Code, Document, Moment, Report
from commscore.work import Review, Verdict

PERSON = "person:"
Place = tuple[int, int, int, str]


def place(of: Code) -> Place:
    """Return what a code and the reviews of it have in common: turn, start, end and the code's name."""
    return of.turn, of.start, of.end, of.code


def corrected(report: Report, reviews: Iterable[Review]) -> Report:
    """Return the machine's report with what people said applied, and its figures computed again.

    Rejected codes are out, changed ones stand under their new code, added ones are in, and what is
    confirmed is certain; each is `found_by` "person:AUTHOR". Of several reviews of one code the latest
    holds, and all are kept in the report's `reviews`. What became of a patient's cue is as a person said
    that it was; else it is judged again, by the rules, only where a correction bears on it. Raises
    ReviewError for a review of a code that is not there, and for a code, or something that became of one,
    that the codebook does not have for that speaker.
    """
    said = tuple(sorted(reviews, key=lambda review: review.at))
    if not said:
        return report
    _check(report, said)
    standing = {review.place: review for review in said}
    codes = _codes(report.codes, {p: review for p, review in standing.items() if not review.moment})
    became = tuple(_answered(report.document, m, standing) for m in _moments(report, codes))
    measured = measure(report.document, codes, became)
    return replace(
        report,
        codes=codes,
        moments=became,
        measures=measured.measures,
        scores=measured.scores,
        reviews=said,
        provenance=replace(report.provenance, corrections=counted(standing.values())),
    )


def words_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the characters of the whole words that start..end touches; the same twice where there are none.

    >>> words_around("That must be hard.", 6, 14), words_around("Go on.", 2, 3), words_around("", 0, 4)
    ((5, 18), (2, 2), (0, 0))
    """
    start, end = max(0, start), min(end, len(text))
    touched = text[start:end]
    if not touched.strip():
        return min(start, len(text)), min(start, len(text))
    start += len(touched) - len(touched.lstrip())
    end -= len(touched) - len(touched.rstrip())
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def counted(standing: Iterable[Review]) -> str:
    """Return how many corrections by how many people, in words.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 5, 1, tzinfo=UTC)
    >>> counted([Review(0, 0, 4, "empathy", Verdict.REJECTED, "Alex", "no", at)])
    '1 correction by 1 person'
    """
    held = list(standing)
    confirmed = sum(review.verdict is Verdict.CONFIRMED for review in held)
    people = len({review.author for review in held})
    kinds = ((len(held) - confirmed, "correction"), (confirmed, "confirmation"))
    parts = [f"{count} {kind}{'s' * (count > 1)}" for count, kind in kinds if count]
    return f"{' and '.join(parts)} by {people} {'person' if people == 1 else 'people'}"


def _check(report: Report, reviews: Iterable[Review]) -> None:
    """Raise ReviewError for the first review that cannot be applied, in the order in which they were made."""
    there = {place(code) for code in report.codes}
    for review in reviews:
        where = f"turn {review.turn}, characters {review.start} to {review.end}"
        if review.moment:
            _check_words(report.document, review, where)
            _check_response(review, where)
            continue
        if review.verdict is Verdict.ADDED:
            _check_words(report.document, review, where)
            there.add(review.place)
        elif review.place not in there:
            raise ReviewError(
                f"{where}: no code ‘{review.code}’ is given there, so it cannot be {review.verdict}; "
                "the report is another than the one reviewed: open that one, or review this one again"
            )
        if review.verdict in {Verdict.ADDED, Verdict.CHANGED}:
            _check_code(report.document, review, where)


def _check_words(document: Document, review: Review, where: str) -> None:
    there = 0 <= review.turn < len(document.turns)
    if not there or not 0 <= review.start < review.end <= len(document.turns[review.turn].text):
        raise ReviewError(f"{where}: there are no such words in the transcript; choose the words again")


def _check_response(review: Review, where: str) -> None:
    held = review.verdict is Verdict.CONFIRMED
    if not held and (review.verdict is not Verdict.CHANGED or review.instead not in became_of(review.moment)):
        raise ReviewError(
            f"{where}: ‘{review.instead}’ is nothing that can become of ‘{review.moment}’; "
            f"choose one of these: {', '.join(became_of(review.moment)) or 'none'}"
        )


def became_of(code: str) -> tuple[str, ...]:
    """Return what can become of a patient's code, as reviews name it; nothing of another code.

    >>> became_of("patient_question"), became_of("empathy")
    (('patient_question.answered', 'patient_question.deferred', 'patient_question.missed'), ())
    """
    return tuple(f"{code}.{r.name}" for r in codebook.consultation().response if code in r.to)


def _check_code(document: Document, review: Review, where: str) -> None:
    given = review.instead if review.verdict is Verdict.CHANGED else review.code
    entry = codebook.codes().get(given or "")
    if entry is None:
        raise ReviewError(f"{where}: the codebook has no code ‘{given}’; choose one that it has")
    if entry.role is not document.turns[review.turn].role:
        raise ReviewError(
            f"{where}: ‘{given}’ is for the {entry.role}'s words, and these are somebody else's; "
            "choose another code, or say who the clinician is"
        )


def _codes(found: Iterable[Code], standing: Mapping[Place, Review]) -> tuple[Code, ...]:
    """Return the codes that stand, in the order of the text; one that is there twice only once."""
    reviewed = (Code(review.code, *where[:3]) for where, review in standing.items())
    held: dict[Place, Code] = {}
    for code in (*found, *reviewed):
        review = standing.get(place(code))
        if review is None:
            held.setdefault(place(code), code)
        elif review.verdict is not Verdict.REJECTED:
            name = review.instead if review.verdict is Verdict.CHANGED and review.instead else review.code
            given = Code(name, *place(code)[:3], found_by=PERSON + review.author)
            held[place(given)] = given
    return tuple(sorted(held.values(), key=lambda code: (code.turn, code.start, code.end)))


def _moments(report: Report, codes: tuple[Code, ...]) -> tuple[Moment, ...]:
    """Return the moments of these codes: as they were, and judged again by the rules where it matters."""
    before, after = (tuple(c for c in held if c.certain) for held in (report.codes, codes))
    changed = {where[0] for where in set(map(place, before)) ^ set(map(place, after))}
    asked = _asked(after)
    gone = _asked(before) - asked
    held = {(m.turn, m.code): m for m in report.moments if (m.turn, m.code) not in gone}
    near = {each: {each[0], *replies(report.document, *each)} for each in asked}
    again = {each for each in asked if near[each] & changed}
    if again:
        parsed = _parsed(report.document, {number for each in again for number in near[each]})
        for each in again:
            ruled, now = judged(parsed, before, *each), judged(parsed, after, *each)
            if held.get(each) in {None, ruled} or ruled.response != now.response:
                held[each] = now
    return tuple(held[each] for each in sorted(held))


def _answered(document: Document, moment: Moment, standing: Mapping[Place, Review]) -> Moment:
    """Return the moment as a person said that it was, itself where nobody did."""
    review = standing.get((moment.turn, 0, 0, f"{moment.code}."))
    if review is None:
        return moment
    response = (review.instead or review.code).partition(".")[2]
    following = replies(document, moment.turn, moment.code)
    answer = moment.response_turn if moment.response_turn is not None else next(iter(following), None)
    why = f"a person judged it: {review.reason}"
    return Moment(moment.turn, moment.code, response, answer if response != "missed" else None, why)


def _asked(codes: Iterable[Code]) -> set[tuple[int, str]]:
    return {(code.turn, code.code) for code in codes if code.code in {*FEELINGS, QUESTION}}


def _parsed(document: Document, wanted: set[int]) -> Parsed:
    """Return the document with these turns parsed and the others empty: parsing all takes too long."""
    turns = (turn if n in wanted else replace(turn, text="") for n, turn in enumerate(document.turns))
    return parse(replace(document, turns=tuple(turns)))
