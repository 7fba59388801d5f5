"""The parties' values of one round: opened by the worker, held against their anchors, asked for again if they fail."""

from __future__ import annotations

from dispatch.draw.chain import check_value
from dispatch.draw.history import History
from dispatch.draw.refusals import BadValue
from dispatch.draw.values import open_value, value_context
from dispatch.workflow.draw_course import OpenDraw
from dispatch.workflow.memory import worker_secret
from dispatch.workflow.work import Work


def sound_values(opened: OpenDraw, history: History, r: int, work: Work) -> dict[str, bytes]:
    """Values by party that reach their anchor; a false or damaged one is dropped, so that its agent is asked again."""
    sound: dict[str, bytes] = {}
    secret = worker_secret(opened.plan["worker"], work.means)
    for party, sealed in work.uow.draws.values(opened.m, r).items():
        try:
            sound[party] = _checked(opened, history, party, r, sealed=sealed, secret=secret)
        except BadValue:
            work.uow.draws.drop_value(opened.m, r, party)
    return sound


def _checked(opened: OpenDraw, history: History, party: str, r: int, *, sealed: bytes, secret: bytes) -> bytes:
    m, frozen = opened.frame.m, opened.frame.F
    value = open_value(secret, sealed, context=value_context(m, frozen, party, r), party=party, r=r)
    check_value(m, frozen, party, value=value, r=r, anchor=history.anchors[party])
    return value
