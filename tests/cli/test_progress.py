"""Progress: all of it on a terminal, a line a minute in a log."""

import io
import sys
import time

import pytest

from commscore.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal, True), (io.StringIO, False)])
def test_it_is_shown_at_once_on_a_terminal_only(
    stream: type[io.StringIO], shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = stream()
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as say:
        say("epoch 1 of 3")
    assert bool(written.getvalue()) is shown


def test_a_log_has_a_line_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    clock = iter([0.0, 59.0, 60.0, 60.0, 119.0, 121.0, 121.0])
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with progress() as say:
        for part in range(4):
            say(f"part {part}")
    assert [line.split(" ", 1)[1] for line in written.getvalue().splitlines()] == ["part 1", "part 3"]
