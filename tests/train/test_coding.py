"""A person's coding: begun, changed, exported, gone on with."""

import json

import pytest

from commscore.errors import UnreadableError
from commscore.read.schema import dump, load
from commscore.report.records import as_json
from commscore.train.coding import blind, keys, pre_annotated, recoded, saved
from commscore.types import Code, Measure, Moment, Provenance, Report
from commscore.work import Chosen, Coding
from conftest import consultation

DOCUMENT = consultation("P: I am worried.", "D: That must be hard. Go on.", "R: He is.")
MACHINE = Report(
    DOCUMENT,
    (
        Code("concern", 0, 0, 13, 0.9, "model:tiny"),
        Code("empathy", 1, 0, 18, 0.4, "model:tiny", certain=False),
    ),
    (Moment(0, "concern", "acknowledged", 1),),
    (Measure("talk_share", 0.5, "share"),),
    provenance=Provenance("0", {"tiny": "abc"}),
)


def test_a_blind_coding_is_empty_and_says_who_codes_and_how():
    made = blind(DOCUMENT, "Robin", "replace", Chosen.RANDOM)
    assert made.codes == made.measures == ()
    told = made.provenance
    assert (told.coder, told.coding, told.chosen) == ("Robin", Coding.BLIND, Chosen.RANDOM)
    assert dict(told.models) == {}


def test_a_coding_that_starts_from_the_machine_says_so_and_by_which_model():
    made = pre_annotated(MACHINE, "Robin")
    assert made.codes == (Code("concern", 0, 0, 13, 1.0, "model:tiny"),)
    assert made.moments == made.measures == made.scores == ()
    assert made.provenance.coding is Coding.PRE_ANNOTATED
    assert dict(made.provenance.models) == {"tiny": "abc"}


def test_what_the_coder_adds_is_the_coders_and_what_stays_keeps_who_found_it():
    started = pre_annotated(MACHINE, "Robin")
    made = recoded(started, [("empathy", 1, 0, 18), ("concern", 0, 0, 13), ("empathy", 1, 0, 18)])
    assert [(c.code, c.found_by, c.probability) for c in made.codes] == [
        ("concern", "model:tiny", 1.0),
        ("empathy", "person:Robin", 1.0),
    ]
    assert recoded(made, []).codes == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("nonsense", 1, 0, 4), "no such code"),
        (("empathy", 9, 0, 4), "no such turn"),
        (("empathy", -1, 0, 4), "no such turn"),
        (("empathy", 1, 4, 4), "no characters"),
        (("empathy", 1, 0, 900), "no characters"),
        (("empathy", 0, 0, 4), "of the clinician's"),
        (("concern", 2, 0, 4), "of the patient's"),
    ],
)
def test_what_cannot_be_coded_is_refused_with_a_remedy_and_without_the_words(given, why):
    with pytest.raises(UnreadableError, match=why) as refused:
        recoded(blind(DOCUMENT, "Robin"), [given])
    assert "worried" not in str(refused.value)


@pytest.mark.parametrize("started", [blind(DOCUMENT, "<b>Robin"), pre_annotated(MACHINE, "R", Chosen.UNSURE)])
def test_a_coding_comes_back_as_it_was_exported(started):
    made = recoded(started, [("empathy", 1, 0, 18)])
    assert load(json.loads(as_json([made])), "here") == made


def test_a_saved_coding_is_gone_on_with_and_a_machines_report_is_not():
    made = recoded(blind(DOCUMENT, "Robin"), [("empathy", 1, 0, 18)])
    assert saved(as_json([made]), "robin.json") == (made,)
    with pytest.raises(UnreadableError, match=r"report\.json: made names no coder"):
        saved(as_json([MACHINE]), "report.json")


def test_files_of_before_say_nothing_of_how_they_were_coded():
    entry = dump(MACHINE)
    assert not {"coding", "chosen"} & entry["provenance"].keys()
    assert load(entry, "here").provenance.coding is None


def test_within_a_role_each_code_has_a_key_of_its_own():
    from commscore import codebook

    assert keys().keys() == codebook.codes().keys()
    pairs = {(entry.role, keys()[name]) for name, entry in codebook.codes().items()}
    assert len(pairs) == len(keys())
