"""What counts as jargon: terms nobody used before and nobody explains. The sentences are ours."""

import time

import pytest

import commscore.detect
from commscore import codebook
from commscore.codebook.terms import everyday, fold, key, lay_word, terms
from commscore.parse import Parsed
from commscore.types import Code, Document, Role, Turn


def codes(*said: str) -> list[Code]:
    """Return the codes of turns written as "D: words" or "P: words"."""
    roles = {"D": Role.CLINICIAN, "P": Role.PATIENT, "R": Role.OTHER}
    turns = tuple(Turn(s[0], s[3:], roles[s[0]]) for s in said)
    return list(commscore.detect.jargon(Parsed(Document("x", turns), ())))


def found(*said: str) -> list[str]:
    return [said[c.turn][3:][c.start : c.end] for c in codes(*said)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Any haematuria?", ["haematuria"]),
        ("Any hematuria?", ["hematuria"]),  # the other spelling
        ("Take some NSAIDs.", ["NSAIDs"]),  # plural abbreviation
        ("It may be a UTI.", ["UTI"]),
        ("We will check your inflammatory markers.", ["inflammatory markers"]),  # the longest term
        ("Could be a deep-vein thrombosis.", ["deep-vein thrombosis"]),  # hyphen for space
        ("There is no dyspnoea or orthopnoea.", ["dyspnoea", "orthopnoea"]),
        ("It looks like sialadenitis to me.", ["sialadenitis"]),  # in no list, by its ending
        ("Palpation, and more palpation.", ["Palpation"]),  # once a turn
        ("Is it an infection, and do you use your inhaler for asthma?", []),  # everyday words
        ("Your blood pressure and the scan are fine, so no antibiotics.", []),
        ("He was an ace at school and fit as a fiddle.", []),  # words, not abbreviations
        ("We'll send the FIT test.", ["FIT"]),
        ("She sat on the mat.", []),  # "sats" is no plural of it
        ("Your sats are fine.", ["sats"]),
        ("What is the purpose, do you suppose, of economy in a pandemic?", []),
        ("Shall I advocate, elucidate and mitigate?", []),  # hard words, not technical ones
        ("Come in, sit down.", []),
        ("Mm.", []),
        ("", []),
    ],
)
def test_terms(said: str, words: list[str]) -> None:
    assert found(f"D: {said}") == words


@pytest.mark.parametrize(
    "said",
    [
        ["P: My dad had a DVT.", "D: So a DVT runs in the family."],
        ["R: She has seen a neurologist.", "D: Any other neurological trouble?"],  # kin, and a relative
        ["P: They called it a deep vein thrombosis.", "D: A deep-vein thrombosis, I see."],
        ["D: It's gastroenteritis, which is a tummy bug."],
        ["D: You have bursitis. OK? That's an inflammation of a little cushion."],
        ["D: Any haematuria, blood in the urine?"],  # the lay word beside it
        ["D: It's called labyrinthitis.", "P: Right.", "D: It's an infection of the inner ear."],
        ["D: I'll give you an antiemetic to stop the sickness."],  # a purpose
        ["D: There's a condition called costochondritis."],  # a class
        ["D: Try tablets like NSAIDs."],
        ["D: Do you have a limp, has your gait changed?"],
        ["D: How is your hypertension?"],  # the patient's own
        ["D: Hey Dragon, show me the echocardiogram. Now, how are you?"],  # to a device
        ["D: 50-year-old female with dyspnoea and syncope."],  # to a scribe
        ["P: Is it costochondritis?"],  # not the clinician's
    ],
)
def test_no_jargon(said: list[str]) -> None:
    assert found(*said) == []


@pytest.mark.parametrize(
    "said",
    [
        ["D: Any syncope?", "P: What is syncope?"],  # the patient only asks back
        ["D: Any syncope?", "P: No.", "D: And your bowels?"],
        ["D: Any syncope?", "D: No?", "P: No.", "D: It means fainting."],  # explained too late
        ["D: Any syncope? That's important."],  # says nothing of it
        ["P: I was synching my phone.", "D: Any syncope?"],  # alike in part only
    ],
)
def test_jargon_stays(said: list[str]) -> None:
    assert found(*said) == ["syncope"]


def test_explained_once_is_explained_for_good() -> None:
    said = [
        "D: We'll do an ECG, a heart tracing.",
        "P: OK.",
        "D: The ECG is on Monday.",
        "P: OK.",
        "D: And a CTG.",
    ]
    assert found(*said) == ["CTG"]


def test_tags_keep_offsets() -> None:
    (code,) = codes("D: So <UNIN/> no [laughs] erythema there.")
    assert "So <UNIN/> no [laughs] erythema there."[code.start : code.end] == "erythema"
    assert (code.code, code.found_by) == ("jargon", "lexicon:jargon")


def test_probability_is_that_of_the_rule() -> None:
    rules = {rule.name: rule for rule in codebook.jargon().rule}
    (code,) = codes("D: Any haematuria?")
    assert code.probability == rules["added"].probability
    assert code.certain is (code.probability >= 0.5)
    assert set(rules) == {"added", "glossary", "family"}
    assert all(rule.source for rule in rules.values())


@pytest.mark.parametrize(
    ("term", "lay"),
    [
        ("haematuria", "blood in the urine"),
        ("Hematuria", "blood in the urine"),
        ("NSAIDs", "anti-inflammatory painkiller"),
        ("carotid arteries", "artery in the neck"),
        ("alopecia", "hair loss"),  # a glossary's
        ("gammon", None),
        ("", None),
    ],
)
def test_lay_word(term: str, lay: str | None) -> None:
    assert lay_word(term) == lay


@pytest.mark.parametrize(
    ("one", "other"),
    [("oedemas", "edema"), ("X-ray", "x rays"), ("tumours", "tumor"), ("catheterisation", "catheterization")],
)
def test_one_key_for_all_forms(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_codebook_words_are_everyday() -> None:
    assert {"infection", "asthma", "inhaler", "scan", *map(fold, ["antibiotics", "pressure"])} <= everyday()


def test_no_term_is_an_everyday_word() -> None:
    assert terms().keys() & everyday() == set()


def test_added_terms_stand_once() -> None:
    keys = [key(term) for group in codebook.jargon().added for term in group.terms]
    assert sorted({k for k in keys if keys.count(k) > 1}) == []


def test_speed_and_size() -> None:
    assert len(codebook.FOLDER.joinpath("jargon.tsv").read_bytes()) < 300_000
    for load in (codebook.jargon, terms, everyday):
        load.cache_clear()
    start = time.process_time()
    terms(), everyday()
    assert time.process_time() - start < 0.25  # 0.01 s on a quiet machine
    said = [
        "D: We will do the usual things and then we will see you again.",
        "P: Right, and what then?",
    ] * 1000
    start = time.process_time()
    assert codes(*said) == []
    assert time.process_time() - start < 1.0


def test_settings_name_terms_and_groups_that_exist() -> None:
    groups = codebook.jargon().added
    assert set(codebook.jargon().settings.as_written) <= {term for group in groups for term in group.terms}
    assert set(codebook.jargon().settings.your) <= {group.name for group in groups}
