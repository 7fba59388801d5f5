"""What the workflow remembers between two steps, as plain values; the store keeps them as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dispatch.notify.call_out import CallState
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Tender


class TenderState(StrEnum):
    APPLIED = "待审"
    APPROVED = "通过"
    DRAWING = "抽取中"
    FULL = "已满额"
    EVALUATING = "评标中"
    REPORTED = "完成"
    ARCHIVED = "归档"
    REFUSED = "无法组成"
    CANCELLED = "终止"


@dataclass(frozen=True, slots=True)
class TenderRecord:
    """An application and how far it has come; `token` stands for it where its number must not be known."""

    id: str
    token: str
    tender: Tender
    state: TenderState
    applied_by: str
    applied_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    draw: str | None = None
    refusal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Among:
    """Which tenders a list is about: in some states or in any, of one unit, at one venue; without these of everybody, everywhere."""

    states: tuple[TenderState, ...] = ()
    unit: str | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of the visibility matrix that has come for one tender."""

    event: Event
    at: datetime
    log_idx: int


@dataclass(frozen=True, slots=True)
class Person:
    """A registry row: sealed groups and the clear columns that screening needs."""

    ref: str
    expert_no: str
    version: int
    content_mark: bytes
    handle: bytes
    wrapped_dek: bytes
    identity: bytes
    contact: bytes
    bank: bytes
    id_mark: bytes
    employer_name_mark: bytes
    employer_uscc_mark: bytes
    specialties: str
    category: str
    region: str
    title: str
    birth: date
    field_since: date
    admitted: date
    on_job: bool
    standing: str
    suspended_until: date | None


@dataclass(frozen=True, slots=True)
class KnownRelation:
    """A relation as screening sees it: who, what kind, blind indexes of the other side, and when."""

    ref: str
    kind: str
    other_name_mark: bytes
    other_uscc_mark: bytes
    since: date | None
    until: date | None
    sealed: bytes = b""


@dataclass(frozen=True, slots=True)
class KnownShare:
    """股权 as the registry holds it: blind indexes of both companies, the share and when; their names are sealed."""

    upper_mark: bytes
    lower_mark: bytes
    share: str
    since: date | None
    until: date | None
    sealed: bytes


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry of an expert's time in the pool as the registry holds it; who, what, why and by whom are sealed."""

    ref: str
    seq: int
    kind: str
    wrapped_dek: bytes
    sealed: bytes
    log_idx: int


class DrawStep(StrEnum):
    """The steps of a draw; each is one transaction (dispatch/workflow/advance.py holds the table)."""

    FREEZE = "冻结候选名单"
    COMMITS = "等待各方承诺"
    RELEASES = "等待各方揭示"
    PICK = "计算并封存结果"
    CALL = "发出通知"
    REPLIES = "等待应答"
    SETTLE = "等待递补签署"
    VACATE = "等待空缺签署"
    FULL = "已满额"
    FINAL = "等待终结签署"
    ENDED = "已结束"


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """Where one draw stands; by pseudonym only. `parties` are the tokens of those who contribute, parted by spaces."""

    m: str
    step: DrawStep
    round: int
    waiting: str
    draw_at: datetime
    publish_from: datetime
    reply_by: datetime | None
    opened_at: datetime
    parties: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An event that a role is asked to sign."""

    m: str
    kind: str
    r: int
    by: str
    body: bytes
    state: str = "open"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallOut:
    """通知: one person called once in one round, known by a capability."""

    capability: str
    wave: str
    capsule: bytes
    capsule_key: str
    capsule_id: bytes
    state: CallState
    reason: str
    called_at: datetime
    reply_by: datetime
    replied_at: datetime | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class StageLink:
    locator: str
    capability: str
    stage: str
    mark: bytes
    body: bytes
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message that must leave once; `sealed` holds capability and text under the notifier's key."""

    key: str
    channel: str
    sealed: bytes
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it came in; `key` makes the same reply count once."""

    key: str
    capability: str
    answer: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GatePass:
    """A gate code expected at a venue; capability and booth are sealed until the person stands there."""

    mark: bytes
    token: str
    venue: str
    sealed: bytes
    state: str
    arrived_at: datetime | None = None
    entered_at: datetime | None = None
    left_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reserved:
    """One booth set aside for one tender token in one slot."""

    token: str
    venue: str
    booth: str
    starts_at: datetime
    ends_at: datetime
    sitter: str
    relaxed: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    key: str
    kind: str
    subject: str
    due_at: datetime
    attempts: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the console: one role each (separation of duties).

    `scope` binds a role that sees only its own: the venue of a sub-venue's staff, the credit code (or name) of a tenderer.
    """

    name: str
    role: str
    password: str
    scope: str = ""
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which this account's user has signed in, by a hash of its token; it has tries of its own."""

    mark: bytes
    account: str
    seen_at: datetime
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A server-side session; the cookie's token is stored as a hash only."""

    mark: bytes
    account: str
    opened_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Denial:
    """A question that the visibility matrix refused: who asked for which field when, never its value."""

    account: str
    role: str
    field: str
    event: str
    at: datetime
    id: int
