"""What the network should say of each piece of a window."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer

from commscore.models.features import Window
from commscore.train.targets import Answer, Lesson, Target, class_weights, lessons
from commscore.types import Code, Label, Moment, Provenance, Report
from conftest import consultation
from tinymodel import tokenizer
from tinytraining import recipe

TOKENS = Tokenizer.from_buffer(tokenizer())
RECIPE = recipe()
CODER = Provenance("", coder="invented")
TALK = consultation("D: how sorry", "P: tired", "D: [laughs]", "R: scan", "D: later")
LONG = consultation("D: " + "how " * 40 + "sorry")  # pieces of 24 tokens: 0–23, 20–40


def column(code: str) -> int:
    return RECIPE.codes.index(code)


def names(target: Target, of: str = "given") -> set[str]:
    return {RECIPE.codes[n] for n in np.flatnonzero(getattr(target, of))}


def taught(report: Report, **changes: object) -> list[Lesson]:
    return lessons([report], recipe(**changes) if changes else RECIPE, TOKENS)


def learnt(report: Report, **changes: object) -> list[Target]:
    return [target for lesson in taught(report, **changes) for target in lesson.targets]


def test_codes_count_on_the_turns_of_their_role() -> None:
    codes = (Code("empathy", 0, 4, 9), Code("cue", 1, 0, 5), Code("jargon", 0, 0, 3))
    found = learnt(Report(TALK, codes, provenance=CODER))
    assert [target.piece.turn for target in found] == [0, 1, 3, 4]  # a tag is no turn
    assert [names(target) for target in found] == [{"empathy"}, {"cue"}, set(), set()]  # jargon is not learnt
    assert names(found[1], "counted") == {"cue", "concern", "patient_question"}
    assert names(found[0], "counted") == set(RECIPE.codes) - names(found[1], "counted")
    assert names(found[2], "counted") == set()
    assert [target.evidence for target in found] == [
        ((column("empathy"), 4, 9),),
        ((column("cue"), 0, 5),),
        (),
        (),
    ]


@pytest.mark.parametrize(
    ("disputed", "weight"), [((False,), 1), ((True,), 0), ((True, False), 1), ((False, True), 1)]
)
def test_a_disputed_code_does_not_count(disputed: Sequence[bool], weight: float) -> None:
    codes = tuple(Code("empathy", 0, 4 * n, 4 * n + 3, disputed=d) for n, d in enumerate(disputed))
    found = learnt(Report(TALK, codes, provenance=CODER))[0]
    assert found.given[column("empathy")] == 1
    assert found.counted[column("empathy")] == weight
    assert found.counted[column("agenda")] == 1
    assert len(found.evidence) == len([each for each in disputed if not each])


def test_what_a_coder_was_not_certain_of_is_not_given() -> None:
    found = learnt(Report(TALK, (Code("empathy", 0, 0, 3, certain=False),), provenance=CODER))[0]
    assert (found.given.any(), found.evidence) == (False, ())


def test_a_disputed_code_counts_as_much_as_the_recipe_says() -> None:
    report = Report(TALK, (Code("empathy", 0, 0, 3, disputed=True),), provenance=CODER)
    (found, *_) = learnt(report, loss={"disputed": 0.5})
    assert found.counted[column("empathy")] == 0.5


@pytest.mark.parametrize(
    ("start", "end", "given"),
    [(0, 3, [1, 0]), (160, 165, [0, 1]), (80, 83, [1, 1]), (90, 120, [1, 1]), (0, 165, [1, 1])],
)
def test_a_code_stands_only_where_its_words_are(start: int, end: int, given: list[int]) -> None:
    found = learnt(Report(LONG, (Code("empathy", 0, start, end),), provenance=CODER))
    assert [target.given[column("empathy")] for target in found] == given
    assert [len(target.evidence) for target in found] == given
    assert all(target.counted[column("empathy")] == 1 for target in found)


def test_answers_stand_on_the_first_piece() -> None:
    labels = (
        Label("uptake.uptake", 0, -0.5, share=0.5),
        Label("annomi.behaviour", 0, "question"),  # the recipe does not ask for it
        Label("annomi.quality", None, "high"),
    )
    found = learnt(Report(LONG, labels=labels, provenance=CODER))
    assert [[(a.task, a.value, a.weight) for a in target.answers] for target in found] == [
        [("uptake.uptake", -0.5, 0.5)],
        [],
    ]


def test_the_words_that_earn_an_answer_have_columns_after_the_codes() -> None:
    task = {"task": "annomi.behaviour", "labels": ["question", "other"]}
    labels = (Label("annomi.behaviour", 0, "other", spans=((0, 3), (90, 120), (161, 165))),)
    found = learnt(Report(LONG, labels=labels, provenance=CODER), task=[task])
    own = len(RECIPE.codes)
    assert [target.evidence for target in found] == [((own, 0, 3), (own, 90, 120)), ()]


def test_a_document_that_nobody_coded_teaches_its_tasks_alone() -> None:
    (lesson,) = taught(Report(TALK, labels=(Label("annomi.client_talk", 1, "change"),)))
    assert [target.piece.turn for target in lesson.targets if target.teaches] == [1]
    assert not any(target.counted.any() for target in lesson.targets)
    assert [a.value for target in lesson.targets for a in target.answers] == ["change"]
    assert learnt(Report(TALK)) == []


def test_moments_are_windows_that_count_for_no_code() -> None:
    moments = (
        Moment(1, "cue", "acknowledged", 4),
        Moment(1, "concern", "missed", disputed=True),
        Moment(1, "patient_question", "answered", 4),  # the recipe has no `answer`
        Moment(4, "cue", "missed"),  # nothing is said after it
    )
    report = Report(TALK, (Code("cue", 1, 0, 5),), moments, provenance=CODER)
    talk, lesson = taught(report)
    (target,) = lesson.targets
    assert len(talk.targets) == 4
    assert target.piece.turn == 1
    assert not target.given.any()
    assert not target.counted.any()
    assert not target.evidence
    assert [(a.task, a.value, a.weight) for a in target.answers] == [("response", "acknowledged", 1)]
    assert TOKENS.id_to_token(lesson.window.ids[target.piece.first]) == "later"


def test_weights_of_classes_average_one_and_grow_with_the_root_of_rarity() -> None:
    (plain, *_) = learnt(Report(TALK, provenance=CODER))
    said = ["neutral"] * 9 + ["change"]
    answered = [replace(plain, answers=(Answer("annomi.client_talk", value, 1.0),)) for value in said]
    found = class_weights([Lesson(Window((), (), ()), tuple(answered))], RECIPE)
    talk = found["annomi.client_talk"]
    assert talk["change"] / talk["neutral"] == pytest.approx(3)
    assert (9 * talk["neutral"] + talk["change"]) / 10 == pytest.approx(1)
    assert set(found["response"]) == {"explored", "acknowledged", "missed", "blocked"}
    assert found["uptake.uptake"] == {}
