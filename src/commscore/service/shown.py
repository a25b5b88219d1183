"""Addresses that only show: whether the service is up and ready, what is coded, and by what models."""

from fastapi import APIRouter, HTTPException

from commscore import __version__, codebook
from commscore.codebook.letters import letter
from commscore.models import installed
from commscore.service.contract import Codebook, ConsultationCodebook, InstalledModel
from commscore.service.guard import AGAIN
from commscore.service.limits import On
from commscore.service.openapi import refusals
from commscore.train.installed import row

probes, router = APIRouter(), APIRouter(prefix="/v1")


@probes.get("/health")
async def health() -> dict[str, str]:
    """Tell that the service runs, and its version."""
    return {"commscore": __version__}


@probes.get("/ready", responses=refusals(503))
async def ready(on: On) -> dict[str, bool]:
    """Tell whether the models are loaded; 503 with the reason where they are not."""
    if on.answering.waits_for:
        raise HTTPException(503, on.answering.waits_for, AGAIN)
    return {"ready": True}


@router.get("/codebook")
def show_codebook() -> Codebook:
    """Show what is coded in consultations and in letters."""
    consultation = ConsultationCodebook(**dict(codebook.consultation()))
    return Codebook(consultation=consultation, letter=letter())


@router.get("/models")
def show_models() -> list[InstalledModel]:
    """Show the trained models that are installed; their files are checked."""
    rows = [row(name, folder) for name, folder in installed().items()]
    return [InstalledModel.model_validate(each, from_attributes=True) for each in rows]
