"""Comments of two files become one document each, with labels and, where that is certain, our codes."""

from collections import Counter
from pathlib import Path

import pytest

from commscore.codebook.nhs import NhsLabel, nhs
from commscore.errors import UnreadableError
from commscore.read.schema import read_coded
from commscore.report.records import as_lines
from commscore.train.corpora import CORPORA
from commscore.train.corpora import nhs as corpus
from commscore.train.corpora.tasks import LABELS
from commscore.train.material import read as read_source
from commscore.train.recipe import Source
from commscore.types import Code, Kind, Label, Report, Role

from .conftest import Write

SHARED = Path(__file__).resolve().parents[3] / "../shared/data/nhs-feedback"
COUNTS = {
    ("nhs.listening", "yes"): 528,
    ("nhs.listening", "no"): 5286,
    ("nhs.communication", "yes"): 923,
    ("nhs.communication", "no"): 5194,
    ("nhs.sentiment", "praise"): 5664,
    ("nhs.sentiment", "neutral"): 453,
    ("nhs.sentiment", "complaint"): 2586,
}
CODES = {
    "institutional": 399,
    "environment": 123,
    "communication": 82,
    "listening": 51,
    "respect": 34,
    "quality": 20,
    "praise": 5425,
}
MANNER = "Staff manner & personal attributes"
HEARD = "Staff listening, understanding & involving patients"
LATE = "Timeliness of care"
INFORMED = "Being kept informed, clarity & consistency of information"
THANKS = "Positive experience & gratitude"
CROSS = "Negative experience & dissatisfaction"
OPEN = "Discharge"
LONG = "The lift was broken again so we walked up nine floors with our hats on."


def v6(text: str, sentiment: str, *labels: str) -> dict[str, str]:
    columns = {label.label: "1" if label.label in labels else "" for label in nhs().v6.label}
    return {"FFT answer": text, "Comment sentiment": sentiment, **columns}


def phase1(text: str, criticality: str, subcategory: str) -> dict[str, str]:
    return {"feedback": text, "criticality": criticality, "subcategory": subcategory}


def read(table: Write, *rows: dict[str, str]) -> list[Report]:
    names = {"feedback": "phase1.csv", "FFT answer": "v6framework.csv"}
    held = {name: [row for row in rows if column in row] for column, name in names.items()}
    paths = [table(f"nhs/{name}", given) for name, given in held.items() if given]
    return list(CORPORA["nhs"].read(paths[0].parent))


def one(table: Write, *rows: dict[str, str]) -> Report:
    (report,) = read(table, *rows)
    return report


def values(report: Report) -> dict[str, str | float]:
    return {label.task.removeprefix("nhs."): label.value for label in report.labels}


def given(report: Report) -> list[str]:
    """Return the codes that are given beyond dispute."""
    return [code.code for code in report.codes if not code.disputed]


def test_a_comment(table: Write) -> None:
    report = one(table, v6("He never  listened to us.", "4", HEARD))
    (turn,) = report.document.turns
    assert (turn.speaker, turn.text, turn.role) == ("Writer", "He never listened to us.", Role.PATIENT)
    assert report.document.kind is Kind.LETTER
    assert report.document.source == "v6framework.csv"
    assert report.document.id == report.document.group
    assert report.document.id.startswith("nhs-")
    assert report.labels == (
        Label("nhs.listening", 0, "yes"),
        Label("nhs.communication", 0, "no"),
        Label("nhs.sentiment", 0, "complaint"),
    )
    assert [c for c in report.codes if not c.disputed] == [Code("listening", 0, 0, 24)]
    assert {"flag.death", "stage.ward"} <= {c.code for c in report.codes if c.disputed}  # nobody asked
    assert report.provenance.coder


@pytest.mark.parametrize(
    ("sentiment", "labels", "codes"),
    [
        ("4", [LATE], ["institutional"]),
        ("4", [LATE, INFORMED], ["institutional", "communication"]),
        ("4", [LATE, CROSS], ["institutional"]),  # it names nothing, and hides nothing
        ("4", [CROSS], []),
        ("4", [LATE, OPEN], []),  # what it hides would be a false zero
        ("4", [LATE, THANKS], []),  # a good word is in it
        ("4", [MANNER], ["respect"]),
        ("4", [LATE, MANNER], []),  # "the staff were lovely, but"
        ("5", [LATE, MANNER], ["institutional", "respect"]),  # without a good word
        ("3", [LATE], []),
        ("2", [LATE], ["praise"]),
        ("1", [MANNER, HEARD], ["praise"]),  # praise of listening is no problem with it
        ("", [LATE], []),
        ("9", [LATE], []),
    ],
)
def test_codes_of_several_labels(table: Write, sentiment: str, labels: list[str], codes: list[str]) -> None:
    report = one(table, v6(LONG, sentiment, *labels))
    assert given(report) == codes
    assert (report.provenance.coder is not None) is bool(codes)  # no coding is not an empty one


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("They came three hours late.", ["institutional"]),
        ("Quicker visits.", []),  # a wish tells no fault
        ("Please come a bit sooner.", []),
        ("Get here on time, for we have now sat in the porch for two hours.", ["institutional"]),
        ("Late again.", []),  # too few words to stand without their question
    ],
)
def test_a_wish_is_no_category(table: Write, text: str, codes: list[str]) -> None:
    assert given(one(table, v6(text, "4", LATE))) == codes


@pytest.mark.parametrize(
    ("text", "criticality", "subcategory", "labels", "codes"),
    [
        ("Nobody there would hear us.", "-3", "Listening", ("yes", "no", "complaint"), ["listening"]),
        ("They sat and heard us.", "3", "Listening", ("yes", "no", "praise"), ["praise"]),
        ("The soup was always cold.", "-2", "Food", ("no", "no", "complaint"), ["environment"]),
        ("Nobody said what came next.", "-3", "Communication", ("no", "yes", "complaint"), ["communication"]),
        (LONG, "-3", "Listening", ("yes", None, "complaint"), []),  # the main topic, not all of them
        (LONG, "-3", "Food", (None, None, "complaint"), []),
        ("All of them were lovely.", "0", "Staff: General", ("no", "no", None), []),  # no grade at all
        ("All of them were lovely.", "-o", "Staff: General", ("no", "no", None), []),
        ("Nothing, you were all lovely.", "-4", "Nothing to improve", ("no", "no", None), []),
        ("Nothing here was any good.", "1", "Nothing was good", ("no", "no", None), []),
    ],
)
def test_the_file_of_one_label(
    table: Write,
    text: str,
    criticality: str,
    subcategory: str,
    labels: tuple[str | None, ...],
    codes: list[str],
) -> None:
    report = one(table, phase1(text, criticality, subcategory))
    found = values(report) if report else {}
    assert tuple(found.get(task) for task in ("listening", "communication", "sentiment")) == labels
    assert given(report) == codes


@pytest.mark.parametrize(
    "row",
    [
        v6("", "", "Labelling not possible"),
        v6("Blue socks and hats.", "3", "Labelling not possible"),
        v6("Nothing at all!", "1", THANKS),
        v6("Everything.", "5", CROSS),
        v6("?!", "3", LATE),
        phase1("N/A", "3", "Nothing to improve"),
        phase1(LONG, "0", "Food"),  # neither graded nor all that it has
    ],
)
def test_what_says_nothing_is_left_out(table: Write, row: dict[str, str]) -> None:
    assert read(table, row) == []


def test_a_text_in_both_files_is_one_document_with_the_labels_of_both(table: Write) -> None:
    text = "They did not tell us when."
    report = one(
        table,
        phase1(text, "-3", "Listening"),
        v6("they did not tell us WHEN", "4", INFORMED),
        v6(text, "4", INFORMED),
    )
    assert report.document.source == "phase1.csv, v6framework.csv"
    assert report.labels == (
        Label("nhs.listening", 0, "no", 2 / 3),
        Label("nhs.communication", 0, "yes"),
        Label("nhs.sentiment", 0, "complaint"),
    )
    assert given(report) == ["communication"]


@pytest.mark.parametrize(
    ("first", "second", "sentiment"),
    [
        (v6(LONG, "4", LATE), v6(LONG, "4", INFORMED), "complaint"),
        (v6(LONG, "4", LATE), v6(LONG, "1", LATE), None),
        (v6(LONG, "4", LATE), v6(LONG, "3", LATE), None),
    ],
)
def test_rows_that_differ_give_no_codes(
    table: Write, first: dict[str, str], second: dict[str, str], sentiment: str | None
) -> None:
    report = one(table, first, second)
    assert (report.codes, values(report).get("sentiment")) == ((), sentiment)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (v6(LONG, "4", LATE) | {HEARD: "yes"}, f"v6framework.csv, row 2: {HEARD} is 'yes', not one of "),
        (phase1(LONG, "3", "Charm"), "phase1.csv, row 2: subcategory is 'Charm', not one of 1-2-1 care"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_goes_on(table: Write, row: dict[str, str], said: str) -> None:
    name = "phase1.csv" if "feedback" in row else "v6framework.csv"
    (column,) = {"feedback", "FFT answer"} & row.keys()
    right = (phase1("", "3", "Food") | v6("", "3", LATE) | {column: "A bed by the door."}).items()
    wrong, report = corpus.read(table(name, [row, {key: cell for key, cell in right if key in row}]))
    assert isinstance(wrong, UnreadableError)
    assert str(wrong).startswith(said)
    assert LONG not in str(wrong)
    assert isinstance(report, Report)


def test_another_file_is_refused(table: Write) -> None:
    with pytest.raises(UnreadableError, match="row 1: no column FFT answer"):
        list(corpus.read(table("other.csv", [{"text": "a"}])))


@pytest.mark.parametrize(("use", "category"), [("always", ""), ("open", "respect"), ("alone", "charm")])
def test_the_table_contradicts_neither_itself_nor_the_codebook(use: str, category: str) -> None:
    with pytest.raises(ValueError, match="category"):
        NhsLabel.model_validate({"label": "x", "use": use, "category": category, "why": "y"})


def test_the_table_names_each_label_once_and_tasks_that_exist() -> None:
    for file in (nhs().v6, nhs().phase1):
        assert not [label for label, many in Counter(each.label for each in file.label).items() if many > 1]
        assert {label.task for label in file.label} == {"", *corpus.TOPICS}
        assert set(file.says.values()) <= set(LABELS[corpus.SENTIMENT])


@pytest.mark.skipif(not SHARED.exists(), reason="the corpus is not here")
def test_the_corpus_whole() -> None:
    reports = {report.document.id: report for report in CORPORA["nhs"].read(SHARED)}
    texts = Counter(" ".join(corpus.words(report.document.turns[0].text)) for report in reports.values())
    labels = Counter((label.task, label.value) for report in reports.values() for label in report.labels)
    codes = Counter(code for report in reports.values() for code in given(report))
    distinct, most = len(texts), max(texts.values())
    assert (distinct, most) == (9294, 1)
    assert labels == COUNTS
    assert codes == CODES


def test_what_is_imported_can_be_read_back(table: Write, tmp_path: Path) -> None:
    found = read(table, v6(LONG, "1", CROSS))
    (tmp_path / "nhs.jsonl").write_bytes(as_lines(found))
    assert [r.document.kind for r in read_coded(tmp_path / "nhs.jsonl")] == [Kind.LETTER]
    assert list(read_coded(tmp_path / "nhs.jsonl")) == found
    source = Source(corpus="schema", path=tmp_path / "nhs.jsonl")
    assert list(read_source(source)) == found
