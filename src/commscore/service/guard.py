"""Who is let in, how many at once, and what is said and logged of it: never a word of what was sent."""

import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hmac import compare_digest
from typing import Annotated, Final

from fastapi import Depends, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commscore.service.contract import told

LOG: Final = logging.getLogger("commscore.service")
FAULT: Final = "an error of commscore's own, told in the service's log; other requests go on"
WANTED: Final = {"WWW-Authenticate": "Bearer"}
AGAIN: Final = {"Retry-After": "5"}
HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
BEARER: Final = HTTPBearer(auto_error=False, description="The token in COMMSCORE_TOKEN of the service.")


@dataclass(frozen=True, slots=True)
class Token:
    """Lets in who has it."""

    token: str

    def __call__(self, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]) -> None:
        """Raise HTTPException 401 without the token."""
        if sent is None or not compare_digest(sent.credentials.encode(), self.token.encode()):
            raise HTTPException(401, "send the service's token: 'Authorization: Bearer …'", WANTED)


@dataclass(slots=True, eq=False)
class Door:
    """Lets in so many at once; what they send is held in memory until they are answered."""

    most: int
    inside: int = 0

    async def __call__(self) -> AsyncIterator[None]:
        """Hold a place until the answer is sent; HTTPException 503 where there is none."""
        if self.inside >= self.most:
            raise HTTPException(503, "too many requests are waiting; send it again later", AGAIN)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


class Logged:
    """Logs method, route, status and time of each request, and asks that no answer be kept on the way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            took = 1000 * (time.monotonic() - began)
            route = getattr(scope.get("route"), "path", "no such address")  # an address may hold text
            LOG.info("%s %s %d %.0f ms", scope["method"], route, status, took)


async def refused(request: Request, problem: HTTPException) -> JSONResponse:
    """Return why a request was not answered."""
    return JSONResponse({"why": problem.detail}, problem.status_code, problem.headers)


async def unfit(request: Request, problem: RequestValidationError) -> JSONResponse:
    """Return which of a request's parameters cannot be, and why."""
    return JSONResponse({"why": "\n".join(map(told, problem.errors()))}, 400)


async def failed(request: Request, problem: Exception) -> JSONResponse:
    """Return that commscore itself failed; its log has the place."""
    return JSONResponse({"why": FAULT}, 500)
