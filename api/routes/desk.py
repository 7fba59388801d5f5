"""见证方的柜台: the desk over HTTP, for parties' unattended agents; each call is signed by the party's key, no session speaks for it.

What a party may read and hand in is decided by dispatch/workflow/desk.py; how it is written, by dispatch/agents/wire.py.
"""

from __future__ import annotations

from typing import Annotated, Protocol, cast

from flask import Response, abort, current_app, g, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AfterValidator, BaseModel, Field

from api.context import services
from api.roles import EVERYBODY, allowed
from api.routes.v1.shapes import LAST, PREFIX, REFUSED, DrawPath
from dispatch.agents import wire
from dispatch.agents.centre import Centre
from dispatch.agents.signed_call import Call, caller_of
from dispatch.centre.desk import CentreDesk
from dispatch.kernel.canonical import canonical
from dispatch.kernel.ports import Clock

DESK = "desk"  # under this name an application may hold another desk than its services'
LARGEST_CALL = 256 * 1024
JSON = "application/json"


class Desk(Centre, Protocol):
    """A centre that knows its parties' keys."""

    @property
    def origin(self) -> str: ...
    @property
    def now(self) -> Clock: ...
    def key_of(self, j: str) -> bytes | None: ...


class EntriesFrom(BaseModel):
    start: int = Field(0, ge=0, le=LAST)


def _written(text: str) -> str:
    """Text that a database can keep; half a character, which UTF-8 cannot write, is refused before."""
    if "\0" in text:
        raise ValueError("a zero byte")
    return text


Text = Annotated[str, AfterValidator(_written)]


class SignedEvent(BaseModel):
    body: Text = Field(max_length=200_000, description="C(body) of the event")
    sig: str = Field(pattern="^[0-9a-f]{128}$", description="over `vd1/event` and the body, by the party's key")


class SealedValue(BaseModel):
    m: str = Field(pattern="^[0-9a-f]{64}$")
    r: int = Field(ge=0, le=63)
    sealed: str = Field(max_length=200, description="HPKE to the draw's worker, base64")


class Decline(BaseModel):
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the proposed body")
    reason: Text = Field(max_length=300)


api = APIBlueprint("desk", __name__, url_prefix=f"{PREFIX}/{DESK}", abp_tags=[Tag(name=DESK)], abp_responses=REFUSED)


@api.before_request
def _who_calls() -> None:
    """Before anything is read or done. Raises CallNotSigned, ClocksDiffer."""
    request.max_content_length = LARGEST_CALL
    target = request.full_path if request.query_string else request.path
    call = Call(desk().origin, request.method, target, request.get_data(cache=True))
    g.party = caller_of(call, dict(request.headers), desk().key_of, desk().now())


def desk() -> Desk:
    return cast(Desk, current_app.extensions.get(DESK) or CentreDesk(services()))


@api.get("/note", summary="latest checkpoint that enough witnesses cosigned; empty before the first")
@allowed(*EVERYBODY)
def note() -> Response:
    return _answer(canonical({"note": desk().note()}))


@api.get("/entries", summary="entries of the log, in order, as many as are given at once")
@allowed(*EVERYBODY)
def entries(query: EntriesFrom) -> Response:
    return _answer(wire.write_entries(desk().entries(query.start)))


@api.get("/draws", summary="draws that the calling party has to serve")
@allowed(*EVERYBODY)
def draws() -> Response:
    return _answer(canonical({"draws": list(desk().draws(g.party))}))


@api.get("/draws/<m>/materials", summary="what the calling party checks before it commits")
@allowed(*EVERYBODY)
def materials(path: DrawPath) -> Response:
    return _answer(wire.write_materials(desk().materials(g.party, path.m)))


@api.get("/draws/<m>/transcript", summary="the published transcript; 404 before it is published")
@allowed(*EVERYBODY)
def transcript(path: DrawPath) -> Response:
    found = desk().transcript(path.m)
    return abort(404) if found is None else _answer(found)


@api.get("/wanted", summary="values that the worker still misses from the calling party")
@allowed(*EVERYBODY)
def wanted() -> Response:
    return _answer(canonical({"wanted": [[m, r] for m, r in desk().wanted(g.party)]}))


@api.get("/proposals", summary="events that the calling party is asked to sign, with their evidence")
@allowed(*EVERYBODY)
def proposals() -> Response:
    return _answer(wire.write_proposals(desk().proposals(g.party)))


@api.post("/events", summary="hands in an event of a draw; the same again returns the same index")
@allowed(*EVERYBODY)
def submit(body: SignedEvent) -> Response:
    idx = desk().submit(g.party, body.body.encode("utf-8"), bytes.fromhex(body.sig))
    return _answer(canonical({"idx": idx}))


@api.post("/values", summary="hands in a sealed value; again is harmless")
@allowed(*EVERYBODY)
def deliver(body: SealedValue) -> Response:
    desk().deliver(g.party, body.m, body.r, wire.from_base64(body.sealed))
    return _answer(canonical({}))


@api.post("/declines", summary="says why a proposed event is not signed")
@allowed(*EVERYBODY)
def decline(body: Decline) -> Response:
    desk().decline(g.party, body.sha256, body.reason)
    return _answer(canonical({}))


def _answer(content: bytes) -> Response:
    return Response(content, content_type=JSON)
