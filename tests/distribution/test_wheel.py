"""A wheel holds all that commscore needs, and works in an empty environment, out of sight of the checkout."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from commscore.models import NO_MODEL
from commscore.models.manifest import read_manifest
from conftest import ROOT

DATA = {"models": "models", "recipes": "recipes", "data/samples": "samples"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel of this checkout."""
    made = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made, cwd=ROOT)
    (found,) = made.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of an empty environment into which the lock's packages, then the wheel, came."""
    place = tmp_path_factory.mktemp("empty")
    lock = shutil.copy(ROOT / "requirements.lock", place)
    uv = (sys.executable, "-m", "uv", "--quiet")
    run(*uv, "venv", "--python", sys.executable, "venv", cwd=place)
    run(*uv, "pip", "install", "--python", "venv", "--require-hashes", "--requirements", lock, cwd=place)
    run(*uv, "pip", "install", "--python", "venv", "--no-deps", "--offline", wheel, cwd=place)
    run(*uv, "pip", "check", "--python", "venv", cwd=place)
    return place / "venv" / ("Scripts" if os.name == "nt" else "bin")


def run(*command: object, cwd: Path, **environment: str) -> str:
    """Return what a command wrote to standard output; it must end well, with no path to the checkout."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COMMSCORE_", "PYTHON"))
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    tracked = run(
        "git", "ls-files", "-co", "--exclude-standard", "src/commscore", *DATA, cwd=ROOT
    ).splitlines()
    expected = {path.removeprefix("src/") for path in tracked if path.startswith("src/")}
    for place, inside in DATA.items():
        own = (path for path in tracked if path.startswith(f"{place}/"))
        expected |= {path.replace(place, f"commscore/{inside}", 1) for path in own}
    found = {name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith("commscore-")}
    assert found == expected


def test_the_models_in_the_wheel_are_those_of_their_manifests(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    for folder in (ROOT / "models" / "consultation", ROOT / "models" / "letter"):
        for name, promised in read_manifest(folder).files.items():
            content = packed.read(f"commscore/models/{folder.name}/{name}")
            assert hashlib.sha256(content).hexdigest() == promised


def test_installed_it_scores_and_triages_with_its_own_models(installed: Path, tmp_path: Path) -> None:
    data = {"COMMSCORE_DATA": str(tmp_path / "data")}
    where = "import commscore.settings as s; print(s.settings().samples)"
    samples = Path(run(installed / "python", "-c", where, cwd=tmp_path, **data).strip())
    assert samples.is_relative_to(installed.parent)
    made = {}
    for command, sample in (("score", "consultations/good-chest-pain.vtt"), ("triage", "letters")):
        told = run(
            installed / "commscore", command, samples / sample, "--format", "jsonl", cwd=tmp_path, **data
        )
        made[command] = json.loads(told.splitlines()[0])
    for report, model in zip(made.values(), ("consultation", "letter"), strict=True):
        assert list(report["provenance"]["models"]) == [model]
        assert not [w for w in report["provenance"].get("warnings", ()) if "tested" in w or NO_MODEL in w]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run(installed / "commscore", "--version", cwd=tmp_path).strip() == f"commscore {version}"
