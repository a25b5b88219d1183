"""A small consultation with everything a report can hold, and ways to look into rendered files."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest

from commscore.codebook import measures
from commscore.types import Code, Document, Measure, Moment, Provenance, Report, Role, Score, Turn

LINES = (
    (
        "Dr Vale",
        "Hello, I'm one of the doctors. How can I help?",
        "introduction:Hello, I'm one of the doctors.",
    ),
    ("Pat", "It's my chest. I can't even lift my little one.", "cue:I can't even lift my little one."),
    ("Dr Vale", "Any haemoptysis?", "closed_question:Any haemoptysis? jargon:haemoptysis"),
    ("Pat", "I'm frightened it's what my dad had.", "concern:I'm frightened"),
    ("Dr Vale", "That sounds frightening. Tell me about your dad?", "empathy:That sounds frightening."),
    ("Pat", "He died of it. Will I need a scan?", "patient_question:Will I need a scan?"),
    ("Dr Vale", "Yes. [coughs] We'll do an X-ray this week.", "plan:We'll do an X-ray this week."),
    ("Pat", "All right.", ""),
    (
        "Dr Vale",
        "Would you rather go today or tomorrow?",
        "shared_decision:Would you rather go today or tomorrow?",
    ),
)


def codes_of(turn: int, text: str, given: str) -> list[Code]:
    """Return the codes of "name:words name:words", found in the text."""
    found = re.findall(r"(\w+):(.+?)(?= \w+:|$)", given)
    return [
        Code(name, turn, text.index(said), text.index(said) + len(said), found_by="rule")
        for name, said in found
    ]


def a_report(**changes: object) -> Report:
    """Return the small consultation as a report, with changes."""
    roles = {"Dr Vale": Role.CLINICIAN, "Pat": Role.PATIENT}
    turns = tuple(Turn(who, said, roles[who], n * 9.0, n * 9.0 + 8) for n, (who, said, _) in enumerate(LINES))
    codes = tuple(c for n, (_, said, given) in enumerate(LINES) for c in codes_of(n, said, given))
    moments = (
        Moment(1, "cue", "missed"),
        Moment(3, "concern", "explored", 4),
        Moment(5, "patient_question", "answered", 6),
    )
    units = {name: entry.unit for name, entry in measures().items()}
    figures = (
        Measure("talk_share", 0.58, units["talk_share"], 0.5, 0.66),
        Measure(
            "reflection_to_question",
            0.5,
            units["reflection_to_question"],
            0.1,
            1.2,
            reference="fair 1, good 2",
        ),
        Measure("agenda_asked", 0.0, units["agenda_asked"], 0.0, 0.0),
        Measure("speech_rate", None, units["speech_rate"], why="the times cannot be right"),
    )
    scores = (
        Score("listening", 61.2, 50.0, 70.0, ("talk_share", "reflection_to_question")),
        Score("empathy", None, why="1 cue or concern; 2 needed"),
    )
    made = Provenance(
        "0.1.0", codebook="c" * 64, roles="from the labels", warnings=("3 of 40 words were not heard",)
    )
    document = Document("visit-7", turns, source="visit-7.txt")
    report = Report(document, codes, moments, figures, scores, provenance=made)
    return replace(report, **changes)  # type: ignore[arg-type]


@pytest.fixture
def report() -> Report:
    """Return the small consultation as a report."""
    return a_report()


@pytest.fixture
def spoiled() -> Callable[[str], Report]:
    """Return a function that puts a text wherever a user's text can stand."""

    def everywhere(text: str) -> Report:
        report = a_report()
        turns = tuple(replace(t, speaker=text, text=f"{text} {t.text}") for t in report.document.turns)
        codes = tuple(replace(c, end=c.end + len(text) + 1, start=0) for c in report.codes)
        measure = replace(report.measures[1], reference=text)
        unjudged = replace(report.measures[3], why=text)
        made = replace(
            report.provenance, warnings=(text,), roles=text, coder=text, privacy=text, codebook=text
        )
        scores = (report.scores[0], replace(report.scores[1], why=text))
        document = Document(text, turns, source=text)
        return Report(document, codes, report.moments, (measure, unjudged), scores, provenance=made)

    return everywhere


def pdf_text(content: bytes) -> tuple[str, int]:
    """Return the text of a PDF on one line, and how many pages it has."""
    pdf = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    return " ".join(text.split()), len(pdf)


def word_text(content: bytes) -> str:
    """Return the text of a Word document, tables included."""
    import docx

    document = docx.Document(io.BytesIO(content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)
