"""更新对照: which columns of which expert an import would change; a personal value is never shown, only that it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.sealing.person import PersonCodec
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Bank, Contact, Expert, Identity

CHANGED = "改变"


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one expert; of sealed columns `old` and `new` are empty."""

    expert_no: str
    column: str
    old: str = ""
    new: str = ""

    def as_json(self) -> dict[str, str]:
        shown = {"from": self.old, "to": self.new} if self.old or self.new else {"value": CHANGED}
        return {"expert_no": self.expert_no, "column": self.column, **shown}


def changes_of(expert: Expert, person: Person, work: Work) -> tuple[Change, ...]:
    """Every column in which a row differs from the person of the registry."""
    codec = PersonCodec(work.means.keys, work.means.entropy)
    sealed = _sealed_columns(expert, codec.open(Identity, person), codec.open(Contact, person), codec.open(Bank, person))
    hidden = [Change(expert.no, column) for column, (new, old) in sealed.items() if new != old]
    hidden += [Change(expert.no, "出生日期")] if expert.birth != person.birth else []
    shown = [
        Change(expert.no, column, _text(old), _text(new)) for column, (new, old) in _clear_columns(expert, person).items() if new != old
    ]
    return tuple(hidden + shown)


def _sealed_columns(expert: Expert, identity: Identity, contact: Contact, bank: Bank) -> dict[str, tuple[str, str]]:
    new = expert.identity
    return {
        "姓名": (new.name, identity.name),
        "性别": (new.sex, identity.sex),
        "证件类型": (new.id_type, identity.id_type),
        "证件号码": (new.id_no, identity.id_no),
        "手机号码": (expert.contact.phone, contact.phone),
        "所在单位": (expert.employer, identity.employer),
        "单位统一社会信用代码": (expert.employer_uscc, identity.employer_uscc),
        "开户行": (expert.bank.branch, bank.branch),
        "联行号": (expert.bank.cnaps, bank.cnaps),
        "银行卡号": (expert.bank.card, bank.card),
    }


def _clear_columns(expert: Expert, person: Person) -> dict[str, tuple[Any, Any]]:
    codes = " ".join(f"{one.edition}:{one.code}" for one in expert.specialties)
    return {
        "职务/职称": (expert.title, person.title),
        "评标专业代码": (codes, person.specialties),
        "专家类别": (expert.category.value, person.category),
        "行政区域代码": (expert.region, person.region),
        "从业起始时间": (expert.field_since, person.field_since),
        "是否在职": (expert.on_job, person.on_job),
        "入库时间": (expert.admitted_at, person.admitted),
        "状态": (expert.standing.value, person.standing),
        "暂停至": (expert.suspended_until, person.suspended_until),
    }


def _text(value: Any) -> str:
    if value is None or value == "":
        return "（空）"
    return ("是" if value else "否") if isinstance(value, bool) else str(value)
