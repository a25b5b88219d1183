"""Sources brought together: one document, one coding, every label."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from commscore.errors import RecipeError
from commscore.train.material import group, groups, material, together
from commscore.train.recipe import Source
from commscore.types import Document, Label, Provenance, Report, Role, Turn
from tinytraining import report, write_reports

LABEL = Label("uptake.uptake", 0, 0.5)


def uncoded(coded: Report) -> Report:
    turns = tuple(replace(turn, role=Role.OTHER) for turn in coded.document.turns)
    document = replace(coded.document, turns=turns, group="a-conversation")
    return Report(document, labels=(LABEL,))


@pytest.mark.parametrize("coded_first", [True, False])
def test_codes_of_one_and_labels_of_both(coded_first: bool, tmp_path: Path) -> None:
    coded = replace(report(1), labels=())
    pair = [coded, uncoded(coded)] if coded_first else [uncoded(coded), coded]
    paths = [write_reports(tmp_path / f"{n}.jsonl", [each]) for n, each in enumerate(pair)]
    (found,) = material(Source(corpus="schema", path=path) for path in paths)
    assert (found.codes, found.moments, found.labels) == (coded.codes, coded.moments, (LABEL,))
    assert found.document == replace(coded.document, group="a-conversation")  # with roles


def test_a_share_of_a_source_is_the_same_documents_whatever_else_is_there(tmp_path: Path) -> None:
    everything = [report(n) for n in range(1, 61)]
    some = [
        {each.document.id for each in material([Source(corpus="schema", path=path, share=share)])}
        for path in (write_reports(tmp_path / f"{most}.jsonl", everything[:most]) for most in (60, 40))
        for share in (0.5, 1.0)
    ]
    half, all_of_it, half_of_fewer, fewer = some
    assert (len(all_of_it), len(fewer)) == (60, 40)
    assert 20 < len(half) < 40
    assert half_of_fewer == half & fewer


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: replace(r, document=report(2).document, codes=()), "different"),
        (lambda r: r, "two sources code it"),
        (lambda r: replace(r, codes=()), "two sources code it"),  # somebody looked, and found nothing
    ],
)
def test_two_of_an_id_that_do_not_fit(change: Callable[[Report], Report], says: str) -> None:
    with pytest.raises(RecipeError, match=f"toy-01: .*{says}"):
        together(report(1), change(report(1)))


@pytest.mark.parametrize(
    ("corpus", "content", "says"),
    [
        ("charm", "", "source.corpus: no corpus 'charm'; one of "),
        ("schema", None, "gold.jsonl is not there; the path counts from the recipe's folder"),
        ("schema", "{}\n", "source.path: "),
    ],
)
def test_a_source_that_cannot_be_read(corpus: str, content: str | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(RecipeError) as refused:
        material([Source(corpus=corpus, path=path)])
    assert says in str(refused.value)


def test_groups() -> None:
    own, other = (Report(Document(name, (), group="talk")) for name in ("a-1", "a-2"))
    alone = Report(Document("a-3", (Turn("D", "how"),)), provenance=Provenance(""))
    assert [group(each) for each in (own, other, alone)] == ["talk", "talk", "a-3"]
    assert groups([own, alone, other]) == {"talk": [own, other], "a-3": [alone]}
