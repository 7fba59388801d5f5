"""记录: what is written about an expert is an entry of one kind, with author, reason and time, sealed, and committed to in the log."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dispatch.draw.tender_numbers import folded
from dispatch.intake.cells import has_control
from dispatch.kernel.canonical import canonical, labelled_hash, u64
from dispatch.sealing.entry import EntryCodec, SealedEntry
from dispatch.workflow.experts.refusals import AuthorAndReason, RecordsDamaged
from dispatch.workflow.records import KnownEntry
from dispatch.workflow.work import Work

_SALT_BYTES = 16
LONGEST = 1000  # characters of an author's name or of a reason


class Kind(StrEnum):
    """What an entry says happened; the value stands in the database, `word` is what people read."""

    OPEN_CALL = "open-call"
    CANDIDACY = "candidacy"
    REVIEW = "review"
    ADMISSION = "admission"
    TRAINING = "training"
    LEAVE = "leave"
    CONSENT = "consent"
    POINTS = "points"
    PROPOSAL = "proposal"
    SUSPENSION = "suspension"
    LIFT = "lift"
    CORRECTION = "correction"
    RELATION = "relation"
    ACCESS = "access"
    APPEAL = "appeal"
    WITHDRAWAL = "withdrawal"
    EXIT = "exit"
    ERASURE = "erasure"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Kind.OPEN_CALL: "征集公告",
    Kind.CANDIDACY: "报名",
    Kind.REVIEW: "审核决定",
    Kind.ADMISSION: "入库",
    Kind.TRAINING: "培训",
    Kind.LEAVE: "请假",
    Kind.CONSENT: "单独同意",
    Kind.POINTS: "扣分",
    Kind.PROPOSAL: "提请暂停",
    Kind.SUSPENSION: "暂停",
    Kind.LIFT: "解除暂停",
    Kind.CORRECTION: "申请更正",
    Kind.RELATION: "关系更正",
    Kind.ACCESS: "查阅复制",
    Kind.APPEAL: "申诉",
    Kind.WITHDRAWAL: "撤回",
    Kind.EXIT: "退出",
    Kind.ERASURE: "资料删除",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something and why; both are kept with what was done, in one line each, as a reader will see them.

    Raises AuthorAndReason where one is missing, endless, or holds what nobody sees.
    """

    by: str
    why: str

    def __post_init__(self) -> None:
        for name in ("by", "why"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))
        if not (is_readable(self.by) and is_readable(self.why)):
            raise AuthorAndReason(longest=LONGEST)


def is_readable(text: str) -> bool:
    """Whether a text says anything, all of it can be seen, and it has an end."""
    return bool(folded(text)) and len(text) <= LONGEST and not has_control(text)


def require_author(by: str) -> None:
    """Raises AuthorAndReason where nobody is named."""
    if not is_readable(by):
        raise AuthorAndReason(longest=LONGEST)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, opened; `facts` are what its kind needs, in canonical values (days as 2026-12-09)."""

    ref: str
    seq: int
    kind: Kind
    at: datetime
    by: str
    why: str
    facts: Mapping[str, Any]

    @property
    def row(self) -> dict[str, str]:
        """Of a candidacy: the row of the pool file, by column."""
        return dict(self.facts["row"])

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Of a correction: by column the value that was stored, and the one that is right."""
        return {column: (old, new) for column, old, new in self.facts["changes"]}


def write(ref: str, kind: Kind, act: Act, facts: Mapping[str, Any], work: Work) -> Entry:
    """Adds an entry behind the others of this reference, and the log's commitment to it; nothing else is ever changed.

    Whoever read the state before must have let nobody else in (`uow.lifecycle.begin`).
    """
    seq = work.uow.lifecycle.next_seq(ref)
    salt = work.means.entropy(_SALT_BYTES).hex()
    body = canonical({"at": work.now.isoformat(), "by": act.by, "why": act.why, "facts": dict(facts), "salt": salt})
    sealed = _codec(work).seal(body, ref, seq, kind)
    log_idx = work.uow.log.append({"e": "expert-entry", "k": kind.value, "c": _commitment(ref, seq, kind, body)}, kind="registry")
    work.uow.lifecycle.add(KnownEntry(ref, seq, kind, sealed.wrapped_dek, sealed.sealed, log_idx))
    return Entry(ref, seq, kind, work.now, act.by, act.why, facts)


def entries_of(ref: str, work: Work) -> tuple[Entry, ...]:
    """Everything that is written under a reference, in order; what was erased is not there any more."""
    return tuple(_opened(work.uow.lifecycle.of(ref), work))


def entries_of_kinds(kinds: Collection[Kind], work: Work) -> dict[str, tuple[Entry, ...]]:
    """Entries of some kinds, by reference."""
    return _by_ref(work.uow.lifecycle.of_kinds(kinds), work)


def entries_of_each(refs: Collection[str], kinds: Collection[Kind], work: Work) -> dict[str, tuple[Entry, ...]]:
    """Entries of some kinds about some people, by reference."""
    return _by_ref(work.uow.lifecycle.of_each(refs, kinds), work)


def entries_of_strangers(kind: Kind, work: Work) -> Iterator[Entry]:
    """Entries of one kind about whoever is not in the registry, in order."""
    return _opened(work.uow.lifecycle.of_strangers(kind), work)


def _by_ref(known: Iterator[KnownEntry], work: Work) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in _opened(known, work):
        found.setdefault(entry.ref, []).append(entry)
    return {ref: tuple(entries) for ref, entries in found.items()}


def checked_entries(work: Work) -> int:
    """How many entries there are, each the very one that the log commits to, and none missing; erased ones have no content left.

    Raises RecordsDamaged, or FieldClosed for an entry that was changed or moved.
    """
    codec, committed = _codec(work), {}
    for each in work.uow.log.entries():
        body = each.read()
        if body.get("e") == "expert-entry":
            committed[each.idx] = body["c"]
    known = [kept for ref in work.uow.lifecycle.refs() for kept in work.uow.lifecycle.of(ref)]
    wrong = [kept for kept in known if kept.wrapped_dek and committed.get(kept.log_idx) != _commitment_of(kept, codec)]
    missing = committed.keys() - {kept.log_idx for kept in known}
    if wrong or missing:
        raise RecordsDamaged(count=len(wrong) + len(missing))
    return len(known)


def rewrap(work: Work) -> int:
    """Every entry's key under the keys of today: after a rotation, before the epochs before it are destroyed. Answers how many."""
    codec, lifecycle = _codec(work), work.uow.lifecycle
    known = [kept for ref in lifecycle.refs() for kept in lifecycle.of(ref) if kept.wrapped_dek]
    for kept in known:
        lifecycle.rekey(kept.ref, kept.seq, codec.rewrapped(kept.wrapped_dek))
    return len(known)


def _opened(known: Iterator[KnownEntry] | list[KnownEntry], work: Work) -> Iterator[Entry]:
    codec = _codec(work)
    for kept in known:
        if kept.wrapped_dek:
            body = json.loads(_body(kept, codec))  # our own canonical bytes, which the seal keeps from any change
            at = datetime.fromisoformat(body["at"])
            yield Entry(kept.ref, kept.seq, Kind(kept.kind), at, body["by"], body["why"], body["facts"])


def _commitment_of(kept: KnownEntry, codec: EntryCodec) -> str:
    return _commitment(kept.ref, kept.seq, kept.kind, _body(kept, codec))


def _commitment(ref: str, seq: int, kind: str, body: bytes) -> str:
    """Salted inside the body: it proves an entry to whoever may read it, and says nothing to anybody else."""
    return labelled_hash("dispatch/expert-entry", ref.encode("ascii"), u64(seq), kind.encode("ascii"), body).hex()


def _body(kept: KnownEntry, codec: EntryCodec) -> bytes:
    return codec.open(SealedEntry(kept.wrapped_dek, kept.sealed), kept.ref, kept.seq, kept.kind)


def _codec(work: Work) -> EntryCodec:
    return EntryCodec(work.means.keys, work.means.entropy)
