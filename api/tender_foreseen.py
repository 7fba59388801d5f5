"""办成以后会怎样: what an act on a tender would lead to, in sentences, before anybody confirms it.

The facts come from dispatch.workflow.exceptions.foreseen and from the act itself, tried and undone; this file only says them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from api.forms import Text
from api.language import moment, said
from dispatch.workflow.exceptions.appointed import mark_of
from dispatch.workflow.exceptions.foreseen import End, Foreseen, foresee
from dispatch.workflow.exceptions.offered import Act
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.widen import libraries, widenings
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.exceptions import appointment_rule
from policies.profiles import profile

Values = Mapping[str, Any]
ENDS: Mapping[End, Text] = {
    End.NO_DRAW: _("尚未抽取：没有抽取需要终结。"),
    End.BLIND: _(
        "抽取公开终结为“终止”，属于【不知情终止】：没有任何一方揭示过，无人可能知道结果。由监督方签署后生效，重新抽取须注明本次抽取。"
    ),
    End.INFORMED: _(
        "抽取公开终结为“终止”，属于【知情终止】：已有一方揭示（或同一运营者持有全部密钥），有人可能已知道结果。"
        "任何人都能看到，并计入终止统计；重新抽取须注明本次抽取。"
    ),
    End.COMPLETE: _("结果已经封存，名额没有空缺：抽取以“完成”公开终结，不算终止；另行抽取须注明本次抽取。"),
    End.ENDED: _("抽取已经终结，不受影响。"),
}


def follows(act: Act, record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> tuple[Text, ...]:
    """Sentences about one act; `record` as it stands, `after` as the rehearsal left it, if there was one."""
    return tuple(_SAYERS[act](record, after, values, work))


def _approve(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    yield _("申请人：%(name)s，%(at)s。", name=record.applied_by, at=moment(record.applied_at))
    named = record.tender.appointment
    if named is not None:
        yield _("专家未经抽取：%(mark)s。情形：%(ground)s。", mark=said(mark_of(record)), ground=_ground(record, named.ground))
        yield _("同意（核准）：%(by)s，%(no)s。公布姓名时一律标明。", by=named.consent_by, no=named.consent_no)
        yield _("审批后即通知所选的%(n)s名专家；有人不能参加的，空缺不得由抽取填补。", n=record.tender.experts)
    elif record.tender.shares:
        yield _("本标段不另抽取，由标段%(first)s的评标委员会评标。", first=record.tender.shares)
    else:
        yield _("审批后系统自动抽取%(n)s名专家、通知、补抽直至满额，中间无人操作。", n=record.tender.experts)


def _appoint(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    assert after is not None and after.tender.appointment is not None, "naming was not rehearsed"
    yield _("不抽取：%(n)s个名额全部由所写专家担任，各项规则已逐一核对，没有不得参加的情形。", n=record.tender.experts)
    yield _(
        "情形：%(ground)s；%(by)s，%(no)s。", ground=_ground(record, values["ground"]), by=values["consent_by"], no=values["consent_no"]
    )
    yield _("公开标明“%(mark)s”：凡公布姓名之处和各种表单都写明。", mark=said(mark_of(after)))
    yield _("专家姓名随申请封存，日志只有人数、情形和同意文号的摘要；须由他人审批后才通知。")


def _share(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    yield _("本标段不另抽取，由标段%(first)s的评标委员会评标。", first=values["first"])
    yield _("委员与各标段的投标人一并核对回避；评审费合并计算一次；延期、终止随该标段。")
    yield _("仍须由他人审批。")


def _postpone(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    assert after is not None, "a postponement was not rehearsed"
    found, was, now = foresee(record, work), record.tender, after.tender
    yield _(
        "开标：%(old)s → %(new)s；签到：%(checkin)s。",
        old=moment(was.opening_at),
        new=moment(now.opening_at),
        checkin=moment(now.checkin_at),
    )
    yield _("这是第%(n)s次延期，最多%(most)s次。", n=found.postponed + 1, most=found.postponed_most)
    if record.draw or found.pending + found.coming:
        yield _("抽取、人员和机位不变；不能参加新时间的，由同一抽取补抽。")
        yield _("将再次询问%(n)s名已通知的专家；已接受的保留名额，直至本人说不能参加或逾期未答。", n=found.pending + found.coming)
    else:
        yield _("尚未抽取：按新的时间安排抽取。")
    yield from _sections(found, _("以下标段共用委员会，时间一并推后："))


def _no_opening(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    assert after is not None, "the stop was not rehearsed"
    yield _("不开标：投标人少于法定个数。申请状态变为“%(state)s”。", state=said(after.state))
    yield from _stopped(foresee(record, work))


def _cancel(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    found = foresee(record, work)
    yield from _stopped(found)
    yield from _sections(found, _("以下标段共用委员会，一并终止："))
    if found.may_come_anew:
        yield _("终止后可就同一标段重新申请。")
    else:
        yield _("已告知专家报到地点：同一编号不再受理，重新招标请用新的项目编号。")


def _recall(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    begins: datetime = values["begins_at"]
    n = foresee(record, work).signed
    yield _("复会：%(at)s起，预计%(hours)s小时；另立记录“%(id)s-复会”。", at=moment(begins), hours=values["hours"], id=record.id)
    yield _("通知签署报告时在场的%(n)s名专家，代号不变，不抽取。", n=n)
    yield _("有人不能参加的，不得更换：系统如实记录，由行政监督部门处理。复会的评审费另计时间，与首次一并结算。")


def _widen(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    yield _("批准前不产生任何变化；须由您和抽取申请人以外的人批准。")
    if values["ladder_step"] == "L5":
        shared = libraries(profile(record.tender.profile).on(local_day(work.now)))
        for each in shared.values():
            yield _("可以抽取的其他专家库：%(title)s（%(agreement)s）。", title=each.title, agreement=each.agreement)
    yield _("只用于本次申请；重新申请的，须重新提出。")


def _grant(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    for each in widenings(record, work):
        if each.step == values["ladder_step"]:
            yield _("申请人：%(by)s，%(at)s。理由：%(why)s", by=each.by, at=moment(each.at), why=each.why)
    yield _("先取以下各级，不足时才取这一级；每取一级记一条日志，公开可查。")
    if record.state is TenderState.REFUSED:
        yield _("本申请曾因人数不足被拒绝：批准后随即在同一申请上重新编排。")


def _recuse(record: TenderRecord, after: TenderRecord | None, values: Values, work: Work) -> Iterator[Text]:
    yield _("核对时不打开名单：所写专家是否在本委员会，确认时才查；不在的，不作任何改变。")
    yield _("该成员的席位空出，由同一抽取补抽；已到场的随即离场，按规定计误工。")
    yield _("日志只记“决定回避”，不写是谁；姓名和理由封存，只有监督人可见。")


def _stopped(found: Foreseen) -> Iterator[Text]:
    yield ENDS[found.end]
    if found.coming:
        yield _("已接受的%(n)s名专家将收到短信：不必前来。", n=found.coming)
    if found.pending:
        yield _("尚未答复的%(n)s名专家，链接随即关闭。", n=found.pending)
    if found.arrived:
        yield _("已到场的%(n)s名专家按劳务报酬标准计误工。", n=found.arrived)
    if found.booths:
        yield _("预留的%(n)s个机位将释放。", n=found.booths)


def _sections(found: Foreseen, words: Text) -> Iterator[Text]:
    if found.sections:
        yield f"{words}{'、'.join(found.sections)}"


def _ground(record: TenderRecord, name: str) -> str:
    rules = profile(record.tender.profile).on(local_day(record.tender.opening_at))
    known = appointment_rule(record.tender)(rules)
    return said(known[name].title) if name in known else name


_SAYERS: Mapping[Act, Callable[[TenderRecord, TenderRecord | None, Values, Work], Iterator[Text]]] = {
    Act.APPROVE: _approve,
    Act.APPOINT: _appoint,
    Act.SHARE: _share,
    Act.POSTPONE: _postpone,
    Act.NO_OPENING: _no_opening,
    Act.CANCEL: _cancel,
    Act.RECALL: _recall,
    Act.WIDEN: _widen,
    Act.GRANT: _grant,
    Act.RECUSE: _recuse,
}
