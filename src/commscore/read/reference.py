"""The organisation's number for a matter, from a place that is labelled as such; never guessed.

"Your ref" in a letter is the organisation's, "our ref" in its own words: in a subject or a quoted mail. In
the body of a letter "our ref" is that of an advocate or a solicitor, and is taken where there is no other.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from commscore.types import Aside

LABEL: Final = re.compile(
    r"(?<![\w-])(?P<whose>your |our |my )?(?P<what>complaints? |case |pals |datix |concern |matter |file )?"
    r"(?:(?P<ref>ref(?:erence)?)(?![a-z])\.?(?: ?(?:no|number|id|code)\b\.?)?|(?:no|number|id)\b\.?)"
    r"(?: is| was)? ?[:#=–-]? ?(?P<value>[a-z0-9][a-z0-9/._-]{1,30}(?: ?[/-] ?[a-z0-9]{1,12})*)",
    re.IGNORECASE,
)
NAMED: Final = re.compile(
    r"(?<![\w-])(?:complaint|case|pals|datix) "
    r"(?P<value>\d{5,12}\b|[a-z]{1,8}[-/]?\d[\w/-]{2,30}|[a-z]{1,6}[-/][\w/-]{3,30})",
    re.IGNORECASE,
)
ANOTHER: Final = re.compile(
    r"(?:nhs|hospital|patient|unit|trust|maternity|booking|order|appointment|prescription|payment|invoice|policy|"
    r"insurance|claim|job|crime|incident|receipt|ticket|parking|notice|delivery|tracking|phone|contact|mobile)\W{0,3}$",
    re.IGNORECASE,
)
DATE: Final = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|(?:19|20)\d\d(?:[-/.]\d\d?){0,2}|"
    r"20\d\d[01]\d[0-3]\d|\d\d?[-/.](?:19|20)\d\d"
)
COUNT: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th|[-/.]?[a-z]{3,}|[-/.]\d{1,2})?", re.IGNORECASE)
PHONE: Final = re.compile(r"0\d{9,10}")
SUBJECT: Final = re.compile(r"subject ?:.*", re.IGNORECASE)


def reference(text: str, asides: Sequence[Aside] = ()) -> str | None:
    """Return the number; None where none is labelled. A subject goes before all else, earlier mail last.

    >>> reference("Subject: Re: Your complaint, our reference C/0417\\n\\nDear Ms Tranter,")
    'C/0417'
    >>> reference("My NHS number is 999 412 6075 and I write with reference to 6 May.") is None
    True
    """
    return min(_found(text, asides), default=(0, 0, None))[2]


def _found(text: str, asides: Sequence[Aside]) -> Iterator[tuple[int, int, str | None]]:
    """Yield a rank, the lowest first, where it stands, and the number."""
    subject = SUBJECT.search(text[:2_000])
    quoted = [(aside.start, aside.end) for aside in asides if aside.kind == "quoted"]
    for pattern in (LABEL, NAMED):
        for match in pattern.finditer(text):
            value = match["value"].rstrip("./_-")
            told = match.groupdict()
            labelled = pattern is NAMED or told["ref"] or told["what"]
            if not labelled or (told.get("whose") or "").strip().casefold() == "my" or not _number(value):
                continue
            if ANOTHER.search(text, max(0, match.start() - 20), match.start()):
                continue
            at = match.start()
            earlier = any(start <= at < end for start, end in quoted)
            ours = (told.get("whose") or "").strip().casefold() == "our" and not earlier
            topic = subject is not None and subject.start() <= at < subject.end()
            yield (0 if topic else 3 if ours else 2 if earlier else 1), at, value


def _number(value: str) -> bool:
    """Return whether this is a number of a matter: with digits, and no date, year, count or telephone's."""
    digits = sum(char.isdigit() for char in value)
    others = (DATE, COUNT, PHONE)
    return digits > 1 and len(value) > 2 and not any(other.fullmatch(value) for other in others)
