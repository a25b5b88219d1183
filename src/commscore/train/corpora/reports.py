"""What a corpus's document becomes: a report with labels, its words as the codings quote them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from commscore import __version__
from commscore.errors import UnreadableError
from commscore.types import Code, Document, Label, Provenance, Report, Role, Turn


def plain(text: str) -> str:
    r"""Return the text with each stretch of white space as one space.

    >>> plain(" so \n tired ")
    'so tired'
    """
    return " ".join(text.split())


def said(text: str, label: re.Pattern[str], speakers: Mapping[str, tuple[str, Role]]) -> Iterator[Turn]:
    """Yield the turns of a dialogue that has a label, the pattern's group, where a turn begins.

    `speakers` gives each label's speaker and role; a line without a label goes on with the turn before.
    Raises UnreadableError where words stand before the first label, or no label stands at all.
    """
    marks = list(label.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        raise UnreadableError(
            "line 1: no speaker known by a label before the words; give the corpus's own file"
        )
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        speaker, role = speakers[mark[1]]
        yield Turn(speaker, plain(text[mark.end() : end]), role)


def report(
    document: Document,
    labels: Sequence[Label] = (),
    codes: Sequence[Code] = (),
    coder: str | None = None,
    warnings: Sequence[str] = (),
) -> Report:
    """Return the document with what people said of it; `coder` names who gave codes of the codebook."""
    provenance = Provenance(__version__, coder=coder, roles="the corpus's own", warnings=tuple(warnings))
    return Report(document, codes=tuple(codes), labels=tuple(labels), provenance=provenance)
