"""What patients ask: questions to the clinician, direct or wrapped in a statement."""

from collections.abc import Iterator

from commscore.detect.questions import asked, kind_of
from commscore.parse import Parsed
from commscore.types import Code, Role

FOUND_BY = "rule:patient_questions"


def patient_questions(parsed: Parsed) -> Iterator[Code]:
    """Yield `patient_question` for what the patient asks the clinician."""
    for number, _, doc in parsed.turns(Role.PATIENT):
        for start, end in asked(doc):
            if kind_of(doc.text[start:end]):
                yield Code("patient_question", number, start, end, found_by=FOUND_BY)
