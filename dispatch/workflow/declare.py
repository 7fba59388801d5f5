"""一般申报: whoever is called while nothing is on record about his relations may tell them behind the same link, once and for all tenders.

What is asked is general: at this hour nobody may learn for which tender he was drawn, so nothing he says has any effect that he could see
before evaluation opens. It is kept like any relation — sealed, with author and reason — and the rules go by it from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dispatch.intake.relations import APART, RELATION_KINDS
from dispatch.kernel.canonical import labelled_hash
from dispatch.notify.call_out import COMING
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.records import CallOut, Reply
from dispatch.workflow.refusals import BadRelation
from dispatch.workflow.relation_changes import add_relation, declare_none
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Relation
from policies.vocabulary.ids import ExpertNo

KINDS = tuple(kind for kind in RELATION_KINDS if kind != APART)  # whom he should not sit with is not his to say
ASK, TOLD, ALL = "declare", "declared", "declared-all"  # in the body of stage A; in the inbox: one relation, and that this is all
_ACT = Act("专家本人", "接到通知后申报（短信链接）")


def may_declare(call: CallOut, asked: bool, work: Work) -> bool:
    """Whoever was asked and comes, until he has said that this is all."""
    return asked and call.state in COMING and not any(reply.answer == ALL for reply in work.uow.calls.replies(call.capability))


def told_so_far(capability: str, work: Work) -> int:
    """How many relations he has told."""
    return sum(reply.answer == TOLD for reply in work.uow.calls.replies(capability))


def tell_relation(capability: str, told: Mapping[str, str], work: Work) -> None:
    """Keeps one relation as he tells it; the very same once. Raises BadRelation."""
    no, kind = _number(capability, work), told.get("kind", "")
    if kind not in KINDS:
        raise BadRelation(why="请选择关系", why_en="choose a kind of relation")
    words = tuple(told.get(name, "").strip()[:120] for name in ("other", "uscc", "since", "until", "share"))
    if work.uow.calls.receive(_reply(capability, TOLD, (kind, *words), work)):
        other, uscc, since, until, share = words
        add_relation(Relation(no, kind, other, uscc.upper(), _day(since), _day(until), share, ""), _ACT, work)


def tell_all(capability: str, work: Work) -> None:
    """There is nothing else; where he has told nothing, that there is nothing: his relations are known from now on."""
    no, nothing = _number(capability, work), told_so_far(capability, work) == 0
    if work.uow.calls.receive(_reply(capability, ALL, (), work)) and nothing:
        declare_none(no, _ACT, work)


def _number(capability: str, work: Work) -> ExpertNo:
    call = work.uow.calls.get(capability)
    assert call is not None, "a declaration without call-out"
    log_capabilities([capability], "", "declare", int(work.now.timestamp()), uow=work.uow)
    person = work.uow.registry.person(reach_person(call, work.means).ref)
    assert person is not None, "somebody who was called and comes is in the registry"
    return ExpertNo(person.expert_no)


def _reply(capability: str, what: str, words: tuple[str, ...], work: Work) -> Reply:
    """What the inbox keeps: that he told something, under a hash that nobody can try out."""
    key = work.means.keys.mac("declared", "|".join((capability, what, *words)).encode())
    return Reply(labelled_hash("dispatch/declared", key).hex(), capability, what, "", work.now)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise BadRelation(why="日期应如 2026-01-01", why_en="a day is written 2026-01-01") from fault
