"""全员同时通知: everybody drawn in a round is called at once, with the same words, under capabilities that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime

from dispatch.kernel.canonical import labelled_hash, u32
from dispatch.notify.call_out import CallState
from dispatch.notify.messages import half_day
from dispatch.workflow.capsules import capsule_purpose, log_capabilities, reach_person, seal_id
from dispatch.workflow.draw_course import OpenDraw, drawn_in, open_draw
from dispatch.workflow.engagements import engage, engaged_on
from dispatch.workflow.experts.overlay import out_of_service
from dispatch.workflow.links import Stage, send_stage
from dispatch.workflow.memory import recall, remember
from dispatch.workflow.moments import reach
from dispatch.workflow.records import CallOut, DrawRecord, DrawStep, TenderRecord
from dispatch.workflow.roster import has_declared
from dispatch.workflow.slots import days_of, slot_of
from dispatch.workflow.work import Work
from policies.intervals import reply_window
from policies.profiles import profile
from policies.vocabulary.roles import Event

Others = tuple[Collection[str], Callable[[str], bool]]  # who is engaged on these days; who may not serve


def call_members(draw: DrawRecord, work: Work) -> DrawRecord:
    """Makes one call-out for each id drawn in this round and puts the bells into the outbox, in an order of their own."""
    opened = open_draw(draw.m, work)
    tender = work.uow.tenders.by_draw(draw.m)
    assert tender is not None, "a draw without tender"
    drawn = drawn_in(recall(draw.m, f"round/{draw.round}", work)["out"])
    reply_by = work.now + reply_window(work.now, tender.tender.checkin_at, profile(tender.tender.profile))
    calls = {id: work.means.entropy(16).hex() for id in drawn}
    env = remember(draw.m, f"calls/{draw.round}", {"by_id": calls}, work)
    log_capabilities(list(calls.values()), env, "call", int(tender.tender.opening_at.timestamp()), uow=work.uow)
    days = days_of(tender.tender)
    busy, out = engaged_on(days, work), out_of_service(days, work)
    for capability, id in sorted((capability, id) for id, capability in calls.items()):
        call = _call_out(capability, id, opened, draw, reply_by=reply_by, work=work)
        ref = reach_person(call, work.means).ref
        if _is_free(call, ref, (busy, out), work):
            _call(call, ref, stage_a(tender, declare=not has_declared(ref, work)), days, work)
    reach(tender, Event.CALLED, work)
    return replace(draw, step=DrawStep.REPLIES, reply_by=reply_by)


def wave_of(m: str, r: int) -> str:
    """What call-outs of one round share; the notifier cannot turn it into a draw."""
    return labelled_hash("dispatch/wave", bytes.fromhex(m), u32(r)).hex()[:32]


def _call_out(capability: str, id: str, opened: OpenDraw, draw: DrawRecord, *, reply_by: datetime, work: Work) -> CallOut:
    return CallOut(
        capability=capability,
        wave=wave_of(draw.m, draw.round),
        capsule=bytes.fromhex(opened.capsules[id]),
        capsule_key=capsule_purpose(draw.m),
        capsule_id=seal_id(capability, id, work.means),
        state=CallState.WAITING,
        reason="",
        called_at=work.now,
        reply_by=reply_by,
    )


def _is_free(call: CallOut, ref: str, others: Others, work: Work) -> bool:
    """Not whom another committee has called for these days since the roster was frozen (rule R9), nor who may not serve any more (R7):
    the seat goes to a replacement round.
    """
    busy, out = others
    if out(ref):
        work.uow.calls.save(replace(call, state=CallState.BARRED, reason="R7"))
        return False
    if ref in busy:
        work.uow.calls.save(replace(call, state=CallState.ENGAGED, reason="R9"))
        return False
    return True


def _call(call: CallOut, ref: str, stage: Stage, days: tuple[date, ...], work: Work) -> None:
    work.uow.calls.save(call)
    engage(call.capability, ref, days, work)
    send_stage(call.capability, stage, work)


def stage_a(tender: TenderRecord, *, declare: bool = False) -> Stage:
    """Half-day, district and length of “one evaluation task”, nothing of the tender (docs/spec/sealing.md §3, stage A).

    `declare` asks for relations in general, of whoever has never told any.
    """
    body = {
        "task": "一条评审任务",
        "half_day": half_day(tender.tender.checkin_at),
        "district": tender.tender.region[:4] + "00",
        "hours": int(tender.tender.duration.total_seconds() // 3600),
        "declare": int(declare),
    }
    return Stage("A", body, slot_of(tender.tender)[1])
