"""What patients ask the clinician in the form of a question; the codebook's phrases find the rest."""

from collections.abc import Iterator

from commscore.detect.phrases import before
from commscore.detect.questions import asked, forms, inverted, kind_of
from commscore.parse import Parsed
from commscore.types import Code, Role

FOUND_BY = "rule:patient_questions"


def patient_questions(parsed: Parsed) -> Iterator[Code]:
    """Yield `patient_question` for what the patient asks the clinician.

    A statement with a question mark that follows a question of the clinician's is an unsure answer to it
    ("Since about February?") and asks for nothing.
    """
    turns = parsed.document.turns
    for number, _, doc in parsed.turns(Role.PATIENT):
        last = before(turns, number, 1)
        answers = bool(last) and last[0].text.rstrip().endswith("?")
        for start, end in asked(doc):
            span = doc.char_span(start, end, alignment_mode="expand")
            unsure = answers and span is not None and not inverted(span)
            if is_asked(doc.text[start:end]) and not unsure:
                yield Code("patient_question", number, start, end, found_by=FOUND_BY)


def is_asked(text: str) -> bool:
    """Return whether a question wants something of the clinician, and is not an echo or a guess.

    >>> is_asked("Do I need antibiotics?"), is_asked("Any what?"), is_asked("Maybe a six, or a seven?")
    (True, False, False)
    """
    bare = text.strip(" ?.,!…-")
    return kind_of(text) is not None and not any(p.fullmatch(bare) for p in forms().echoes)
