"""An evaluation as it is shown, whatever kind of document it is of: tables, notes and facts of its parts."""

from commscore.train.letters.tables import SCHEMA, letter_facts, letter_notes, letter_tables
from commscore.train.tables import ALL, Json, Table, notes, tables


def is_of_letters(found: Json) -> bool:
    """Return whether an evaluation's JSON is of letters."""
    return bool(found.get("schema") == SCHEMA)


def tables_of(found: Json, part: str = ALL) -> tuple[Table, ...]:
    """Return the tables of one part."""
    return letter_tables(found, part) if is_of_letters(found) else tables(found, part)


def notes_of(found: Json) -> tuple[str, ...]:
    """Return what a reader of the figures must know."""
    return letter_notes(found) if is_of_letters(found) else notes(found)


def facts_of(found: Json, part: str = ALL) -> str:
    """Return over what a part's figures go."""
    there = found["parts"][part]
    if is_of_letters(found):
        return letter_facts(there)
    return f"{there['documents']} documents, {there['coded']} of them coded; {there['turns']:,} turns"
