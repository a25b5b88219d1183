"""The command line. Each command is a file here, loaded only when it is called."""

import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword

import click

from commscore import __version__
from commscore.errors import CommscoreError

COMMANDS = {
    "score": "Consultations in, reports out.",
    "triage": "Letters in, a ranked queue out.",
    "deidentify": "The text with stand-ins for what is personal, and what was found.",
    "unlock": "An encrypted map of `deidentify` back to words.",
    "kept": "What is kept in the store, and its reports out of it.",
    "purge": "Remove documents from the store, with everything derived from them.",
    "store": "All that is kept to one file, and back.",
    "audit": "Who added, opened, changed, exported or removed what.",
    "app": "Open the app in the browser, on this machine alone.",
    "serve": "Answer other programs over HTTP, on this machine alone.",
    "codebook": "What is coded, and on what evidence.",
    "models": "What trained models are installed, with their cards.",
    "import": "A public corpus, or a coded table, to commscore's schema.",
    "train": "A recipe to a model, measured by cross-validation, with its card.",
    "evaluate": "How far a model agrees with a coding, with intervals, ceilings and baselines.",
    "agreement": "How far two codings of the same documents agree.",
}


class Lazy(click.Group):
    """A group that imports a command's file when the command is called, so that help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"commscore.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="commscore %(version)s")
def group() -> None:
    """Find listening, empathy, clarity and partnership in anonymised consultation transcripts.

    Results go to standard output or to --output, everything else to standard error.
    Nothing leaves this machine.
    """


def main() -> None:
    """Run the command line; our own errors, and missing packages, end it with a text and status 1."""
    _speak_plainly()
    try:
        group()
    except CommscoreError as problem:
        click.echo(f"commscore: {problem}", err=True)
        sys.exit(1)
    except OSError as problem:  # of standard output, unless it names a file
        if problem.filename is None:
            _no_more_output()
        place, why = problem.filename or "standard output", (problem.strerror or str(problem)).lower()
        click.echo(f"commscore: {place} cannot be used ({why}); make room, or give another place", err=True)
        sys.exit(1)
    except ImportError as problem:
        click.echo(
            f"commscore: what it needs cannot be loaded ({problem}); install commscore again: "
            "pip install --force-reinstall commscore",
            err=True,
        )
        sys.exit(1)


def _speak_plainly() -> None:
    """Let no character end a command that the terminal or the system's encoding does not have.

    What goes into a file or another program is UTF-8 like all that commscore reads and writes, unless
    PYTHONIOENCODING says otherwise; on an old terminal a character that it lacks shows as "?".
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            ours = not stream.isatty() and "PYTHONIOENCODING" not in os.environ
            stream.reconfigure(encoding="utf-8" if ours else None, errors="replace")


def _no_more_output() -> None:
    """Send what waits for standard output nowhere: Python would try it again as it ends, and complain."""
    with open(os.devnull, "wb") as nowhere, suppress(OSError, ValueError):
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
