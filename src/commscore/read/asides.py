"""What in a letter is no complaint: addresses, greetings, signatures, earlier mail, a form's own words.

Words and patterns are in codebook/letters/asides.toml. What cannot be told for certain stays a part of the
complaint.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from commscore.read.asidelines import Line, Look, headed, heading, lines, look, rules, taken, telling
from commscore.read.quoted import quoted
from commscore.types import Aside

ABOVE: Final = 30  # lines between the beginning of a letter and its greeting
BELOW: Final = 14  # lines of a signature
BETWEEN: Final = 3  # lines after the greeting that may say whom the letter is about
LONG: Final = 60
PARAGRAPH: Final = 160
PASSED: Final = 2  # short lines among names that stay in the complaint
LEAVE: Final = "leave-taking"
ABOUT: Final = re.compile(r"(?:re|ref|subject) ?[:.-]", re.IGNORECASE)
SIGNED: Final = re.compile(r"[^\W\d_][^\W\d_'.-]*")  # one word, a first name without its capital
AFTERTHOUGHT: Final = re.compile(r"p\.? ?p?\.?s\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """The first `length` characters of a line, what they are, and the rule that says so."""

    kind: str
    length: int
    rule: str = ""


Claims = Mapping[int, Claim]


def asides(text: str) -> tuple[Aside, ...]:
    """Return the asides of a letter, in the order of its text; they never overlap.

    >>> letter = "Dear Sir,\\n\\nNobody came.\\n\\nYours faithfully\\nA. Moss"
    >>> [(a.kind, letter[a.start : a.end]) for a in asides(letter)]
    [('salutation', 'Dear Sir,'), ('signature', 'Yours faithfully\\nA. Moss')]
    """
    read = lines(text)
    claims: Claims = {at: Claim("quoted", len(read[at].text)) for at in quoted(read) if read[at].text}
    for found in (_headed, _ruled, _heads, _subjects, _signed, _ended):
        claims = {**found(read, claims), **claims}
    return tuple(_joined(text, read, claims))


def _joined(text: str, read: Sequence[Line], claims: Claims) -> Iterator[Aside]:
    """Yield the claims as asides, those of one kind together that only blanks part."""
    held: Aside | None = None
    for at in sorted(claims):
        claim = claims[at]
        aside = Aside(claim.kind, read[at].start, read[at].start + claim.length)
        if held and held.kind == aside.kind and not text[held.end : aside.start].strip():
            aside = Aside(held.kind, held.start, aside.end)
        elif held:
            yield held
        held = aside
    if held:
        yield held


def _headed(read: Sequence[Line], claims: Claims) -> dict[int, Claim]:
    """Return the lines of an e-mail's heading at the top, those left out that tell something."""
    told = ((at, read[at].text) for at in range(heading(read)))
    return {at: Claim("address", len(line)) for at, line in told if headed(line) and not telling(line)}


def _ruled(read: Sequence[Line], claims: Claims) -> dict[int, Claim]:
    """Return the lines that a rule takes, whole or in part."""
    found: dict[int, Claim] = {}
    labels = 0
    waiting: dict[int, Claim] = {}
    for at, line in enumerate(read):
        if not line.text or at in claims or at in found:
            continue
        rule, length = next(((r, n) for r in rules() if (n := taken(r, line.text))), (None, 0))
        if rule is None:
            continue
        claim = Claim(rule.kind, length, rule.name)
        labels += rule.kind == "form"
        (waiting if rule.form else found)[at] = claim
        if rule.paragraph:
            found |= {n: Claim(rule.kind, len(read[n].text)) for n in _paragraph(read, at + 1)}
        elif rule.field and line.text.endswith(":"):
            found |= _answer(read, at)
    return found | (waiting if labels > 1 else {})


def _paragraph(read: Sequence[Line], at: int) -> range:
    return range(at, next((n for n in range(at, len(read)) if not read[n].text), len(read)))


def _answer(read: Sequence[Line], at: int) -> dict[int, Claim]:
    """Return the next line where it is the value of the field that stands alone in this one."""
    below = read[at + 1].text if at + 1 < len(read) else ""
    return {at + 1: Claim("form", len(below))} if look(below) and len(below) < LONG else {}


def _heads(read: Sequence[Line], claims: Claims) -> dict[int, Claim]:
    """Return the addresses, dates and numbers above each greeting, or at the top of a text without one."""
    found: dict[int, Claim] = {}
    greetings = [at for at, claim in claims.items() if claim.kind == "salutation"]
    for greeting in greetings:
        above, most = 0, PARAGRAPH if greeting == min(greetings) else LONG
        for at in range(greeting - 1, -1, -1):
            line = read[at].text
            looks = look(line)
            above += bool(line)
            if above > ABOVE or (line and not looks and len(line) > most and at not in claims):
                break
            if looks:
                found[at] = Claim("address", len(line))
    return found if greetings else _top(read, claims)


def _top(read: Sequence[Line], claims: Claims) -> dict[int, Claim]:
    """Return the lines before the first one that tells something, if a code or a date is among them."""
    found: dict[int, Claim] = {}
    sure = False
    for at, line in enumerate(read[:ABOVE]):
        looks = look(line.text)
        if line.text and not looks and at not in claims:
            break
        sure = sure or looks is Look.SURE
        if looks and at not in claims:
            found[at] = Claim("address", len(line.text))
    return found if sure else {}


def _subjects(read: Sequence[Line], claims: Claims) -> dict[int, Claim]:
    """Return the lines after a greeting or heading that say by name and number whom it is about."""
    found: dict[int, Claim] = {}
    for greeting in (at for at, claim in claims.items() if claim.kind in ("salutation", "address")):
        told = [at for at in range(greeting + 1, len(read)) if read[at].text][:BETWEEN]
        for at in told:
            about = ABOUT.match(read[at].text)
            looks = look(read[at].text[about.end() :].strip() if about else read[at].text)
            if looks is Look.SURE or (about and looks):
                found[at] = Claim("address", len(read[at].text))
            elif at not in claims:
                break
    return found


def _signed(read: Sequence[Line], claims: Claims) -> dict[int, Claim]:
    """Return the names, addresses and numbers below each leave-taking."""
    found: dict[int, Claim] = {}
    for leave in (at for at, claim in claims.items() if claim.rule == LEAVE):
        told = [at for at in range(leave + 1, len(read)) if read[at].text][:BELOW]
        for nth, at in enumerate(told):
            line = read[at].text
            if claims.get(at, Claim("", 0)).kind in ("salutation", "quoted") or AFTERTHOUGHT.match(line):
                break
            if look(line) or (nth == 0 and SIGNED.fullmatch(line) and not telling(line)):
                found[at] = Claim("signature", len(line))
            elif len(line) > LONG and at not in claims:
                break
    return found


def _ended(read: Sequence[Line], claims: Claims) -> dict[int, Claim]:
    """Return the names and numbers that end each part of a letter without a leave-taking.

    A part ends where the text does, or where earlier mail begins. Names must stand after a blank line or a
    full line, and not in capitals, which a shout ends in too. A short line or two among them stay in the
    complaint ("text, don't ring"), if above those there are names with a date or a number again.
    """
    ends = [at for at, claim in claims.items() if claim.kind == "quoted" and claims.get(at - 1) != claim]
    found: dict[int, Claim] = {}
    for end in (*ends, len(read)):
        below = _last(read, claims, end)
        if below and _apart(read, min(below)):
            found |= {at: Claim("signature", len(read[at].text)) for at in below}
    return found


def _last(read: Sequence[Line], claims: Claims, end: int) -> list[int]:
    """Return the lines of names and numbers above a line, the lowest first; none where nothing else is."""
    below: list[int] = []
    kept = passed = 0
    gap = False
    for at in range(end - 1, -1, -1):
        line = read[at].text
        if not line or at in claims:
            continue
        looks = look(line)
        if looks and (looks is Look.SURE or line.upper() != line) and len(below) < BELOW:
            below.append(at)
            gap = gap and looks is not Look.SURE
            kept = kept if gap else len(below)
        elif passed < PASSED and len(line) <= LONG:
            passed, gap = passed + 1, True
        else:
            return below[:kept]
    return below[:kept] if passed else []


def _apart(read: Sequence[Line], at: int) -> bool:
    """Return whether a line stands apart from the text above it."""
    above = read[at - 1].text if at else ""
    return not above or len(above) > LONG or above.endswith((".", "!", "?"))
