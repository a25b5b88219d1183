"""Letters of the same matter are grouped, whatever the order, and others are not."""

import random
import time
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from commscore.codebook import triage
from commscore.triage.same import grouped
from commscore.triage.shingles import jaccard, runs
from commscore.types import Aside, Letter

FALL = (
    "My mother fell on the ward twice in one night and nobody told us until the morning, when I rang. "
    "She had been put in a bed by the door with no rails and her bell was on the floor out of reach."
)
WAIT = (
    "I have waited eleven months for a hearing test that was said to be urgent, and each time I ring "
    "I am told that the letter is in the post, which it never is, and that I should ring again in May."
)


def letters(*texts: str) -> list[Letter]:
    return [Letter(str(number), text) for number, text in enumerate(texts)]


def test_near_duplicates_are_grouped_and_say_so() -> None:
    (group,) = grouped(letters(FALL, WAIT, FALL + " Please answer me this time."))
    assert group.letters == (0, 2)
    assert group.why == ("near-duplicate text: at least 50% of the runs of words in common",)


def test_the_same_text_in_other_marks_and_case() -> None:
    (group,) = grouped(letters(FALL, FALL.upper().replace(",", " -")))
    assert group.why == ("the same text",)


def test_short_letters_and_no_letters() -> None:
    assert grouped([]) == ()
    assert grouped(letters("", "")) == ()
    assert grouped(letters("Please see attached.", "Please see attached.")) == ()


def test_asides_are_left_out() -> None:
    head = "Name, address and number of the person who complains, as the form of this trust asks for them: "
    both = [
        Letter(str(n), head + told, asides=(Aside("form", 0, len(head)),))
        for n, told in enumerate((FALL, WAIT))
    ]
    assert grouped(both) == ()


def test_earlier_mail_quoted_is_a_follow_up() -> None:
    told = f"I have had no answer. {WAIT[:60]}\n\n> {FALL}"
    reply = Letter("b", told, asides=(Aside("quoted", told.index(">"), len(told)),))
    (group,) = grouped([Letter("a", FALL), reply])
    assert group.why == ("one quotes the other as earlier mail",)


def test_the_same_reference() -> None:
    found = grouped(
        [
            Letter("a", FALL, reference="HTM/24-117"),
            Letter("b", WAIT, reference="htm 24 117"),
            Letter("c", "x", reference="--"),
            Letter("d", "y", reference="--"),
        ]
    )
    assert [group.letters for group in found] == [(0, 1)]
    assert found[0].why == ("the same reference, HTM24117",)


def test_reasons_add_up_over_a_chain() -> None:
    listed = [Letter("a", FALL, reference="1"), Letter("b", FALL), Letter("c", WAIT, reference="1")]
    (group,) = grouped(listed)
    assert group.letters == (0, 1, 2)
    assert group.why == ("the same reference, 1", "the same text")


WORDS = st.lists(st.sampled_from(["ward", "bed", "fell", "night"]), min_size=0, max_size=18).map(" ".join)
MADE = st.lists(st.tuples(WORDS, st.sampled_from([None, "A1", "B2"])), max_size=8)


def named(listed: Sequence[Letter]) -> set[tuple[frozenset[str], tuple[str, ...]]]:
    return {(frozenset(listed[n].id for n in group.letters), group.why) for group in grouped(listed)}


@settings(max_examples=60, deadline=None)
@given(MADE, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(made: list[tuple[str, str | None]], chance: random.Random) -> None:
    listed = [Letter(str(n), text, reference=reference) for n, (text, reference) in enumerate(made)]
    mixed = list(listed)
    chance.shuffle(mixed)
    assert named(listed) == named(mixed)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=8))
def test_no_pair_is_lost_for_being_looked_up(texts: list[str]) -> None:
    rule = triage.same_matter()
    sets = [runs(text, rule.shingle, rule.least) for text in texts]
    groups = [set(group.letters) for group in grouped(letters(*texts))]
    for one, first in enumerate(sets):
        for other, second in enumerate(sets[:one]):
            if first and second and jaccard(first, second) >= rule.similarity:
                assert any({one, other} <= group for group in groups)


def test_thousands_take_seconds() -> None:
    chance = random.Random(1)
    words = [f"w{n}" for n in range(4000)]
    copies = [" ".join([FALL, *chance.choices(words, k=8)]) for _ in range(1000)]
    others = [" ".join(chance.choices(words, k=150)) for _ in range(1000)]
    began = time.process_time()
    (group,) = grouped(letters(*copies, *others))
    assert len(group.letters) == 1000
    assert time.process_time() - began < 20
