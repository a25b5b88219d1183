"""The container file is linted, ends as nobody in particular, and is given what the wheel is built from."""

import re
import subprocess
import sysconfig
import tomllib
from pathlib import Path

from conftest import ROOT

FILE = ROOT / "Containerfile"
LINES = FILE.read_text(encoding="utf-8").replace("\\\n", "").splitlines()


def test_the_container_file_is_linted() -> None:
    hadolint = Path(sysconfig.get_path("scripts")) / "hadolint"
    done = subprocess.run([hadolint, "--no-color", FILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_as_nobody_in_particular_and_tells_whether_it_is_well() -> None:
    last = LINES[max(n for n, line in enumerate(LINES) if line.startswith("FROM ")) :]
    assert [line.split()[1] for line in last if line.startswith("USER ")] == ["10001"]
    assert any(line.startswith("HEALTHCHECK ") for line in last)
    assert not [line for line in last if re.match(r"(ADD|RUN .*(pip|apt|curl|wget)) ", line)]


def test_packages_come_from_the_lock_with_their_hashes() -> None:
    installs = [line for line in LINES if "pip install" in line]
    assert installs == [
        "RUN pip install --require-hashes -r /build/requirements.lock",
        "RUN pip install --no-deps /build",
    ]


def test_what_the_wheel_is_built_from_goes_into_the_build_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", "requirements.lock", "src", project["project"]["readme"]}
    needed |= {*wheel["force-include"], *project["project"]["license-files"]}
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert ignored.index("*") < min(n for n, line in enumerate(ignored) if line.startswith("!"))
    assert {line[1:] for line in ignored if line.startswith("!")} == needed
