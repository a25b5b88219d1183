"""Every phrase about letters fires on its example and keeps silent on its near miss."""

import time
from functools import cache

import pytest

from commscore.detect.letters import scope
from commscore.detect.letters.phrases import Rule, find, rules
from commscore.sentences import ParsedLetter, parse_letters
from commscore.types import Letter

FILES = (
    "self_harm_risk",
    "safeguarding",
    "ongoing_risk",
    "other_flags",
    "questions",
    "asks",
    "stages",
    "praise",
    "harm",
    "clinical",
    "management",
    "relationship",
    "severity",
)
PHRASES = [(name, rule) for name in FILES for rule in rules(name)]
CUES = rules("scope")
ANYWHERE = {"disclaimed", "if", "long ago", "well now", "rejected", "ended", "dead", "lived"}


@cache
def parsed() -> dict[str, ParsedLetter]:
    """Return every example parsed, all in one go."""
    said = {text for _, rule in PHRASES for text in (rule.phrase.example, rule.phrase.near_miss)}
    said |= {plain(text) for rule in CUES for text in (rule.phrase.example, rule.phrase.near_miss)}
    texts = sorted(said)
    return dict(zip(texts, parse_letters(Letter(text, text) for text in texts), strict=True))


def plain(text: str) -> str:
    return text.replace("→ ", "")


def named(item: tuple[str, Rule] | Rule) -> str:
    rule = item if isinstance(item, Rule) else item[1]
    return f"{rule.phrase.gives}: {rule.phrase.example}"


@pytest.mark.parametrize("item", PHRASES, ids=named)
def test_phrase(item: tuple[str, Rule]) -> None:
    _, rule = item
    assert list(find(parsed()[rule.phrase.example], [rule]))
    assert not list(find(parsed()[rule.phrase.near_miss], [rule]))


@pytest.mark.parametrize("rule", CUES, ids=named)
def test_what_takes_words_back(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "_of", lambda kind: (rule,))

    def holds(text: str) -> bool:
        letter = parsed()[plain(text)]
        at = text.index("→")
        sentence = next(s for s in letter.sentences if s.start <= min(at, len(plain(text)) - 1) < s.end + 1)
        if rule.phrase.gives in ANYWHERE:
            return scope._anywhere(rule.phrase.gives, letter, sentence)
        return any(scope._before(rule.phrase.gives, letter, sentence, (at, len(plain(text)))))

    assert holds(rule.phrase.example)
    assert not holds(rule.phrase.near_miss)


@pytest.mark.parametrize(
    "run", ["very ", "no one ", "i was left ", "and my mother's ", "still in pain ", '"', "1. "]
)
def test_a_long_run_is_no_trap(run: str) -> None:
    """A letter may be one endless line; a pattern that tried every split of it would never come back."""
    began = time.process_time()
    for name in (*FILES, "scope"):
        for rule in rules(name):
            for pattern in (rule.match, rule.unless, rule.other, rule.near):
                if pattern:
                    pattern.search(run * 60 + "x")
    assert time.process_time() - began < 20
