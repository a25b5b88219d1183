"""Every phrase of the codebook fires on its example and keeps silent on its near miss."""

import pytest

from commscore import codebook
from commscore.detect.phrases import Rule, find, rules
from commscore.parse import parse
from commscore.types import Document, Role, Turn


def named(rule: Rule) -> str:
    return f"{rule.phrase.code}: {rule.phrase.example}"


def found(rule: Rule, words: str) -> set[str]:
    """Return the codes that this rule alone finds in `before → words`, after what it must follow."""
    other = Role.PATIENT if rule.role is Role.CLINICIAN else Role.CLINICIAN
    before, arrow, said = words.rpartition("→")
    turns = (Turn("A", before.strip(), other),) * bool(arrow) + (Turn("B", said.strip(), rule.role),)
    first = [r for r in rules() if r.phrase.code == rule.phrase.follows]
    codes = find(parse(Document("x", turns)), [*first, rule])
    return {c.code for c in codes}


@pytest.mark.parametrize("rule", rules(), ids=named)
def test_phrase(rule: Rule) -> None:
    assert rule.phrase.code in found(rule, rule.phrase.example)
    assert rule.phrase.code not in found(rule, rule.phrase.near_miss)


def test_every_condition_names_a_set_of_words() -> None:
    for file in codebook.phrase_files():
        for phrase in file.phrase:
            assert not phrase.after or phrase.after in file.words
            assert not phrase.follows or phrase.follows in codebook.codes()


@pytest.mark.parametrize("run", ["really ", "so very ", "um, ", "you know ", "i mean just ", "it's "])
def test_a_long_run_of_hesitations_is_no_trap(run: str) -> None:
    """Recognisers loop; a pattern that tried every split of such a run would never come back."""
    for rule in rules():
        for pattern in (rule.match, rule.unless, rule.after):
            if pattern:
                pattern.search(f"i'm {run * 100}x")
