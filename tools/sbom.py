"""Writes a bill of materials (CycloneDX, JSON) of commscore as it is installed in an environment.

    python tools/sbom.py PYTHON FILE

PYTHON is the environment's own; FILE is what is written. Beside each package with its version and licence
stand the trained models with the hash of each of their files, the licence of the weights and what they were
trained on, and spaCy's model with the hash that commscore asks of it. Packages whose metadata name no licence
by its identifier are told. It takes about half a minute.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from commscore.english import REUPLOAD, REUPLOAD_SHA256
from commscore.models.manifest import FILE, Manifest, read_manifest

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"
COMMAND = ("-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml"))
OPTIONS = ("--sv", "1.6", "--output-reproducible", "--of", "JSON")


def environment(python: str) -> dict[str, Any]:
    """Return the bill of an environment's packages, with commscore as what they are for."""
    command = [sys.executable, *COMMAND, *OPTIONS, python]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own command, without a shell
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


def model(folder: Path) -> dict[str, Any]:
    """Return the component of a trained model."""
    manifest = read_manifest(folder)
    return {
        "bom-ref": f"model:{manifest.name}",
        "type": "machine-learning-model",
        "name": manifest.name,
        "version": manifest.created,
        "description": f"Codes of {manifest.kind}s; trained from the encoder {manifest.encoder.name}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [sha256(hashlib.sha256((folder / FILE).read_bytes()).hexdigest())],
        "modelCard": {"modelParameters": {"datasets": datasets(manifest)}},
        "components": [
            {"type": "file", "name": f"models/{folder.name}/{name}", "hashes": [sha256(found)]}
            for name, found in sorted(manifest.files.items())
        ],
    }


def datasets(manifest: Manifest) -> list[dict[str, str]]:
    """Return what a model was trained on, each with its licence as its owners state it."""
    return [
        {"type": "dataset", "name": each.name, "description": f"{each.source}. Licence: {each.licence}"}
        for each in manifest.training.corpora
    ]


def sha256(content: str) -> dict[str, str]:
    """Return a hash as CycloneDX writes it."""
    return {"alg": "SHA-256", "content": content}


def with_models(bill: dict[str, Any]) -> dict[str, Any]:
    """Return the bill with the trained models, and spaCy's for what it is."""
    own = [model(path.parent) for path in sorted(MODELS.glob(f"*/{FILE}"))]
    components = [
        parser(each) if each["name"].replace("-", "_") == REUPLOAD else each for each in bill["components"]
    ]
    return bill | {"components": [*components, *own]}


def parser(component: dict[str, Any]) -> dict[str, Any]:
    """Return spaCy's model as a model, with the hash over its files that commscore asks of it."""
    hashed = {"name": "commscore:sha256-of-files", "value": REUPLOAD_SHA256}
    return component | {"type": "machine-learning-model", "properties": [hashed]}


def main(python: str, file: str) -> None:
    """Write the bill; it must be valid."""
    bill = with_models(environment(python))
    text = json.dumps(bill, indent=1, ensure_ascii=False) + "\n"
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem:
        raise SystemExit(f"the bill is not valid: {problem}")
    Path(file).write_text(text, encoding="utf-8")
    unsaid = ", ".join(each["name"] for each in bill["components"] if not each.get("licenses"))
    print(f"{len(bill['components'])} components; no licence is stated by: {unsaid or 'none'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
