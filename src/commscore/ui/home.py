"""The first page of consultations: what commscore does, and the ways in."""

from pathlib import Path

from commscore.types import Kind
from commscore.ui import firstpage, waiting
from commscore.ui.pieces import put

FORMATS = {
    ".txt": "plain text", ".vtt": "WebVTT", ".srt": "SRT", ".docx": "Word", ".pdf": "PDF", ".rtf": "RTF",
    ".csv": "CSV", ".tsv": "TSV", ".xlsx": "Excel", ".json": "JSON", ".jsonl": "JSON lines",
    ".textgrid": "TextGrid", ".eaf": "ELAN", ".zip": "zip",
}  # fmt: skip
SAMPLES = {
    "good-chest-pain": "Chest pain, and time to listen",
    "poor-headaches": "Headaches, and little heard",
    "mixed-back-pain": "Back pain, some of each",
    "relative-memory": "Memory worries, with a relative",
    "interpreter-stomach-pain": "Stomach pain, through an interpreter",
    "telephone-child-fever": "A child’s fever, by telephone",
    "bad-news-lung-clinic": "Bad news at the lung clinic",
    "very-short-fit-note": "A fit note: too short to judge",
}
NOTICE = (
    "Anonymised transcripts only",
    "commscore looks for names, numbers and addresses and shows you what it found before it scores anything. "
    "It cannot find them all. Take out what you can before you open a transcript here.",
)
PAGE = firstpage.FirstPage(
    kind=Kind.CONSULTATION,
    folder="consultations",
    titles=SAMPLES,
    formats=FORMATS,
    notice=NOTICE,
    upload="upload",
    upload_label="One transcript or several",
    reads=f"What it reads: {', '.join(FORMATS.values())}.",
    paste="pasted",
    paste_label="A transcript, each turn after its speaker’s name",
    example="Doctor: What brings you in today?\nPatient: It’s my knee.",
    hold=waiting.hold,
)


def show() -> None:
    """Show the empty state."""
    put("home.html.j2")
    firstpage.show(PAGE)


def samples() -> list[Path]:
    """Return the files of the sample consultations, those that we introduce first and in that order."""
    return firstpage.samples(PAGE)
