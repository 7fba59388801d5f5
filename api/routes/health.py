"""Whether this node can read its database: for load balancers, without a word about what it holds."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from api.context import reading
from api.roles import EVERYBODY, allowed
from dispatch.workflow.shown_log import is_embedded

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@allowed(*EVERYBODY)
def healthz() -> Response:
    with reading() as work:
        return jsonify(status="ok", embedded=is_embedded(work), log_size=work.uow.log.size)
