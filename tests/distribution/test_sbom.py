"""The bill of materials names the models with the hashes of their files and their licences, and is valid."""

import hashlib
import json
import subprocess
import sys

import pytest

from commscore.english import REUPLOAD, REUPLOAD_SHA256
from conftest import ROOT

TOOL = ROOT / "tools" / "sbom.py"


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Return the components, by name, of an environment that holds spaCy's model and nothing else."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run(
        [sys.executable, "-m", "uv", "venv", "-q", "-p", sys.executable, place / "venv"], check=True
    )
    (site,) = place.glob("venv/[Ll]ib/**/site-packages")
    about = site / f"{REUPLOAD}-3.8.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {REUPLOAD}\nVersion: 3.8.0\nLicense: MIT\n", encoding="utf-8"
    )
    python = next(path for path in place.glob("venv/*/python*") if path.stem == "python")
    subprocess.run([sys.executable, TOOL, python, place / "bill.json"], check=True)
    made = json.loads((place / "bill.json").read_text(encoding="utf-8"))
    assert made["metadata"]["component"]["name"] == "commscore"
    assert str(place) not in json.dumps(made)
    return {component["name"]: component for component in made["components"]}


@pytest.mark.parametrize("name", ["consultation", "letter"])
def test_each_model_stands_in_it_with_the_hash_of_each_file(name: str, bill: dict[str, dict]) -> None:
    model = bill[name]
    assert model["type"] == "machine-learning-model"
    assert model["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert all(
        "Licence: " in each["description"] for each in model["modelCard"]["modelParameters"]["datasets"]
    )
    files = {each["name"]: each["hashes"][0]["content"] for each in model["components"]}
    assert f"models/{name}/encoder.onnx" in files
    for path, found in files.items():
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == found


def test_spacys_model_stands_in_it_with_its_hash(bill: dict[str, dict]) -> None:
    assert bill[REUPLOAD]["type"] == "machine-learning-model"
    assert bill[REUPLOAD]["properties"][0]["value"] == REUPLOAD_SHA256
    assert bill[REUPLOAD]["licenses"][0]["license"]["id"] == "MIT"
