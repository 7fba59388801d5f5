"""Shapes of answers and parameters; an answer is the read model itself, so that API and console can never tell two stories."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field, RootModel

from api.problems import MEDIA_TYPE, Problem
from dispatch.workflow.shown_committee import CommitteeShown
from dispatch.workflow.shown_draws import DrawLine, DrawShown
from dispatch.workflow.shown_fees import SettlementShown
from dispatch.workflow.shown_log import CheckpointShown, LogShown, ProofShown
from dispatch.workflow.shown_rooms import RoomsShown, VenueLine
from dispatch.workflow.shown_tenders import TenderLine, TenderShown

PREFIX = "/api/v1"
LOG, DRAWS, TENDERS, VENUES, FEES, ABOUT = (Tag(name=name) for name in ("log", "draws", "tenders", "venues", "fees", "about"))
PROBLEM: dict[str, Any] = {"description": "a refusal (RFC 9457)", "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
LAST = 2**53  # no log is longer, and no database counts much further
REFUSED: dict[str | int | HTTPStatus, type[BaseModel] | dict[Any, Any] | None] = dict.fromkeys(
    ("401", "403", "404", "409", "422", "429"), PROBLEM
)


class TenderPath(BaseModel):
    token: str = Field(min_length=8, max_length=64, description="the tender's token, never its number")


class DrawPath(BaseModel):
    m: str = Field(pattern="^[0-9a-f]{64}$", description="the draw's pseudonym, hash of its manifest")


class VenuePath(BaseModel):
    venue: str = Field(max_length=64)


class AfterQuery(BaseModel):
    after: str = Field("", max_length=64, description="the page behind this line; the header `Link` names the address")


class MomentQuery(BaseModel):
    at: str = Field("", max_length=40, description="ISO 8601 with zone; by default the next moment at which something changes")


class EntriesQuery(BaseModel):
    start: int = Field(0, ge=0, le=LAST)
    count: int = Field(100, ge=1, le=500)


class InclusionQuery(BaseModel):
    idx: int = Field(ge=0)
    size: int = Field(ge=1)


class ConsistencyQuery(BaseModel):
    old: int = Field(ge=1)
    new: int = Field(ge=1)


class EntryAnswer(BaseModel):
    """One entry of the log: `body` is the canonical text, `sig` hex."""

    idx: int
    body: str
    by: str
    sig: str


class Tenders(RootModel[tuple[TenderLine, ...]]):
    pass


class Tender(RootModel[TenderShown]):
    pass


class Committee(RootModel[CommitteeShown]):
    pass


class Draws(RootModel[tuple[DrawLine, ...]]):
    pass


class Draw(RootModel[DrawShown]):
    pass


class Transcript(RootModel[dict[str, Any]]):
    """A vd1 transcript (docs/spec/draw-protocol.md §11)."""


class Log(RootModel[LogShown]):
    pass


class Entries(RootModel[tuple[EntryAnswer, ...]]):
    pass


class Checkpoint(RootModel[CheckpointShown]):
    pass


class Proof(RootModel[ProofShown]):
    pass


class Trust(RootModel[dict[str, Any]]):
    """The trust file: get it by another way than what you judge by it."""


class Venues(RootModel[tuple[VenueLine, ...]]):
    pass


class Rooms(RootModel[RoomsShown]):
    pass


class Settlements(RootModel[tuple[SettlementShown, ...]]):
    pass


def answer(model: BaseModel) -> Response:
    return Response(model.model_dump_json(), content_type="application/json")
