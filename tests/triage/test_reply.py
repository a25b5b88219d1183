"""What a draft answers, leaves out and says, on letters invented here."""

import time

import pytest

from commscore.codebook import triage
from commscore.codebook.triage import ReplyPhrase
from commscore.triage.manner import DONE, FORM_ONLY, NOT_DONE, compiled, found, manners, rankles
from commscore.triage.reply import ReplyCheck, check
from commscore.types import Letter, LetterReport, Named, Problem

LETTER = (
    "My father waited nine hours on a trolley in the corridor. A nurse called Brenda shouted at him for "
    "asking for water. Why was he left in the corridor for nine hours? Who was in charge of the department "
    "that night? Was the blood test ever looked at? What has changed since? I want an apology and a copy of "
    "his records."
)


def spans(*quotes: str) -> tuple[tuple[int, int], ...]:
    return tuple((LETTER.index(quote), LETTER.index(quote) + len(quote)) for quote in quotes)


REPORT = LetterReport(
    Letter("made", LETTER),
    problems=(
        Problem("institutional", 2, (2, 2), spans("waited nine hours on a trolley in the corridor")),
        Problem("respect", 2, (2, 2), spans("A nurse called Brenda shouted at him for asking for water")),
    ),
    asks=(
        Named("apology", spans("I want an apology")),
        Named("information", spans("a copy of his records")),
        Named("explanation"),
        Named("improvement"),
        Named("none"),
    ),
    questions=spans(
        "Why was he left in the corridor for nine hours?",
        "Who was in charge of the department that night?",
        "Was the blood test ever looked at?",
        "What has changed since?",
    ),
)


def verdicts(checked: ReplyCheck) -> tuple[list[str], dict[str, str], dict[str, str]]:
    return (
        [answer.verdict for answer in checked.questions],
        {answer.what: answer.verdict for answer in checked.asks},
        {answer.what: answer.verdict for answer in checked.problems},
    )


GOOD = (
    "Dear Mr Hale,\n\nI am very sorry that your father was left for nine hours in a corridor, and that "
    "Brenda shouted at him when he asked for water. He was left in the corridor for nine hours because no "
    "bed was free on any ward. Dr Amos was in charge of the department that night. The blood test was "
    "looked at by Dr Amos at ten, and it was normal. We have introduced a rule that nobody waits in the "
    "corridor for longer than an hour. I enclose a copy of his records. You can go to the Parliamentary and "
    "Health Service Ombudsman if you are not content with this reply.\n\nYours sincerely\nM. Reid"
)
POOR = (
    "Dear Mr Hale,\n\nThank you for your letter. We are sorry if you feel that the service was poor. We take "
    "all complaints very seriously. Lessons will be learned.\n\nYours sincerely\nM. Reid"
)


def test_a_draft_that_answers() -> None:
    questions, asks, problems = verdicts(check(REPORT, GOOD))
    assert questions == ["answered", "answered", "answered", "answered"]
    assert asks == {
        "apology": "answered",
        "information": "answered",
        "explanation": "answered",
        "improvement": "answered",
    }
    assert problems == {"institutional": "mentioned", "respect": "mentioned"}


def test_its_words_are_the_drafts_own() -> None:
    checked = check(REPORT, GOOD)
    (why, *_) = checked.questions
    assert "because no bed was free" in " ".join(GOOD[start:end] for start, end in why.words)
    assert all(done.verdict == DONE for done in checked.manner)
    assert checked.rankles == ()


def test_a_draft_that_answers_nothing() -> None:
    checked = check(REPORT, POOR)
    questions, asks, problems = verdicts(checked)
    assert set(questions) == {"left out"}
    assert asks == {
        "apology": "not sure",
        "information": "left out",
        "explanation": "left out",
        "improvement": "left out",
    }
    assert problems["respect"] == "never mentioned"
    assert [done.verdict for done in checked.manner] == [FORM_ONLY, NOT_DONE, NOT_DONE, NOT_DONE]
    assert [POOR[r.start : r.end] for r in checked.rankles] == [
        "sorry if you feel",
        "take all complaints very seriously",
        "Lessons will be learned",
    ]
    assert checked.readability.value is None
    assert checked.readability.why == "fewer than 100 words"


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("", "left out"),
        ("You asked who was in charge of the department that night.", "not sure"),  # only said back
        ("You asked who was in charge of the department that night. It was Dr Amos.", "answered"),
        ("We will look into who was in charge of the department that night.", "left out"),  # put off
        ("The department was in good order that night.", "not sure"),
        ("Our car park is being repaired.", "left out"),
    ],
)
def test_a_question_of_who(draft: str, verdict: str) -> None:
    assert check(REPORT, draft).questions[1].verdict == verdict


def test_a_long_draft_has_a_reading_level_with_its_interval() -> None:
    level = check(REPORT, GOOD).readability
    assert level.value is not None
    assert level.low is not None
    assert level.high is not None
    assert level.low < level.value < level.high
    assert 0 < level.value < 15


def test_a_letter_that_asks_nothing() -> None:
    checked = check(LetterReport(Letter("x", "It was cold.")), GOOD)
    assert (checked.questions, checked.asks, checked.problems) == ((), (), ())


PHRASES: list[ReplyPhrase] = [
    *(phrase for manner in triage.reply().manner for phrase in (*manner.phrase, *manner.form_only)),
    *triage.reply().resented,
]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: str(phrase.example))
def test_phrase(phrase: ReplyPhrase) -> None:
    assert list(found(phrase.example, [(0, len(phrase.example))], [phrase]))
    assert not list(found(phrase.near_miss, [(0, len(phrase.near_miss))], [phrase]))


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("We are sorry that we failed you.", DONE),
        ("I am sorry for the delay and for the distress this caused.", DONE),
        ("Please accept our sincere apologies for what happened.", DONE),
        ("The Trust apologises unreservedly for this.", DONE),
        ("I'm sorry that you had to wait.", DONE),
        ("We are sorry if you feel let down.", FORM_ONLY),
        ("I am sorry that you feel this way.", FORM_ONLY),
        ("I was sorry to hear of your experience.", FORM_ONLY),
        ("We apologise for any inconvenience.", FORM_ONLY),
        ("I am sorry for your loss.", FORM_ONLY),
        ("I am sorry, but we cannot help.", NOT_DONE),
        ("We do not apologise for that.", NOT_DONE),
        ("You asked for an apology.", NOT_DONE),
        ("", NOT_DONE),
    ],
)
def test_apology(said: str, verdict: str) -> None:
    apology = manners(said, [(0, len(said))])[0]
    assert (apology.name, apology.verdict) == ("apology", verdict)


def test_of_words_within_others_the_longer_rankle() -> None:
    said = "We are sorry if you feel upset."
    assert [said[r.start : r.end] for r in rankles(said, [(0, len(said))])] == ["sorry if you feel"]


@pytest.mark.parametrize("run", ["really ", "sorry ", "very ", "any ", "we have ", "lessons "])
def test_a_run_ten_times_as_long_takes_no_hundred_times_as_long(run: str) -> None:
    def taken(many: int) -> float:
        began = time.process_time()
        for phrase in PHRASES:
            for pattern in filter(None, (phrase.match, phrase.unless)):
                compiled(pattern).search(f"we are {run * many}x")
        return time.process_time() - began

    taken(10)  # compiles the patterns
    assert taken(3000) < 40 * max(taken(300), 0.01)
