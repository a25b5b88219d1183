"""What the pages in `docs` name is there: commands, options, their values, settings, what is linked."""

import re
from pathlib import Path

import click
import pytest

from commscore.cli import COMMANDS, group
from commscore.settings import PREFIX, Settings
from conftest import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))
CONTEXT = click.Context(group)
OPTIONS = {
    name: {word: option for option in command.params for word in option.opts}
    for name in COMMANDS
    if (command := group.get_command(CONTEXT, name))
}
FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
OURS = ("commscore", "--", PREFIX)  # another program's options stand behind its name
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def named(page: Path) -> list[list[str]]:
    """Return the words of each piece of code on a page that names what is commscore's."""
    text = page.read_text(encoding="utf-8")
    shown = [line.strip() for block in FENCED.findall(text) for line in block.splitlines()]
    code = [*(line for line in shown if line.startswith("commscore ")), *CODE.findall(FENCED.sub("", text))]
    return [words for each in code if (words := each.split()) and words[0].startswith(OURS)]


def wrong(words: list[str]) -> list[str]:
    """Return the options among these words, and the values after them, that no such command takes."""
    command = words[1] if words[0] == "commscore" and len(words) > 1 else ""
    places = [OPTIONS[command]] if command in OPTIONS else list(OPTIONS.values())
    found = []
    for word, value in zip(words, [*words[1:], ""], strict=True):
        takers = [options[word] for options in places if word in options]
        if word.startswith("--") and not takers:
            found.append(word)
        choices = [taker.type.choices for taker in takers if isinstance(taker.type, click.Choice)]
        if value and choices and not any(value in each for each in choices):
            found.append(f"{word} {value}")
    return found


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are linked by."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_page
def test_every_command_option_and_setting_exists(page: Path) -> None:
    settings = {f"{PREFIX}{field}".upper() for field in Settings.model_fields}
    for words in named(page):
        if words[0] == "commscore" and words[1:]:
            assert words[1] in COMMANDS, words
        assert wrong(words) == [], words
        assert {word for word in words if word.startswith(PREFIX)} <= settings, words


@each_page
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_readme_leads_to_each_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert PAGES
    assert [page.name for page in PAGES if f"(docs/{page.name})" not in readme] == []


def test_what_is_wrong_is_seen() -> None:
    assert wrong(["commscore", "deidentify", "--privacy", "off"]) == ["--privacy off"]
    assert wrong(["commscore", "purge", "--older"]) == ["--older"]
    assert wrong(["--privacy", "replace"]) == wrong(["commscore", "kept", "ID"]) == []
