"""A round of the draw: opened, waited for, computed once, sealed and logged; nobody can draw it again.

Each function is one step of dispatch/workflow/advance.py, run in a transaction of its own.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.draw import events
from dispatch.draw.commitments import result_hash
from dispatch.draw.course import Course
from dispatch.draw.event_shape import CANCELLED
from dispatch.draw.seed import seed_commitment, seed_of_round
from dispatch.workflow import beacon
from dispatch.workflow.checkpoint import awaited_witnesses
from dispatch.workflow.draw_course import OpenDraw, course_of, open_draw
from dispatch.workflow.draw_log import append_own, history_of
from dispatch.workflow.draw_values import sound_values
from dispatch.workflow.memory import recalls, remember
from dispatch.workflow.moments import reach
from dispatch.workflow.proposals import propose_final
from dispatch.workflow.records import DrawRecord, DrawStep
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event


def await_commits(draw: DrawRecord, work: Work) -> DrawRecord:
    """Waits until every party has committed; an infeasible pool ends the draw before anybody needs to."""
    opened = open_draw(draw.m, work)
    closed = close_if_infeasible(draw, opened, Course.start(opened.frame), work)
    if closed:
        return closed
    history = history_of(opened.manifest, draw.m, work.uow)
    if beacon.has_passed(opened.manifest, history, draw.round, work):
        return propose_final(draw, opened.manifest, CANCELLED, why=beacon.PASSED, uow=work.uow)
    missing = sorted(set(opened.manifest.parties) - set(history.anchors))
    work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    if missing:
        return _waiting_for(missing, draw, work)
    return replace(draw, step=DrawStep.RELEASES, waiting=" ".join(sorted(opened.manifest.parties)))


def await_releases(draw: DrawRecord, work: Work) -> DrawRecord:
    """Waits until every party has released this round and its value has reached the worker."""
    opened = open_draw(draw.m, work)
    history = history_of(opened.manifest, draw.m, work.uow)
    if beacon.has_passed(opened.manifest, history, draw.round, work):
        return propose_final(draw, opened.manifest, CANCELLED, why=beacon.PASSED, uow=work.uow)
    there = set(history.released(draw.round)) & set(sound_values(opened, history, draw.round, work))
    missing = sorted(set(opened.manifest.parties) - there)
    if missing:
        return _waiting_for(missing, draw, work)
    if opened.manifest.body["beacon"] is not None and not recalls(draw.m, f"beacon/{draw.round}", uow=work.uow):
        due_at = beacon.wanted_in(opened.manifest, history, draw.round).due_at
        work.uow.tasks.put(beacon.TASK, work.means.origin, max(work.now, due_at))
        return replace(draw, waiting=beacon.TASK)
    return replace(draw, step=DrawStep.PICK, waiting="")


def _waiting_for(parties: list[str], draw: DrawRecord, work: Work) -> DrawRecord:
    """Parties see nothing that a quorum has not cosigned: until then it is the witnesses that are waited for."""
    witnesses = awaited_witnesses(work.uow.draws.events(draw.m)[-1], work)
    return replace(draw, waiting=" ".join(witnesses or parties))


def pick(draw: DrawRecord, work: Work) -> DrawRecord:
    """From seed to committee, sealed before it is stored, with its entry in the same transaction."""
    opened = open_draw(draw.m, work)
    history = history_of(opened.manifest, draw.m, work.uow)
    values, known = sound_values(opened, history, draw.round, work), beacon.known_beacon(opened.manifest, history, draw.round, work)
    seed = seed_of_round(opened.frame.m, opened.frame.F, draw.round, values=values, beta=known.beta if known else b"")
    out, _ = course_of(opened, draw.round, work).draw(seed)
    salt = work.means.entropy(32)
    reveals = {party: value.hex() for party, value in values.items()}
    kept = {"seed": seed.hex(), "salt": salt.hex(), "out": out, "reveals": reveals}
    if known:
        kept |= {"beacon": known.signature.hex(), "opening": known.note}
    remember(draw.m, f"round/{draw.round}", kept, work, shown_to_supervisor=True)
    body = events.result(draw.m, draw.round, S=seed_commitment(seed), R=result_hash(out, salt))
    append_own(opened.manifest, body, work)
    work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    tender = work.uow.tenders.by_draw(draw.m)
    if tender:
        reach(tender, Event.SEALED, work)
    return replace(draw, step=DrawStep.CALL)


def close_if_infeasible(draw: DrawRecord, opened: OpenDraw, course: Course, work: Work) -> DrawRecord | None:
    """Logs `infeasible` in place of a result if no lawful committee exists; the fact does not depend on any seed."""
    if course.feasible():
        return None
    append_own(opened.manifest, events.infeasible(draw.m, draw.round), work)
    work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    return propose_final(replace(draw, waiting=""), opened.manifest, "infeasible", why="", uow=work.uow)
