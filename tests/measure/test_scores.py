"""The rubric and its scores: curves that go the right way, minimums, and what cannot be gamed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commscore.codebook import evidence, measures, rubric
from commscore.codebook.scoring import Cost, MeasureEntry, Part
from commscore.measure import BUILTIN, measure
from commscore.measure.scores import points, weighed
from commscore.types import Code, Document, Moment, Role, Score, Turn

from .sessions import consultation, measured

NO_REFERENCE = "no published reference checked"
PARTS = [part for domain in rubric().rubric for part in domain.part]
CURVES = [*PARTS, *(cost for domain in rubric().rubric for cost in domain.cost)]
TALK = "P: my leg hurts and I cannot sleep | cue"
PLAN = "D: now we will do a test of your blood and then see what it shows us | plan"
ANSWER = "D: one two three four five six seven eight nine ten eleven twelve thirteen"


def scored(domain: str, *lines: str, moments: tuple[Moment, ...] = ()) -> Score:
    return next(s for s in measured(*lines, moments=moments).scores if s.domain == domain)


def test_every_measure_has_an_entry_and_a_function() -> None:
    assert list(BUILTIN) == list(measures())


def test_every_domain_has_a_rubric_with_reasons() -> None:
    assert [r.domain for r in rubric().rubric] == ["listening", "empathy", "clarity", "partnership"]
    assert all(curve.why for curve in CURVES)


@pytest.mark.parametrize("part", PARTS, ids=lambda p: p.measure)
def test_a_curve_goes_the_way_its_measure_says(part: Part) -> None:
    steps = np.diff([given for _, given in part.knots])
    direction = measures()[part.measure].direction
    if direction == "higher":
        assert (steps >= 0).all()
    elif direction == "lower":
        assert (steps <= 0).all()
    elif direction == "range":
        assert steps.max() > 0 > steps.min()


@pytest.mark.parametrize("cost", [c for d in rubric().rubric for c in d.cost], ids=lambda c: c.measure)
def test_a_cost_falls_on_what_is_better_less(cost: Cost) -> None:
    assert measures()[cost.measure].direction == "lower"
    assert cost.knots[0] == (0, 0)
    assert (np.diff([taken for _, taken in cost.knots]) >= 0).all()


@pytest.mark.parametrize("part", CURVES, ids=lambda p: p.measure)
def test_points_stay_from_0_to_100(part: Part | Cost) -> None:
    given = points(part, np.linspace(-10, 200, 500))
    assert given.min() >= 0
    assert given.max() <= 100


def test_a_missing_measure_leaves_the_weight_to_the_others() -> None:
    parts = [
        Part(measure=m, weight=0.5, knots=((0, 0), (1, 100)), why="") for m in ("talk_share", "ice_asked")
    ]
    assert weighed(parts, np.array([[0.2, 0.2, np.nan], [0.6, np.nan, np.nan]]))[:2].tolist() == [40, 20]
    assert np.isnan(weighed(parts, np.array([[np.nan], [np.nan]]))).all()


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((), "clinician turns: 0, and at least 8 needed"),
        ((ANSWER,), "clinician turns: 1, and at least 8 needed"),
        (("D: mm",) * 9, "clinician words: 9, and at least 100 needed"),
        ((ANSWER,) * 9, "cues and concerns of the patient: 0, and at least 2 needed"),
    ],
)
def test_too_little_evidence_is_no_score(lines: tuple[str, ...], why: str) -> None:
    found = scored("empathy", *lines)
    assert (found.value, found.low, found.high, found.why) == (None, None, None, why)


def test_what_became_of_cues_decides_empathy() -> None:
    lines = (TALK, ANSWER) * 10
    answered = tuple(Moment(2 * n, "cue", "explored", 2 * n + 1) for n in range(10))
    missed = tuple(Moment(2 * n, "cue", "missed") for n in range(10))
    good, poor = scored("empathy", *lines, moments=answered), scored("empathy", *lines, moments=missed)
    assert good.value is not None
    assert poor.value is not None
    assert good.value - poor.value > 50
    assert good.low is not None
    assert good.low > (poor.high or 100)


def test_kind_phrases_without_cause_earn_nothing() -> None:
    missed = tuple(Moment(2 * n, "cue", "missed") for n in range(10))
    plain = scored("empathy", *(TALK, ANSWER) * 10, moments=missed)
    stuffed = scored("empathy", *(TALK, ANSWER + " | empathy") * 10, moments=missed)
    assert plain.value is not None
    assert stuffed.value == plain.value


@pytest.mark.parametrize("domain", ["listening", "partnership"])
def test_to_belittle_costs_and_its_absence_earns_nothing(domain: str) -> None:
    kind = ("D: what brings you in today | agenda, open_question, reflection", TALK, PLAN) * 10
    rude = (*kind[:-1], PLAN + ", dismissal")
    plain, less = scored(domain, *kind), scored(domain, *rude)
    assert plain.value is not None
    assert less.value is not None
    assert 5 < plain.value - less.value < 60
    assert "dismissals" in less.measures
    assert "dismissals" not in plain.measures


def test_what_one_sentence_settles_makes_no_partnership() -> None:
    once = ("D: hello | agenda, ice, permission, introduction", *(TALK, ANSWER) * 10)
    why = scored("partnership", *once).why or ""
    assert why.startswith("measures with a value: 4 of 5 (50 % of weight), and at least 3 (60 %) needed")
    assert why.endswith("without one: Decisions shared")
    planned = scored("partnership", *once, PLAN)
    assert planned.value is not None
    assert planned.value <= 50


def test_yes_or_no_holds_at_most_half_of_a_domain() -> None:
    for domain in rubric().rubric:
        once = sum(p.weight for p in domain.part if measures()[p.measure].shown_as == "yes_no")
        assert once <= 0.5
        assert once < domain.minimum.weight


def test_the_absence_of_faults_holds_at_most_a_quarter() -> None:
    faults = {name for name, entry in measures().items() if entry.direction == "lower"}
    for domain in rubric().rubric:
        free = [p for p in domain.part if p.measure in faults - {"explanation_readability"}]
        assert sum(p.weight for p in free) <= 0.25 + 1e-9


@pytest.mark.parametrize("codes", ["agenda", "agenda, ice", "agenda, ice, introduction, permission"])
def test_what_rests_on_one_turn_is_uncertain(codes: str) -> None:
    shared = (TALK, PLAN + ", shared_decision") * 20
    found = scored("partnership", f"D: what brings you in today | {codes}", *shared)
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low > 10


def test_the_absence_of_jargon_makes_no_clarity() -> None:
    found = scored("clarity", *(TALK, ANSWER + " | signpost") * 10, TALK, PLAN)
    assert found.why == "turns that explain, plan or warn: 1, and at least 3 needed"


def test_dismissal_costs_more_than_kind_phrases_earn() -> None:
    missed = tuple(Moment(2 * n, "cue", "missed") for n in range(10))
    plain = scored("empathy", *(TALK, ANSWER) * 10, moments=missed)
    mixed = scored(
        "empathy", *(TALK, ANSWER + " | empathy", TALK, ANSWER + " | dismissal") * 5, moments=missed
    )
    assert (mixed.value or 0) < (plain.value or 0)


def test_a_score_says_what_it_was_made_of_and_holds_its_value() -> None:
    lines = ("D: so what brings you in today then | agenda", TALK, ANSWER + " | plan, closed_question") * 12
    for found in measured(*lines).scores:
        if found.value is not None:
            assert found.measures
            assert found.low is not None
            assert found.high is not None
            assert found.low <= found.value <= found.high


def test_the_same_input_gives_the_same_intervals() -> None:
    document, codes = consultation(*(TALK, ANSWER + " | plan, closed_question, jargon") * 12)
    assert measure(document, codes, ()) == measure(document, codes, ())


names = st.lists(st.text(min_size=1, max_size=8), min_size=3, max_size=3, unique=True)
said = st.tuples(
    st.sampled_from(list(Role)), st.sampled_from(["mm", "my leg hurts", "where is it?", "<UNIN/>", ""])
)
coded = st.sampled_from(["agenda", "closed_question", "plan", "jargon", "cue", "explanation", "empathy"])


@settings(max_examples=40, deadline=None)
@given(names, st.lists(st.tuples(said, coded), max_size=25))
def test_speakers_names_change_nothing(called: list[str], lines: list[tuple[tuple[Role, str], str]]) -> None:
    codes = [Code(code, n, 0, len(text)) for n, ((_, text), code) in enumerate(lines)]
    moments = [Moment(c.turn, "cue", "missed") for c in codes if c.code == "cue"]

    def found(names: dict[Role, str]) -> object:
        turns = tuple(Turn(names[r], text, r, float(n), n + 1.5) for n, ((r, text), _) in enumerate(lines))
        return measure(Document("x", turns), codes, moments)

    here, there = dict(zip(Role, called, strict=True)), dict(zip(Role, reversed(called), strict=True))
    assert found(here) == found(there)


@pytest.mark.parametrize("entry", measures().values(), ids=lambda m: m.name)
def test_a_measure_and_the_cards_that_bear_on_it_name_each_other(entry: MeasureEntry) -> None:
    assert set(entry.cards) == {card.id for card in evidence().values() if entry.name in card.measures}
    assert bool(entry.cards) == (entry.status != "none") == (entry.reference != NO_REFERENCE)
    assert bool(entry.brief) == bool(entry.cards)
