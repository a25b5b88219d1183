"""The service as an ASGI application: its parts, put together."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from commscore import __version__
from commscore.service import guard, reports, shown
from commscore.service.limits import Limits, Service
from commscore.service.openapi import describe, refusals
from commscore.service.workers import Answering


def make(answering: Answering, limits: Limits, token: str = "") -> FastAPI:
    """Return the service as an ASGI application; without a token it lets in everybody who reaches it."""
    app = FastAPI(
        title="commscore",
        version=__version__,
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # an address is written in one way
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        lifespan=_life(answering),
        exception_handlers={
            HTTPException: guard.refused,
            RequestValidationError: guard.unfit,
            Exception: guard.failed,
        },
    )
    app.state.service = Service(answering, limits)
    known = [Depends(guard.Token(token))] if token else []
    refused = refusals(401) if token else {}
    app.include_router(shown.probes)
    app.include_router(shown.router, dependencies=known, responses=refused)
    inside = [*known, Depends(guard.Door(limits.waiting))]
    app.include_router(reports.router, dependencies=inside, responses=refused)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=limits.hosts, www_redirect=False)
    app.add_middleware(guard.Logged)
    describe(app)
    return app


def _life(answering: Answering) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await answering.start()
        yield
        await answering.stop()

    return life
