"""About the interface itself: its description, its refusals, and who is asking."""

from __future__ import annotations

from typing import cast

from flask import Response, current_app, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI
from flask_wtf.csrf import generate_csrf
from pydantic import BaseModel, RootModel

from api.context import viewer
from api.problems import KnownRefusal, known_refusals
from api.roles import EVERYBODY, SIGNED_IN, allowed
from api.routes.v1.shapes import ABOUT, PREFIX, REFUSED, answer

api = APIBlueprint("v1_about", __name__, url_prefix=PREFIX, abp_tags=[ABOUT], abp_responses=REFUSED)


class Problems(RootModel[tuple[KnownRefusal, ...]]):
    """Every refusal by its code, with its status and its two sentences."""


class SessionAnswer(BaseModel):
    """Who is signed in; `csrf_token` goes into the header X-CSRFToken of whatever changes something."""

    name: str
    role: str
    csrf_token: str


@api.get("/openapi.json", summary="this description", responses={"200": {"description": "OpenAPI 3.1"}})
@allowed(*EVERYBODY)
def openapi() -> Response:
    return jsonify(cast(OpenAPI, current_app).api_doc)


@api.get("/problems", summary="every refusal", responses={"200": Problems})
@allowed(*EVERYBODY)
def problems() -> Response:
    return answer(Problems(known_refusals()))


@api.get("/session", summary="who is signed in", responses={"200": SessionAnswer})
@allowed(*SIGNED_IN)
def session() -> Response:
    return answer(SessionAnswer(name=viewer().name, role=viewer().role.value, csrf_token=generate_csrf()))
