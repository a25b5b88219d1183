"""Which documents come next to be coded."""

from dataclasses import replace

import numpy as np
import pytest

import tinymodel
from commscore.models.reading import Reading
from commscore.train.queue import doubt, queue
from commscore.types import Document, Role, Turn
from commscore.work import Chosen
from conftest import consultation


def named(name, *lines):
    return replace(consultation(*lines), id=name)


class Unsure:
    """Reads a document of which the model is as unsure of as the document's name says, in hundredths."""

    manifest = tinymodel.manifest()

    def read(self, documents, moments=True):
        return [
            Reading({c: np.full(len(d.turns), 0.8 * int(d.id) / 100) for c in tinymodel.CODES})
            for d in documents
        ]


def many(number=100):
    return [named(str(n), "D: So", "P: No") for n in range(number)]


@pytest.mark.parametrize(
    ("probability", "expected"), [(0.8, 1.0), (0.4, 0.5), (0.9, 0.5), (0.0, 0.0), (1.0, 0.0)]
)
def test_doubt_is_how_near_the_probabilities_are_to_their_thresholds(probability, expected):
    document = named("a", "D: So", "P: No", "R: Well")
    read = Reading({code: np.array([probability] * 3) for code in tinymodel.CODES})
    assert doubt(document, read, tinymodel.manifest()) == pytest.approx(expected)


def test_only_turns_of_a_codes_own_role_count():
    document = named("a", "D: So", "P: No")
    of = {"empathy": Role.CLINICIAN, "open_question": Role.CLINICIAN}
    read = Reading({c: np.array([0.8, 0] if c in of else [0.8, 0.8]) for c in tinymodel.CODES})
    assert doubt(document, read, tinymodel.manifest()) == 1.0


@pytest.mark.parametrize("turns", [(), (Turn("X", "Hello", Role.OTHER),)])
def test_where_no_code_can_stand_the_doubt_is_unknown(turns):
    read = Reading({code: np.zeros(len(turns)) for code in tinymodel.CODES})
    assert doubt(Document("a", turns), read, tinymodel.manifest()) is None


def test_the_least_sure_come_first_and_the_random_ones_are_spread_among_them():
    found = queue(many(), Unsure())
    unsure = [row for row in found if row.chosen is Chosen.UNSURE]
    assert [row.doubt for row in unsure] == sorted((row.doubt for row in unsure), reverse=True)
    places = [place for place, row in enumerate(found) if row.chosen is Chosen.RANDOM]
    assert 12 <= len(places) <= 28
    assert max(np.diff(places)) <= 2 * len(found) / len(places)


def test_a_documents_lot_hangs_on_the_seed_and_its_group_alone():
    drawn = {row.document.id for row in queue(many(), Unsure()) if row.chosen is Chosen.RANDOM}
    fewer = {row.document.id for row in queue(many(50), Unsure()) if row.chosen is Chosen.RANDOM}
    assert fewer == {name for name in drawn if int(name) < 50}
    other = {row.document.id for row in queue(many(), Unsure(), seed=1) if row.chosen is Chosen.RANDOM}
    assert other != drawn
    together = [replace(document, group="one") for document in many()]
    assert len({row.chosen for row in queue(together, Unsure())}) == 1


@pytest.mark.parametrize(("share", "kinds"), [(0, {Chosen.UNSURE}), (1, {Chosen.RANDOM})])
def test_none_and_all_can_be_random(share, kinds):
    assert {row.chosen for row in queue(many(), Unsure(), share)} == kinds


def test_without_a_model_chance_alone_orders_them():
    found = queue(many())
    assert {(row.chosen, row.doubt) for row in found} == {(Chosen.RANDOM, None)}
    assert [row.document for row in found] == [row.document for row in queue(list(reversed(many())))]
    assert [row.document for row in found] != many()


def test_nothing_to_code_is_an_empty_queue():
    assert queue([], Unsure()) == queue([]) == ()


def test_a_trained_model_is_asked(tiny):
    from commscore.models import load

    sure, unsure = named("sure", "D: Scan.", "P: No."), named("unsure", "D: perhaps, perhaps", "P: No.")
    found = queue([sure, unsure], load(tiny), share=0)
    assert [row.document.id for row in found] == ["unsure", "sure"]
