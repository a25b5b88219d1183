"""De-identified texts as files: as they read, by the contract's schema, or what was found alone."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Final

from commscore import __version__
from commscore.privacy.deidentify import Deidentified
from commscore.read import letterschema, schema
from commscore.types import Document, Letter, LetterReport, Provenance, Report

Done = Deidentified[Document] | Deidentified[Letter]


def text(done: Iterable[Done]) -> str:
    """Return the texts, a turn a line, with a blank line between two."""
    return "\n\n".join(_text(each.what) for each in done) + "\n"


def _text(what: Document | Letter) -> str:
    if isinstance(what, Letter):
        return what.text
    return "\n".join(f"{turn.speaker}: {turn.text}" for turn in what.turns)


def lines(done: Iterable[Done]) -> str:
    """Return JSON lines in the contract's schema, without codes."""
    return "".join(json.dumps(_dumped(each), ensure_ascii=False) + "\n" for each in done)


def _dumped(done: Done) -> dict[str, object]:
    if isinstance(done.coding, LetterReport):
        return letterschema.dump(replace(done.coding, letter=replace(done.coding.letter, reference=None)))
    if done.coding:
        return schema.dump(done.coding)
    provenance = Provenance(__version__, privacy=done.how)
    if isinstance(done.what, Letter):
        return letterschema.dump(LetterReport(replace(done.what, reference=None), provenance=provenance))
    return schema.dump(Report(done.what, provenance=provenance))


def findings(done: Iterable[Done]) -> str:
    """Return JSON lines of what was found and where it stands in the new text, never the words themselves."""
    return "".join(
        json.dumps({"id": each.what.id, **asdict(finding)}, ensure_ascii=False) + "\n"
        for each in done
        for finding in each.replaced
    )


WRITTEN: Final[Mapping[str, Callable[[Iterable[Done]], str]]] = {
    "text": text,
    "jsonl": lines,
    "findings": findings,
}
