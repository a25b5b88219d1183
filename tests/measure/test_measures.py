"""Each measure by a table: what it counts, the empty and the one-word case, and the contrary."""

import math

import pytest

from commscore.measure.floor import REDIRECTS
from commscore.types import Moment

from .sessions import bare, measured, one

LONG = "one two three four five six seven eight nine ten"
ASKED, TOLD = "D 0-2: hi how can I help | agenda", "P 3-9: well it hurts here"
WHERE = "D 10-11: where | closed_question"
DAY = "P 0-10: it hurts all day long and night"

COUNTED = [
    ("talk_share", ("D: a b c", "P: d"), 0.75),
    ("talk_share", ("D: a", "P: b", "N: c d"), 0.25),  # a relative's words count as words
    ("talk_share", ("D: a <UNIN/> [laughs]", "P: b"), 0.5),  # tags are noise
    ("talk_share", ("D: hello",), 1.0),
    ("talk_share", ("P: hello",), 0.0),
    ("talk_share", (), None),
    ("talk_share_seconds", ("D 0-3: a", "P 3-4: b"), 0.75),
    ("talk_share_seconds", ("D 0-3: a", "P 2-3: b"), 0.75),  # both speak: both count
    ("talk_share_seconds", ("D: a", "P: b"), None),
    ("talk_share_seconds", ("D 0: a", "P 3: b"), None),
    ("clinician_turns", ("D: a", "P: b", "D: <UNIN/>", "D: c"), 2),
    ("clinician_turns", ("P: b",), None),
    ("clinician_turn_words", ("D: a b c", "P: b", "D: d"), 2),
    ("clinician_turn_words", ("P: b",), None),
    ("longest_monologue", (f"D: {LONG}", "P: okay", f"D: {LONG}", "P: my leg hurts", "D: a"), 20),
    ("longest_monologue", (f"D: {LONG}", "P: my leg hurts", f"D: {LONG}"), 10),
    ("longest_monologue", ("D: does it hurt? | closed_question", "P: yeah", "D: a"), 3),  # an answer, no "mm"
    ("longest_monologue", (), None),
    ("open_share", ("D: a | open_question", "D: b | closed_question", "D: c | agenda"), 2 / 3),
    ("open_share", ("D: a | open_question?", "D: b | closed_question"), 0),  # a maybe counts nowhere
    ("open_share", ("D: a",), None),
    ("open_share", ("P: a | open_question",), None),  # a code on the wrong speaker's turn
    ("stacked_questions", ("D: Any pain at all? Any blood at all? | closed_question",), 1),
    ("stacked_questions", ("D: a | open_question, closed_question", "D: b | ice"), 0.5),
    ("stacked_questions", ("D: Any pain at all? Yes? | closed_question",), 0),
    ("stacked_questions", ("D: Any pain at all? Any blood at all?",), None),
    ("reflection_to_question", ("D: a | reflection", "D: b | closed_question", "D: c | ice"), 0.5),
    ("reflection_to_question", ("D: a | reflection",), None),
    ("facilitators", ("D: mm | facilitator", "P: x", "D: a"), 0.5),
    ("facilitators", ("P: mm",), None),
    ("empathy_per_100_turns", ("D: a | empathy, empathy", "D: b"), 50),
    ("dismissals", ("D: a | dismissal", "D: b", "D: c", "D: d"), 25),
    ("dismissals", ("P: a",), None),
    ("signposts", ("D: a | signpost", "P: b", "D: c"), 50),
    ("jargon_per_100", ("D: a b c d | jargon, jargon", "P: e"), 50),
    ("jargon_per_100", ("P: e",), None),
    ("checks_per_explanation", ("D: a | explanation", "D: b | explanation", "D: c | teach_back"), 0.5),
    ("checks_per_explanation", ("D: a | explanation", "D: b | explanation, check_understanding"), 0.5),
    ("checks_per_explanation", ("D: a | check_understanding", "D: b | explanation"), 0),  # of nothing
    ("checks_per_explanation", ("D: a | explanation", *["D: b | check_understanding"] * 3), 1),  # not 3
    ("checks_per_explanation", ("D: a | explanation", *["D: b"] * 3, "D: c | teach_back"), 0),  # too late
    ("checks_per_explanation", ("D: c | check_understanding",), None),
    ("plans_with_safety_net", ("D: a | plan", "P: b", "D: c | safety_net"), 1),
    ("plans_with_safety_net", ("D: a | safety_net", "P: b", "D: c | plan"), 0),
    ("plans_with_safety_net", ("D: a | plan", *["D: b"] * 7, "D: c | safety_net"), 0),  # too late
    ("plans_with_safety_net", ("D: a | plan", *["D: mm | facilitator"] * 7, "D: c | safety_net"), 1),
    ("plans_with_safety_net", ("D: a | safety_net",), None),
    ("agenda_asked", ("D: a | agenda",), 1),
    ("agenda_asked", ("D: a | agenda?",), 0),
    ("agenda_asked", ("P: a",), None),
    ("agenda_turn", ("D: a", "P: b", "D: c | agenda", "D: d | agenda"), 3),
    ("agenda_turn", ("D: a",), None),
    ("ice_asked", ("D: a | ice",), 1),
    ("ice_asked", ("D: a",), 0),
    ("permission_asked", ("D: a | permission",), 1),
    ("introduction_made", ("D: a | introduction",), 1),
    ("introduction_made", ("D: a",), 0),
    ("shared_decisions_per_plan", ("D: a | plan", "D: b | plan", "D: c | shared_decision"), 0.5),
    ("shared_decisions_per_plan", ("D: a | shared_decision",), None),
    ("shared_decisions_per_plan", ("D: a | shared_decision", "P: b", "D: c | plan"), 1),  # a choice first
    ("shared_decisions_per_plan", ("D: a | plan", *["D: b | shared_decision"] * 3), 1),  # not 3
    ("shared_decisions_per_plan", ("D: a | plan", "D: b", "D: c", "D: d | shared_decision"), 0),  # too late
    ("shared_decisions_per_plan", ("D: a | plan", "D: mm | facilitator", "D: c | shared_decision"), 1),
    ("shared_decisions_per_plan", ("D: a | plan, shared_decision", "D: b | plan, shared_decision"), 1),
    (
        "response_latency",
        ("P 0-1: my leg", "D 1.5-2: I see it", "P 2-3: it hurts", "D 2.7-4: where then"),
        0.1,
    ),
    ("response_latency", ("P 0-1: my leg", "D 1-2: I see it"), None),  # no gap anywhere: made by software
    ("response_latency", ("P: my leg", "D: I see it"), None),
    ("speech_rate", ("D 0-3: a b c", "P 3-9: d"), 60),
    ("speech_rate", ("D: a b c",), None),
    ("consultation_minutes", ("D 30-60: a", "P 60-150: b"), 2),
    ("consultation_minutes", ("D: a",), None),
    ("consultation_minutes", ("D 3: a", "P 60: b"), None),
    # The patient stops and the clinician goes on: the floor is taken.
    ("floor_taking", (DAY, "D 6-12: and where is it exactly then"), 1),
    # The patient goes on: an encourager, an attempt, and an overlap too short to tell.
    ("floor_taking", (DAY, "D 6-7: mm-hm"), 0),
    ("floor_taking", (DAY, "D 6-7: and where is it exactly then"), 0),
    ("floor_taking", (DAY, "D 9.8-12: and where is it exactly then"), 0),
    ("floor_taking", (DAY, "D 0.5-12: and where is it exactly then"), 0),  # both began at once
    ("floor_taking", (DAY, "D 6-11: where is it then", "P 10.2-20: no let me say this"), 0),
    ("floor_taking", (DAY, "D 11-12: and where is it exactly then"), None),  # nobody ever overlaps: one track
    ("floor_taking", ("P: it hurts", "D: where"), None),
    ("backchannels", (DAY, "D 3-4: mm-hm", "D 6-12: and where is it then"), 0.5),
    ("backchannels", (DAY, "D 9-11: okay", "P 12-14: and my arm does too"), 1),
    ("backchannels", (DAY, "D 9-10.5: okay", "D 10.6-12: and where is it then"), 0),
    ("backchannels", (DAY, "D 9.8-12: where"), None),
    ("first_redirection", (ASKED, TOLD, WHERE), 7),
    ("first_redirection", (ASKED, TOLD, "D 5-6: mm-hm", "D 8-11: where is it | closed_question"), 5),
    ("first_redirection", (ASKED, TOLD, "D 5-6: mm-hm"), None),
    ("first_redirection", ("D 0-2: hello", TOLD, WHERE), None),
    ("first_redirection", ("D: so | agenda", "P: well it hurts here", "D: where | closed_question"), None),
    # The visit opens with the first wide question, whichever it is; one for the agenda may come at the end.
    ("first_redirection", ("D 0-2: tell me | open_question", TOLD, WHERE, "D 20-22: else | agenda"), 7),
    ("first_redirection", ("D 0-2: worried | ice", TOLD, WHERE, "D 20-22: else | agenda"), 7),
    ("first_redirection", ("D 0-2: pain | closed_question", TOLD, WHERE), 7),
    (
        "first_redirection",
        ("D 0-1: name | closed_question", "P 1-2: it is Ann B Smith", "D 2-3: so | agenda", TOLD, WHERE),
        7,
    ),
    # Kindness, and words said back, leave the patient's statement where it was.
    ("first_redirection", (ASKED, TOLD, "D 9-10: how frightening | empathy", "D 12-13: so | plan"), 9),
    ("first_redirection", (ASKED, TOLD, "D 9-10: it hurts | reflection, reassurance"), None),
    ("first_redirection", (ASKED, TOLD, "D 9-10: sorry that you waited | apology"), None),
    ("first_redirection", (ASKED, TOLD, "D 9-10: how hard | empathy, closed_question"), 6),
    *(("first_redirection", (ASKED, TOLD, f"D 9-10: well then | {code}"), 6) for code in REDIRECTS),
]


@pytest.mark.parametrize(("name", "lines", "value"), COUNTED)
def test_counts(name: str, lines: tuple[str, ...], value: float | None) -> None:
    assert bare(name, *lines) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("name", "code", "responses", "value"),
    [
        ("cues_answered", "cue", ("explored", "acknowledged", "missed", "blocked"), 0.5),
        ("cues_answered", "concern", ("explored",), None),
        ("concerns_answered", "concern", ("acknowledged",), 1),
        ("concerns_answered", "concern", (), None),
        ("questions_answered", "patient_question", ("answered", "deferred", "missed"), 2 / 3),
    ],
)
def test_moments(name: str, code: str, responses: tuple[str, ...], value: float | None) -> None:
    moments = [Moment(0, code, response) for response in responses]
    assert bare(name, "P: my leg", moments=moments) == (None if value is None else pytest.approx(value))


def test_a_moment_on_an_uncertain_code_counts_nowhere() -> None:
    cue = [Moment(0, "cue", "explored")]
    assert bare("cues_answered", "P: it is no better | cue?", moments=cue) is None
    assert bare("cues_answered", "P: it is no better | cue", moments=cue) == 1


def test_readability_is_coleman_and_liau_of_the_sentences_that_explain() -> None:
    # 6 words of 4 letters in 2 sentences; the last sentence explains nothing.
    lines = ("D: Cold hand here. Weak pain felt. Unquestionably.",)
    from commscore.codebook import measures
    from commscore.measure.clarity import explanation_readability
    from commscore.measure.figure import Unknown
    from commscore.measure.session import session
    from commscore.types import Code

    from .sessions import consultation

    document, _ = consultation(*lines)
    heard = session(document, [Code("explanation", 0, 3, 25)], ())
    figure = explanation_readability(heard, measures()["explanation_readability"])
    assert not isinstance(figure, Unknown)
    assert figure.value == pytest.approx(0.0588 * 400 - 0.296 * 100 / 3 - 15.8)
    assert figure.evidence == 6


def test_readability_needs_sentences() -> None:
    why = one("explanation_readability", "D: " + "it is a virus " * 40 + "| explanation").why
    assert why == "the transcript does not mark where sentences end"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("D: a", "P: b"), "too few clinician turns: 1, and at least 8 needed"),
        (("P: b",), "no clinician turns"),
        ((), "no clinician turns"),
    ],
)
def test_too_little_evidence_is_said(lines: tuple[str, ...], why: str) -> None:
    assert one("dismissals", *lines).why == why


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("D: hello",),
        ("P: <UNIN/>",),
        ("N: a b", "N: c"),
        ("D 0-1: a | agenda, plan, explanation", "P 0.1-4: b c d e", "D 1-9: x"),
        tuple(f"D: {LONG} | plan, explanation, closed_question" for _ in range(12)),
        tuple(f"{'DP'[n % 2]} {n}-{n + 1.5}: {LONG}. | reflection" for n in range(30)),
    ],
)
def test_a_figure_or_a_reason_and_never_nan(lines: tuple[str, ...]) -> None:
    found = measured(*lines)
    for m in found.measures:
        assert m.value is not None or m.why
        assert m.value is None or math.isfinite(m.value)
        assert (m.low is None) == (m.high is None)
        if m.value is not None and m.low is not None and m.high is not None:
            assert m.low <= m.value <= m.high
        assert m.reference
    for s in found.scores:
        assert s.value is not None or s.why
        assert s.value is None or 0 <= s.value <= 100
