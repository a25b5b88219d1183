"""Runs over archives as programs: what comes out, whatever ends them or their workers on the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.dataset
import pyarrow.parquet
import pytest

MILD = "Dear Sir,\n\nThe car park machine was broken again on day {n}. Why has it not been mended?\n"
GRAVE = "Dear Sir,\n\nMy husband has had no insulin since Friday and nobody will help. He is in agony.\n"
SMALL = """
import os, sys, time
from commscore.batch import plan, rows, worker
from commscore.errors import UnreadableError
from commscore.types import Kind, LetterReport
plan.LEAST[Kind.LETTER] = plan.MOST[Kind.LETTER] = 4  # small parts, so that a small test has many
"""
QUICK = """
def reports(task, found):  # what is tested is what goes on around it
    for item in found:
        if not isinstance(item, UnreadableError):
            {act}
        yield item if isinstance(item, UnreadableError) else LetterReport(item)
rows.reports = worker.reports = reports
"""
MILDLY = QUICK.format(act="time.sleep(0.05)")
BEGIN = "if __name__ == '__main__':\n    from commscore.cli import main\n    main()\n"


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(24):
        text = GRAVE if n == 13 else MILD.format(n=n)
        (folder / f"{n:02}.txt").write_text(text, encoding="utf-8")
    (folder / "05-empty.txt").touch()
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], list[str]]:
    """Return what writes the command line as a program with small parts, and something else in it."""

    def written(more: str = MILDLY) -> list[str]:
        path = tmp_path / "program.py"
        path.write_text(SMALL + more + BEGIN, encoding="utf-8")
        return [sys.executable, str(path), "triage", "--model", "rules", "--privacy", "off"]

    return written


def done(command: list[str], *more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *map(str, more)], capture_output=True, text=True, check=False, timeout=300
    )


def table(folder: Path) -> list[dict[str, object]]:
    return pyarrow.dataset.dataset(folder).to_table().to_pylist()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def test_rows_are_in_the_order_of_the_input_and_what_failed_is_one_of_them(letters, program, tmp_path):
    ended = done(program(""), letters, "--format", "parquet", "--output", tmp_path / "out", "--workers", 2)
    found = table(tmp_path / "out")
    assert ended.returncode == 1
    assert ended.stderr.count("05-empty.txt: the file is empty") == 1
    assert "24 letters read: 1 urgent, 23 standard; 1 input" in ended.stderr
    assert [row["source"] for row in found] == sorted(path.name for path in letters.iterdir())
    assert [row["source"] for row in found if row["why"]] == ["05-empty.txt"]
    assert [row["priority"] for row in found].count("urgent") == 1
    grave = next(row for row in found if row["priority"] == "urgent")
    assert json.loads(grave["report"])["id"] == grave["id"] == "13"
    assert "insulin" not in ended.stderr
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "out").glob("*.parquet"))


def test_lines_are_the_same_by_one_process_and_by_two_and_in_the_queue_s_order(letters, program, tmp_path):
    for workers in (1, 2):
        ended = done(
            program(""),
            letters,
            "--format",
            "jsonl",
            "--output",
            tmp_path / f"{workers}",
            "--workers",
            workers,
        )
        assert "24 letters read" in ended.stderr
    one, two = (tmp_path / name for name in "12")
    assert one.read_bytes() == two.read_bytes()
    assert [json.loads(line)["id"] for line in one.read_text().splitlines()][:3] == ["13", "00", "01"]
    assert {path.name for path in tmp_path.iterdir()} == {"in", "1", "2", "program.py"}


def test_what_people_look_at_is_the_same_by_one_process_and_by_two(letters, program, tmp_path):
    few = "from commscore.batch import gather\ngather.FEW[Kind.LETTER] = 4\n"
    one, two = (
        done(program(few), letters, "--format", "csv", "--received", "2026-11-02", "--workers", n)
        for n in (1, 2)
    )
    assert one.stdout.count("\n") > 24
    assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, 1)


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_run_that_was_killed_at_any_point_goes_on_to_the_same_output(form, letters, program, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    done(program(), letters, "--format", form, "--output", whole)
    command = [*program(), str(letters), "--format", form, "--output", str(killed), "--workers", "2"]
    for seconds in (0.3, 1.2, 1.8, 2.4):
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        run.kill()
        run.wait()
        if form == "jsonl" and killed.exists():
            break
        assert form == "parquet" or not killed.exists()
    ended = done(program(), letters, "--format", form, "--output", killed)
    assert "24 letters read: 24 standard; 1 input" in ended.stderr
    if form == "jsonl":
        assert killed.read_bytes() == whole.read_bytes()
    else:
        assert files(killed) == files(whole)
        assert [path.name for path in killed.iterdir() if path.name.endswith(".new")] == []


KILLED_AT = """
def deadly(act, due, mark=sys.argv[-1] + ".mark"):
    def once(*given, **named):
        act(*given, **named)
        if due(*given) and not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), 9)
    return once
if __name__ == "__main__":
    from commscore.batch import run
    {point}
"""


@pytest.mark.parametrize(
    "point",
    [
        "run.join = deadly(run.join, lambda *_: True)",
        *(
            f"os.unlink = deadly(os.unlink, lambda path: os.path.basename(path) == '{name}')"
            for name in ("part-000003.jsonl", "plan.json", "parts.jsonl", "lock")
        ),
    ],
)
def test_a_run_that_is_killed_when_its_parts_are_joined_or_removed_goes_on(point, letters, program, tmp_path):
    place = letters, "--format", "jsonl", "--workers", 2, "--output"
    done(program(), *place, tmp_path / "whole")
    ended = done(program(MILDLY + KILLED_AT.format(point=point)), *place, tmp_path / "out")
    assert ended.returncode == -signal.SIGKILL
    (tmp_path / "out.mark").unlink()
    ended = done(program(), *place, tmp_path / "out")
    assert "24 letters read: 24 standard; 1 input" in ended.stderr
    assert (tmp_path / "out").read_bytes() == (tmp_path / "whole").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"in", "whole", "out", "program.py"}


def test_part_files_without_their_plan_are_not_taken_for_a_new_run_s(letters, program, tmp_path):
    place = "--format", "parquet", "--output", tmp_path / "out"
    done(program(), letters, *place)
    before = files(tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / ".commscore")
    ended = done(program(), letters, *place, "--nation", "wales")
    assert ended.returncode == 1
    assert "part files lie in it, and the plan that they were made by is gone" in ended.stderr
    assert files(tmp_path / "out") == before


KILLED_ONCE = """
def once(*given, write=rows.row, mark=sys.argv[-1] + ".mark"):
    if given[1].name == "10.txt" and not os.path.exists(mark):
        open(mark, "w").close()
        os.kill(os.getpid(), 9)
    return write(*given)
rows.row = once
"""  # the last option is where to


def test_a_worker_that_is_killed_changes_nothing(letters, program, tmp_path):
    done(program(), letters, "--format", "parquet", "--output", tmp_path / "whole")
    ended = done(
        program(MILDLY + KILLED_ONCE),
        letters,
        "--workers",
        2,
        "--format",
        "parquet",
        "--output",
        tmp_path / "killed",
    )
    assert (tmp_path / "killed.mark").exists()
    assert "24 letters read" in ended.stderr
    assert files(tmp_path / "killed") == files(tmp_path / "whole")


def test_documents_that_end_their_workers_are_rows_and_the_rest_is_done(letters, program, tmp_path):
    acts = {
        "05.txt": "os.kill(os.getpid(), 9)",
        "10.txt": "time.sleep(99)",
        "15.txt": "raise ValueError(item.text)",
    }
    act = f"exec({acts}.get(item.source, ''))"
    ended = done(
        program(QUICK.format(act=act)),
        *(letters, "--workers", 2, "--time-limit", 2, "--format", "parquet", "--output", tmp_path / "out"),
    )
    found = table(tmp_path / "out")
    assert [row["source"] for row in found] == sorted(path.name for path in letters.iterdir())
    why = {row["source"]: str(row["why"]) for row in found if row["why"]}
    assert set(why) == {"05-empty.txt", *acts}
    assert "its worker ended while it was read" in why["05.txt"]
    assert "its worker ended while it was read" in why["10.txt"]
    assert "ValueError while it was read" in why["15.txt"]
    assert "car park" not in ended.stderr + "".join(why.values())


def test_another_run_in_the_same_place_is_refused_with_what_differs(letters, program, tmp_path):
    place = "--format", "parquet", "--output", tmp_path / "out"
    done(program(), letters, *place)
    before = files(tmp_path / "out")
    (letters / "99.txt").write_text(GRAVE, encoding="utf-8")
    ended = done(program(), letters, *place, "--nation", "wales")
    assert ended.returncode == 1
    assert "another one: inputs, the option nation differ (25 files then, 26 now)" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files(tmp_path / "out") == before


def test_two_runs_in_one_place_are_refused(letters, program, tmp_path):
    from filelock import FileLock

    (tmp_path / "out" / ".commscore").mkdir(parents=True)
    with FileLock(tmp_path / "out" / ".commscore" / "lock"):
        ended = done(program(), letters, "--format", "parquet", "--output", tmp_path / "out")
    assert ended.returncode == 1
    assert "another run is at it" in ended.stderr


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_what_is_written_is_never_among_what_is_read(form, letters, program, tmp_path):
    (tmp_path / "link").symlink_to(letters)
    for output in (letters / "out", tmp_path / "link" / "out", tmp_path / "away" / ".." / "in" / "out"):
        ended = done(program(), letters, "--format", form, "--output", output)
        assert ended.returncode == 1
        assert "give an --output outside of it" in ended.stderr
    assert not (letters / "out").exists()
    ended = done(program(), letters, "--format", form, "--output", letters / ".out")
    assert "24 letters read" in ended.stderr


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
"""


def test_a_disk_that_is_full_is_said_and_the_run_goes_on_when_it_is_not(letters, program, tmp_path):
    (letters / "20.txt").write_text("".join(map(chr, range(0x4E00, 0x9000))) + GRAVE, encoding="utf-8")
    place = letters, "--format", "jsonl", "--output", tmp_path / "out", "--workers", 2
    full = done(program(MILDLY + FULL), *place)
    assert full.returncode == 1
    assert "cannot be written (file too large); make room" in full.stderr
    assert "Traceback" not in full.stderr
    assert not (tmp_path / "out").exists()
    assert done(program(), *place).returncode == 1
    assert len((tmp_path / "out").read_bytes().splitlines()) == 24


def test_a_run_that_is_stopped_at_the_keyboard_leaves_no_process(letters, program, tmp_path):
    command = [*program(), str(letters), "--format", "parquet", "--output", str(tmp_path / "out")]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not list(tmp_path.glob("out/*.parquet")) and run.poll() is None:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert "Traceback" not in said
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a worker is left")


DYING = """
if __name__ == "__main__":
    from commscore.batch import cluster
    class Dying(cluster.Worker):  # it goes to the actors as it stands here
        def __init__(self, *given):
            rows.reports = worker.reports = reports
            super().__init__(*given)
        def __call__(self, row, mark=sys.argv[-1] + ".mark"):
            if row["part"] == 2 and not os.path.exists(mark):
                open(mark, "w").close()
                os.kill(os.getpid(), 9)
            return super().__call__(row)
    cluster.Worker = Dying
"""


def test_ray_does_the_same_with_one_of_its_actors_killed_on_the_way(letters, program, tmp_path):
    pytest.importorskip("ray")
    for name, more in (("here", ()), ("ray", ("--engine", "ray"))):
        ended = done(
            program(MILDLY + DYING),
            *(letters, *more, "--workers", 2, "--format", "parquet", "--output", tmp_path / name),
        )
        assert "24 letters read: 24 standard; 1 input" in ended.stderr, ended.stderr
        assert "Traceback" not in ended.stderr
    assert (tmp_path / "ray.mark").exists()
    assert files(tmp_path / "ray") == files(tmp_path / "here")
