"""Addresses that report: each takes what is sent, hands it to a worker, and sends what comes back."""

from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from commscore.service import bodies
from commscore.service.batch import answers
from commscore.service.contract import (
    Answer,
    ConsultationReport,
    ConsultationReports,
    GivenConsultation,
    GivenLetter,
    Job,
    LetterReport,
    LetterReports,
    Nation,
)
from commscore.service.limits import On
from commscore.service.openapi import CLINICIAN, LINES, RECEIVED, form, refusals, takes
from commscore.types import Kind, Privacy

router = APIRouter(prefix="/v1")
REFUSED: Final = refusals(400, 408, 413, 415, 422, 500, 503, 504)


@router.post(
    "/consultations",
    response_model=ConsultationReport,
    responses=REFUSED,
    openapi_extra=takes("application/json", GivenConsultation),
)
async def report_consultation(request: Request, on: On, privacy: Privacy = Privacy.REPLACE) -> Response:
    """Report on a consultation in the schema of the contract."""
    bodies.check_type(request, *bodies.JSON)
    content = await bodies.body(request, on.limits)
    return _sent(await on.answering.answer(Job(content, Kind.CONSULTATION, privacy=privacy)))


@router.post(
    "/letters",
    response_model=LetterReport,
    responses=REFUSED,
    openapi_extra=takes("application/json", GivenLetter),
)
async def report_letter(
    request: Request, on: On, privacy: Privacy = Privacy.REPLACE, nation: Nation = "england"
) -> Response:
    """Report on a letter in the schema of the contract; `nation` says whose clocks run."""
    bodies.check_type(request, *bodies.JSON)
    content = await bodies.body(request, on.limits)
    return _sent(await on.answering.answer(Job(content, Kind.LETTER, privacy=privacy, nation=nation)))


@router.post(
    "/consultations/file",
    response_model=ConsultationReports,
    responses=REFUSED,
    openapi_extra=takes("multipart/form-data", form(CLINICIAN)),
)
async def report_consultations(request: Request, on: On, privacy: Privacy = Privacy.REPLACE) -> Response:
    """Report on the consultations in a file of any format that `commscore score` reads, but Parquet."""
    bodies.check_type(request, *bodies.FORM)
    job = await bodies.file(request, on.limits, "clinician")
    return _sent(await on.answering.answer(replace(job, kind=Kind.CONSULTATION, privacy=privacy)))


@router.post(
    "/letters/file",
    response_model=LetterReports,
    responses=REFUSED,
    openapi_extra=takes("multipart/form-data", form(RECEIVED)),
)
async def report_letters(
    request: Request, on: On, privacy: Privacy = Privacy.REPLACE, nation: Nation = "england"
) -> Response:
    """Report on the letters in a file of any format that `commscore triage` reads, but Parquet."""
    bodies.check_type(request, *bodies.FORM)
    job = await bodies.file(request, on.limits, "received")
    return _sent(await on.answering.answer(replace(job, kind=Kind.LETTER, privacy=privacy, nation=nation)))


@router.post(
    "/batch",
    response_class=StreamingResponse,
    responses=REFUSED | {200: {"content": {bodies.LINES[0]: {"schema": LINES}}}},
    openapi_extra=takes(bodies.LINES[0], LINES),
)
async def report_each(
    request: Request, on: On, privacy: Privacy = Privacy.REPLACE, nation: Nation = "england"
) -> Response:
    """Report on consultations and letters, a line each, in their order and as soon as each is done.

    A line that cannot be reported on is a line with its number, a status and the reason.
    """
    bodies.check_type(request, *bodies.LINES)
    content = await bodies.body(request, on.limits)
    like = Job(b"", privacy=privacy, nation=nation)
    return StreamingResponse(
        answers(content, like, on.answering, on.limits.at_once), media_type=bodies.LINES[0]
    )


def _sent(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type="application/json")
