"""Which of a report's codes show what went well: few, telling, and spread over the domains."""

from commscore import codebook
from commscore.report import wording
from commscore.report.highlight import Highlight, patient_words
from commscore.report.quote import quote
from commscore.types import Code, Moment, Report

BLOCKED = "blocked"


def went_well(report: Report) -> tuple[Highlight, ...]:
    """Return at most four things to keep: one a code, the domains in turn, the most telling codes first.

    Nothing of a spoiled turn is kept, and what is not sure enough only where nothing surer is.
    """
    kept, chosen, spoiled = wording.keep(), codebook.highlights(), _spoiled(report)
    answered = {m.response_turn: m for m in report.moments if m.code in chosen.answers_to and wording.met(m)}
    found = [c for c in report.codes if c.code in kept and c.certain and c.turn not in spoiled]
    sure = [c for c in found if c.probability >= chosen.sure_enough]
    best: dict[str, Code] = {}
    for code in sure or found:
        if _better(code, best.get(code.code), report, answered):
            best[code.code] = code
    ordered = sorted(best.values(), key=lambda c: (c.turn not in answered, list(kept).index(c.code)))
    picked = _spread([c for c in ordered if c.code not in chosen.slight], chosen.most_kept)
    if len(picked) < chosen.most_kept - 1:
        picked += _spread([c for c in ordered if c not in picked], chosen.most_kept - 1 - len(picked))
    like = sure or found
    return tuple(_praise(report, c, answered.get(c.turn), kept[c.code], like) for c in picked)


def _spoiled(report: Report) -> frozenset[int]:
    """Return the turns that are not praised: those that dismiss, and all that reply to a blocked moment.

    A patient's turn can hold two moments, one of them blocked: what answered the other is spoiled with it.
    """
    spoils = codebook.highlights().spoils
    blocked = {m.turn for m in report.moments if m.response == BLOCKED}
    replies = {m.response_turn for m in report.moments if m.turn in blocked and m.response_turn is not None}
    return frozenset({c.turn for c in report.codes if c.code in spoils and c.certain} | replies)


def _better(code: Code, than: Code | None, report: Report, answered: dict[int | None, Moment]) -> bool:
    """Tell whether a code's words tell more: answers to the patient, then the surest, then about 14 words."""

    def rank(c: Code) -> tuple[bool, float, int]:
        words = len(report.document.turns[c.turn].text[c.start : c.end].split())
        return (c.turn not in answered, -round(c.probability, 1), abs(words - 14))

    return than is None or rank(code) < rank(than)


def _spread(codes: list[Code], most: int) -> list[Code]:
    """Return the first of each domain, then the second of each, up to so many; no turn twice."""
    picked: list[Code] = []
    waiting = list(codes)
    while waiting and len(picked) < most:
        rounds = [wording.domain(p.code) for p in picked]
        fewest = min(rounds.count(wording.domain(c.code)) for c in waiting)
        chosen = next(c for c in waiting if rounds.count(wording.domain(c.code)) == fewest)
        picked.append(chosen)
        waiting = [c for c in waiting if c.turn not in {p.turn for p in picked}]
    return picked


def _praise(report: Report, code: Code, moment: Moment | None, why: str, like: list[Code]) -> Highlight:
    before = (patient_words(report, moment),) if moment and moment.turn < code.turn else ()
    said = quote(report.document, code.turn, (code.start, code.end))
    also = tuple(sorted({c.turn for c in like if c.code == code.code} - {code.turn}))
    return Highlight(
        code.code, wording.title(code.code), wording.domain(code.code), (*before, said), why, also=also
    )


def maybes(report: Report) -> tuple[Highlight, ...]:
    """Return the likeliest codes that were offered as "maybe" only: shown, and counted in no measure."""
    offered = sorted((c for c in report.codes if not c.certain), key=lambda c: -c.probability)
    found = sorted(offered[: codebook.highlights().most_maybe], key=lambda c: (c.turn, c.start))
    why = "It may be this; the words alone do not settle it. It is counted in no figure."
    return tuple(
        Highlight(
            c.code,
            wording.title(c.code),
            wording.domain(c.code),
            (quote(report.document, c.turn, (c.start, c.end)),),
            why,
        )
        for c in found
    )
