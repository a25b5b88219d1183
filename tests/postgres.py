"""A PostgreSQL of the test run's own: in a temporary folder, on a socket in it, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ACCOUNT = "postgres"  # whom the server runs as where the tests run as root, which it refuses
DEBIAN = "/usr/lib/postgresql"


def programs() -> Path:
    """Return the folder of the server's programs, the newest that is installed; skips where there is none."""
    found = sorted(Path(DEBIAN).glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    known = found[-1] if found else shutil.which("initdb")
    if known is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    return Path(known).parent


@contextmanager
def running() -> Iterator[str]:
    """Yield the address of a server without its database's name; skips where none can be started."""
    pytest.importorskip("psycopg", reason="pip install 'commscore[postgres]'")
    bin, root = programs(), hasattr(os, "geteuid") and os.geteuid() == 0
    account = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if root else {}
    with tempfile.TemporaryDirectory(prefix="pg") as folder:  # a socket's path must be short

        def run(program: str, *arguments: str) -> None:
            with Path(folder, f"{program}.log").open("wb") as log:
                subprocess.run(
                    [bin / program, *arguments],
                    check=True,
                    cwd=folder,
                    stdout=log,
                    stderr=log,
                    timeout=60,
                    **account,
                )

        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        try:
            if root:
                shutil.chown(folder, ACCOUNT)
            run("initdb", "-D", f"{folder}/data", "-U", ACCOUNT, "--auth=trust", "-E", "UTF8", "--no-sync")
            run("pg_ctl", "start", "-w", "-D", f"{folder}/data", "-o", options)
        except (LookupError, OSError, subprocess.SubprocessError) as problem:
            pytest.skip(f"PostgreSQL cannot be started here: {problem}")
        try:
            yield f"postgresql://{ACCOUNT}@/{{}}?host={folder}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate", "-D", f"{folder}/data")
