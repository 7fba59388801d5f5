"""共用评标委员会的申请: a section that waits for approval is put under the committee of another section of the same project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dispatch.draw.tender_numbers import folded
from dispatch.workflow.apply import tender_of
from dispatch.workflow.exceptions.refusals import NotOneCommittee, NotTheApplicant, NotUnderWay
from dispatch.workflow.exceptions.sections import sharing
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.work import Work
from policies.vocabulary.tender import Tender

_ALIKE = ("法律体系和采购方式", "招标人和代理机构", "监督部门和规则方案", "主场和副场", "开标和签到时间", "名额")
_MAY_GAIN = (TenderState.APPLIED, TenderState.APPROVED, TenderState.DRAWING, TenderState.FULL)


def share_committee(tender_id: str, first_id: str, *, by: str, work: Work) -> TenderRecord:
    """From now on this section has the committee of the first; the same again changes nothing.

    Raises NotUnderWay, NotTheApplicant, and NotOneCommittee with everything in which the two applications differ.
    """
    record, first = tender_of(tender_id, work.uow), tender_of(first_id, work.uow)
    if record.tender.shares == first.id:
        return record
    if record.state is not TenderState.APPLIED or first.state not in _MAY_GAIN:
        late = record if record.state is not TenderState.APPLIED else first
        raise NotUnderWay(tender=late.id, state=late.state.value, act="共用评标委员会", act_en="sharing of a committee")
    if folded(by) != folded(record.applied_by):
        raise NotTheApplicant(by=record.applied_by)
    against = list(_differences(record.tender, first.tender))
    against += ["委员会（已有标段共用本标段的，不得再转用）"] if sharing(record, work) else []
    if against:
        raise NotOneCommittee(first=first.id, what="、".join(against))
    shared = replace(record, tender=replace(record.tender, shares=first.id, extra={**record.tender.extra, "共用评标委员会": first.id}))
    work.uow.tenders.save(shared)
    work.uow.log.append({"e": "shared-committee", "t": token_mark(record.token), "of": token_mark(first.token)}, kind="approval")
    return shared


def _differences(tender: Tender, first: Tender) -> Iterator[str]:
    """In what two sections must agree, so that one committee is lawful for both and was screened for the parties of both."""
    if folded(tender.number) != folded(first.number) or tender.section == first.section:
        yield "项目编号（须为同一项目的不同标段）"
    if first.shares or tender.appointment or (first.appointment and first.appointment.of):
        yield "委员会（第一个标段须有自己的委员会）"
    yield from (name for name, mine, theirs in zip(_ALIKE, _alike(tender), _alike(first), strict=True) if mine != theirs)
    if not set(tender.avoid_units) <= set(first.avoid_units):
        yield "回避单位（须已列入第一个标段的申请）"
    if tender.duration > first.duration:
        yield "评标时长（第一个标段须为全部标段预留）"


def _alike(tender: Tender) -> tuple[object, ...]:
    """What must be the same, in the order of `_ALIKE`."""
    return (
        (tender.law_family, tender.method),
        (tender.tenderer, tender.agent),
        (tender.supervisor, tender.profile),
        (tender.region, tender.host_centre, tender.n_subvenues),
        (tender.opening_at, tender.checkin_at),
        (tender.seats, tender.reps),
    )
