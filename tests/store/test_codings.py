"""A coder's own codings: there when they come back, and nobody else's before both are finished."""

from dataclasses import replace

import pytest

from commscore.access import UserRole, Visitor
from commscore.errors import AccessError, ChangedError, StoreError
from commscore.store.codings import Draft, key
from commscore.types import Code, Kind, Provenance, Report
from commscore.work import Coding
from store.conftest import Opened, complaint, visit


def coded(coder: str = "robin", name: str = "visit-1", codes: int = 0) -> Report:
    """Return a person's coding of a sample with so many codes."""
    told = Provenance("0.1.0", coder=coder, coding=Coding.BLIND)
    found = tuple(Code("open_question", 0, 0, n + 1, found_by=f"person:{coder}") for n in range(codes))
    return Report(visit(name).document, found, provenance=told)


def test_a_coding_is_there_again_as_it_was_last_saved(opened: Opened) -> None:
    with opened() as store:
        assert store.codings("robin") == ()
        assert store.save_coding(coded(), 0) == 1
        assert store.save_coding(coded(codes=2), 1) == 2
        letter = replace(complaint(), provenance=Provenance("", coder="robin"))
        store.save_coding(letter, 0)
    with opened() as store:
        assert store.codings("robin") == (Draft(coded(codes=2), 2), Draft(letter, 1))
        assert [str(entry.action) for entry in store.audit()] == ["began a coding"] * 2
        store.drop_coding(key(letter.letter), "robin", 1)
        assert len(store.codings("robin")) == 1


def test_two_windows_never_lose_each_others_change(opened: Opened) -> None:
    with opened() as store:
        store.save_coding(coded(codes=1), 0)
        for wrong in (0, 2):
            with pytest.raises(ChangedError, match="changed elsewhere"):
                store.save_coding(coded(), wrong)
            with pytest.raises(ChangedError):
                store.drop_coding(key(coded().document), "robin", wrong)
        assert store.codings("robin") == (Draft(coded(codes=1), 1),)
        with pytest.raises(StoreError, match="names no coder"):
            store.save_coding(visit(), 0)


def test_nobody_sees_anothers_coding_before_both_are_finished(opened: Opened) -> None:
    with opened(who="ann") as ann, opened(who="ben") as ben:
        ann.save_coding(coded("robin"), 0, finished=True)
        assert ben.codings("robin") == ()  # another user of the same pseudonym
        assert ben.compared() == ()
        ben.save_coding(coded("kim", codes=1), 0)
        assert ben.compared() == ann.compared() == ()
        ben.save_coding(coded("kim", codes=1), 1, finished=True)
        assert [each.report.provenance.coder for each in ben.compared()] == ["robin", "kim"]
        ben.save_coding(coded("kim"), 2)  # takes it up again
        assert ann.compared() == ()
        assert [d.report.provenance.coder for d in ann.finished(Kind.CONSULTATION)] == ["robin"]
        assert ann.finished(Kind.LETTER) == ()
        assert len(ann.finished(Kind.CONSULTATION)) == 1
        assert str(ann.audit()[0].action) == "exported"


def test_who_still_codes_a_document_is_given_nobody_elses(opened: Opened) -> None:
    with opened(who="ann") as ann, opened(who="ben") as ben:
        ann.save_coding(coded("robin"), 0, finished=True)
        ben.save_coding(coded("kim", codes=1), 0)
        assert (len(ann.finished(Kind.CONSULTATION)), ben.finished(Kind.CONSULTATION)) == (1, ())
        ben.save_coding(coded("kim", codes=1), 1, finished=True)
        assert len(ben.finished(Kind.CONSULTATION)) == 2


def test_codings_are_their_team_s(opened: Opened) -> None:
    north, south, admin = (
        Visitor(name, frozenset({role}), team)
        for name, role, team in (
            ("kim", UserRole.RESEARCHER, "north"),
            ("robin", UserRole.RESEARCHER, "south"),
            ("lee", UserRole.ADMIN, ""),
        )
    )
    with opened() as store:
        for coder in ("one", "two"):
            store.for_visitor(north).save_coding(coded(coder), 0, finished=True)
        seen = {who.name: len(store.for_visitor(who).compared()) for who in (north, south, admin)}
        assert seen == {"kim": 2, "robin": 0, "lee": 2}
        assert store.for_visitor(south).finished(Kind.CONSULTATION) == ()
        trainer = store.for_visitor(Visitor("sam", frozenset({UserRole.TRAINER}), "north"))
        with pytest.raises(AccessError, match="may not code"):
            trainer.compared()


def test_codings_go_when_what_is_kept_goes(opened: Opened) -> None:
    with opened() as store:
        store.save_coding(coded(), 0)
        store.remove_older(1)
        assert len(store.codings("robin")) == 1
        store.remove_all()
        assert store.codings("robin") == ()
        assert str(store.audit()[0].action) == "removed"
        store.save_coding(coded(), 0)
        store.remove_older(-1)
        assert store.codings("robin") == ()


def test_the_whole_store_carries_them(opened: Opened) -> None:
    with opened() as store:
        store.save_coding(coded(codes=1), 0, finished=True)
        lines = list(store.export_all())
        before = store.codings("robin")
        store.remove_all()
        assert store.import_all(lines) == 0
        assert store.codings("robin") == before
