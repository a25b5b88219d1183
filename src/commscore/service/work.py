"""What a worker does: it holds the models, takes a job, and returns the whole answer as bytes."""

import logging
from dataclasses import replace
from types import TracebackType
from typing import Final

from commscore.errors import CommscoreError, UnreadableError
from commscore.pipeline import assess, assess_letter, assess_letters
from commscore.privacy.deidentify import deidentify_each
from commscore.processes import within
from commscore.read import read_files
from commscore.read.letters import finished, read_letter_bytes
from commscore.read.letterschema import dump
from commscore.read.limits import settled
from commscore.read.pairs import File
from commscore.report.records import as_feedback_lines, json_bytes
from commscore.service.contract import (
    Answer,
    GivenConsultation,
    GivenLetter,
    Job,
    Refusal,
    given,
    refusal,
)
from commscore.types import Document, Kind, Letter, Turn

LOG: Final = logging.getLogger("commscore.service")
WARM: Final = (
    Job(
        b'{"schema": "commscore/1", "kind": "consultation", "id": "ready", "turns": ['
        b'{"speaker": "Doctor", "text": "What brings you in today?"},'
        b'{"speaker": "Patient", "text": "I\'m worried about my knee. Is it bad?"}]}'
    ),
    Job(b'{"schema": "commscore/1", "kind": "letter", "id": "ready", "text": "Nobody rang me back."}'),
)


def ready() -> str:
    """Load the models and all else that is slow the first time; return what is wrong, "" for nothing."""
    told = [done for done in map(answer, WARM) if done.status != 200]
    return "\n".join({Refusal.model_validate_json(done.body).why for done in told})


def timed(job: Job, seconds: float) -> Answer:
    """Return the answer to a job, and end this process where that takes longer."""
    with within(seconds), _Noted():
        return answer(job)


def answer(job: Job) -> Answer:
    """Return the report of what a job holds, or why there is none.

    The status is 400 for what is not in the contract's schema, 422 for what cannot be reported on, 500
    where commscore itself is not in order, as with a model that was changed.
    """
    try:
        read = None if job.name else given(job.content, job.kind)
    except UnreadableError as problem:
        return refusal(400, str(problem))
    try:
        if isinstance(read, GivenConsultation):
            return Answer(200, _consultation(read, job))
        return _file(job) if read is None else Answer(200, _letter(read, job))
    except UnreadableError as problem:
        return refusal(422, str(problem))
    except CommscoreError as problem:
        return refusal(500, str(problem))


def _consultation(read: GivenConsultation, job: Job) -> bytes:
    turns = settled(Turn(**dict(turn)) for turn in read.turns)
    return as_feedback_lines([assess(Document(read.id, turns, source=read.source), privacy=job.privacy)])


def _letter(read: GivenLetter, job: Job) -> bytes:
    found = next(finished(Letter(read.id, read.text, None, read.received, read.reference), "letter"))
    if isinstance(found, UnreadableError):
        raise found
    letter = replace(found, source=read.source)
    return json_bytes(dump(assess_letter(letter, job.nation, privacy=job.privacy)))


def _file(job: Job) -> Answer:
    """Return all reports of a file, and what of it cannot be reported on; 422 where there is no report."""
    found, failures = (_letters if job.kind is Kind.LETTER else _consultations)(job)
    why = [str(problem) for problem in failures]
    if not found:
        return refusal(422, "\n".join(why))
    reports = b", ".join(line.strip() for line in found)
    return Answer(200, b'{"reports": [%s], "failures": %s}' % (reports, json_bytes(why).strip()))


def _consultations(job: Job) -> tuple[list[bytes], list[UnreadableError]]:
    reports, failures = list[bytes](), list[UnreadableError]()
    for item in read_files([File(job.name, "", lambda: job.content, len(job.content))]):
        try:
            if isinstance(item, UnreadableError):
                raise item
            reports.append(as_feedback_lines([assess(item, job.clinician, job.privacy)]))
        except UnreadableError as problem:
            failures.append(problem)
    return reports, failures


def _letters(job: Job) -> tuple[list[bytes], list[UnreadableError]]:
    items = list(deidentify_each(read_letter_bytes(job.content, job.name), job.privacy))
    failures = [item for item in items if isinstance(item, UnreadableError)]
    letters = [item for item in items if not isinstance(item, UnreadableError)]
    return [json_bytes(dump(each)) for each in assess_letters(letters, job.nation, job.received)], failures


class _Noted:
    """Logs an error that nobody meant, and lets it go on."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            LOG.error("a report failed", exc_info=error)
