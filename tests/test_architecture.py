"""The rules of the house that a machine can check."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "commscore"
MODULES = sorted(SOURCE.rglob("*.py"))


def test_no_room_needs_a_room_further_down() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_module_needs_itself() -> None:
    """A cycle of imports at the head of modules; a package's own root counts as a module."""
    needs: dict[str, set[str]] = {}
    for path in MODULES:
        name = ".".join(("commscore", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        heads = [n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.ImportFrom)]
        needs[name] = {f"{n.module}.{a.name}" for n in heads for a in n.names} | {
            str(n.module) for n in heads
        }

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = list(needs[start])
        while todo:
            module = todo.pop()
            if module in needs and module not in seen:
                seen.add(module)
                todo.extend(needs[module])
        return seen

    assert [module for module in needs if module in reached(module)] == []


def test_modules_are_about_a_page() -> None:
    sizes = {path: path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert max(sizes.values()) <= 300, max(sizes, key=lambda path: sizes[path])
    assert statistics.median(sizes.values()) < 120


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_module(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} does not fit a screen"
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            assert caught not in {"", "Exception", "BaseException"}, f"line {node.lineno} catches everything"
        if isinstance(node, ast.ImportFrom):
            assert node.module != "commscore" or node.names[0].name in {"__version__", "codebook"}
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: asserts are for tests"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("score", "--help"),
        ("triage", "--help"),
        ("codebook", "--help"),
        ("app", "--help"),
        ("serve", "--help"),
        ("import", "--help"),
        ("train", "--help"),
        ("kept", "--help"),
        ("purge", "--help"),
        ("audit", "--help"),
        ("store", "--help"),
        ("store", "export", "--help"),
    ],
)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    program = f"""
import sys
from commscore.cli import group
try:
    group({list(arguments)!r})
except SystemExit:
    pass
heavy = {{"spacy", "torch", "streamlit", "fastapi", "numpy", "pydantic", "docx", "reportlab", "sqlalchemy"}}
print("LOADED", sorted(set(sys.modules) & heavy))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("LOADED []")


def test_nothing_calls_the_network() -> None:
    for path in MODULES:
        imported = re.findall(r"^\s*(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert not set(imported) & {"requests", "httpx", "urllib3", "socket", "aiohttp"}, path


def test_required_dependencies_are_small_and_free() -> None:
    """Neither a deep-learning framework nor a copyleft licence comes with the core install."""
    program = """
import importlib.metadata as m, json, re
seen, todo = {}, ["commscore"]
while todo:
    name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
    if name in seen: continue
    try: found = m.metadata(name)
    except m.PackageNotFoundError: continue
    seen[name] = " ".join([found.get("License-Expression") or "", (found.get("License") or "")[:80],
                           *[c for c in found.get_all("Classifier") or [] if c.startswith("License")]])
    todo += [re.match(r"[\\w.-]+", r)[0] for r in found.get_all("Requires-Dist") or [] if "extra ==" not in r]
print(json.dumps(seen))
"""
    import json

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    licences: dict[str, str] = json.loads(done.stdout)
    assert not {"torch", "transformers", "streamlit"} & licences.keys()
    copyleft = {
        name: text for name, text in licences.items() if re.search(r"\b[AL]?GPL|MPL|EUPL|CC-BY-SA", text)
    }
    # These two are MPL 2.0, copyleft file by file, and come with spaCy's model downloader, which is not used.
    assert copyleft.keys() <= {"certifi", "tqdm"}, copyleft
