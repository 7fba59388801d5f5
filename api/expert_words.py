"""一项记录用一句话说: what each entry about an expert says, for the timeline of his page; never a document, a telephone or a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from api.forms import Text
from api.language import listed, said, speaks_english
from dispatch.workflow.experts.entries import Entry, Kind
from dispatch.workflow.experts.known import Known
from dispatch.workflow.experts.review import AUTOMATED

Sayer = Callable[[Entry, Known], Text]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry on the timeline; `void` was withdrawn or struck out, and stays to be seen."""

    seq: int
    kind: Kind
    at: datetime
    by: str
    why: str
    words: Text
    void: bool
    waits: bool


def timeline(known: Known) -> tuple[Told, ...]:
    """Every entry, the latest first: who, when, why, and what it says."""
    state = known.state
    waiting = {entry.seq for entry in state.waiting}
    return tuple(
        Told(each.seq, each.kind, each.at, each.by, each.why, words_of(each, known), each.seq in state.void, each.seq in waiting)
        for each in sorted(known.entries, key=lambda entry: -entry.seq)
    )


def words_of(entry: Entry, known: Known) -> Text:
    sayer = _SAYERS.get(entry.kind)
    return sayer(entry, known) if sayer else ""


def entry_named(seq: int, known: Known) -> Text:
    """第3项（暂停）, as other entries refer to it."""
    entry = known.entry(seq)
    return _("第%(seq)s项（%(kind)s）", seq=seq, kind=said(entry.kind.word)) if entry else _("第%(seq)s项", seq=seq)


def _candidacy(entry: Entry, known: Known) -> Text:
    return _("按征集公告 %(call)s 报名", call=entry.facts["call"])


def _review(entry: Entry, known: Known) -> Text:
    of = entry_named(entry.facts["of"], known)
    return _("同意：%(of)s", of=of) if entry.facts["granted"] else _("不同意：%(of)s", of=of)


def _training(entry: Entry, known: Known) -> Text:
    facts = entry.facts
    return _("%(course)s，%(on)s，有效至 %(until)s", course=facts["course"], on=facts["on"], until=facts["until"])


def _leave(entry: Entry, known: Known) -> Text:
    return _("%(since)s 至 %(until)s，这些日子不被抽取", since=entry.facts["since"], until=entry.facts["until"] or "—")


def _consent(entry: Entry, known: Known) -> Text:
    facts = entry.facts
    words = {"purpose": said(known.rules.consents.get(facts["purpose"], facts["purpose"])), "statement": facts["statement"]}
    return (
        _("同意%(purpose)s（告知书 %(statement)s）", **words) if facts["given"] else _("收回对%(purpose)s的同意", purpose=words["purpose"])
    )


def _points(entry: Entry, known: Known) -> Text:
    facts = entry.facts
    return _("%(title)s，扣%(points)s分（%(on)s）", title=said(facts["title"]), points=facts["points"], on=facts["on"])


def _suspension(entry: Entry, known: Known) -> Text:
    facts = entry.facts
    until = _("至 %(until)s", until=facts["until"]) if facts["until"] else _("至解除为止")
    record = _("，计入不良行为记录") if facts["record"] else ""
    return f"{said(facts['title'])}{_comma()}{until}{record}"


def _lift(entry: Entry, known: Known) -> Text:
    return listed(entry_named(seq, known) for seq in entry.facts["of"])


def _correction(entry: Entry, known: Known) -> Text:
    return _("更正：%(columns)s", columns=listed(said(column) for column in entry.changes))


def _relation(entry: Entry, known: Known) -> Text:
    """Only of which kind: whom it is with stays sealed, and the form shows it to whoever needs it."""
    before, after = (listed(said(each[0]) for each in entry.facts[side]) for side in ("before", "after"))
    if before and after:
        return _("更正关系：%(before)s → %(after)s", before=before, after=after)
    if before:
        return _("撤销关系：%(before)s", before=before)
    return _("补登关系：%(after)s", after=after) if after else _("本人申报没有关系")


def _appeal(entry: Entry, known: Known) -> Text:
    against = entry.facts["against"]
    return _("针对：%(what)s", what=_("资格筛查和抽取权重") if against == AUTOMATED else entry_named(against, known))


def _withdrawal(entry: Entry, known: Known) -> Text:
    return _("撤回：%(what)s", what=entry_named(entry.facts["of"], known))


def _exit(entry: Entry, known: Known) -> Text:
    banned = _("，终身不得入库") if entry.facts["banned"] else ""
    return f"{said(entry.facts['title'])}{banned}"


def _comma() -> str:
    return str(_("，"))


_SAYERS: Mapping[Kind, Sayer] = {
    Kind.CANDIDACY: _candidacy,
    Kind.REVIEW: _review,
    Kind.TRAINING: _training,
    Kind.LEAVE: _leave,
    Kind.CONSENT: _consent,
    Kind.POINTS: _points,
    Kind.PROPOSAL: _suspension,
    Kind.SUSPENSION: _suspension,
    Kind.LIFT: _lift,
    Kind.CORRECTION: _correction,
    Kind.RELATION: _relation,
    Kind.APPEAL: _appeal,
    Kind.WITHDRAWAL: _withdrawal,
    Kind.EXIT: _exit,
}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Text, ...]:
    """What an act would change in how an expert stands, from what `shown` says before and after it."""
    told: list[Text] = []
    says = "says_en" if speaks_english() else "says"
    if (before["stage"], before["standing"]) != (after["stage"], after["standing"]):
        told.append(_("状态：%(old)s → %(new)s", old=_standing(before), new=_standing(after)))
    if before["suspended_until"] != after["suspended_until"] and after["suspended_until"]:
        told.append(_("暂停至 %(until)s（含当日）", until=after["suspended_until"]))
    if before["points"] != after["points"]:
        told.append(_("累计扣分：%(old)s → %(new)s，余%(left)s分", old=before["points"], new=after["points"], left=after["points_left"]))
    if before["trained_until"] != after["trained_until"]:
        told.append(_("培训有效至：%(old)s → %(new)s", old=before["trained_until"] or "—", new=after["trained_until"] or "—"))
    told += [_("请假 %(since)s 至 %(until)s：不参加这些日子的抽取", **_days(each)) for each in _gained(before, after, "leave")]
    told += [_("请假 %(since)s 至 %(until)s 取消", **_days(each)) for each in _gained(after, before, "leave")]
    told += [
        _("需要另一人决定：%(kind)s，应于 %(by)s 前答复", kind=said(each["kind"]), by=each["answer_by"])
        for each in _gained(before, after, "waiting")
    ]
    told += [_("提请暂停：%(says)s。只是提请，由另一人决定", says=each[says]) for each in _gained(before, after, "proposals")]
    return tuple(told)


def _standing(shown: Mapping[str, Any]) -> str:
    return said(shown["standing"] if shown["stage"] == "在库" else shown["stage"])


def _days(spell: Mapping[str, Any]) -> dict[str, Any]:
    return {"since": spell["since"], "until": spell["until"] or "—"}


def _gained(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> list[Any]:
    return [each for each in after[name] if each not in before[name]]
