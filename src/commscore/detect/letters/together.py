"""What rules and model say of a letter together: flags from both, the rest from the model if there is one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from commscore.codebook.coded import ASK, DERIVED, FLAG, NOTHING, STAGE, UNCLEAR
from commscore.codebook.letters import categories, letter, precision
from commscore.codebook.letters import flags as flag_entries
from commscore.detect.letters.asks import asks
from commscore.detect.letters.flags import flags
from commscore.detect.letters.harm import harm
from commscore.detect.letters.phrases import merged
from commscore.detect.letters.praise import praise
from commscore.detect.letters.problems import problems
from commscore.detect.letters.questions import questions
from commscore.detect.letters.stages import stages
from commscore.models.letters import LetterCode, joined, level
from commscore.sentences import ParsedLetter
from commscore.types import Flag, LetterReport, Named, Problem, Span

if TYPE_CHECKING:
    from commscore.models.manifest import Manifest

ALONE: Final = "please check: only the model found it"
MODEL: Final = "model:"


def by_rules(parsed: ParsedLetter) -> LetterReport:
    """Return what the rules alone find, each at the precision measured of it."""
    raised, asked, praised = flags(parsed), questions(parsed), praise(parsed)
    known = precision()
    return LetterReport(
        parsed.letter,
        problems=tuple(replace(p, probability=known[p.category]) for p in problems(parsed, raised, praised)),
        stages=tuple(_measured(each, STAGE) for each in stages(parsed)),
        asks=tuple(_measured(each, ASK) for each in asks(parsed, asked)),
        harm=harm(parsed),
        questions=asked,
        praise=merged(each.shown for each in praised),
        flags=tuple(replace(flag, probability=known[FLAG + flag.flag]) for flag in raised),
    )


def _measured(named: Named, start: str) -> Named:
    """Return a stage or an ask with the rules' precision; what stands where there is no other has none."""
    return replace(named, probability=precision().get(start + named.name, named.probability))


def votes(ruled: LetterReport) -> dict[str, tuple[Span, ...]]:
    """Return by code the words of what the rules found in a letter."""
    found = {problem.category: problem.spans for problem in ruled.problems}
    for start, entries in ((STAGE, ruled.stages), (ASK, ruled.asks)):
        found |= {start + each.name: each.spans for each in entries if start + each.name not in DERIVED}
    found |= {FLAG + flag.flag: flag.spans for flag in ruled.flags}
    passages = {"harm": ruled.harm, "question": ruled.questions, "praise": ruled.praise}
    return found | {name: spans for name, spans in passages.items() if spans}


def together(ruled: LetterReport, found: Mapping[str, LetterCode], manifest: "Manifest") -> LetterReport:
    """Return what model and rules find in a letter, without priority and clocks.

    `found` is what the model says, the rules' votes counted in; of what the rules alone know, the reasons to
    check a flag are kept. Questions stand where either finds them.
    """
    by = MODEL + manifest.name
    return LetterReport(
        ruled.letter,
        problems=tuple(_problems(found, manifest, by)) if manifest.severity else ruled.problems,
        stages=_named(found, STAGE, by, UNCLEAR),
        asks=_named(found, ASK, by, NOTHING),
        harm=_passage(found, "harm"),
        questions=joined((*ruled.questions, *_passage(found, "question"))),
        praise=_passage(found, "praise"),
        flags=tuple(_flags(found, ruled.flags, by)),
    )


def _problems(found: Mapping[str, LetterCode], manifest: "Manifest", by: str) -> Iterator[Problem]:
    for name in categories():
        code = found.get(name)
        if code and code.severity is not None and manifest.severity:
            at, between = level(code.severity, manifest.severity)
            yield Problem(name, at, between, code.spans, code.probability, by, code.certain)


def _named(found: Mapping[str, LetterCode], start: str, by: str, otherwise: str) -> tuple[Named, ...]:
    """Return stages or asks in the codebook's order; `otherwise` where none is certain."""
    book = letter().stage if start == STAGE else letter().ask
    codes = [(entry.name, found[start + entry.name]) for entry in book if start + entry.name in found]
    named = tuple(Named(name, c.spans, c.probability, by, c.certain) for name, c in codes)
    return named if any(each.certain for each in named) else (*named, Named(otherwise, found_by=by))


def _passage(found: Mapping[str, LetterCode], code: str) -> tuple[Span, ...]:
    return found[code].spans if code in found and found[code].certain else ()


def _flags(found: Mapping[str, LetterCode], ruled: Iterable[Flag], by: str) -> Iterator[Flag]:
    """Yield a flag that rules or model find; what only the model found is to be checked."""
    known = {flag.flag: flag for flag in ruled}
    for name in flag_entries():
        code, rule = found.get(FLAG + name), known.get(name)
        certain = code is not None and code.certain
        if rule and code and certain:
            spans = joined((*rule.spans, *code.spans))
            yield replace(rule, spans=spans, found_by=f"{rule.found_by} {by}", probability=code.probability)
        elif rule:
            yield rule
        elif code and certain:
            yield Flag(name, joined(code.spans), code.probability, by, ALONE)
