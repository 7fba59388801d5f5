"""What opens the next round, and what ends a draw: both are signed by the supervisor's role on its own machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from dispatch.draw.event_shape import CANCELLED, COMPLETE, INFEASIBLE, RESULT
from dispatch.draw.history import History
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.kernel.canonical import parse_canonical
from dispatch.workflow.barred_alarm import raise_alarm
from dispatch.workflow.beacon import PASSED
from dispatch.workflow.draw_course import course_of, open_draw, open_plan
from dispatch.workflow.draw_log import history_of
from dispatch.workflow.exceptions.sections import end_sharing
from dispatch.workflow.explain_refusal import reasons_now
from dispatch.workflow.proposals import propose_final, withdraw_open_lists
from dispatch.workflow.records import DrawRecord, DrawStep, TenderRecord, TenderState
from dispatch.workflow.refusals import SeatsAreFilled, SeatsAreOpen
from dispatch.workflow.release_members import release_members
from dispatch.workflow.rounds import close_if_infeasible
from dispatch.workflow.work import Work

CHAIN_USED_UP = "chain-used-up"
NO_COMMITTEE = {
    INFEASIBLE: (
        TenderState.REFUSED,
        "第{r}轮抽取时，候选名单中已无可依法补全的评委会；",
        "In round {r} no lawful committee can be completed from this roster.",
    ),
    CHAIN_USED_UP: (
        TenderState.CANCELLED,
        "第{r}轮抽取时，有见证方的随机链已用尽；",
        "In round {r} the chain of a party was used up.",
    ),
    PASSED: (
        TenderState.CANCELLED,
        "第{r}轮抽取时，公共信标先于各方承诺公布；",
        "In round {r} the beacon was out before everything was fixed.",
    ),
    CANCELLED: (
        TenderState.CANCELLED,
        "抽取在第{r}轮终止，理由已记入日志；",
        "The draw was cancelled in round {r}, with its reason in the log.",
    ),
}
ANEW = "如需重新抽取，须重新申请，并注明前次抽取", "Another draw must be applied for anew, and names this one."


def await_vacate(draw: DrawRecord, work: Work) -> DrawRecord:
    """Once the vacancy list is signed and logged the next round is open; it may turn out that nobody can fill it."""
    signed = work.uow.draws.proposal(draw.m, "vacate", draw.round + 1)
    if signed is None or signed.state != "signed":
        return draw
    opened = open_draw(draw.m, work)
    draw_at = datetime.fromtimestamp(parse_canonical(signed.body)["draw_at"], UTC)
    parties = " ".join(sorted(opened.manifest.parties))
    coming = replace(draw, round=draw.round + 1, step=DrawStep.RELEASES, waiting=parties, draw_at=draw_at)
    work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    if tender := work.uow.tenders.by_draw(draw.m):
        raise_alarm(draw.m, history_of(opened.manifest, draw.m, work.uow), tender, work)
    if coming.round >= min(opened.manifest.parties.values()):
        return propose_final(replace(coming, waiting=""), opened.manifest, CANCELLED, why=CHAIN_USED_UP, uow=work.uow)
    course = course_of(opened, coming.round, work)
    return close_if_infeasible(coming, opened, course, work) or coming


def await_final(draw: DrawRecord, work: Work) -> DrawRecord:
    """The draw has ended once its last event is logged; its tender, and whoever was called, learn of an end without committee.

    Where a round was drawn and a later one could not be filled, another draw is planned (docs/spec/draw-protocol.md §4, §9).
    """
    manifest = check_manifest(open_plan(draw.m, work)["manifest"])
    history = history_of(manifest, draw.m, work.uow)
    if not history.ended:
        return _propose_anew(draw, manifest, history, work)
    work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    tender = work.uow.tenders.by_draw(draw.m)
    if history.status != COMPLETE and tender and tender.state is not TenderState.CANCELLED:
        _end_without_committee(draw, history, tender, work)
    return replace(draw, step=DrawStep.ENDED, waiting="", ended_at=work.now)


def _end_without_committee(draw: DrawRecord, history: History, tender: TenderRecord, work: Work) -> None:
    why = str(history.events[-1].body["why"])
    state, chinese, english = NO_COMMITTEE.get(why) or NO_COMMITTEE[history.status]
    told = replace(tender, refusal=(chinese.format(r=draw.round), english.format(r=draw.round)))
    if _is_followed(why, history, tender, work):
        work.uow.tenders.save(told)
        work.uow.tasks.put("plan", tender.id, work.now)  # whoever sits stays, and another draw is tried, from a larger pool if need be
        return
    ended = replace(_with_reasons(told, work) if history.status == INFEASIBLE else _anew(told), state=state)
    work.uow.tenders.save(ended)
    end_sharing(ended, work)
    release_members(draw.m, work)


def _anew(told: TenderRecord) -> TenderRecord:
    return replace(told, refusal=(f"{told.refusal[0]}{ANEW[0]}", f"{told.refusal[1]} {ANEW[1]}"))


def _is_followed(why: str, history: History, tender: TenderRecord, work: Work) -> bool:
    """Nobody chose this end, and people sit; or nobody was drawn yet and there is time. An end that somebody asked for is not followed."""
    sits = RESULT in history.ended_by or history.manifest.carried > 0
    if why == PASSED:
        return sits or work.now < tender.tender.checkin_at
    return sits and (why == CHAIN_USED_UP or history.status == INFEASIBLE)


def _with_reasons(told: TenderRecord, work: Work) -> TenderRecord:
    """The pool became too small between the plan and its freezing: nobody was drawn, and the reasons are those of today."""
    chinese, english = reasons_now(told, work)
    return replace(told, refusal=(f"{told.refusal[0]}{chinese}；须另行抽取", f"{told.refusal[1]} {english}; it needs another draw"))


def _propose_anew(draw: DrawRecord, manifest: Manifest, history: History, work: Work) -> DrawRecord:
    """An event that came in after the end was proposed must stand in its list: the end is proposed with it."""
    proposed = work.uow.draws.proposal(draw.m, "final", history.rounds_ended)
    body = parse_canonical(proposed.body) if proposed else None
    if body is None or body["idx"] == work.uow.draws.events(draw.m):
        return draw
    return propose_final(draw, manifest, body["status"], why=body["why"], uow=work.uow)


def finish(m: str, status: str, *, why: str, work: Work) -> None:
    """Asks for the end of a draw: `complete` when the committee's work is done, `cancelled` with a reason while seats are open.

    Raises SeatsAreFilled, SeatsAreOpen: the log would not take such an end, and the draw would wait for it forever.
    """
    draw = work.uow.draws.get(m)
    if draw is None or draw.step in (DrawStep.FINAL, DrawStep.ENDED):
        return
    manifest = check_manifest(open_plan(m, work)["manifest"])
    filled = seats_are_filled(manifest, m, work)
    if filled and status == CANCELLED:
        raise SeatsAreFilled()
    if not filled and status == COMPLETE:
        raise SeatsAreOpen()
    withdraw_open_lists(draw, work.uow)
    work.uow.draws.save(propose_final(draw, manifest, status, why=why, uow=work.uow))
    work.uow.tasks.put("draw", m, work.now)


def end_draw(m: str, *, why: str, work: Work) -> None:
    """Ends a draw whose tender is given up (项目终止): `cancelled` while seats are open; a filled draw is complete even so."""
    manifest = check_manifest(open_plan(m, work)["manifest"])
    filled = seats_are_filled(manifest, m, work)
    finish(m, COMPLETE if filled else CANCELLED, why="" if filled else why, work=work)
    release_members(m, work)


def seats_are_filled(manifest: Manifest, m: str, work: Work) -> bool:
    """Whether nobody is missing: with standbys only the settlement tells: seats may have stayed open after it."""
    history = history_of(manifest, m, work.uow)
    if not history.was_drawn or not history.is_settled:
        return False
    return not manifest.standby or not course_of(open_draw(m, work), history.current_round, work).open_seats
