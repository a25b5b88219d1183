"""A person's coding of a document, begun and changed: a report, as the contract's schema has it.

A letter is coded paragraph by paragraph (`train.lettercoding`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from commscore import __version__, codebook
from commscore.codebook.coded import coded
from commscore.errors import UnreadableError
from commscore.read import letterschema, schema
from commscore.read.jsontext import loaded_bytes
from commscore.report.wording import title
from commscore.train.lettercoding import as_turns
from commscore.types import Code, Document, Kind, Provenance, Report
from commscore.work import Chosen, Coding

FOUND_BY = "person:"
Given = tuple[str, int, int, int]  # a code, the turn's number, and where in its text the words begin and end


def blind(document: Document, coder: str, privacy: str = "off", chosen: Chosen | None = None) -> Report:
    """Return an empty coding of a document whose roles are known, for a coder who sees no machine's codes.

    `coder` is a pseudonym, `privacy` how the text lost what was personal, `chosen` why it is to be coded.
    """
    made = Provenance(
        __version__,
        codebook=codebook.digest(),
        coder=coder,
        privacy=privacy,
        coding=Coding.BLIND,
        chosen=chosen,
    )
    return Report(document, provenance=made)


def pre_annotated(report: Report, coder: str, chosen: Chosen | None = None) -> Report:
    """Return a coding that starts from a machine's certain codes, and says so; they keep who found them.

    The measures, scores and moments are left out: they are the machine's.
    """
    codes = tuple(replace(code, probability=1.0) for code in report.codes if code.certain)
    made = replace(report.provenance, coder=coder, coding=Coding.PRE_ANNOTATED, chosen=chosen)
    return Report(report.document, codes, provenance=made)


def saved(content: bytes, name: str) -> tuple[Report, ...]:
    """Return the people's codings in a file, as they were saved; letters by paragraph.

    Raises UnreadableError for what cannot be read, and for a machine's report, whose codes no coder gave.
    """
    found = tuple(loaded_bytes(content, name, _coding))
    for coding in found:
        if not coding.provenance.coder:
            raise UnreadableError(
                f"{name}: {coding.document.id} names no coder, so a machine may have coded it; "
                "choose a file that a coder saved"
            )
    return found


def _coding(entry: object, where: str) -> Report:
    if isinstance(entry, dict) and entry.get("kind") == Kind.LETTER and "turns" not in entry:
        return as_turns(letterschema.load(entry, where))
    return schema.load(entry, where, tuple(Kind))


def recoded(coding: Report, given: Iterable[Given]) -> Report:
    """Return the coding with these codes in place of its own, in the order of the text and each once.

    Those that stood there already stay as they were; the others are the coder's. Raises UnreadableError for
    a code that the codebook does not know or that is no code of the speaker's, and for words that are not
    there.
    """
    before = {_given(code): code for code in coding.codes}
    kept = sorted(set(given), key=lambda each: (each[1:], each[0]))
    who = FOUND_BY + (coding.provenance.coder or "")
    codes = (before.get(each) or _checked(coding.document, Code(*each, found_by=who)) for each in kept)
    return replace(coding, codes=tuple(codes))


def keys(kind: Kind = Kind.CONSULTATION) -> Mapping[str, str]:
    """Return by code the key that gives it: a digit, then a letter, in the codebook's order and role by role.

    >>> keys()["open_question"], keys()["concern"]
    ('1', '1')
    """
    entries = coded(kind)
    marks = "1234567890abcdefghijklmnopqrstuvwxyz"
    roles = {role: [name for name, of in entries.items() if of is role] for role in entries.values()}
    return {name: mark for names in roles.values() for name, mark in zip(names, marks, strict=False)}


def _given(code: Code) -> Given:
    return code.code, code.turn, code.start, code.end


def _checked(document: Document, code: Code) -> Code:
    place = f"{document.id}, turn {code.turn + 1}"
    role = coded(document.kind).get(code.code)
    if role is None:
        raise UnreadableError(f"{place}: the codebook knows no such code; take one of its own")
    if not 0 <= code.turn < len(document.turns):
        raise UnreadableError(f"{place}: there is no such turn; open the consultation again")
    turn = document.turns[code.turn]
    if not 0 <= code.start < code.end <= len(turn.text):
        raise UnreadableError(
            f"{place}: it has no characters {code.start} to {code.end}; select the words again"
        )
    if turn.role is not role:
        raise UnreadableError(
            f"{place}: {title(code.code)} is a code of the {role}'s, and the speaker is the {turn.role}; "
            "say who the clinician is, or take another code"
        )
    return code
