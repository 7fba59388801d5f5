"""What the library's staff see of an expert: masked, with what holds today, what is proposed, and every entry; and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dispatch.sealing.person import PersonCodec
from dispatch.settle.sheet import mask_id
from dispatch.workflow.calendars import calendar_in_force
from dispatch.workflow.experts.entries import Entry
from dispatch.workflow.experts.known import Known, each_of, rules_of, stricter
from dispatch.workflow.experts.leaving import kept_until
from dispatch.workflow.experts.proposals import Proposal, is_unfounded, proposals
from dispatch.workflow.experts.row import as_row
from dispatch.workflow.experts.state import Spell
from dispatch.workflow.experts.watched import GONE, to_look_at
from dispatch.workflow.pool import opened
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.profiles import profile
from policies.vocabulary.expert import Standing

FACT_WORDS = {
    "no": "编号", "title": "名称", "edition": "专业分类版本", "codes": "专业", "since": "起", "until": "止", "call": "征集公告",
    "of": "针对", "granted": "同意", "voids": "撤销", "candidacy": "报名", "on": "日期", "course": "课程", "purpose": "事项",
    "statement": "告知书版本", "given": "给予", "code": "事由代码", "points": "分值", "ground": "事由代码", "record": "计入不良行为记录",
    "basis": "依据的记录", "changes": "更正内容", "columns": "更正的列",
    "before": "原有关系", "after": "现有关系", "against": "所针对的决定", "banned": "终身不得入库", "entries": "记录数", "row": "报名表",
}  # fmt: skip
UNFOUNDED = "暂停所依据的扣分已经撤销，请复核暂停"
RELATION_SIDES = ("before", "after")  # a relation as it was, and as it is
_HIDDEN = ("row", "changes", *RELATION_SIDES)


def shown(known: Known, work: Work) -> dict[str, Any]:
    """Facts for people who keep the pool: enough to recognise somebody and to decide, not enough to reach or to pay him."""
    state, row = known.state, _row(known, work)
    person = known.person
    file = Standing(person.standing) if person else Standing.LEFT
    standing, until = stricter(file, person.suspended_until if person else None, state, known.on)
    return {
        "no": known.no,
        "name": row["姓名"][:1] + "*" * max(len(row["姓名"]) - 1, 1),
        "id_no": mask_id(row["证件号码"]),
        "phone": f"{row['手机号码'][:3]}****{row['手机号码'][-4:]}",
        "stage": state.stage.value,
        "standing": standing.value if person else "",
        "standing_in_file": file.value if person else "",
        "suspended_until": until,
        "points": state.points,
        "points_left": known.rules.base - state.points,
        "leave": [_spell(spell) for spell in state.leave],
        "trained_until": state.trained_until,
        "consents": {known.rules.consents.get(purpose, purpose): statement for purpose, statement in state.consents.items()},
        "waiting": [{"entry": entry.seq, "kind": entry.kind.word, "answer_by": answer_by(entry, known, work)} for entry in state.waiting],
        "proposals": [proposed(each, work) for each in proposals(known)],
        "entries": [_entry(entry, known) for entry in known.entries],
    }


def due(work: Work) -> Iterator[dict[str, Any]]:
    """Everything that waits for a person: decisions with their day, proposals, and data that no law keeps any longer."""
    for known in each_of(to_look_at(rules_of(work), work), work):
        yield from due_of(known, work)


def due_of(known: Known, work: Work) -> Iterator[dict[str, Any]]:
    """What waits about one of them."""
    for entry in known.state.waiting:
        yield {"no": known.no, "what": f"{entry.kind.word}待决定", "entry": entry.seq, "by": answer_by(entry, known, work)}
    for each in proposals(known):
        yield {"no": known.no, "what": f"提请暂停：{each.says}", "by": None, **proposed(each, work)}
    if is_unfounded(known):
        yield {"no": known.no, "what": UNFOUNDED, "by": None}
    if known.state.stage in GONE and not known.state.waiting:
        until = kept_until(known, work)
        if until is not None and until <= known.on:
            yield {"no": known.no, "what": "资料保存期已满，应予删除", "by": until}


def answer_by(entry: Entry, known: Known, work: Work) -> Any:
    return calendar_in_force(work).workdays_after(local_day(entry.at), known.rules.answer_within)


def proposed(proposal: Proposal, work: Work) -> dict[str, Any]:
    """A proposal with its rule and how sure we are of it; a person decides."""
    setting = profile(work.means.profile).setting(f"lifecycle.{proposal.setting}", local_day(work.now))
    return {
        "ground": proposal.ground,
        "says": proposal.says,
        "says_en": proposal.says_en,
        "source": setting.cited,
        "basis": [entry.seq for entry in proposal.basis],
    }


def facts_in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """An entry's facts under Chinese names."""
    return {FACT_WORDS.get(name, name): value for name, value in facts.items()}


def _entry(entry: Entry, known: Known) -> dict[str, Any]:
    """Without the row of a candidacy, the values of a correction and the other side of a relation: only which columns, and which kinds."""
    facts = {name: value for name, value in entry.facts.items() if name not in _HIDDEN}
    if "changes" in entry.facts:
        facts["columns"] = sorted(entry.changes)
    facts |= {side: _kinds(entry.facts[side]) for side in RELATION_SIDES if side in entry.facts}
    return {
        "entry": entry.seq,
        "kind": entry.kind.word,
        "at": entry.at,
        "by": entry.by,
        "why": entry.why,
        "facts": facts,
        "void": entry.seq in known.state.void,
    }


def _kinds(told: Any) -> Any:
    return told if isinstance(told, str) else [kind for kind, *_ in told]


def _row(known: Known, work: Work) -> dict[str, str]:
    if known.person is not None:
        return as_row(opened(known.person, PersonCodec(work.means.keys, work.means.entropy)))
    return next(entry.row for entry in reversed(known.entries) if "row" in entry.facts)


def _spell(spell: Spell) -> dict[str, Any]:
    return {"entry": spell.seq, "since": spell.since, "until": spell.until}
