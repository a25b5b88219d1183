"""A trained network becomes a folder: the same figures, eight bits, whole or not at all."""

import os
from pathlib import Path

import numpy as np
import pytest

from commscore.errors import ModelError
from commscore.models.model import Model
from tinymodel import CODES, OUTPUTS, manifest, network, tokenizer

torch = pytest.importorskip("torch")
export = pytest.importorskip("commscore.train.export")


def inputs(windows: int, length: int, pieces: int, padding: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(windows * length)
    ids = rng.integers(7, 90, (windows, length))
    found = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    found["token_type_ids"][:, length // 2 :] = 1
    if padding:
        for values in found.values():
            values[:, -padding:] = 0
    found["turns"] = np.zeros((pieces, windows * length), dtype=np.int64)
    for number, start in enumerate(rng.integers(0, windows * length - 3, pieces)):
        found["turns"][number, start : start + 3] = 1
    return found


def ran(encoder: bytes, given: dict[str, np.ndarray]) -> list[np.ndarray]:
    import onnxruntime

    session = onnxruntime.InferenceSession(encoder, providers=["CPUExecutionProvider"])
    return list(session.run(["codes", "words", "tasks"], given))


@pytest.mark.parametrize(
    ("windows", "length", "pieces", "padding"), [(1, 5, 1, 0), (3, 32, 2, 9), (40, 150, 100, 20)]
)
@pytest.mark.parametrize("eight_bits", [False, True])
def test_onnx_says_what_the_network_says(
    windows: int, length: int, pieces: int, padding: int, eight_bits: bool
) -> None:
    trained, given = network(), inputs(windows, length, pieces, padding)
    with torch.no_grad():
        expected = [o.numpy() for o in trained(**{n: torch.tensor(v) for n, v in given.items()})]
    found = ran(export.encoded(trained, eight_bits), given)
    assert [f.shape for f in found] == [
        (pieces, len(CODES)),
        (windows, length, len(CODES)),
        (pieces, OUTPUTS),
    ]
    for one, other in zip(found, expected, strict=True):
        assert np.abs(one - other).max() < (0.03 if eight_bits else 1e-4)


def test_what_a_window_is_read_with_changes_nothing() -> None:
    given = inputs(6, 40, 12)
    encoder = export.encoded(network())
    _, together, _ = ran(encoder, given)
    for number in range(6):
        own = {name: values[number : number + 1] for name, values in given.items() if name != "turns"}
        _, alone, _ = ran(encoder, own | {"turns": np.ones((1, 40), dtype=np.int64)})
        assert np.abs(alone[0] - together[number]).max() < 1e-5


def test_eight_bits_are_a_quarter_and_the_same_every_time() -> None:
    trained = network()
    small = export.encoded(trained)
    assert small == export.encoded(trained)
    assert len(small) < 0.45 * len(export.encoded(trained, eight_bits=False))  # the small tables stay


def test_a_network_in_training_stays_in_training() -> None:
    trained = network().train()
    export.encoded(trained)
    assert trained.training


def test_a_folder_takes_the_place_of_the_old_one_whole(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models" / "tiny"
    folder.mkdir(parents=True)
    (folder / "old.txt").touch()
    sealed = export.export(network(), folder, manifest("tiny"), tokenizer())
    assert {f.name for f in folder.iterdir()} == {"manifest.json", "encoder.onnx", "tokenizer.json"}
    assert [f.name for f in folder.parent.iterdir()] == ["tiny"]
    assert Model(folder).manifest == sealed
    assert (folder / "encoder.onnx").read_bytes() == (tiny / "encoder.onnx").read_bytes()


def test_a_card_is_added_and_promised(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    before = export.export(network(), folder, manifest("tiny"), tokenizer())
    after = export.add(folder, {"card.md": b"# Card"})
    assert after.files.keys() - before.files.keys() == {"card.md"}
    assert (folder / "card.md").read_bytes() == b"# Card"
    assert Model(folder).manifest == after


def test_what_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tiny"
    export.export(network(), folder, manifest("tiny"), tokenizer())
    with pytest.raises(OSError, match="no-such"):
        export.add(folder, {"card.md": b"# Card", "recipe.toml": Unwritable(b"no-such")})
    assert "card.md" not in Model(folder).manifest.files
    assert [f.name for f in tmp_path.iterdir()] == ["tiny"]
    monkeypatch.setattr(export, "MOST_BYTES", 1000)
    with pytest.raises(ModelError, match="take a smaller encoder"):
        export.export(network(), folder, manifest("tiny"), tokenizer())


@pytest.mark.parametrize("problem", [KeyboardInterrupt, OSError])
def test_what_comes_between_old_and_new_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: type[BaseException]
) -> None:
    folder = tmp_path / "tiny"
    before = export.export(network(), folder, manifest("tiny"), tokenizer())
    replace, calls = os.replace, iter((False, True, False))

    def interrupted(one: Path, other: Path) -> None:
        if next(calls):
            raise problem
        replace(one, other)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(problem):
        export.add(folder, {"card.md": b"# Card"})
    assert Model(folder).manifest == before
    assert [f.name for f in tmp_path.iterdir()] == ["tiny"]


class Unwritable(bytes):
    """Bytes that hash, and cannot be written."""


@pytest.fixture(autouse=True)
def _unwritable(monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def refuse(path: Path, content: bytes) -> int:
        if isinstance(content, Unwritable):
            raise OSError(content.decode())
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
