"""Reading what is sent: no more than the limit, in memory alone, and not for ever."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from datetime import date, timedelta
from typing import Final

from fastapi import HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from commscore.read.letters import EARLIEST
from commscore.service.contract import Job
from commscore.service.limits import Limits

JSON: Final = ("application/json",)
LINES: Final = ("application/x-ndjson", "application/jsonl")
FORM: Final = ("multipart/form-data",)
FIELD: Final = 1024  # bytes of a field that is no file


def check_type(request: Request, *wanted: str) -> None:
    """Raise HTTPException 415 unless the body is said to be of a wanted type."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() not in wanted:
        raise HTTPException(415, f"send it as {' or '.join(wanted)}")


async def body(request: Request, limits: Limits) -> bytes:
    """Return the body; HTTPException 413 where it is too large, 408 where it takes too long to come."""
    async with _in_time(limits.seconds), aclosing(_limited(request, limits.most)) as parts:
        return b"".join([part async for part in parts])


async def file(request: Request, limits: Limits, *fields: str) -> Job:
    """Return the file of a form with its name, and its `clinician` or `received` where `fields` has them.

    Nothing is written to disk. Raises HTTPException as `body` does, and 400 for a form without a file or
    with other fields.
    """
    async with _in_time(limits.seconds), aclosing(_limited(request, limits.most)) as parts:
        parser = MultiPartParser(request.headers, parts, max_files=1, max_part_size=FIELD)
        parser.spool_max_size = 0  # the file stays in memory, however large
        try:
            form = await parser.parse()
        except MultiPartException as problem:
            raise HTTPException(400, f"not a form that can be read: {problem.message}") from None
        except UnicodeError:  # Python knows a character set in which nothing can be
            raise HTTPException(400, "not a form that can be read: its charset is none") from None
    if set(form) - {"file", *fields}:
        raise HTTPException(400, f"other fields than are read: {', '.join(('file', *fields))}")
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise HTTPException(400, "file: there is no file with a name in the form")
    clinician, received = form.get("clinician"), form.get("received")
    return Job(
        await sent.read(),
        name=sent.filename,
        clinician=clinician if isinstance(clinician, str) and clinician else None,
        received=_day(received) if isinstance(received, str) and received else None,
    )


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise HTTPException(400, "received: write a day as 2026-01-31") from None
    if not EARLIEST <= day <= date.today() + timedelta(days=1):
        raise HTTPException(422, f"received: before {EARLIEST} or still to come; correct it")
    return day


@asynccontextmanager
async def _in_time(seconds: float) -> AsyncGenerator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise HTTPException(408, f"what was sent did not come within {seconds:g} seconds") from None
    except ClientDisconnect:
        raise HTTPException(400, "the connection was closed before all of it came") from None


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes]:
    """Yield the parts of a body; HTTPException 413 as soon as it is, or says that it is, too large."""
    told = request.headers.get("content-length", "")
    size = int(told) if told.isascii() and told.isdigit() else 0
    if size <= most:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most:
                break
            yield part
    if size > most:
        raise HTTPException(413, f"more than {most:,} bytes; split it, or raise COMMSCORE_UPLOAD_MEGABYTES")
