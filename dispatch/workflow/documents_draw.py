"""抽取的表单: application, record of the draw, replacements, unsealings, and the page by which anybody verifies."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from dispatch.documents.application import Application, application
from dispatch.documents.content import Content
from dispatch.documents.draw_record import Drawn, DrawRecordFacts, Member, draw_record
from dispatch.documents.redraw import Climbed, Left, Redraws, Replacement, redraws
from dispatch.documents.unsealing import Envelope, Opened, Unsealings, unsealings
from dispatch.documents.verification import RoundDrawn, Verification, verification
from dispatch.documents.words import METHODS, ROLES, VACANCIES
from dispatch.workflow.documents_link import digest, page_of
from dispatch.workflow.documents_view import View, seat_name
from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.gate import ABSENT, REPLACED
from dispatch.workflow.shown_committee import committee, open_names
from dispatch.workflow.shown_documents import DrawnShown, drawn_shown, left_shown
from dispatch.workflow.shown_draws import draw_transcript
from dispatch.workflow.shown_log import is_embedded
from dispatch.workflow.shown_tenders import LadderShown, tender_shown
from dispatch.workflow.shown_unsealings import envelopes_shown, unsealings_shown
from policies.areas import area_name
from policies.calendar import local_day
from policies.profiles import profile
from policies.replies import refusal_reason
from policies.screening import PERSON_RULES
from policies.vocabulary.roles import Event, Field, Role

_PURPOSES = {
    "call": ("通知服务（系统）", "通知抽中专家", "通知舱密钥", "联系方式与本人凭据"),
    "postponed": ("通知服务（系统）", "改期后再次询问", "通知舱密钥、登记库密钥", "联系方式与履职资格"),
    "recall": ("通知服务（系统）", "召回原评标委员会", "通知舱密钥、登记库密钥", "专家编号，重新封存"),
    "check-in": ("门岗核验（系统）", "签到核对证件", "通知舱密钥、登记库密钥", "证件号盲索引（不显示号码）"),
    "settlement": ("结算（系统）", "计算劳务报酬", "登记库密钥、财务密钥", "身份与账户，重新封存于财务"),
}


def application_of(view: View) -> Content:
    record = view.record
    filed = Application(
        tender=record.tender,
        region=area_name(record.tender.region),
        host=area_name(record.tender.host_centre),
        profile=profile(record.tender.profile).title,
        state=record.state.value,
        demands=view.demands(),
        applied_by=record.applied_by,
        applied_at=record.applied_at,
        approved_by=record.approved_by or "",
        approved_at=record.approved_at,
    )
    return application(filed)


def draw_record_of(view: View) -> Content:
    draw, shown = view.draw(), view.draw_shown()
    facts = DrawRecordFacts(
        tender=view.record.tender,
        host=area_name(view.record.tender.host_centre),
        draw=draw.m,
        method=_method(view),
        parties=tuple(name for _, name in shown.parties),
        draw_at=draw.draw_at,
        rounds=draw.round + 1,
        status=draw.step.value,
        demands=view.demands(),
        drawn=_drawn(view),
        members=members_of(view),
        funnel=_funnel(view),
        events=view.events(),
        unsealed=view.timeline(),
    )
    return draw_record(facts)


def redraws_of(view: View) -> Content:
    draw = view.draw()
    left, drawn = left_shown(view.sights, draw, view.work), _drawn(view)
    opened = {event.round: event.seen_at for event in view.draw_shown().events if event.kind == "vacate"}
    rounds = tuple(
        Replacement(
            round=r,
            opened_at=opened.get(r),
            left=tuple(Left(each.token, seat_name(each.seat), VACANCIES.get(each.reason, each.reason)) for each in left if each.round == r),
            successors=tuple(each for each in drawn if each.round == r),
        )
        for r in range(1, draw.round + 1)
    )
    ladder = tender_shown(view.record.token, view.sights.viewer, view.work).ladder
    void = tuple(member for member in members_of(view) if member.state in (REPLACED, ABSENT))
    return redraws(Redraws(view.record.tender, draw.m, rounds, tuple(map(_climbed, ladder)), void, view.events(first_round=1)))


def members_of(view: View) -> tuple[Member, ...]:
    """Those who have sat, by report code; with their names where they are asked for and may be known."""
    opened = open_names(view.sights, view.work) if _names_open(view) else ()
    named = {each.code: f"{each.name}（{each.mark}）" if each.mark else each.name for each in opened}
    shown = committee(view.sights, view.work).members
    return tuple(Member(each.code, seat_name(each.seat), each.state, named.get(each.code, "")) for each in shown)


def unsealings_of(view: View) -> Content:
    draw = view.draw()
    opened = tuple(
        Opened(each.idx, *_purpose(each.purpose, each.persons), each.seen_at) for each in unsealings_shown(view.sights, draw, view.work)
    )
    envelopes = tuple(Envelope(each.part, each.sha256, _custodians(each.part)) for each in envelopes_shown(view.sights, draw, view.work))
    return unsealings(Unsealings(view.record.tender, draw.m, view.work.uow.log.origin, view.timeline(), opened, envelopes))


def verification_of(view: View) -> Content:
    draw = view.draw()
    body = draw_transcript(draw.m, view.sights.viewer, view.work)
    announced = view.moment(Event.ANNOUNCED) or draw.publish_from
    facts = Verification(
        tender_id=str(body["tender"]["no"]),
        title=view.record.tender.title if view.is_named else "",
        draw=draw.m,
        method=METHODS.get(str(body["manifest"]["method"]), ""),
        log=view.work.uow.log.origin,
        url=page_of(draw.m, view.work),
        sha256=digest(body),
        candidates=len(body["pool"]),
        parties=tuple(party.name for party in view.work.means.parties),
        witnesses=tuple(str(key).split("+")[0] for key in view.work.means.trust["witnesses"]),
        published_at=max(draw.publish_from, announced),
        rounds=tuple(_round(each) for each in body["rounds"] if each["kind"] == "drawn"),
        events=view.events(),
        independent=not is_embedded(view.work),
    )
    return verification(facts)


def _names_open(view: View) -> bool:
    return view.names and view.sights.fully(Field.PERSON_DRAWN) and view.sights.fully(Field.PSEUDONYM_LINK)


def _drawn(view: View) -> tuple[Drawn, ...]:
    return tuple(_one(each, view) for each in drawn_shown(view.sights, view.draw(), view.work))


def _one(each: DrawnShown, view: View) -> Drawn:
    return Drawn(
        code=each.token,
        round=each.round,
        seat=seat_name(each.seat),
        specialty=view.specialty(each.seat),
        state=each.state.value,
        coming=each.coming,
        reason="" if each.coming else _reason(each.reason, local_day(each.called_at)),
        called_at=each.called_at,
        replied_at=each.replied_at,
    )


def _reason(code: str, day: date) -> str:
    known = refusal_reason(code, day)
    return known.chinese if known else code


def _method(view: View) -> str:
    return METHODS.get(str(open_plan(view.draw().m, view.work)["manifest"]["method"]), "")


def _funnel(view: View) -> tuple[tuple[str, str, int, int, int], ...]:
    funnel = tender_shown(view.record.token, view.sights.viewer, view.work).funnel
    if funnel is None:
        return ()
    says = {rule.code: re.sub(r"\{\w+\}", "…", rule.says) for rule in PERSON_RULES}
    whole = ("—", "在库专家", 0, 0, funnel.total)
    return (whole, *((each.code, says.get(each.code, ""), each.barred, each.not_known, each.left) for each in funnel.rules))


def _climbed(each: LadderShown) -> Climbed:
    basis = "；".join(each.basis)
    return Climbed(seat_name(each.seat), each.step, each.reason, each.pool, each.wanted, each.approval, basis, each.log_idx)


def _purpose(purpose: str, persons: int) -> tuple[str, str, str, str]:
    asked, _, role = purpose.partition(":")
    if role:
        reader = ROLES.get(Role(role), role) if role in list(Role) else role
        return reader, "查阅评标委员会名单", "登记库密钥", f"姓名，{persons}人"
    who, why, key, what = _PURPOSES.get(asked, ("系统", asked, "", ""))
    return who, why, key, f"{what}，{persons}人" if what else f"{persons}人"


def _custodians(part: str) -> str:
    if part == "audit":
        return "监督部门"
    return "抽取服务、监督部门（任一）" if part.startswith(("round/", "settled/", "vacated/")) else "抽取服务"


def _round(each: dict[str, Any]) -> RoundDrawn:
    out = each["out"]
    drawn = len(out["seats"]) + len(out["standby"])
    return RoundDrawn(each["r"], each["seed"], drawn, max(0, len(out["walk"]) - drawn))
