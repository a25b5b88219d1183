"""How a worker process of the service begins."""

from typing import TYPE_CHECKING

from commscore.logs import log
from commscore.processes import begin as begin_alone

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def begin(ending: "Connection") -> None:
    """Have this process be a worker whose log holds no text."""
    begin_alone(ending)
    log()
