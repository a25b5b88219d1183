"""`commscore evaluate`, with the rules and with a model that knows a few words."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commscore.cli import group
from commscore.read.letterschema import dump as dump_letter
from commscore.read.letterschema import read_coded_letters
from commscore.read.schema import dump, read_coded
from commscore.types import Code, Label, Letter, LetterReport, Moment, Problem, Provenance, Report
from conftest import consultation

SAID = (
    "D: How can I help you today?",
    "P: I'm really worried about this cough.",
    "D: I'm sorry to hear that.",
    "P: I am so tired.",
)


def gold(n: int) -> Report:
    made = replace(consultation(*SAID), id=f"made-{n}")
    ends = [len(turn.text) for turn in made.turns]
    codes = [Code(c, t, 0, ends[t]) for c, t in (("agenda", 0), ("concern", 1), ("empathy", 2), ("cue", 3))]
    return Report(
        made,
        tuple(codes),
        (Moment(1, "concern", "acknowledged", 2),),
        labels=(Label("annomi.client_talk", 3, "change"), Label("annomi.client_talk", 1, "neutral")),
        provenance=Provenance("", coder="a person"),
    )


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(dump(gold(n))) + "\n" for n in range(6)), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["evaluate", *map(str, arguments)])


def test_the_rules(coded: Path) -> None:
    done = run("rules", coded)
    assert done.exit_code == 0, done.output
    assert "rules: 6 documents, 6 of them coded" in done.stdout
    found = json.loads(run("rules", coded, "--format", "json").stdout)
    assert found["parts"]["all"]["codes"]["concern"]["f1"]["value"] == 1
    assert found["parts"]["all"]["not_read"] == ["annomi.client_talk"]
    assert found["gold"] is None
    assert found["baselines"] == {}


def test_a_model(coded: Path, tiny: Path, tmp_path: Path) -> None:
    given = tmp_path / "given.jsonl"
    done = run(tiny, coded, "--format", "json", "--predictions", given)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    part = found["parts"]["all"]
    assert found["model"] == "tiny"
    assert part["codes"]["empathy"]["average_precision"]["value"] == 1
    assert part["tasks"]["annomi.client_talk"]["items"] == 12
    assert part["responses"]["feelings"]["unjudged"] == 0
    assert list(found["baselines"]) == ["rules"]
    reports = list(read_coded(given))
    assert [r.document for r in reports] == [r.document for r in read_coded(coded)]
    assert {c.found_by.partition(":")[0] for c in reports[0].codes} == {"model", "rule"}
    assert {x.task for x in reports[0].labels} >= {"annomi.client_talk", "uptake.uptake"}
    assert list(reports[0].provenance.models) == ["tiny"]


def test_a_page_to_a_file_and_several_files(coded: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("rules", coded, coded, "--format", "html", "--output", page).exit_code == 0
    assert "12 documents" in page.read_text(encoding="utf-8")
    assert "cough" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--output", "--predictions"])
@pytest.mark.parametrize(("place", "code"), [("", 2), ("gold.jsonl/file", 1)])
def test_a_place_that_cannot_be_written_is_found_first(
    coded: Path, monkeypatch: pytest.MonkeyPatch, option: str, place: str, code: int
) -> None:
    monkeypatch.setattr("commscore.train.against.gold_of", lambda paths: pytest.fail("it was read first"))
    assert run("rules", coded, option, coded.parent / place).exit_code == code


def test_labels_alone_and_nothing_at_all(tmp_path: Path, tiny: Path) -> None:
    only = replace(gold(0), codes=(), moments=(), provenance=Provenance(""))
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(dump(only)), encoding="utf-8")
    found = json.loads(run(tiny, path, "--format", "json").stdout)
    assert (found["parts"]["all"]["coded"], found["parts"]["all"]["codes"]) == (0, {})
    assert found["parts"]["all"]["tasks"]["annomi.client_talk"]["items"] == 2
    path.write_text(json.dumps(dump(replace(only, labels=()))), encoding="utf-8")
    assert "neither codes nor labels" in str(run("rules", path).exception or run("rules", path).output)


def test_roles_are_found_where_nobodys_is_said(tmp_path: Path) -> None:
    entry = dump(gold(0))
    for turn in entry["turns"]:  # type: ignore[attr-defined]
        turn |= {"role": "other", "speaker": {"D": "Doctor", "P": "Patient"}[turn["speaker"]]}
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(entry), encoding="utf-8")
    found = json.loads(run("rules", path, "--format", "json").stdout)
    assert found["parts"]["all"]["codes"]["concern"]["turns"] == 2


def test_what_was_trained_on_is_warned_of_and_kept_baselines_are_shown(
    coded: Path, tiny: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for file in tiny.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["training"]["groups"] = [hashlib.sha256(b"made-0").hexdigest()[:16]]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    kept = {"parts": {"all": {"codes": {"empathy": {"f1": {"value": 0.25}}}}}}
    (folder / "evaluation.json").write_text(json.dumps({"baselines": {"tfidf": kept}}), encoding="utf-8")
    done = run(folder, coded)
    assert "1 of 6 documents were among those that the model was trained on" in done.stdout
    assert ".25" in done.stdout
    assert "cross-validation" in done.stdout
    (folder / "evaluation.json").write_text("{", encoding="utf-8")
    assert run(folder, coded).exit_code == 1


def test_letters_are_measured_by_letter(tiny: Path, tmp_path: Path) -> None:
    text = "On day {} I was told nothing. Nobody listened to me."
    problem = Problem("listening", 2, (2, 2), ((30, 45),))
    letters = [LetterReport(Letter(f"x{n}", text.format(n)), (problem,), questions=()) for n in range(6)]
    path, given = tmp_path / "letters.jsonl", tmp_path / "given.jsonl"
    path.write_text("".join(json.dumps(dump_letter(each)) + "\n" for each in letters), encoding="utf-8")
    done = run("rules", path, "--format", "json", "--predictions", given)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["parts"]["all"]["letters"], found["method"]["unit"]) == (6, "letter")
    assert found["parts"]["all"]["codes"]["listening"]["given"] == 6
    assert {r.letter for r in read_coded_letters(given)} == {each.letter for each in letters}
    shown = run("rules", path).stdout
    assert "rules: 6 letters" in shown
    assert "urgent or high, ranked as standard" in shown
    page = run("rules", path, "--format", "html").stdout
    assert "Codes, letter by letter" in page
    assert "Nobody listened" not in page
    assert "a model of consultations, and one of letters is wanted" in str(run(tiny, path).exception)
