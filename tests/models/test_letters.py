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
from commscore.models.letters import LetterCode, letter_codes, likelihoods, quoted, strength
from commscore.models.manifest import CodeHead, Manifest, Severity
from commscore.models.reading import Reading
from commscore.sentences import ParsedLetter, parse_letter
from commscore.types import Flag, Kind, Letter, LetterReport, Problem, Span
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
    assert (code.probability, code.certain, code.spans) == (0.9, True, ((0, 6),))
    assert code.severity == pytest.approx(0.9 * 2 + 0.1 * 3)


@pytest.mark.parametrize(("sentences", "speak"), [(1, 1), (11, 1), (16, 2), (80, 3)])
def test_more_sentences_speak_for_a_longer_letter(sentences: int, speak: int) -> None:
    read = np.full(sentences, 0.001)
    read[:speak] = 0.9
    assert strength(read) == pytest.approx(np.log(9))
    read[speak - 1] = 0.5
    assert strength(read) == pytest.approx(np.log(9) * (speak - 1) / speak)


def test_what_is_under_maybe_is_not_found_unless_the_rules_vote_for_it(parsed: ParsedLetter) -> None:
    assert found(parsed, [0.2, 0.1, 0.0], {}, vote=3.0) == {}
    code = found(parsed, [0.2, 0.1, 0.0], {"listening": (LAUGHED,)}, vote=3.0)["listening"]
    assert code.probability == pytest.approx(0.25 * np.exp(3) / (1 + 0.25 * np.exp(3)))
    assert (code.certain, code.spans) == (True, (LAUGHED,))
    assert code.severity is not None
    assert code.severity > 2.7  # of the sentence that the rules find, the most


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
    assert likelihoods(
        parse_letter(Letter("x", "")), Reading({"listening": np.zeros(0)}), {}, [head("listening")]
    ) == {"listening": pytest.approx(0.0, abs=1e-6)}


@pytest.mark.parametrize(
    ("listening", "votes", "spans"),
    [
        ([0.7, 0.1, 0.7], (), ((0, 6), (37, 43))),
        ([0.3, 0.1, 0.0], (LISTENED,), (LISTENED,)),  # raised where the rules find it
        ([0.3, 0.3, 0.0], (LAUGHED,), (LAUGHED,)),  # and nowhere else
        ([0.7, 0.01, 0.0], (LAUGHED,), ((0, 6),)),  # what the model is sure against is not quoted
    ],
)
def test_what_is_quoted_by_sentence_is_voted_on_by_sentence(
    parsed: ParsedLetter, listening: list[float], votes: tuple[Span, ...], spans: tuple[Span, ...]
) -> None:
    there = {("harm", n): ((0, 6),) for n, chance in enumerate(listening) if chance >= 0.4}
    reading = Reading({"harm": np.array(listening)}, there)
    model = SimpleNamespace(manifest=made(head("harm", 2.0)), read=lambda *_, **__: [reading])
    code = letter_codes(model, [parsed], [{"harm": votes}])[0]["harm"]  # type: ignore[arg-type]
    assert (code.certain, code.spans) == (True, spans)


RULED = Flag("legal", (LISTENED,), found_by="rule:legal", check="please check: denied")
HURT = Flag("self_harm_risk", (LISTENED,), found_by="rule:flags")


@pytest.mark.parametrize(
    ("rules", "chance", "certain", "flags"),
    [
        ((), 0.9, True, [("legal", 0.9, "please check: only the model found it")]),
        ((), 0.4, False, []),
        ((RULED,), 0.4, False, []),
        ((RULED,), None, False, []),
        ((RULED,), 0.9, True, [("legal", 0.9, "please check: denied")]),
        ((HURT,), None, False, [("self_harm_risk", 1.0, "please check: the model does not find it")]),
    ],
)
def test_a_flag_stands_where_it_is_likely_once_the_rules_have_voted(
    rules: tuple[Flag, ...], chance: float | None, certain: bool, flags: list[tuple[str, float, str]]
) -> None:
    code = {} if chance is None else {"flag.legal": LetterCode("flag.legal", chance, certain, (LAUGHED,))}
    manifest = made(head("flag.legal"), head("flag.self_harm_risk"))
    report = together(LetterReport(Letter("x", TEXT), flags=rules), code, manifest)
    assert [(f.flag, f.probability, f.check) for f in report.flags] == flags


def test_the_rules_alone_decide_on_a_flag_that_the_model_was_not_taught() -> None:
    report = together(LetterReport(Letter("x", TEXT), flags=(RULED,)), {}, made(head("flag.death")))
    assert report.flags == (RULED,)


def test_stages_and_asks_that_nobody_found_are_said() -> None:
    report = together(LetterReport(Letter("x", TEXT)), {}, made())
    assert ([s.name for s in report.stages], [a.name for a in report.asks]) == (["unclear"], ["none"])
    ward = {"stage.ward": LetterCode("stage.ward", 0.9, True, (LAUGHED,))}
    assert [s.name for s in together(LetterReport(Letter("x", TEXT)), ward, made()).stages] == ["ward"]


@pytest.mark.parametrize(
    ("weight", "ruled", "said"),
    [
        (0.0, None, (2, (2, 3))),
        (0.5, None, (2, (2, 2))),  # the middle level where the rules find none
        (0.5, 3, (3, (3, 3))),
        (0.5, 1, (2, (2, 2))),
    ],
)
def test_severity_comes_from_the_models_cuts_and_the_rules_have_a_weight(
    weight: float, ruled: int | None, said: tuple[int, tuple[int, int]]
) -> None:
    grave = {"respect": LetterCode("respect", 0.9, True, (LAUGHED,), severity=2.45)}
    problems = (Problem("respect", ruled, (ruled, ruled), (LAUGHED,)),) if ruled else ()
    manifest = made()
    assert manifest.severity
    weighed = manifest.model_copy(update={"severity": manifest.severity.model_copy(update={"ruled": weight})})
    (problem,) = together(LetterReport(Letter("x", TEXT), problems), grave, weighed).problems
    assert (problem.severity, problem.severity_range) == said
    assert problem.found_by == "model:toy"


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
