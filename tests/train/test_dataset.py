"""From what people did in the store to a model: what counts, what does not, and that it really trains."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from commscore import codebook
from commscore.cli import group
from commscore.errors import StoreError
from commscore.models.manifest import read_manifest
from commscore.settings import Settings
from commscore.store import Store, open_store
from commscore.train.dataset import READ, beside, dataset, packed, written
from commscore.train.material import read
from commscore.train.recipe import read_recipe
from commscore.types import Code, Letter, LetterReport, Moment, Provenance, Report, Role
from commscore.work import Coding, Review, Verdict
from conftest import consultation
from tinytraining import entries, report, toml

LONG = " ".join(f"word{n}" for n in range(40))
TALK = consultation("D: How are you today? That is hard.", "P: I'm worried.", "D: Go on.", f"P: {LONG}")
MACHINE = Report(
    TALK,
    (
        Code("open_question", 0, 0, 12, 0.9, "rule"),
        Code("empathy", 0, 19, 31, 0.9, "model:consultation"),
        Code("concern", 1, 0, 11, 0.5, "rule", certain=False),
        Code("encouragement", 2, 0, 5, 0.9, "rule"),
    ),
    moments=(Moment(1, "concern", "missed"),),
    provenance=Provenance("0.1.0", {"consultation": "ab"}, "cd", None, "replace: 1 name"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store("ann", Settings(database=f"sqlite:///{tmp_path / 'own' / 'kept.db'}")) as opened:
        yield opened


def said(verdict: Verdict, turn: int, start: int, end: int, code: str, instead: str | None = None) -> Review:
    return Review(turn, start, end, code, verdict, "", "about Mrs Zebra", datetime.now(UTC), instead)


def coded(
    made: Report, coder: str, how: Coding = Coding.BLIND, codes: tuple[Code, ...] | None = None
) -> Report:
    told = Provenance("", coder=coder, coding=how)
    return Report(made.document, made.codes if codes is None else codes, provenance=told)


def codes(made: Report, disputed: bool = False) -> list[tuple[int, str]]:
    return [(c.turn, c.code) for c in made.codes if c.disputed is disputed]


def test_what_nobody_did_anything_with_is_not_in_it(store: Store) -> None:
    store.add([MACHINE])
    store.save_coding(coded(MACHINE, "robin"), 0)  # not finished
    assert written(dataset(store)) == {}


def test_what_was_not_looked_at_is_neither_yes_nor_no(store: Store) -> None:
    (kept,) = store.add([MACHINE], learner="heron")
    version = store.review(kept.id, said(Verdict.REJECTED, 0, 19, 31, "empathy"), 1)
    store.review(kept.id, said(Verdict.CONFIRMED, 1, 0, 11, "concern"), version)
    found = dataset(store)
    (made,) = found.partly
    assert found.whole == ()
    assert codes(made) == [(1, "concern")]
    roles = {name: entry.role for name, entry in codebook.codes().items()}
    every = {(n, c) for n, t in enumerate(TALK.turns) for c in roles if roles[c] is t.role}
    assert set(codes(made, disputed=True)) == every - {(0, "empathy"), (1, "concern")}
    assert (made.provenance.coder, made.provenance.models) == ("ann", {"consultation": "ab"})
    assert made.provenance.corrections == "1 correction and 1 confirmation by 1 person"
    assert [(r.verdict, r.reason) for r in made.reviews] == [(Verdict.REJECTED, ""), (Verdict.CONFIRMED, "")]
    assert made.moments == ()


def test_what_a_trainer_read_as_a_whole_counts_for_yes_and_no(store: Store) -> None:
    (kept,) = store.add([MACHINE])
    version = store.review(kept.id, said(Verdict.REJECTED, 0, 19, 31, "empathy"), 1)
    version = store.tick(kept.id, f"{READ}ann", True, version)
    store.tick(kept.id, f"{READ}ben", True, version)
    (made,) = dataset(store).whole
    assert codes(made) == [(0, "open_question"), (2, "encouragement")]
    assert codes(made, disputed=True) == [(1, "concern")]  # offered only, and nobody said yes
    assert made.provenance.coder == "ann and ben"
    assert made.provenance.coding is Coding.PRE_ANNOTATED
    assert str(store.audit()[0].action) == "exported"


def test_a_coding_counts_before_corrections_and_two_unsettled_ones_differ(store: Store) -> None:
    (kept,) = store.add([MACHINE])
    store.tick(kept.id, f"{READ}ann", True, 1)
    store.save_coding(coded(MACHINE, "pre", Coding.PRE_ANNOTATED), 0, finished=True)
    store.save_coding(coded(MACHINE, "kim", codes=(Code("empathy", 0, 19, 31),)), 0, finished=True)
    store.save_coding(coded(MACHINE, "robin", codes=()), 0, finished=True)
    (made,) = dataset(store).whole
    assert (codes(made), codes(made, disputed=True)) == ([], [(0, "empathy")])
    assert made.provenance.coder == "kim and robin, settled by nobody yet"
    store.save_coding(coded(MACHINE, "sam", Coding.ADJUDICATED), 0, finished=True)
    (made,) = dataset(store).whole
    assert made.provenance.coder == "sam"


def test_a_learner_a_conversation_and_a_text_stay_together(store: Store) -> None:
    def named(name: str, text: str, group: str | None = None) -> Report:
        turn = replace(TALK.turns[0], text=text, role=Role.CLINICIAN)
        return Report(replace(TALK, id=name, turns=(turn,), group=group))

    reports = [named("a", "one", "g"), named("b", "two"), named("c", "three", "g"), named("d", LONG)]
    for learner, made in zip(("heron", "heron", None, None), reports, strict=True):
        (kept,) = store.add([made], learner=learner)
        store.tick(kept.id, f"{READ}ann", True, 1)
    store.save_coding(coded(named("e", LONG), "kim"), 0, finished=True)
    store.save_coding(coded(named("a", "another a"), "kim"), 0, finished=True)
    found = dataset(store).whole
    ids = [each.document.id for each in found]
    assert len(set(ids)) == 6
    groups = {
        each.document.id.partition("-")[0]: each.document.group for each in found if each.document.turns
    }
    assert groups["b"] == groups["c"]
    assert groups["d"] == groups["e"] != groups["b"]
    assert all(group and group.startswith("kept-") and "heron" not in group for group in groups.values())


def test_single_corrections_give_way_to_what_was_read_of_the_same_learner(store: Store) -> None:
    first, second = store.add(
        [MACHINE, replace(MACHINE, document=replace(TALK, id="other"))], learner="heron"
    )
    store.tick(first.id, f"{READ}ann", True, 1)
    store.review(second.id, said(Verdict.REJECTED, 0, 19, 31, "empathy"), 1)
    assert [each.document.id for each in dataset(store).whole] == ["made"]
    assert dataset(store).partly == ()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(each) for each in arguments])


@pytest.mark.usefixtures("database")
def test_an_empty_store_gives_none(tmp_path: Path) -> None:
    done = run("store", "dataset", tmp_path)
    assert "nobody finished a coding or corrected" in str(done.exception)


@pytest.mark.usefixtures("database")
def test_a_recipe_trains_on_what_people_did(encoder: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("jiwer")
    with open_store("ann") as store:
        for number in range(10):
            made = report(number)
            if number < 5:
                store.save_coding(coded(made, "kim"), 0, finished=True)
                continue
            (kept,) = store.add([replace(made, labels=(), moments=(), provenance=MACHINE.provenance)])
            code = made.codes[0]
            gone = said(Verdict.REJECTED, code.turn, code.start, code.end, code.code)
            version = store.review(kept.id, gone, 1)
            if number < 9:
                store.tick(kept.id, f"{READ}ann", True, version)
        letter = LetterReport(Letter("late", "They came late."), provenance=Provenance("", coder="kim"))
        store.save_coding(letter, 0, finished=True)
    done = run("store", "dataset", tmp_path)
    assert done.exit_code == 0, done.output
    assert [line.rpartition(": ")[2] for line in done.stderr.splitlines()] == [
        "9 documents",
        "1 document",
        "1 document",
    ]
    sources = [
        {"corpus": "schema", "path": "coded.jsonl"},
        {"corpus": "schema", "path": "corrected.jsonl", "measured": False},
    ]
    (tmp_path / "own.toml").write_text(toml(entries(encoder, source=sources, task=[])), encoding="utf-8")
    done = run("train", tmp_path / "own.toml", "--output", tmp_path / "models" / "own")
    if done.exception:
        raise done.exception
    manifest = read_manifest(tmp_path / "models" / "own")
    assert manifest.training.documents == 10
    found = json.loads((tmp_path / "models" / "own" / "evaluation.json").read_text())["parts"]["all"]
    assert (found["documents"], found["coded"]) == (9, 9)


def test_the_zip_says_what_it_is_and_brings_its_recipe(store: Store, tmp_path: Path) -> None:
    store.save_coding(coded(MACHINE, "kim"), 0, finished=True)
    with ZipFile(BytesIO(packed(dataset(store)))) as archive:
        archive.extractall(tmp_path)
    assert "1 in coded.jsonl" in (tmp_path / "README.txt").read_text(encoding="utf-8")
    recipe = read_recipe(tmp_path / "own.toml")
    assert [len(list(read(source))) for source in recipe.source] == [1, 0]  # nothing corrected: an empty file


def test_a_recipe_gets_the_files_that_it_names_and_did_not_bring(store: Store) -> None:
    named = b'path = "coded.jsonl"'
    assert beside(b'path = "here/coded.jsonl"', store) == beside(named, store, ["coded.jsonl"]) == {}
    with pytest.raises(StoreError, match="code or correct some first"):
        beside(named, store)
    store.save_coding(coded(MACHINE, "kim"), 0, finished=True)
    assert set(beside(named, store)) == {"coded.jsonl"}
