"""评标专家 as the registry knows one: three personal groups, and the declared columns that screening needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policies.vocabulary.ids import ExpertNo, RegionCode


class Standing(StrEnum):
    """状态 in the pool."""

    ACTIVE = "正常"
    SUSPENDED = "暂停"
    LEFT = "退出"


class Category(StrEnum):
    TECHNICAL = "技术"
    ECONOMIC = "经济"
    LEGAL = "法律"


@dataclass(frozen=True, slots=True)
class Specialty:
    """评标专业: a code means nothing without its edition (A010102 is 公路 in 2010 and 规划 in 2018)."""

    edition: str
    code: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Sealed group 1: who a person is."""

    name: str
    sex: str
    id_type: str
    id_no: str
    employer: str = ""
    employer_uscc: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Sealed group 2: how a person is reached."""

    phone: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Sealed group 3: where a person is paid; 开户行, 联行号, 银行卡号."""

    branch: str
    cnaps: str
    card: str


@dataclass(frozen=True, slots=True)
class Expert:
    """One row of an expert pool file, read and checked, before it is sealed."""

    no: ExpertNo
    identity: Identity
    contact: Contact
    bank: Bank
    birth: date
    employer: str
    employer_uscc: str
    title: str
    specialties: tuple[Specialty, ...]
    category: Category
    region: RegionCode
    field_since: date
    on_job: bool
    admitted_at: date
    standing: Standing
    suspended_until: date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """关系: a fact that recusal rules need; for `不宜同组` `other_name` holds another 专家编号."""

    expert_no: ExpertNo
    kind: str
    other_name: str
    other_uscc: str
    since: date | None
    until: date | None
    share: str
    note: str


@dataclass(frozen=True, slots=True)
class Equity:
    """股权: one company holds part of another."""

    upper_name: str
    upper_uscc: str
    lower_name: str
    lower_uscc: str
    share: str
    since: date | None
    until: date | None
