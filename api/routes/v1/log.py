"""The witness log for monitors: entries, checkpoint, proofs, trust file."""

from __future__ import annotations

from flask import Response
from flask_openapi3.blueprint import APIBlueprint

from api.context import reading
from api.roles import EVERYBODY, allowed
from api.routes.v1.shapes import (
    LOG,
    PREFIX,
    REFUSED,
    Checkpoint,
    ConsistencyQuery,
    Entries,
    EntriesQuery,
    EntryAnswer,
    InclusionQuery,
    Log,
    Proof,
    Trust,
    answer,
)
from dispatch.kernel.canonical import canonical
from dispatch.workflow.refusals import NotInLog
from dispatch.workflow.shown_log import checkpoint_shown, consistency, entries_shown, inclusion, log_shown

api = APIBlueprint("v1_log", __name__, url_prefix=PREFIX + "/log", abp_tags=[LOG], abp_responses=REFUSED)


@api.get("", summary="the log: origin, size, latest checkpoint", responses={"200": Log})
@allowed(*EVERYBODY)
def state() -> Response:
    with reading() as work:
        return answer(Log(log_shown(work)))


@api.get("/entries", summary="entries, in order", responses={"200": Entries})
@allowed(*EVERYBODY)
def entries(query: EntriesQuery) -> Response:
    with reading() as work:
        found = entries_shown(query.start, query.count, work)
    return answer(Entries(tuple(EntryAnswer(idx=e.idx, body=e.body.decode("utf-8"), by=e.by, sig=e.sig.hex()) for e in found)))


@api.get("/checkpoint", summary="the latest cosigned checkpoint, as a note", responses={"200": Checkpoint})
@allowed(*EVERYBODY)
def checkpoint() -> Response:
    with reading() as work:
        found = checkpoint_shown(work)
        if found is None:
            raise NotInLog(size=work.uow.log.size)
    return answer(Checkpoint(found))


@api.get("/inclusion", summary="that an entry stands in the first `size`", responses={"200": Proof})
@allowed(*EVERYBODY)
def inclusion_proof(query: InclusionQuery) -> Response:
    with reading() as work:
        return answer(Proof(inclusion(query.idx, query.size, work)))


@api.get("/consistency", summary="that the log only grew", responses={"200": Proof})
@allowed(*EVERYBODY)
def consistency_proof(query: ConsistencyQuery) -> Response:
    with reading() as work:
        return answer(Proof(consistency(query.old, query.new, work)))


@api.get("/trust", summary="the trust file", responses={"200": Trust})
@allowed(*EVERYBODY)
def trust() -> Response:
    with reading() as work:
        body = canonical(work.means.trust)
    return Response(body, content_type="application/json", headers={"Content-Disposition": 'attachment; filename="trust.json"'})
