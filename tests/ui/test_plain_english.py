"""The pages of trainers and of the complaints team speak plain English: the reading age of their own words.

Flesch and Kincaid's grade (Kincaid and others 1975) is counted here and not by a library: those that count
syllables by a dictionary fetch it when they are first used.
"""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from conftest import ROOT

PAGES = ROOT / "src" / "commscore" / "ui"
# templates of researchers' pages
RESEARCH = {"agreement", "coding", "comparison", "curve", "difference", "evaluation", "switch"}
MEAN, MOST = 7.0, 10.0  # school years: the seventh is that of twelve-year-olds
FEWEST = 5  # words of a sentence that is judged
JARGON = re.compile(r"\b(macro|kappa|κ|F1|AC1|recall|span|token|annotation|inference|payload|null)\b", re.I)
ENDS = r"</(?:p|h\d|li|th|td|caption|summary|label|button|dt|dd|section|div)>"


def templates() -> Iterator[tuple[str, str]]:
    """Yield each template's words, a number for what is filled in."""
    for file in sorted((PAGES / "assets").glob("*.j2")):
        if file.name.partition(".")[0] in RESEARCH:
            continue
        text = re.sub(r"{#.*?#}|{%.*?%}", " ", file.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"{{ \"(.*?)\"\|explained }}", r"\1", text)
        text = re.sub(r"{{.*?}}", " 5 ", text, flags=re.S)
        text = re.sub(r"<[^>]*>", "", re.sub(ENDS, "\n", text))
        for part in re.split(r"\n\s*\n|(?<=[.!?:])\n", text):
            yield file.name, " ".join(part.split())


def strings() -> Iterator[tuple[str, str]]:
    """Yield each module's strings but its docstrings, a number for what is filled in."""
    for file in sorted([*PAGES.glob("*.py"), *(PAGES / "letters").glob("*.py")]):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        bare = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        parts = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                said = (str(v.value) if isinstance(v, ast.Constant) else " 5 " for v in node.values)
                yield file.name, "".join(said)
            elif (
                isinstance(node, ast.Constant)
                and id(node) not in bare | parts
                and isinstance(node.value, str)
            ):
                yield file.name, node.value


def told() -> Iterator[tuple[str, str]]:
    """Yield what the tour and the glossary say on these pages."""
    for page in tomllib.loads((PAGES / "assets" / "tour.toml").read_text(encoding="utf-8"))["page"]:
        if page["name"] in {"Consultations", "Progress", "Letters"}:
            yield from (("tour.toml", text) for _, text in page["steps"])
    for term in tomllib.loads((PAGES / "assets" / "glossary.toml").read_text(encoding="utf-8"))["term"]:
        yield "glossary.toml", term["means"]


def sentences() -> list[tuple[str, str]]:
    """Return the sentences that are judged, with where each stands."""
    every = (*templates(), *strings(), *told())
    each = ((where, part) for where, text in every for part in re.split(r"(?<=[.!?])\s+", text))
    return [
        (w, part) for w, part in each if len(words(part)) >= FEWEST and not re.search(r"[{}<>=_\\]", part)
    ]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z’'-]+", text)


def syllables(word: str) -> int:
    """Return about how many syllables a word has: its groups of vowels, without a silent e."""
    spoken = re.sub(r"(?<![laeiouy])es$|(?<![ltd])ed$|(?<!l)e$", "", word.lower().strip("'’-"))
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def grade(texts: list[str]) -> float:
    """Return the school year that these sentences need."""
    every = [word for text in texts for word in words(text)]
    return 0.39 * len(every) / len(texts) + 11.8 * sum(map(syllables, every)) / len(every) - 15.59


@pytest.mark.parametrize(
    ("word", "count"), [("made", 1), ("table", 2), ("looked", 1), ("wanted", 2), ("consultation", 4)]
)
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_twelve_year_old_reads_the_pages() -> None:
    found = sentences()
    assert len(found) > 120
    assert grade([sentence for _, sentence in found]) <= MEAN
    hard = {(where, sentence) for where, sentence in found if grade([sentence]) > MOST}
    assert hard == set()


def test_no_jargon_of_researchers_on_other_pages() -> None:
    found = [(where, text) for where, text in sentences() if where != "glossary.toml" and JARGON.search(text)]
    assert found == []
