"""What a draft reply answers, what it leaves out, and how it speaks: for a person to check, never to send."""

from dataclasses import dataclass

import numpy as np

from commscore import codebook
from commscore.codebook import triage
from commscore.codebook.coded import NOTHING
from commscore.measure.clarity import school_grade
from commscore.measure.figure import Unknown
from commscore.measure.interval import SEED, resamples
from commscore.read.asides import asides
from commscore.sentences import ParsedLetter, parse_letters
from commscore.triage.answers import (
    ANSWERED,
    LEFT_OUT,
    NOT_SURE,
    Answer,
    Passage,
    content,
    passages,
    question,
)
from commscore.triage.manner import DONE, FORM_ONLY, Done, Rankles, compiled, manners, rankles
from commscore.types import Letter, LetterReport, Measure, Named, Problem, Span

MENTIONED, NEVER = "mentioned", "never mentioned"
BY_MANNER = {"apology": "apology", "explanation": "explanation", "improvement": "change"}
READABILITY = "explanation_readability"  # the measure whose formula and least words a reply's are too


@dataclass(frozen=True, slots=True)
class ReplyCheck:
    """What was found of a draft; spans of answers point into the letter, their `words` into `draft`.

    `questions` and `asks` are "answered", "not sure" or "left out", `problems` "mentioned", "not sure" or
    "never mentioned"; `readability` is a US school grade (Coleman and Liau).
    """

    draft: str
    questions: tuple[Answer, ...]
    asks: tuple[Answer, ...]
    problems: tuple[Answer, ...]
    manner: tuple[Done, ...]
    rankles: tuple[Rankles, ...]
    readability: Measure


def check(report: LetterReport, draft: str) -> ReplyCheck:
    """Return what the draft answers of the letter; ModelError without a spaCy model."""
    letter, reply = parse_letters([report.letter, Letter("draft", draft, asides=asides(draft))])
    told = [(sentence.start, sentence.end) for sentence in reply.told()]
    manner = manners(draft, told)
    changes = next(done.spans for done in manner if done.name == BY_MANNER["improvement"])
    asked = (named for named in report.asks if named.name != NOTHING)
    return ReplyCheck(
        draft,
        tuple(question(letter, span, reply, changes) for span in report.questions),
        tuple(_ask(named, report, letter, reply, manner) for named in asked),
        tuple(_problem(problem, letter, reply) for problem in report.problems),
        manner,
        rankles(draft, told),
        _readability(reply),
    )


def _ask(
    named: Named, report: LetterReport, letter: ParsedLetter, reply: ParsedLetter, manner: tuple[Done, ...]
) -> Answer:
    """Return whether the draft answers something asked for."""
    if named.name in BY_MANNER:
        done = next(done for done in manner if done.name == BY_MANNER[named.name])
        return _by_manner(named, done, report, letter, reply)
    pattern = triage.reply().ask.get(named.name, "")
    if not pattern:
        return Answer(named.name, named.spans, NOT_SURE, why="nothing is known of what would answer it")
    spans = tuple(
        (s.start, s.end) for s in reply.told() if compiled(pattern).search(reply.letter.text, s.start, s.end)
    )
    if not spans:
        return Answer(named.name, named.spans, LEFT_OUT, why="no words of the draft offer, give or refuse it")
    return _shared(named, spans, content(letter, named.spans), reply)


def _by_manner(
    named: Named, done: Done, report: LetterReport, letter: ParsedLetter, reply: ParsedLetter
) -> Answer:
    """Return whether saying sorry, explaining or changing answers it; an explanation must share its words."""
    if done.verdict == FORM_ONLY:
        return Answer(named.name, named.spans, NOT_SURE, done.spans, "in form only")
    if done.verdict != DONE:
        return Answer(named.name, named.spans, LEFT_OUT, why="no words of the draft do it")
    if named.name != "explanation":
        return Answer(named.name, named.spans, ANSWERED, done.spans)
    matter = [
        *named.spans,
        *report.questions,
        *(span for problem in report.problems for span in problem.spans),
    ]
    return _shared(named, done.spans, content(letter, matter), reply)


def _shared(named: Named, spans: tuple[Span, ...], sought: frozenset[str], reply: ParsedLetter) -> Answer:
    """Return it as answered where the sentences of these spans share a word with it, or it has none."""
    near = [p for p in passages(reply, sought) if len(p.sentences) == 1 and p.own and _over(p, spans)]
    if near or not sought:
        return Answer(named.name, named.spans, ANSWERED, spans)
    return Answer(named.name, named.spans, NOT_SURE, spans, "they share no word with what was asked for")


def _over(passage: Passage, spans: tuple[Span, ...]) -> bool:
    return any(a < end and start < b for start, end in passage.spans() for a, b in spans)


def _problem(problem: Problem, letter: ParsedLetter, reply: ParsedLetter) -> Answer:
    """Return whether the draft speaks of the problem: in the letter's words, or only of its kind."""
    rule = triage.reply().answering
    best: Passage | None = None
    for span in problem.spans:
        sought = content(letter, [span])
        found = max(passages(reply, sought), key=lambda p: (p.share, -len(p.sentences)), default=None)
        if sought and found and (best is None or found.share > best.share):
            best = found
    if best and best.share >= rule.mention:
        return Answer(problem.category, problem.spans, MENTIONED, best.spans())
    kind = triage.reply().category.get(problem.category, "")
    spoken = tuple(m.span() for m in compiled(kind).finditer(reply.letter.text)) if kind else ()
    if spoken:
        return Answer(
            problem.category, problem.spans, NOT_SURE, spoken, "it speaks of this kind of problem only"
        )
    if best and best.share >= rule.some:
        return Answer(problem.category, problem.spans, NOT_SURE, best.spans(), "few of its words stand there")
    return Answer(problem.category, problem.spans, NEVER)


def _readability(reply: ParsedLetter) -> Measure:
    """Return the school grade of the draft's sentences, its interval by resampling them."""
    entry = codebook.measures()[READABILITY]
    told = [reply.letter.text[s.start : s.end] for s in reply.told()]
    grade = school_grade(enumerate(told), len(told), entry)
    if isinstance(grade, Unknown) or grade.evidence < entry.minimum:
        few = f"fewer than {entry.minimum:g} words"
        why = "the draft does not mark where sentences end" if isinstance(grade, Unknown) else few
        return Measure("reply_readability", None, entry.unit, why=why)
    rng = np.random.default_rng(SEED)
    low, high = grade.interval(grade.draws(resamples(len(told), rng), rng)) or (None, None)
    return Measure("reply_readability", grade.value, entry.unit, low, high)
