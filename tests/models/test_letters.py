"""From sentences to the letter: what is quoted, what the rules' votes add, what is found by both."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from commscore.detect.letters.together import together
from commscore.errors import ModelError
from commscore.models import LETTERS, chosen, load
from commscore.models.letters import LetterCode, letter_codes, likelihoods, quoted
from commscore.models.manifest import CodeHead, Manifest, Severity
from commscore.models.reading import Reading
from commscore.sentences import ParsedLetter, parse_letter
from commscore.types import Flag, Kind, Letter, LetterReport
from tinymodel import manifest

TEXT = "Nobody listened. They laughed at me. The tea was fine."
LISTENED, LAUGHED = (0, 16), (17, 36)


def head(code: str, vote: float = 0.0) -> CodeHead:
    return CodeHead(code=code, threshold=0.6, maybe=0.3, slope=1, intercept=0, vote=vote, span_threshold=0.4)


def made(*heads: CodeHead) -> Manifest:
    severity = Severity(cuts=(1.5, 2.5), margin=0.1)
    changes = {"kind": Kind.LETTER, "codes": heads, "tasks": (), "severity": severity}
    return manifest("toy").model_copy(update=changes)


@pytest.fixture(scope="module")
def parsed() -> ParsedLetter:
    return parse_letter(Letter("x", TEXT))


def found(
    parsed: ParsedLetter,
    listening: list[float],
    votes: dict[str, tuple[tuple[int, int], ...]],
    vote: float = 0.0,
) -> dict[str, LetterCode]:
    spans = {("listening", n): ((0, 6),) for n, chance in enumerate(listening) if chance >= 0.3}
    severity = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    reading = Reading({"listening": np.array(listening)}, spans, {"severity": severity})
    model = SimpleNamespace(manifest=made(head("listening", vote)), read=lambda *_, **__: [reading])
    return letter_codes(model, [parsed], [votes])[0]  # type: ignore[arg-type]


def test_the_likeliest_sentence_gives_the_letter_its_probability(parsed: ParsedLetter) -> None:
    code = found(parsed, [0.9, 0.1, 0.0], {})["listening"]
    assert (code.probability, code.certain, code.spans, code.severity) == (0.9, True, ((0, 6),), 2.0)


def test_what_is_under_maybe_is_not_found_unless_the_rules_vote_for_it(parsed: ParsedLetter) -> None:
    assert found(parsed, [0.2, 0.1, 0.0], {}, vote=3.0) == {}
    code = found(parsed, [0.2, 0.1, 0.0], {"listening": (LAUGHED,)}, vote=3.0)["listening"]
    assert code.probability == pytest.approx(0.25 * np.exp(3) / (1 + 0.25 * np.exp(3)))
    assert (code.certain, code.spans, code.severity) == (True, (LAUGHED,), 3.0)


def test_a_vote_without_weight_adds_words_and_no_probability(parsed: ParsedLetter) -> None:
    code = found(parsed, [0.5, 0.1, 0.0], {"listening": (LISTENED,)})["listening"]
    assert (code.probability, code.certain, code.spans) == (0.5, False, (LISTENED,))


@pytest.mark.parametrize(
    ("read", "numbers"),
    [([0.9, 0.5, 0.4], [0, 1]), ([0.4, 0.31, 0.29], [0, 1]), ([0.1, 0.2, 0.0], []), ([], [])],
)
def test_sentences_near_the_likeliest_are_quoted(read: list[float], numbers: list[int]) -> None:
    assert quoted(np.array(read), head("listening")) == numbers


def test_a_letter_without_sentences_has_no_likelihood() -> None:
    assert likelihoods(Reading({"listening": np.zeros(0)}), {}, [head("listening")]) == {"listening": 0.0}


RULED = Flag("legal", (LISTENED,), found_by="rule:legal", check="please check: denied")


@pytest.mark.parametrize(
    ("rules", "chance", "certain", "flags"),
    [
        ((), 0.9, True, [("legal", (LAUGHED,), 0.9, True)]),
        ((), 0.4, False, []),
        ((RULED,), None, False, [("legal", (LISTENED,), 1.0, True)]),
        ((RULED,), 0.4, False, [("legal", (LISTENED,), 1.0, True)]),
        ((RULED,), 0.9, True, [("legal", (LISTENED, LAUGHED), 0.9, True)]),
    ],
)
def test_a_flag_stands_where_either_finds_it(
    rules: tuple[Flag, ...], chance: float | None, certain: bool, flags: list[tuple[object, ...]]
) -> None:
    code = {} if chance is None else {"flag.legal": LetterCode("flag.legal", chance, certain, (LAUGHED,))}
    report = together(LetterReport(Letter("x", TEXT), flags=rules), code, made())
    assert [(f.flag, f.spans, f.probability, bool(f.check)) for f in report.flags] == flags


def test_stages_and_asks_that_nobody_found_are_said() -> None:
    report = together(LetterReport(Letter("x", TEXT)), {}, made())
    assert ([s.name for s in report.stages], [a.name for a in report.asks]) == (["unclear"], ["none"])
    ward = {"stage.ward": LetterCode("stage.ward", 0.9, True, (LAUGHED,))}
    assert [s.name for s in together(LetterReport(Letter("x", TEXT)), ward, made()).stages] == ["ward"]


def test_severity_comes_from_the_models_cuts_and_questions_from_both() -> None:
    grave = {
        "respect": LetterCode("respect", 0.9, True, (LAUGHED,), severity=2.45),
        "question": LetterCode("question", 0.9, True, (LAUGHED,)),
    }
    report = together(LetterReport(Letter("x", TEXT), questions=(LISTENED,)), grave, made())
    (problem,) = report.problems
    assert (problem.severity, problem.severity_range, problem.found_by) == (2, (2, 3), "model:toy")
    assert report.questions == (LISTENED, LAUGHED)


def test_a_model_of_the_other_kind_is_refused(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(tiny, folder)
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(
        json.dumps(told | {"kind": "letter", "codes": []}), encoding="utf-8"
    )
    with pytest.raises(ModelError, match=r"manifest.json: a model of letters, and one of consultations is"):
        chosen(folder)
    with pytest.raises(ModelError, match=r"manifest.json: a model of consultations, and one of letters is"):
        chosen(load(tiny), LETTERS)
    assert chosen(folder, LETTERS) is load(folder)
    assert chosen(tiny) is load(tiny)
    assert chosen("rules", LETTERS) is None
