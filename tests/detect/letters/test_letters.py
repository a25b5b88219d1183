"""Questions, asks, stages, praise, harm and problems, by rules."""

import pytest

from commscore.codebook.coded import PASSAGES, coded
from commscore.codebook.letters import precision
from commscore.detect.letters.together import by_rules
from commscore.sentences import parse_letter
from commscore.types import Aside, Kind, Letter, LetterReport


def read(text: str, *asides: Aside) -> LetterReport:
    return by_rules(parse_letter(Letter("x", text, asides=asides)))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Why was he moved at night?", ["Why was he moved at night?"]),
        ("I would like to know why nobody rang.", ["I would like to know why nobody rang."]),
        ("Please explain how this happened.", ["Please explain how this happened."]),
        ("Can you tell me whether the scan was seen?", ["Can you tell me whether the scan was seen?"]),
        ("I ask: is she on the list?", ["is she on the list?"]),
        ("And would it have been different", ["would it have been different"]),
        ("Is that too much to ask?", []),
        ('She said, "Are you in pain?"', []),
        ("I said to her, why is he out on his own?", []),
        ("When I asked, she laughed.", []),
        ("How could this happen?", ["How could this happen?"]),
        ("Where is the care plan?", ["Where is the care plan?"]),
        ("Who knows about his allergy?", ["Who knows about his allergy?"]),
        ("Since when has he been on morphine?", ["Since when has he been on morphine?"]),
        ("Are you not required to report this?", ["Are you not required to report this?"]),
        ("Why oh why was he sent home?", ["Why oh why was he sent home?"]),
        (
            "How many times do I have to ring before someone answers?",
            ["How many times do I have to ring before someone answers?"],
        ),
        (
            "What is the point of a plan, and who decided this?",
            ["What is the point of a plan, and who decided this?"],
        ),
        ("What if he falls again tonight?", ["What if he falls again tonight?"]),
        ("Do you really discharge people at night?", ["Do you really discharge people at night?"]),
        ("How hard can it be?", []),
        ("How dare you?", []),
        ("Who cares?", []),
        ("What is the point?", []),
        ("Can you imagine?", []),
        ("Isn't it?", []),
        ("How can anyone call this care?", []),
        ("Since when?", []),
        ("", []),
    ],
)
def test_questions(text: str, asked: list[str]) -> None:
    assert [text[s:e] for s, e in read(text).questions] == asked


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I want a written apology.", {"apology"}),
        ("I apologise for the length of this letter.", {"none"}),
        ("Please send me a copy of my records.", {"information"}),
        ("I do not want compensation.", {"none"}),
        ("I expect a refund of my taxi fare.", {"compensation"}),
        ("I do not want this to happen to anyone else.", {"improvement"}),
        ("Please can somebody ring me with a date.", {"action_for_me"}),
        ("I would like an explanation of what went wrong.", {"explanation"}),
        ("I want that nurse to be disciplined.", {"accountability"}),
        ("The tea was cold.", {"none"}),
    ],
)
def test_asks(text: str, names: set[str]) -> None:
    assert {a.name for a in read(text).asks} == names


def test_stages() -> None:
    assert {s.name for s in read("I waited six hours in A&E.").stages} == {"access"}
    assert {s.name for s in read("They lost my umbrella.").stages} == {"unclear"}


@pytest.mark.parametrize(
    ("text", "praised"),
    [
        ("The night nurse was wonderful.", True),
        ("I could not have asked for better care.", True),
        ("The nurse was not kind.", False),
        ("Great, another three weeks to wait.", False),
        ('The "lovely" nurse shouted at me.', False),
        ("Thank you for taking the time to read this.", False),
    ],
)
def test_praise(text: str, praised: bool) -> None:
    assert bool(read(text).praise) is praised


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        ("I was left in agony all night.", True),
        ("I have had nightmares ever since.", True),
        ("He could have lost his leg.", False),
        ("The car park was full.", False),
    ],
)
def test_harm(text: str, harmed: bool) -> None:
    assert bool(read(text).harm) is harmed


@pytest.mark.parametrize(
    ("text", "category", "severity"),
    [
        ("The parking is a disgrace.", "environment", 1),
        ("I waited nine months for the scan.", "institutional", 2),
        ("Nobody told me that the clinic had moved.", "communication", 2),
        ("I kept telling them but nobody listened.", "listening", 2),
        ("She laughed at me and called me a dirty old man.", "respect", 3),
        ("They missed the fracture and she lost the use of her arm.", "safety", 3),
        ("The treatment was poor.", "quality", 2),
    ],
)
def test_problems(text: str, category: str, severity: int) -> None:
    found = {p.category: p for p in read(text).problems}
    assert found[category].severity == severity
    assert all(0 <= s < e <= len(text) for s, e in found[category].spans)


def test_praise_and_what_stands_in_asides_are_no_problems() -> None:
    assert not read("The nurse was wonderful.").problems
    text = "Thanks.\n\nThe doctor was rude and nobody told me why?"
    found = read(text, Aside("quoted", 9, len(text)))
    assert not found.problems
    assert not found.questions
    assert not found.harm


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        (
            "The nurses were wonderful but the doctor was rude to me and nobody told me anything.",
            {"respect", "communication"},
        ),
        ("The night nurse was kind although they gave him the wrong drug.", {"safety"}),
        ("Nobody told me about the scan, though the porters were lovely.", {"communication"}),
        ("The staff were kind and never rude.", set()),
    ],
)
def test_praise_hides_no_problem_told_beside_it(text: str, categories: set[str]) -> None:
    assert {p.category for p in read(text).problems} == categories


@pytest.mark.parametrize(
    ("text", "category", "between"),
    [
        ("They gave her the wrong drug and she lost the sight of that eye.", "safety", (3, 3)),
        (
            "I was told nothing. The doctor ignored me. The bus was late. It rained. I went home. I ate. "
            "I slept. My father died in May.",
            "listening",
            (2, 3),
        ),
        ("It is a small thing, but the parking was full again and again.", "environment", (1, 2)),
        ("The doctor ignored me.", "listening", (2, 2)),
    ],
)
def test_where_cues_disagree_severity_is_a_range(text: str, category: str, between: tuple[int, int]) -> None:
    found = {p.category: p for p in read(text).problems}[category]
    assert found.severity_range == between
    assert found.severity == between[1]


def test_the_words_that_say_most_are_quoted_first() -> None:
    text = (
        "The nurse was curt. A porter was abrupt. The clerk was abrupt. The doctor was abrupt. "
        "She dragged him up by the arm, laughed at him and called him a dirty old man."
    )
    spans = {p.category: p for p in read(text).problems}["respect"].spans
    assert len(spans) == 4
    assert text[slice(*spans[0])].startswith("She dragged")


@pytest.mark.parametrize(
    "text",
    [
        "I have read your policy.",
        "We sat in the garden all day.",
        "I turned right to the lift.",
        "She drew the curtain.",
        "I got a letter.",
        "We were there for two hours and went home.",
    ],
)
def test_a_word_alone_is_no_problem(text: str) -> None:
    assert not read(text).problems


def test_what_rules_find_stands_at_their_measured_precision() -> None:
    found = read("The doctor was rude. I want an apology. I have instructed a solicitor.")
    known = precision()
    assert {p.probability for p in found.problems} == {known["respect"]}
    assert {a.probability for a in found.asks} == {known["ask.apology"]}
    assert {f.probability for f in found.flags} == {known["flag.legal"]}
    assert set(known) == set(coded(Kind.LETTER)) - set(PASSAGES)
    assert all(0 < each < 1 for each in known.values())
