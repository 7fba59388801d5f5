"""经批准的扩大: the steps of the refill ladder that the system may not take — asked for by one person with a reason, approved by another.

Approved, a step only lengthens the ladder of this one application: it is climbed after all steps below it, as far as that and no further,
and every step taken is logged as ever. The last steps (L7, L8) are acts of their own, with approvals of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.draw.tender_numbers import folded
from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.workflow.apply import may_come_anew, tender_of
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.refusals import NoOtherLibrary, NothingToWiden, SamePerson, StepNotOpen, TooLateToWiden
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.ladder import TAKEN_BY_PERSONS, Library
from policies.profiles import PolicyDay, profile
from policies.vocabulary.refused import Refused
from policies.vocabulary.tender import LawFamily

ALL_SEATS = -1  # under which a request and its approval stand among the steps of the ladder
ASKED, GRANTED = "widening-asked", "widening-granted"  # kinds of log entry
_OTHERWISE = {  # how the steps that are no widening are taken
    "L7": ("直接确定请在申请后用 tender appoint 办理，另有法定情形、同意和审批", "name experts with `tender appoint`"),
    "L8": ("停止、延期请用 tender cancel、tender postpone 办理", "use `tender cancel` or `tender postpone`"),
}
_UNDER_WAY = (TenderState.APPLIED, TenderState.APPROVED, TenderState.DRAWING, TenderState.FULL, TenderState.EVALUATING)


@dataclass(frozen=True, slots=True)
class Widened:
    """One request for a step, and who approved it."""

    step: str
    by: str
    why: str
    at: datetime
    approved_by: str = ""
    log_idx: int = 0


def widenings(record: TenderRecord, work: Work) -> tuple[Widened, ...]:
    """What was asked for this application, in order, with the approvals that came."""
    found: dict[str, Widened] = {}
    for kept in work.uow.tenders.widenings(record.id):
        if kept["for"] != record.applied_at.isoformat():
            continue  # of an application that another one has replaced
        if kept["what"] == ASKED:
            at = datetime.fromisoformat(kept["at"])
            found[kept["step"]] = Widened(kept["step"], kept["by"], kept["why"], at, log_idx=kept["log_idx"])
        else:
            found[kept["step"]] = replace(found[kept["step"]], approved_by=kept["by"])
    return tuple(found.values())


def granted_steps(record: TenderRecord, work: Work) -> tuple[str, ...]:
    """The steps beyond the system's own that this application's ladder has, approved by another person."""
    return tuple(each.step for each in widenings(record, work) if each.approved_by)


def askable_steps(record: TenderRecord, work: Work) -> tuple[str, ...]:
    """The steps that somebody might ask for now, and nobody has."""
    known = {each.step for each in widenings(record, work)}
    return tuple(step for step in TAKEN_BY_PERSONS if step not in known and _why_not(record, step, work) is None)


def waiting_widenings(record: TenderRecord, work: Work) -> tuple[Widened, ...]:
    """What another person has to decide, as long as it can still be approved."""
    return tuple(each for each in widenings(record, work) if not each.approved_by and _why_not(record, each.step, work) is None)


def ask_widening(tender_id: str, step: str, *, by: str, why: str, work: Work) -> Widened:
    """Asks for one step, with a reason; asked again it is the same request.

    Raises AuthorAndReason, TooLateToWiden, StepNotOpen for a step that the family's law does not know or that is taken otherwise or too
    early, and NoOtherLibrary where nobody has an agreement.
    """
    record, act = tender_of(tender_id, work.uow), Act(by, why)
    _check(record, step, work)
    known = next((each for each in widenings(record, work) if each.step == step), None)
    if known is not None:
        return known
    idx = _keep(record, step, ASKED, act, work)
    return Widened(step, act.by, act.why, work.now, log_idx=idx)


def grant_widening(tender_id: str, step: str, *, by: str, why: str, work: Work) -> TenderRecord:
    """Another person approves; a tender that was refused for want of experts is planned once more, on the same application.

    Raises NothingToWiden, SamePerson, AuthorAndReason, TooLateToWiden.
    """
    record, act = tender_of(tender_id, work.uow), Act(by, why)
    asked = next((each for each in widenings(record, work) if each.step == step), None)
    if asked is None:
        raise NothingToWiden(tender=record.id, step=step)
    if asked.approved_by:
        return record
    if folded(act.by) in (folded(asked.by), folded(record.applied_by)):
        raise SamePerson()
    _check(record, step, work)
    _keep(record, step, GRANTED, act, work)
    if record.state is not TenderState.REFUSED:
        return record
    token = work.means.entropy(8).hex() if record.draw else record.token
    again = replace(record, token=token, state=TenderState.APPROVED, refusal=())
    work.uow.tenders.save(again)
    work.uow.tasks.put("plan", record.id, work.now)
    return again


def _check(record: TenderRecord, step: str, work: Work) -> None:
    refusal = _why_not(record, step, work)
    if refusal is not None:
        raise refusal


def _why_not(record: TenderRecord, step: str, work: Work) -> Refused | None:
    """What speaks against this step for this tender as it stands."""
    rules = profile(record.tender.profile).on(local_day(work.now))
    if step in _OTHERWISE or step not in TAKEN_BY_PERSONS:
        chinese, english = _OTHERWISE.get(step, ("L1至L4由系统按规定逐级进行，不须申请", "the system takes L1 to L4 itself"))
        return StepNotOpen(step=step, why=chinese, why_en=english)
    if step == "L6" and record.tender.law_family is not LawFamily.PROCUREMENT:
        return StepNotOpen(
            step=step, why="推荐入库后抽取只适用于政府采购（财库〔2016〕198号第十二条）", why_en="this step is of procurement only"
        )
    if record.tender.appointment or record.tender.shares:
        return StepNotOpen(step=step, why="本标段不另行抽取", why_en="nobody is drawn for this section")
    if record.state not in _UNDER_WAY and not may_come_anew(record, work):
        return TooLateToWiden(tender=record.id, state=record.state.value)
    shared = libraries(rules)
    if step == "L5" and not shared:
        return NoOtherLibrary()
    if step == "L6" and shared and "L5" not in granted_steps(record, work):
        return StepNotOpen(step=step, why="须先扩大到L5（其他依法组建的专家库）", why_en="L5, another library, comes first")
    return None


def libraries(rules: PolicyDay) -> dict[str, Library]:
    return rules.ask("ladder.libraries", dict[str, Library])


def _keep(record: TenderRecord, step: str, what: str, act: Act, work: Work) -> int:
    """One entry in the log, which binds who and why and tells neither, and one row beside the steps of the ladder."""
    kept = {"what": what, "for": record.applied_at.isoformat(), "by": act.by, "why": act.why, "at": work.now.isoformat()}
    digest = labelled_hash("dispatch/widening", record.token.encode("ascii"), canonical({**kept, "step": step})).hex()
    body = {"e": what, "t": token_mark(record.token), "step": step, "why": digest}
    idx = work.uow.log.append(body, kind="approval")
    work.uow.tenders.add_ladder_step(record.id, ALL_SEATS, step, kept, idx)
    return idx
