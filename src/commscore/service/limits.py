"""How much the service takes, and who answers: what every address needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from commscore.service.workers import Answering


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the service takes.

    `most` bytes and `seconds` a request, `waiting` requests at once, `at_once` lines of a batch; `hosts` are
    the names that it may be called by, "*" any.
    """

    most: int
    seconds: float
    waiting: int
    at_once: int
    hosts: Sequence[str] = ("*",)


@dataclass(frozen=True, slots=True)
class Service:
    """Who answers, and how much is taken."""

    answering: Answering
    limits: Limits


def service(request: Request) -> Service:
    """Return what the application was made with."""
    found: Service = request.app.state.service
    return found


On = Annotated[Service, Depends(service)]
