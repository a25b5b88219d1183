"""The specification of what FastAPI does not see: bodies read by hand, and how requests are refused."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from commscore.service.contract import GivenConsultation, GivenLetter, Refusal

PLACE: Final = "#/components/schemas/{model}"
ABOUT: Final = (
    "The reports of commscore over HTTP. Objects are those of the schema commscore/1; a refusal says why, "
    "and quotes nothing of what was sent."
)
WHY: Final = {
    400: "Not what the contract allows",
    401: "No token, or another one",
    408: "What was sent did not come in time",
    413: "More than is taken at once",
    415: "Another type of content than is read",
    422: "No report can be made of it, as where there are no words in it",
    500: "commscore itself failed",
    503: "Not ready, or too many requests at once; `Retry-After` says when to come again",
    504: "Not done in time",
}
LINES: Final[Mapping[str, Any]] = {"type": "string", "description": "An object of the contract a line"}
FILE: Final[Mapping[str, Any]] = {
    "file": {"type": "string", "format": "binary", "description": "Its name's ending says what it is"},
}
CLINICIAN: Final[Mapping[str, Any]] = {
    "clinician": {"type": "string", "description": "The label of the speaker who gives care"}
}
RECEIVED: Final[Mapping[str, Any]] = {
    "received": {"type": "string", "format": "date", "description": "The day the letters came"}
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how FastAPI is told of refusals with these statuses."""
    return {status: {"model": Refusal, "description": WHY[status]} for status in statuses}


def takes(media: str, what: type[BaseModel] | Mapping[str, Any]) -> dict[str, Any]:
    """Return how FastAPI is told of a body of this media type: a model's object, or a schema."""
    schema = {"$ref": PLACE.format(model=what.__name__)} if isinstance(what, type) else what
    return {"requestBody": {"required": True, "content": {media: {"schema": schema}}}}


def form(*fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a form with a file and these fields."""
    properties = {name: schema for each in (FILE, *fields) for name, schema in each.items()}
    return {
        "type": "object",
        "required": list(FILE),
        "properties": properties,
        "additionalProperties": False,
    }


def describe(app: FastAPI) -> None:
    """Have the application specify the bodies that `takes` names, too."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
            _, found = models_json_schema(
                [(GivenConsultation, "validation"), (GivenLetter, "validation")], ref_template=PLACE
            )
            made["components"]["schemas"] |= found["$defs"]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it
