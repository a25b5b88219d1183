"""What in a letter is no complaint, and above all what is."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commscore.codebook.asides import AsideRule
from commscore.codebook.asides import asides as codebook
from commscore.read.asidelines import Look, look, taken
from commscore.read.asides import asides
from commscore.read.letterschema import read_coded_letters

RULES = codebook().rule
KINDS = {"address", "salutation", "signature", "quoted", "form", "page"}


def told(text: str) -> list[tuple[str, str]]:
    return [(aside.kind, text[aside.start : aside.end]) for aside in asides(text)]


def complaint(text: str) -> str:
    """What is left of a letter without its asides, on one line."""
    left, at = "", 0
    for aside in asides(text):
        left += text[at : aside.start] + " "
        at = aside.end
    return " ".join((left + text[at:]).split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_takes_its_examples_and_leaves_its_near_misses(rule: AsideRule) -> None:
    assert rule.takes
    assert rule.leaves
    for line in rule.takes:
        assert taken(rule, line) == len(line) or (rule.part and taken(rule, line)), line
    for line in rule.leaves:
        assert taken(rule, line) == 0 or (rule.field and taken(rule, line) < len(line)), line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("27 Tenter Row", Look.NAMES),
        ("Flat 6, The Maltings, Quayside Walk", Look.NAMES),
        ("The Chief Executive", Look.NAMES),
        ("Mrs A. Patel (Mrs)", Look.NAMES),
        ("HX9 4LT", Look.SURE),
        ("18 March 2025", Look.SURE),
        ("Tel: 01632 960418 / 07700 900143", Look.SURE),
        ("NHS No. 999 412 6075, born 2/9/94", Look.SURE),
        ("Mr Cyril Beer (deceased), born 2 May 1952", Look.TELLING),
        ("My mother, Mrs Ada Moss, 3 May 1930", Look.TELLING),
        ("FORMAL COMPLAINT", Look.TELLING),
        ("Death of Ada Moss", Look.TELLING),
        ("NOBODY CAME ON 3 MAY", Look.TELLING),
        ("I waited until 3 May 2025", Look.TELLING),
        ("They laughed.", Look.TELLING),
        ("three days on a trolley", Look.TELLING),
        ("Monday", Look.NAMES),
        ("Jo Moss, 2 May 1941", Look.SURE),
        ("Ward 7, 2 May 2025", Look.SURE),
        ("TABLETS NEVER CAME FRIDAY", Look.TELLING),
        ("CHAIR IN CORRIDOR BOTH NIGHTS MONDAY 3 MAY 2025", Look.TELLING),
        ("12/05/2025 Trolley Overnight", Look.TELLING),
        ("Trolley Overnight 12/05/2025", Look.TELLING),
        ("03:40 Rang Bell Twice", Look.TELLING),
        ("No Insulin", Look.TELLING),
        ("The Insulin Pump Clinic", Look.NAMES),
        ("Tel No 01632 960418", Look.SURE),
        ("", Look.TELLING),
    ],
)
def test_how_a_line_looks(line: str, expected: Look) -> None:
    assert look(line) is expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "12 Ash Row\nLeeds\nLS1 9ZZ\n\n4 May 2025\n\nThe Manager\nAsh Lane Surgery\n\nDear Sir,\n\n"
            "Ada Moss, born 2 May 1941, NHS 999 412 6075\n\nNobody came.\n\nYours faithfully,\n\n"
            "Jo Moss (Mrs)\n07700 900143\n",
            "Nobody came.",
        ),
        ("Hi,\n\nnobody came\n\nthanks\njo", "nobody came"),
        ("Dear Dr Osei, nobody came.", "nobody came."),
        ("Nobody came.\n\nJo Moss\n2 Ash Row, LS1 9ZZ", "Nobody came."),
        ("Nobody came.\n\nNOBODY", "Nobody came. NOBODY"),
        ("Dear Sir,\nRe: my late father, Jo Moss\nHe fell.", "Re: my late father, Jo Moss He fell."),
        ("Dear Sir,\n\nHe fell.\n\nYours,\nJo Moss\nP.S. He died.", "He fell. P.S. He died."),
        ("Page 1 of 2\nShe fell and\nPage 2 of 2\nlay there.", "She fell and lay there."),
        ("From: J M <j@x.example>\nTo: PALS\nSubject: suicidal, help\n\nring me", "suicidal, help ring me"),
        ("From: Jo, on behalf of my wife\nTo: PALS\n\nhelp", "From: Jo, on behalf of my wife help"),
        ("Dear Dr Osei I cannot go on", "Dear Dr Osei I cannot go on"),
        ("Dear Sir my son fell\nToday", "Dear Sir my son fell Today"),
        ("To the ward manager my wife is not safe,\nhelp", "To the ward manager my wife is not safe, help"),
        ("She fell.\n\nYours, wanting to die", "She fell. Yours, wanting to die"),
        ("She fell.\n\nThanks\nfeeling low", "She fell. feeling low"),
        ("She fell.\n\nYours,\nJo\ncc: an MP, and I am not safe", "She fell. cc: an MP, and I am not safe"),
        ("Jo Moss\n12/05/2025 Fall\n13/05/2025 No Food", "Jo Moss 12/05/2025 Fall 13/05/2025 No Food"),
        ("Name: Jo\nReason for contact: tablets all used", "tablets all used"),
        ("Name: Jo\nWard: cannot breathe", "cannot breathe"),
        ("She fell.\n\nSent from my iPhone", "She fell."),
        (
            "She fell.\n\nJo\n\nThis email is confidential and for the\naddressee only. Delete it.",
            "She fell.",
        ),
        ("Dear A,\nShe fell.\nYours,\nJo\n\nDear B,\nHe fell.\nYours,\nAl", "She fell. He fell."),
        ("Jo Moss", "Jo Moss"),
        ("", ""),
    ],
)
def test_what_is_left_is_the_complaint(text: str, left: str) -> None:
    assert complaint(text) == left


FORM = """Online complaint form
Your name: Jo Moss
Date of birth: 2/9/1994
Are you the patient? No - my partner

What happened?
They laughed. Name and address: they had both.

What would you like us to do?
say sorry
"""


def test_a_form_keeps_what_was_answered() -> None:
    assert complaint(FORM) == "No - my partner They laughed. Name and address: they had both. say sorry"
    assert {aside.kind for aside in asides(FORM)} == {"form"}


def test_a_question_of_the_writer_is_no_form() -> None:
    assert told("She lay there all night.\n\nWhat happened?\n\nWho decided it?") == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("No reply.\n\nOn 6 May 2025 at 09:12, PALS <p@x.example> wrote:\n> Sorry\n> so", "No reply."),
        ("No reply.\n\nOn Tue, 6 May 2025, PALS\n<p@x.example> wrote:\n\nSorry you feel so.", "No reply."),
        ("No reply.\n\n-----Original Message-----\nFrom: PALS\nSent: 6 May 2025\nSorry.", "No reply."),
        ("No reply.\n\nFrom: PALS\nSent: 6 May 2025 09:12\nTo: Jo\nSubject: Re: it\n\nSorry.", "No reply."),
        ("> You said sorry.\n> Twice.\nYou did not.", "You did not."),
        ("I waited\n> 40 minutes\nthen left", "I waited > 40 minutes then left"),
        ("No.\n\n-----Original Message-----\nSorry.\n\n[Attachment: a.txt]\n\nI fell.", "No. I fell."),
        ("On 6 May she wrote: nobody came.\nShe died.", "On 6 May she wrote: nobody came. She died."),
        ("No.\nOn 6 May 2025 he wrote:\nI am not safe.", "No. On 6 May 2025 he wrote: I am not safe."),
        (
            "It hurt.\n\nFrom: day one nobody came\nSent: home at 3\nThey laughed.",
            "It hurt. From: day one nobody came Sent: home at 3 They laughed.",
        ),
        ("No.\n\nFrom: PALS <p@x.example>\nSent: dinsdag 6 mei\n\nSorry.", "No."),
        ("No.\n\n*From:* PALS\n*Sent:* Tuesday, May 6, 2025 9:12 AM\n\nSorry.", "No."),
        (
            "Subject: Fwd: help\n\nFrom: Jo\nSent: 6 May 2025\n\nI fell.\n\n"
            "From: PALS\nSent: 5 May 2025\n\nSorry.",
            "Fwd: help I fell.",
        ),
    ],
)  # fmt: skip
def test_earlier_mail_is_set_apart(text: str, left: str) -> None:
    assert complaint(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Subject: Fwd: help\n\nFrom: Jo\nSent: 6 May 2025\nTo: GP\n\nI am not safe.",
        "Please see below.\n\nBegin forwarded message:\n\nFrom: Jo Moss\nDate: 6 May 2025\n\nI am not safe.",
        "Hi,\n\n---------- Forwarded message ---------\nFrom: Jo\nDate: 6 May 2025\n\nI am not safe.",
        "-----Original Message-----\nFrom: Jo Moss\nSent: 6 May 2025\n\nI am not safe.",
        "Dear Ann,\n\nKind regards,\nBo\n\nFrom: Jo Moss\nSent: 6 May 2025\nTo: Bo\n\nI am not safe.",
        "Subject: Fwd: it\nFrom: Bo\nSent: 7 May 2025\n\nSee below.\n\n"
        "From: Jo\nSent: 6 May 2025\n\nI am not safe.",
    ],
)
def test_mail_that_was_forwarded_is_the_letter_itself(text: str) -> None:
    assert complaint(text).endswith("I am not safe.")


LINES = st.sampled_from(
    [line for rule in RULES for line in (*rule.takes, *rule.leaves)]
    + [
        "",
        " ",
        "> quoted",
        "From: x",
        "Sent: 1 May 2025",
        "Jo Moss",
        "LS1 9ZZ",
        "I fell.",
        "\t3 May 2025 ",
        "\r",
    ]
)


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=30).map("\n".join) | st.text(max_size=300))
def test_asides_lie_inside_the_text_in_order_and_never_overlap(text: str) -> None:
    at = 0
    for aside in asides(text):
        assert at <= aside.start < aside.end <= len(text)
        assert aside.kind in KINDS
        assert text[aside.start : aside.end].strip()
        at = aside.end


@pytest.mark.parametrize(
    "piece",
    ["-", "x ", "Dear ", "a@", "Name: ", "\n>", "From: x\n", "On 1 May he\n", "(a ", "Dear Jo\n1 High St\n"],
)
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    def taken(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        asides(text)
        return time.process_time() - began

    taken(100)  # compiles the patterns
    assert taken(64_000) < 40 * max(taken(8_000), 0.02)


def test_the_gold_codes_almost_nothing_that_is_set_aside(shared: Path) -> None:
    """Of the spans that coders gave in the invented letters: an aside hides words that count."""
    spans = hidden = 0
    for report in read_coded_letters(shared / "gold" / "letters.jsonl"):
        found = asides(report.letter.text)
        coded = [s for one in (*report.problems, *report.flags) for s in one.spans]
        for start, end in (*coded, *report.harm, *report.questions, *report.praise):
            spans += 1
            hidden += any(aside.start < end and start < aside.end for aside in found)
    assert spans > 2000
    assert hidden <= 0.005 * spans
