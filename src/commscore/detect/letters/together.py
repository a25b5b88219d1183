"""What model and rules say of a letter together: the rules vote, and say what to check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from commscore.codebook.coded import ASK, DERIVED, FLAG, NOTHING, STAGE, UNCLEAR
from commscore.codebook.letters import categories, letter, precision
from commscore.codebook.letters import flags as flag_entries
from commscore.detect.letters.asks import asks
from commscore.detect.letters.flags import flags
from commscore.detect.letters.harm import harm
from commscore.detect.letters.praise import praise
from commscore.detect.letters.problems import problems
from commscore.detect.letters.questions import questions
from commscore.detect.letters.stages import stages
from commscore.models.letters import LetterCode, counted_in, level
from commscore.sentences import ParsedLetter, joined
from commscore.types import Flag, LetterReport, Named, Problem, Span

if TYPE_CHECKING:
    from commscore.models.manifest import Manifest

ALONE: Final = "please check: only the model found it"
AGAINST: Final = "please check: the model does not find it"
STANDS: Final = frozenset({"self_harm_risk"})  # what the rules find stands, whatever the model says
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
        praise=joined(each.shown for each in praised),
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
    return found | ruled.passages


def together(ruled: LetterReport, found: Mapping[str, LetterCode], manifest: "Manifest") -> LetterReport:
    """Return what model and rules find in a letter, without priority and clocks.

    `found` is what the model says, the rules' votes counted in; of what the rules alone know, a problem's
    severity has its weight, and the reasons to check a flag are kept.
    """
    by = MODEL + manifest.name
    return LetterReport(
        ruled.letter,
        problems=tuple(_problems(found, ruled, manifest, by)) if manifest.severity else ruled.problems,
        stages=_named(found, STAGE, by, UNCLEAR),
        asks=_named(found, ASK, by, NOTHING),
        harm=_passage(found, "harm"),
        questions=_passage(found, "question"),
        praise=_passage(found, "praise"),
        flags=tuple(_flags(found, ruled.flags, manifest, by)),
    )


def _problems(
    found: Mapping[str, LetterCode], ruled: LetterReport, manifest: "Manifest", by: str
) -> Iterator[Problem]:
    levels = {problem.category: problem.severity for problem in ruled.problems}
    for name in categories():
        code = found.get(name)
        if code and code.severity is not None and manifest.severity:
            weighed = counted_in(levels.get(name), code.severity, manifest.severity.ruled)
            at, between = level(weighed, manifest.severity)
            yield Problem(name, at, between, code.spans, code.probability, by, code.certain)


def _named(found: Mapping[str, LetterCode], start: str, by: str, otherwise: str) -> tuple[Named, ...]:
    """Return stages or asks in the codebook's order; `otherwise` where none is certain."""
    book = letter().stage if start == STAGE else letter().ask
    codes = [(entry.name, found[start + entry.name]) for entry in book if start + entry.name in found]
    named = tuple(Named(name, c.spans, c.probability, by, c.certain) for name, c in codes)
    return named if any(each.certain for each in named) else (*named, Named(otherwise, found_by=by))


def _passage(found: Mapping[str, LetterCode], code: str) -> tuple[Span, ...]:
    return found[code].spans if code in found and found[code].certain else ()


def _flags(
    found: Mapping[str, LetterCode], ruled: Iterable[Flag], manifest: "Manifest", by: str
) -> Iterator[Flag]:
    """Yield the flags that are certain once the rules have voted.

    What only one of both found is to be checked. The rules alone decide on a flag that no model was taught.
    """
    known, learnt = {flag.flag: flag for flag in ruled}, {head.code for head in manifest.codes}
    for name in flag_entries():
        code, rule = found.get(FLAG + name), known.get(name)
        if code and code.certain:
            if rule:
                yield replace(
                    rule, spans=code.spans, found_by=f"{rule.found_by} {by}", probability=code.probability
                )
            else:
                yield Flag(name, code.spans, code.probability, by, ALONE)
        elif rule and FLAG + name not in learnt:
            yield rule
        elif rule and name in STANDS:
            yield replace(rule, check=rule.check or AGAINST)
