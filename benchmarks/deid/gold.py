"""What is found of the personal details marked in the invented letters, and what is found beside them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from commscore.privacy.find import find
from commscore.privacy.finding import Finding
from commscore.types import Letter
from deid.covered import Count, Span, found, overlaps
from deid.figures import Figure, share

GROUPS: Final = {"d, t": "dt", "u, v": "uv", "all": "dtuv"}  # the first were tuned on, the second never read
KINDS: Final = {
    "PERSON": ("name",), "ADDRESS": ("address",), "PHONE": ("telephone",), "NHS_NUMBER": ("nhs_number",),
    "DOB": ("date_of_birth",), "POSTCODE": ("postcode",), "EMAIL": ("email",),
    "RECORD_NUMBER": ("record_number",),
    "OTHER_ID": ("record_number", "national_insurance", "registration", "plate", "bank", "handle"),
}  # fmt: skip
DIRECT: Final = frozenset({"NHS_NUMBER", "PHONE", "POSTCODE", "EMAIL"})
NUMBERS: Final = DIRECT | {"RECORD_NUMBER", "OTHER_ID"}
BARS: Final = {"direct identifiers": 0.995, "PERSON": 0.95}
PRECISE: Final = {"name": 0.90}
TITLE: Final = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Sister|Nurse|Prof|Professor|Sir|Rev|Revd|Canon|Matron|Father)\b\.?\s+)+",
    re.IGNORECASE,
)
# Words like a marked name that are none, by letter and number of the place: a month, and a question's "Will".
NO_NAMES: Final = frozenset({("t010", "Will", 3), ("v012", "May", 1), ("v019", "Will", 3)})
Marked = tuple[str, Span]  # type, place


def gold(folder: Path) -> Iterator[Figure]:
    """Yield recall by type of mark and precision by kind of finding, by groups of authors."""
    texts = {letter["id"]: letter["text"] for letter in _lines(folder / "letters.jsonl")}
    read = []
    for entry in _lines(folder / "letters-pii.jsonl"):
        name, text = entry["id"], texts[entry["id"]]
        marks = list(marked(name, text, [(mark["text"], mark["type"]) for mark in entry["pii"]]))
        read.append((name, text, marks, find(Letter(name, text))))
    for title, authors in GROUPS.items():
        group = [each[1:] for each in read if each[0][0] in authors]
        yield from _recall(title, group)
        yield from _precision(title, group)


def marked(name: str, text: str, marks: Iterable[tuple[str, str]]) -> Iterator[Marked]:
    """Yield every place of a letter where a marked form stands, longer ones first, none in another.

    A form may stand in other capitals but, where it has one, not in lower case. A title before a name is no
    part of it: it names nobody.
    """
    taken: list[tuple[int, int]] = []
    for form, kind in sorted(set(marks), key=lambda mark: -len(mark[0])):
        exact = 0
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE):
            exact += match[0] == form
            lowered = match[0].islower() and not form.islower()
            known = match[0] == form and (name, form, exact) in NO_NAMES
            if lowered or known or any(s <= match.start() and match.end() <= e for s, e in taken):
                continue
            taken.append(match.span())
            title = TITLE.match(match[0]) if kind == "PERSON" else None
            yield kind, (0, match.start() + (title.end() if title else 0), match.end())


Letters = list[tuple[str, list[Marked], tuple[Finding, ...]]]


def _recall(title: str, group: Letters) -> Iterator[Figure]:
    counts: defaultdict[str, Count] = defaultdict(Count)
    as_such: defaultdict[str, Count] = defaultdict(Count)
    for text, marks, findings in group:
        for kind, place in marks:
            got = found([place], [text], findings)
            counts[kind] += got
            as_such[kind] += found([place], [text], [f for f in findings if f.kind in KINDS[kind]])
            for name, kinds in (("direct identifiers", DIRECT), ("direct and other numbers", NUMBERS)):
                if kind in kinds:
                    counts[name] += got
    for kind in ("direct identifiers", "direct and other numbers", *KINDS):
        yield counts[kind].figure(f"{title}: recall of {kind}", BARS.get(kind))
    for kind in KINDS if title == "all" else ():
        yield as_such[kind].figure(f"{title}: recall of {kind}, found as such")


def _precision(title: str, group: Letters) -> Iterator[Figure]:
    right: defaultdict[str, int] = defaultdict(int)
    every: defaultdict[str, int] = defaultdict(int)
    for _, marks, findings in group:
        spans = [place for _, place in marks]
        for finding in findings:
            every[finding.kind] += 1
            right[finding.kind] += overlaps(finding, spans)
    for kind in sorted(every):
        yield share(f"{title}: precision of {kind}", right[kind], every[kind], PRECISE.get(kind))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())
