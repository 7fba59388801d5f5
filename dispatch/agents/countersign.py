"""The supervisor's own acts: settle, vacate and final are signed only with evidence, and once.

Source: docs/spec/draw-protocol.md §5, §9. Nothing is signed that its signer could not recompute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from dispatch.agents.audit import audited_lists
from dispatch.agents.carried import remember_sitting
from dispatch.agents.centre import Centre, Proposal
from dispatch.agents.commit import has_committed
from dispatch.agents.course import Opened, hidden, leaving_of, read_evidence, recompute
from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import DutyRefused, WillNotSign
from dispatch.agents.sight import Sight
from dispatch.agents.vacancies import check_accepted, check_grounds
from dispatch.draw.commitments import accepted_hash
from dispatch.draw.course import Course
from dispatch.draw.event_shape import COMPLETE, INFEASIBLE
from dispatch.draw.events import evidence_hash
from dispatch.draw.refusals import NotAnEvent, NotThisStep
from dispatch.kernel.canonical import parse_canonical
from dispatch.kernel.refusals import NotCanonical
from dispatch.witness.entry import EVENT_PREFIX

Body = Mapping[str, Any]


def draw_of(proposal: Proposal) -> str:
    """The draw that a proposal names, or ""."""
    try:
        return str(_body(proposal.body)["m"])
    except WillNotSign:
        return ""


def sign_if_lawful(kit: Equipment, centre: Centre, proposal: Proposal) -> bool:
    """Signs a proposed event and hands it in. Raises WillNotSign with the reason."""
    body = _body(proposal.body)
    sight = kit.sight(body["m"])
    if sight is None:
        raise WillNotSign(why="本方不了解该抽取", why_en="that draw is not known here")
    if all(event.text != proposal.body for event in sight.history.events):
        _check_next(kit, sight, body)
        _check_evidence(kit, centre, sight, body, proposal)
        _keep_once(kit, sight, body, proposal.body)
    centre.submit(kit.j, proposal.body, kit.signer.sign(EVENT_PREFIX + proposal.body))
    return True


def _body(text: bytes) -> Body:
    try:
        body = parse_canonical(text)
        if isinstance(body, dict) and body.get("e") in _CHECKS and isinstance(body.get("m"), str):
            return body
    except NotCanonical:
        pass
    raise WillNotSign(why="待签内容不是结算、补抽或终结事件", why_en="it is no settle, vacate or final event")


def _check_next(kit: Equipment, sight: Sight, body: Body) -> None:
    """It is this party's to sign, and may be the draw's next event as the mirror shows it."""
    if sight.manifest.roles[body["e"]] != kit.j or not kit.supervisor:
        raise WillNotSign(why="该事件不由本方签署", why_en="this event is not signed by this party")
    try:
        sight.history.accept(kit.mirror.size, kit.j, body)
    except NotAnEvent as fault:
        raise WillNotSign(why=f"不能作为下一事件：{fault.chinese}", why_en=f"it cannot come next: {fault.english}") from fault


def _keep_once(kit: Equipment, sight: Sight, body: Body, text: bytes) -> None:
    """Another event for the same step is signed only if the one signed before can no longer become an event."""
    step = f"{sight.m}/{body['e']}/{body.get('r', 'end')}"
    for earlier in kit.diary.all(f"signed {step}").values():
        if earlier != text and _may_come(kit, sight, earlier):
            raise WillNotSign(why="同一步骤已签署另一内容", why_en="another event was signed for this step")
    sha256 = hashlib.sha256(text).hexdigest()
    kit.diary.keep(f"signed {step}", sha256, text)
    kit.diary.keep("signed", sha256, step.encode())


def _may_come(kit: Equipment, sight: Sight, text: bytes) -> bool:
    try:
        sight.history.accept(kit.mirror.size, kit.j, parse_canonical(text))
    except NotAnEvent:
        return False
    return True


def _check_evidence(kit: Equipment, centre: Centre, sight: Sight, body: Body, proposal: Proposal) -> None:
    """Recomputes every round that has ended; where none has, only an end can come, and it needs no evidence."""
    if not sight.history.ended_by:
        _remember_start(kit, centre, sight)
        return
    if not has_committed(kit, sight) and body["e"] != "final":
        raise WillNotSign(why="本方未对该抽取作出承诺", why_en="this party has not committed to that draw")
    opened, audited = read_evidence(proposal.evidence), audited_lists(kit, centre, sight)
    course = recompute(kit, audited.frame, sight, opened)
    try:
        _CHECKS[body["e"]](course, sight, body, opened)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise WillNotSign(why="证据不完整", why_en="the evidence is not complete") from fault
    except NotThisStep as fault:
        raise WillNotSign(why=fault.chinese, why_en=fault.english) from fault
    if body["e"] == "final":
        remember_sitting(kit, audited, course)


def _remember_start(kit: Equipment, centre: Centre, sight: Sight) -> None:
    """A draw that ends before its first round leaves its carried members sitting; a pool that was refused leaves no record."""
    if not sight.history.frozen:
        return
    try:
        audited = audited_lists(kit, centre, sight)
    except DutyRefused:
        return
    remember_sitting(kit, audited, Course.start(audited.frame))


def _settle(course: Course, sight: Sight, body: Body, opened: Opened) -> None:
    kept = opened.settled[body["r"]]
    accepted = [str(id) for id in kept["accepted"]]
    _demand(evidence_hash(kept["evidence"]).hex() == body["ev"], "应答记录与ev不符", "the replies are not those behind ev")
    _demand(
        accepted_hash(sight.history.m, body["r"], accepted).hex() == body["acc"], "接受名单与acc不符", "the list is not that behind acc"
    )
    check_accepted(accepted, course.called, kept["evidence"])
    course.settle(accepted)


def _vacate(course: Course, sight: Sight, body: Body, opened: Opened) -> None:
    kept, leaving = opened.vacated[body["r"]], leaving_of(opened, body["r"])
    _demand(evidence_hash(kept["evidence"]).hex() == body["ev"], "应答记录与ev不符", "the replies are not those behind ev")
    _demand(hidden(sight.history.m, leaving) == body["vac"], "空缺名单与vac不符", "the list is not that behind vac")
    check_grounds(leaving, kept["evidence"])
    course.vacate(leaving)


def _final(course: Course, sight: Sight, body: Body, opened: Opened) -> None:
    if body["status"] == COMPLETE:
        _demand(not course.open_seats, "仍有名额未满，不能以“完成”终结", "seats are open: the draw is not complete")
    elif body["status"] != INFEASIBLE:
        _demand(
            bool(course.open_seats) or sight.history.is_open, "名额已满，不能取消", "all seats are filled: the draw cannot be cancelled"
        )


def _demand(holds: bool, why: str, why_en: str) -> None:
    if not holds:
        raise WillNotSign(why=why, why_en=why_en)


_CHECKS: Mapping[str, Callable[[Course, Sight, Body, Opened], None]] = {"settle": _settle, "vacate": _vacate, "final": _final}
