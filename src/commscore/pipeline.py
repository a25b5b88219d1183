"""The whole corridor: a document in, a report out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from commscore import __version__, codebook
from commscore.detect import detect
from commscore.detect.letters.together import by_rules, together, votes
from commscore.detect.moments import moments
from commscore.errors import UnreadableError
from commscore.measure import measure
from commscore.models import LETTERS, chosen, rules_alone
from commscore.models.letters import letter_codes
from commscore.packages import untested
from commscore.parse import parse
from commscore.privacy.dates import offset
from commscore.privacy.deidentify import Deidentified, deidentify, deidentify_each, relabelled
from commscore.privacy.finding import told
from commscore.privacy.standins import StandIns
from commscore.read import read_paths
from commscore.read.letterschema import read_coded_letters
from commscore.read.noise import unheard, words
from commscore.read.schema import read_coded
from commscore.read.table import Columns
from commscore.roles import find_roles
from commscore.sentences import parse_letters
from commscore.triage.clocks import clocks
from commscore.triage.priority import priority
from commscore.types import Document, Letter, LetterReport, Privacy, Provenance, Report

if TYPE_CHECKING:
    from commscore.models.model import Model
    from commscore.read.letters import LetterColumns

TOGETHER = 64  # letters that a model reads at a time: enough to fill its batches
NOISY = 0.05  # unheard passages per word above which what is scored may be distorted; ours


def assess(
    document: Document | Deidentified[Document],
    clinician: str | None = None,
    privacy: str = "off",
    model: "Model | str | Path | None" = None,
) -> Report:
    """Return the report of a consultation.

    `clinician` names the speaker, or several by commas, who gives care; without it the roles are found.
    `privacy` says what is done about personal details first: "off" that the text is anonymised already, and
    nothing is changed; with "replace" the report is of the text with stand-ins. It does nothing to a
    document that was de-identified before, and the report says how that was. `model` is a
    trained model, its name or its folder, or "rules"; None is the one in use (`models.in_use`). Raises
    UnreadableError when `clinician` is nobody in the document, PersonalError where what is personal is
    refused (`privacy.deidentify`), ModelError without a spaCy model and where a trained model is missing or
    not what its manifest promises.
    """
    reader = chosen(model)
    private = document if isinstance(document, Deidentified) else deidentify(document, Privacy(privacy))
    found = find_roles(private.what, relabelled(clinician, private))
    parsed = parse(found.document)
    reading = reader.read([found.document], moments=False)[0] if reader else None
    codes = detect(parsed, reader, reading)
    became = moments(parsed, codes, reader)
    measured = measure(found.document, codes, became)
    fallen_back = (rules_alone(),) if reader is None and model is None else ()
    warnings = (*found.warnings, *noise_warnings(private.what), *left_warnings(private))
    provenance = Provenance(
        commscore=__version__,
        models={reader.name: reader.sha256} if reader else {},
        codebook=codebook.digest(),
        privacy=private.how,
        roles=found.how,
        warnings=(*warnings, *fallen_back, *untested()),
    )
    return Report(found.document, codes, became, measured.measures, measured.scores, provenance=provenance)


def assess_paths(
    paths: Iterable[Path],
    clinician: str | None = None,
    columns: Columns | None = None,
    privacy: str = "replace",
    model: "Model | str | Path | None" = None,
) -> Iterator[Report | UnreadableError]:
    """Yield the report of each consultation below the paths, or the error that says why there is none."""
    return assess_each(read_paths(paths, columns), clinician, privacy, model)


def assess_each(
    items: Iterable[Document | UnreadableError],
    clinician: str | None = None,
    privacy: str = "replace",
    model: "Model | str | Path | None" = None,
) -> Iterator[Report | UnreadableError]:
    """Yield the report of each consultation, or the error that says why there is none, in order.

    The model is opened once, before anything is read.
    """
    reader = chosen(model)
    for item in items:
        if isinstance(item, UnreadableError):
            yield item
            continue
        try:
            yield assess(item, clinician, privacy, reader or model)
        except UnreadableError as problem:
            yield problem


def assess_letter(
    letter: Letter,
    nation: str = "england",
    received: date | None = None,
    model: "Model | str | Path | None" = None,
    privacy: str = "off",
) -> LetterReport:
    """Return the report of a letter.

    `received` is the day it came, the one in its mail's header where none is given; `nation` says whose
    clocks run. `model` is a trained model, its name or folder, or "rules"; None is the one in use
    (`models.in_use`). Raises CodebookError for an unknown nation, ModelError as `assess` does.
    """
    return next(assess_letters([letter], nation, received, model, privacy))


def assess_letters(
    letters: Iterable[Letter | Deidentified[Letter]],
    nation: str = "england",
    received: date | None = None,
    model: "Model | str | Path | None" = None,
    privacy: str = "off",
) -> Iterator[LetterReport]:
    """Yield the report of each letter, in order, as `assess_letter` does; a model reads them together.

    `privacy` does nothing to a letter that was de-identified before, and its report says how that was.
    """
    mode = Privacy(privacy)
    private = [each if isinstance(each, Deidentified) else deidentify(each, mode) for each in letters]
    yield from _reports(private, nation, received, model)


def _reports(
    letters: Sequence[Deidentified[Letter]],
    nation: str,
    received: date | None,
    model: "Model | str | Path | None",
) -> Iterator[LetterReport]:
    reader = chosen(model, LETTERS)
    dated = [replace(each.what, received=received or each.what.received) for each in letters]
    parsed = list(parse_letters(dated))
    ruled = [by_rules(each) for each in parsed]
    found = letter_codes(reader, parsed, map(votes, ruled)) if reader else []
    fallen_back = (rules_alone(LETTERS),) if reader is None and model is None else ()
    provenance = Provenance(
        commscore=__version__,
        models={reader.name: reader.sha256} if reader else {},
        codebook=codebook.digest(),
        warnings=(*fallen_back, *untested()),
    )
    for number, each in enumerate(ruled):
        coded = together(each, found[number], reader.manifest) if reader else each
        yield replace(
            coded,
            priority=priority(coded.problems, coded.flags),
            clocks=clocks(coded.letter.received, coded.letter, nation),
            provenance=replace(
                provenance,
                privacy=letters[number].how,
                warnings=(*left_warnings(letters[number]), *provenance.warnings),
            ),
        )


def triage_paths(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Iterable[Path],
    columns: "LetterColumns | None" = None,
    nation: str = "england",
    received: date | None = None,
    privacy: str = "replace",
    model: "Model | str | Path | None" = None,
) -> Iterator[LetterReport | UnreadableError]:
    """Yield the report of each letter below the paths, or the error that says why there is none."""
    from commscore.read.letters import read_letters

    return triage_each(read_letters(paths, columns), nation, received, privacy, model)


def triage_each(
    items: Iterable[Letter | UnreadableError],
    nation: str = "england",
    received: date | None = None,
    privacy: str = "replace",
    model: "Model | str | Path | None" = None,
) -> Iterator[LetterReport | UnreadableError]:
    """Yield the report of each letter, or the error that says why there is none, in order.

    The model is opened once, before anything is read, and reads `TOGETHER` letters at a time.
    """
    reader = chosen(model, LETTERS)
    private = deidentify_each(items, Privacy(privacy))
    while some := list(islice(private, TOGETHER)):
        letters = [item for item in some if isinstance(item, Deidentified)]
        reports = _reports(letters, nation, received, reader or model)
        for item in some:
            yield item if isinstance(item, UnreadableError) else next(reports)


def deidentify_paths(
    paths: Iterable[Path],
    privacy: str = "replace",
    marked: Collection[str] = (),
    together: bool = False,
    shift: bool = False,
) -> Iterator[Deidentified[Document] | UnreadableError]:
    """Yield each consultation below the paths without what is personal, or the error that says why not.

    `marked` are names to take out besides what is found; `together` gives all the same stand-ins; `shift`
    shifts the dates of each by a number of days of its own.
    """
    return deidentify_each(read_paths(paths), Privacy(privacy), marked, together, shift)


def deidentify_letters(
    paths: Iterable[Path],
    privacy: str = "replace",
    marked: Collection[str] = (),
    together: bool = False,
    shift: bool = False,
) -> Iterator[Deidentified[Letter] | UnreadableError]:
    """Yield each letter below the paths as `deidentify_paths` does a consultation."""
    from commscore.read.letters import read_letters

    return deidentify_each(read_letters(paths), Privacy(privacy), marked, together, shift)


def deidentify_codings(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Iterable[Path],
    letters: bool = False,
    privacy: str = "replace",
    marked: Collection[str] = (),
    together: bool = False,
    shift: bool = False,
) -> "Iterator[Deidentified[Document] | Deidentified[Letter] | UnreadableError]":
    """Yield each coded consultation (or letter) of the files as `deidentify_paths` does, with its coding."""
    from commscore.privacy.coded import deidentify_coding

    shared, mode = StandIns() if together else None, Privacy(privacy)
    for path in paths:
        try:
            for coding in (read_coded_letters if letters else read_coded)(path):
                yield deidentify_coding(coding, mode, shared, marked, offset() if shift else None)
        except UnreadableError as problem:
            yield problem


def left_warnings(private: Deidentified[Document] | Deidentified[Letter]) -> tuple[str, ...]:
    """Return a warning where a text that was said to be anonymised names somebody for certain."""
    if private.mode is not Privacy.OFF or not private.left:
        return ()
    return (f"The text was said to be anonymised and was left as it is, with {told(private.left)} in it",)


def noise_warnings(document: Document) -> tuple[str, ...]:
    """Return a warning where much of the speech could not be made out."""
    spoken = sum(len(words(turn.text)) for turn in document.turns)
    gaps = sum(unheard(turn.text) for turn in document.turns)
    if not spoken or gaps / spoken <= NOISY:
        return ()
    return (
        f"{gaps} passages in {spoken} words could not be made out: what depends on single words may be wrong",
    )
