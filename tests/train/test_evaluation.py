"""What a model gave against the gold: cases that can be worked out by hand."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from commscore import codebook
from commscore.errors import UnreadableError
from commscore.models.reading import Reading
from commscore.train.against import seen
from commscore.train.agreement import agreement, macro_f1
from commscore.train.calibration import calibration
from commscore.train.evaluation import Evaluation, as_json, evaluate
from commscore.train.evaluationpage import render as as_page
from commscore.train.evaluationtext import render as as_text
from commscore.train.prediction import Prediction
from commscore.train.resample import resampling
from commscore.train.taskfigures import labelled
from commscore.types import Code, Document, Label, Moment, Provenance, Report, Role
from conftest import consultation

ASKS = "D: What brings you here today?"
FEELS = "P: It is all a bit much, to be honest."
TALK = (ASKS, FEELS, "D: That sounds hard.", "P: It is.", "D: Any pain?", "P: No.")
LABELS = {
    "annomi.question": ("none", "open", "closed"),
    "annomi.reflection": ("none", "simple", "complex"),
    "epitome.explorations": ("0", "1", "2"),
    "uptake.uptake": (),
}


def document(name: str, *lines: str) -> Document:
    return replace(consultation(*(lines or TALK)), id=name)


def coded(name: str, *codes: tuple[str, int], moments: tuple[Moment, ...] = ()) -> Report:
    made = document(name)
    found = tuple(Code(code, turn, 0, len(made.turns[turn].text)) for code, turn in codes)
    return Report(made, found, moments, provenance=Provenance("", coder="a person"))


GOLD = [
    coded(
        f"a-{n}",
        ("agenda", 0),
        ("cue", 1),
        ("empathy", 2),
        ("closed_question", 4),
        moments=(Moment(1, "cue", how),),
    )
    for n, how in enumerate(["acknowledged", "explored"] * 4)
]


def as_predicted(gold: Report, sure: bool = True) -> Prediction:
    """Return a prediction that gives just what the gold gives, with probability 1."""
    turns = len(gold.document.turns)
    table = {code: np.zeros(turns) for code in codebook.codes()}
    for code in gold.codes:
        table[code.code][code.turn] = 1.0
    moments = {(m.turn, m.code): {m.response: 1.0} for m in gold.moments}
    reading = Reading(table, moments=moments) if sure else None
    return Prediction(gold.document, gold.codes, gold.moments, reading)


def nothing(gold: Report) -> Prediction:
    return Prediction(
        gold.document, reading=Reading({c: np.zeros(len(gold.document.turns)) for c in codebook.codes()})
    )


def test_a_perfect_model() -> None:
    part = evaluate(GOLD, [as_predicted(g) for g in GOLD]).parts["all"]
    for each in (*part.codes.values(), part.feelings):
        assert each is not None
        figures = (each.precision, each.recall, each.f1, each.kappa, each.ac1, each.average_precision)
        assert {(e.value, e.low, e.high) for e in figures} == {(1.0, 1.0, 1.0)}
        assert each.ece.value == 0
    assert (part.macro_f1.value, part.macro_codes, part.macro_codes_clinician) == (1, 4, 3)
    assert part.evidence.pooled.both.value == part.evidence.pooled.all.value == 1
    assert part.responses["feelings"].kappa.value == 1
    assert part.calibration is not None
    assert part.calibration.ece.value == 0
    assert part.session["codes"]["cue"].pearson.value is None  # every session has one: nothing to correlate


def test_a_model_that_gives_nothing() -> None:
    part = evaluate(GOLD, [nothing(g) for g in GOLD]).parts["all"]
    cue = part.codes["cue"]
    assert (cue.given, cue.found, cue.precision.value, cue.recall.value, cue.f1.value) == (8, 0, None, 0, 0)
    assert cue.kappa.value == 0
    assert cue.average_precision.value == pytest.approx(8 / 24)  # the share of the patient's turns
    assert part.responses["feelings"].unjudged == 8
    assert part.responses["feelings"].kappa.value is None
    assert part.evidence.pooled.both.value is None
    assert part.evidence.pooled.all.value == 0


def test_the_figures_are_those_of_agreement() -> None:
    rng = np.random.default_rng(3)
    read = [
        replace(as_predicted(g, sure=False), codes=tuple(c for c in g.codes if rng.random() < 0.7))
        for g in GOLD
    ]
    part = evaluate(GOLD, read).parts["all"]
    rows = agreement(GOLD, [p.report() for p in read])
    assert macro_f1(rows) == part.macro_f1.value
    for row in rows:
        mine = part.codes[row.code]
        assert (mine.turns, mine.given, mine.found) == (row.turns, row.given, row.found)
        assert (mine.f1.value, mine.kappa.value, mine.ac1.value) == (row.f1, row.kappa, row.ac1)
        assert mine.average_precision.value is None  # no probabilities


def test_disputed_is_left_out_and_maybe_counts_as_not_given() -> None:
    gold = [replace(g, codes=tuple(replace(c, disputed=c.code == "empathy") for c in g.codes)) for g in GOLD]
    read = [as_predicted(g) for g in GOLD]
    read = [replace(p, codes=tuple(replace(c, certain=c.code != "cue") for c in p.codes)) for p in read]
    part = evaluate(gold, read).parts["all"]
    assert "empathy" not in part.codes
    cue = part.codes["cue"]
    assert (cue.given, cue.found, cue.maybe, cue.maybe_right) == (8, 0, 8, 8)
    assert part.codes["agenda"].turns == 24


def test_seldom_given_or_few_conversations_make_no_interval() -> None:
    few = evaluate(GOLD[:4], [as_predicted(g) for g in GOLD[:4]]).parts["all"]
    assert (few.macro_f1.value, few.codes["cue"].f1.value, few.codes["cue"].f1.low) == (None, 1, None)
    together = [replace(g, document=replace(g.document, group="one")) for g in GOLD]
    one = evaluate(together, [as_predicted(g) for g in together]).parts["all"]
    assert (one.codes["cue"].f1.value, one.codes["cue"].f1.low) == (1, None)


def test_conversations_are_resampled_whole_and_always_alike() -> None:
    documents = [replace(document(f"a-{n}"), group=f"g{n // 2}") for n in range(12)]
    first, second = resampling(documents), resampling(documents)
    assert first.conversations == 6
    assert first.of.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert (first.weights == second.weights).all()
    assert (first.weights.sum(axis=1) == 6).all()


def test_parts_go_by_the_start_of_the_id() -> None:
    def parts(*names: str) -> dict[str, int]:
        gold = [replace(GOLD[0], document=document(name)) for name in names]
        found = evaluate(gold, [as_predicted(g) for g in gold]).parts
        return {name: part.documents for name, part in found.items()}

    known = ("aci-1", "osce-1", "osce-2", "written-1")
    assert parts(*known) == {"all": 4, "aci": 1, "osce": 2, "written": 1}
    assert parts("osce-1", "osce-2") == {"all": 2, "osce": 2}
    assert parts("Ann Smith", "Bob-1", "osce-1") == {"all": 3, "osce": 1, "own": 2}  # ids may be names
    assert parts("Ann Smith", "Bob-1") == {"all": 2}


def test_evidence_is_of_words() -> None:
    # the gold's words: "It is all a bit"; the model's: "all a bit much"; three are shared
    made = document("a-1")
    gold = Report(made, (Code("cue", 1, 0, 15),))
    read = Prediction(made, (Code("cue", 1, 6, 20),))
    found = evaluate([gold], [read]).parts["all"].evidence
    assert found.codes["cue"].both.value == pytest.approx(2 * 3 / (5 + 4))
    missed = evaluate([gold], [Prediction(made)]).parts["all"].evidence
    assert (missed.pooled.both.value, missed.pooled.all.value) == (None, 0)


def test_a_response_is_judged_where_cue_and_concern_were_confused() -> None:
    made = document("a-1")
    gold = Report(made, moments=(Moment(1, "cue", "missed"), Moment(3, "cue", "missed", disputed=True)))
    reading = Reading({}, moments={(1, "concern"): {"missed": 0.9, "explored": 0.1}})
    found = evaluate([gold], [Prediction(made, reading=reading)]).parts["all"].responses["feelings"]
    assert (found.items, found.unjudged, found.classes["missed"].f1.value) == (1, 0, 1)


def test_bins_of_the_curve_hold_every_cell() -> None:
    found = calibration([(g, as_predicted(g)) for g in GOLD], resampling([g.document for g in GOLD]))
    assert found is not None
    assert [(p.mean, p.share) for p in found.points] == [(0, 0), (1, 1)]
    assert sum(p.cells for p in found.points) == found.cells == 8 * 3 * len(codebook.codes())


def tasked(name: str, labels: Mapping[tuple[str, int | None], str | float]) -> Report:
    return Report(
        document(name), labels=tuple(Label(task, turn, value) for (task, turn), value in labels.items())
    )


def test_tasks() -> None:
    gold, read = [], []
    for n in range(8):
        asked = ("none", "open", "closed")[n % 3]
        gold.append(
            tasked(
                f"annomi-{n}",
                {
                    ("annomi.question", 0): asked,
                    ("annomi.reflection", 0): "none",
                    ("annomi.reflection", 2): ("none", "simple")[n % 2],
                    ("annomi.question", 2): "none",
                    ("uptake.uptake", 4): n / 10,
                    ("esconv.strategy", 2): "x",
                },
            )
        )
        tables = {
            "annomi.question": np.eye(3)[[LABELS["annomi.question"].index(asked), 0, 0, 0, 0, 0]],
            "annomi.reflection": np.eye(3)[[0, 0, n % 2, 0, 0, 0]],
            "uptake.uptake": np.full(6, n**2.0),
        }
        read.append(Prediction(gold[-1].document, reading=Reading({}, tasks=tables)))
    part = evaluate(gold, read, LABELS).parts["all"]
    assert (part.coded, part.codes, part.not_read) == (0, {}, ("esconv.strategy",))
    asked = part.tasks["annomi.question"]
    assert (asked.items, asked.macro_f1.value, asked.kappa.value, asked.ece.value) == (16, 1, 1, 0)
    assert part.tasks["uptake.uptake"].spearman.value == pytest.approx(1)
    assert part.tasks["uptake.uptake"].pearson.value < 1
    present, kind = part.derived["question_present"], part.derived["open_given_question"]
    assert (present.turns, present.given, present.kappa.value) == (16, 5, 1)
    assert (kind.turns, kind.given, kind.f1.value) == (5, 3, 1)
    assert part.reflection_to_question is not None
    assert part.reflection_to_question.pearson.value == pytest.approx(1)
    assert as_text(as_json(evaluate(gold, read, LABELS)))


def test_the_ratio_of_reflections_to_questions_is_of_expected_counts() -> None:
    gold, read = [], []
    for n in range(8):
        labels = {("annomi.question", 0): "open", ("annomi.reflection", 0): ("none", "simple")[n > 3]}
        gold.append(tasked(f"annomi-{n}", labels))
        chance = 0.3 + 0.1 * (n > 3)  # under a half it is never found, and yet it tells
        tables = {
            "annomi.question": np.tile([0.0, 1.0, 0.0], (6, 1)),
            "annomi.reflection": np.tile([1 - chance, chance, 0.0], (6, 1)),
        }
        read.append(Prediction(gold[-1].document, reading=Reading({}, tasks=tables)))
    found = evaluate(gold, read, LABELS).parts["all"].reflection_to_question
    assert found is not None
    assert found.pearson.value == pytest.approx(1)


def test_the_majority_of_raters_labels_a_turn_and_a_tie_does_not() -> None:
    shares = ((0, "open", 0.7), (0, "closed", 0.3), (1, "open", 0.5), (1, "closed", 0.5), (None, "open", 1.0))
    report = Report(
        document("x"), labels=tuple(Label("t", turn, value, share) for turn, value, share in shares)
    )
    assert labelled(report, "t") == {0: "open"}


def test_a_turn_that_the_model_left_out_is_unread() -> None:
    gold = tasked("x-1", {("epitome.explorations", 0): "1", ("epitome.explorations", 2): "2"})
    table = np.array([[0.1, 0.8, 0.1], *[[0.0] * 3] * 5])
    read = Prediction(gold.document, reading=Reading({}, tasks={"epitome.explorations": table}))
    found = evaluate([gold], [read], LABELS).parts["all"].tasks["epitome.explorations"]
    assert (found.items, found.unjudged) == (1, 1)


@pytest.mark.parametrize("value", ["much", "nan"])
def test_a_label_of_a_scale_that_is_no_number_is_named(value: str) -> None:
    gold = tasked("x-1", {("uptake.uptake", 0): value})
    read = Prediction(gold.document, reading=Reading({}, tasks={"uptake.uptake": np.zeros(6)}))
    with pytest.raises(UnreadableError, match=r"^x-1: a label of uptake\.uptake is not a number"):
        evaluate([gold], [read], LABELS)


def test_a_document_without_turns_has_no_labels() -> None:
    tables = {"epitome.explorations": np.zeros((0, 3)), "uptake.uptake": np.zeros(0)}
    assert not Prediction(Document("x", ()), reading=Reading({}, tasks=tables)).report(LABELS).labels


def test_quality_leaves_out_what_has_no_score_and_counts_it() -> None:
    gold = [tasked(f"annomi-{n}", {("annomi.quality", None): "high" if n else "low"}) for n in range(3)]
    found = evaluate(gold, [Prediction(g.document) for g in gold]).parts["all"].quality
    assert found is not None
    assert (found.high, found.low, found.mean.scored, found.mean.unscored) == (2, 1, 0, 3)
    assert found.mean.auc.value is None


def test_predictions_of_other_documents_are_refused() -> None:
    with pytest.raises(UnreadableError, match="one for each"):
        evaluate(GOLD, [])
    with pytest.raises(UnreadableError, match="another text"):
        evaluate(GOLD[:1], [Prediction(document("a-0", ASKS))])


def whole() -> Evaluation:
    gold = [replace(g, provenance=Provenance("", coder="language model, one pass")) for g in GOLD]
    gold += [replace(g, document=replace(g.document, id=f"primock57-{n}")) for n, g in enumerate(gold)]
    read = [as_predicted(g) for g in gold]
    return evaluate(gold, read, others={"rules": [nothing(g) for g in gold]}, model="<b>m</b>")


def test_json_text_and_page_say_how_the_gold_was_made_and_quote_nothing() -> None:
    found = json.loads(json.dumps(as_json(whole())))
    assert found["gold"] == "gold: language-model coders following the codebook"
    assert found["parts"]["primock57"]["codes"]["cue"]["f1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert found["baselines"]["rules"]["parts"]["all"]["codes"]["cue"]["f1"]["value"] == 0
    text, page = as_text(found), as_page(found).decode()
    for shown in (text, page):
        assert "language-model coders following the codebook" in shown
        assert "disputed" in shown
        assert "second pass of the same coder" in shown
        assert "bit much" not in shown
    assert max(map(len, text.splitlines())) <= 100
    assert "<script" not in page
    assert "<b>m</b>" not in page
    assert "&lt;b&gt;m&lt;/b&gt;" in page
    assert "<svg" in page


def test_a_document_that_was_trained_on_is_warned_of() -> None:
    known = hashlib.sha256(b"a-0").hexdigest()[:16]
    (warning,) = seen(GOLD, [known])
    assert warning.startswith("1 of 8 documents")
    assert seen(GOLD, []) == []


def test_a_prediction_is_a_report_with_labels() -> None:
    tables = {"epitome.explorations": np.eye(3)[[2, 0, 1, 0, 0, 0]], "uptake.uptake": np.arange(6.0)}
    tables["epitome.explorations"][1] = 0
    made = Prediction(document("x"), reading=Reading({}, tasks=tables)).report(LABELS, {"m": "0" * 64})
    found = {(x.task, x.turn): x.value for x in made.labels}
    assert found["epitome.explorations", 0] == "2"
    assert ("epitome.explorations", 1) not in found
    assert found["uptake.uptake", 3] == 3.0
    assert dict(made.provenance.models) == {"m": "0" * 64}
    assert all(turn.role is not Role.OTHER for turn in made.document.turns)
