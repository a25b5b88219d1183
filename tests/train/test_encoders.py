"""The encoder that a recipe names: found where it lies, and refused where it is another."""

import hashlib
from pathlib import Path

import pytest

from commscore.errors import RecipeError
from commscore.train.encoders import find
from commscore.train.recipe import Start


def test_a_folder(encoder: Path) -> None:
    found = find(Start(name=str(encoder)))
    assert found.sha256 == hashlib.sha256((encoder / "model.safetensors").read_bytes()).hexdigest()
    assert find(Start(name=str(encoder), sha256=found.sha256)) == found
    assert found.tokenizer.token_to_id("[SEP]") == 3
    one, other = found.fresh(), found.fresh()
    assert one is not other
    assert all((a == b).all() for a, b in zip(one.parameters(), other.parameters(), strict=True))


def test_a_package(encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "some_encoder"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    for file in encoder.iterdir():
        (package / "model" / file.name).write_bytes(file.read_bytes())
    monkeypatch.syspath_prepend(tmp_path)
    assert find(Start(name="some-encoder")).folder == package / "model"


@pytest.mark.parametrize(
    ("name", "sha256", "says"),
    [
        ("no-such-encoder", None, "encoder.name: 'no-such-encoder' is no folder or package"),
        ("json", None, "encoder.name: 'json' is no folder"),  # a package without weights
        ("no such / name", None, "encoder.name: "),
        ("somebody/no-such-encoder", None, "not in the hub's local cache"),
        (None, "0" * 64, "the recipe wants 000000000000…"),
    ],
)
def test_refused(name: str | None, sha256: str | None, says: str, encoder: Path) -> None:
    with pytest.raises(RecipeError) as refused:
        find(Start(name=name or str(encoder), sha256=sha256))
    assert says in str(refused.value)


def test_a_folder_without_all_its_files(encoder: Path, tmp_path: Path) -> None:
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes((encoder / name).read_bytes())
    with pytest.raises(RecipeError, match=r"encoder\.name"):
        find(Start(name=str(tmp_path)))
