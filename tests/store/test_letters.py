"""What is looked for in kept letters: their words, their texts, and others of the same matter."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import event

from commscore.store import Store
from commscore.store.letters import NEAR, QUOTES, SAME
from commscore.types import Aside, Letter, LetterReport
from store.conftest import Opened, complaint, visit

TOLD = (
    "I waited four hours in the cold corridor on the second of May and nobody came to tell me why it was so. "
    "The nurse at the desk said that the doctor had gone home and that I should come again the next day."
)
LESS = TOLD.replace("The nurse at the desk", "A man in blue")
OTHER = " ".join(f"another{n} tale{n}" for n in range(40))
QUOTING = "Thank you, I have heard nothing more of this at all.\n"


def letter(name: str, text: str, quoted: str = "") -> LetterReport:
    asides = (Aside("quoted", len(text), len(text + quoted)),) if quoted else ()
    return LetterReport(Letter(name, text + quoted, asides=asides))


def matters(store: Store) -> dict[frozenset[str], set[str]]:
    """Return the names of the letters of each matter, with why."""
    rows = store.rows()
    return {
        frozenset(r.name for r in rows if r.matter == each): {r.why for r in rows if r.matter == each} - {""}
        for each in {row.matter for row in rows}
    }


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["listened"], ["letter-1", "two"]),
        (["LISTENED TO"], ["letter-1"]),
        (["quokka", "nothing"], ["letter-1", ""]),
        (["don't"], ["two"]),
        (["100%"], ["two"]),
        (["0%0"], [""]),
        (["_"], [""]),
        (["straẞe"], ["two"]),
        ([], []),
    ],
)
def test_words_are_found_in_texts(words: list[str], names: list[str], opened: Opened) -> None:
    with opened() as store:
        store.add([complaint(), visit(), letter("two", "LISTENED? Don’t,\nSTRASSE 100% \ud800")])
        found = store.find(words)
        told = {row.id: row.name for row in store.rows()}
        if len(words) == 1:
            assert sorted(told[id] for id in found[0]) == [name for name in names if name]
        else:
            assert [sorted(told[id] for id in each) for each in found] == [[n] if n else [] for n in names]


def test_texts_are_given_to_quote_from_and_noted_as_nothing(opened: Opened) -> None:
    with opened() as store:
        first, talk = store.add([complaint(), visit()])
        acts = len(store.audit())
        assert store.texts([first.id, talk.id]) == {first.id: complaint().letter.text}
        assert len(store.audit()) == acts


def test_the_words_that_are_searched_stand_in_no_error(filed: Opened) -> None:
    with filed() as store:
        said: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        store.find(["quokka"])
        assert said
        assert "quokka" not in " ".join(said)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (letter("a", TOLD), letter("b", TOLD.upper()), SAME),
        (letter("a", TOLD), letter("b", LESS), NEAR),
        (letter("a", TOLD), letter("b", QUOTING, f"> {TOLD}"), QUOTES),
        (letter("a", TOLD), letter("b", OTHER), None),
        (letter("a", "Please see attached."), letter("b", "Please see attached."), None),
        (letter("a", ""), letter("b", ""), None),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_letters_are_tied(
    one: LetterReport, other: LetterReport, why: str | None, at_once: bool, filed: Opened
) -> None:
    with filed() as store:
        for batch in [[one, other]] if at_once else [[one], [other]]:
            store.add(batch)
        tied = {frozenset({"a", "b"}): {why}} if why else {frozenset("a"): set(), frozenset("b"): set()}
        assert matters(store) == tied


def test_a_letter_between_two_ties_them_and_they_stay_tied(opened: Opened) -> None:
    with opened() as store:
        store.add([letter("a", TOLD), letter("b", OTHER)])
        (between,) = store.add([letter("c", QUOTING, f"> {TOLD}\n> {OTHER}")])
        assert matters(store) == {frozenset("abc"): {QUOTES}}
        store.remove([between.id])
        assert set(matters(store)) == {frozenset("ab")}


def test_teams_see_no_matter_of_each_other(opened: Opened) -> None:
    with opened() as store:
        store.add([letter("a", TOLD)], "one")
        store.add([letter("b", TOLD)], "two")
        assert set(matters(store)) == {frozenset("a"), frozenset("b")}


def test_it_is_all_worked_out_again_where_a_store_is_imported(opened: Opened, filed: Opened) -> None:
    with filed() as store:
        store.add([letter("a", TOLD), letter("b", LESS), complaint(), visit()])
        lines = list(store.export_all())
        was = matters(store)
        assert not any("nearly" in line for line in lines)
        store.remove_all()
        store.import_all(lines)
        assert matters(store) == was
        assert [len(each) for each in store.find(["corridor"])] == [2]


def test_a_campaign_is_one_matter_and_a_form_is_none(filed: Opened) -> None:
    form = "Please tell us in your own words what has happened and what you would like us to do about it now."
    with filed() as store:
        store.add(letter(f"c{n}", f"{TOLD} I am number{n} and I live in town{n}.") for n in range(200))
        store.add(
            letter(f"f{n}", f"{form} {' '.join(f'own{n}x{w}' for w in range(40))}.") for n in range(200)
        )
        sizes = sorted((len(names) for names in matters(store)), reverse=True)
        assert sizes == [200] + [1] * 200


def test_of_thousands_of_one_template_each_is_compared_once(filed: Opened) -> None:
    with filed() as store:
        begun = time.process_time()
        store.add(replace(letter("x", TOLD), letter=Letter(f"n{n}", TOLD)) for n in range(2000))
        assert len(matters(store)) == 1
        assert time.process_time() - begun < 20
