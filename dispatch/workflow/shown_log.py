"""见证日志 as everybody may see it: entries, checkpoint with its cosignatures, proofs, and the trust file to check them with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dispatch.witness.entry import Entry
from dispatch.workflow.checkpoint import trust_of
from dispatch.workflow.refusals import NotInLog
from dispatch.workflow.work import Work

LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class CosignatureShown:
    witness: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckpointShown:
    """The latest checkpoint that a quorum has cosigned, as a note, and what it says."""

    size: int
    root: str
    note: str
    cosignatures: tuple[CosignatureShown, ...]
    quorum: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class LogShown:
    """`embedded`: one operator held every key of this log, so that it claims no independence."""

    origin: str
    size: int
    embedded: bool
    checkpoint: CheckpointShown | None


@dataclass(frozen=True, slots=True)
class ProofShown:
    """Hashes in hex; `entry` is the body's bytes as text, for an inclusion proof."""

    idx: int
    size: int
    proof: tuple[str, ...]


def log_shown(work: Work) -> LogShown:
    return LogShown(work.uow.log.origin, work.uow.log.size, is_embedded(work), checkpoint_shown(work))


def is_embedded(work: Work) -> bool:
    return work.uow.log.origin.endswith("/embedded")


def checkpoint_shown(work: Work) -> CheckpointShown | None:
    """None before the first that enough witnesses have cosigned."""
    if not work.means.trust:
        return None
    trust = trust_of(work)
    note = work.uow.log.latest_note(cosigned_by=trust.quorum)
    if note is None:
        return None
    cosigned = trust.read_checkpoint(note)
    lines = sorted((key.name, seconds) for key, seconds in cosigned.times.items())
    return CheckpointShown(
        size=cosigned.checkpoint.size,
        root=cosigned.checkpoint.root.hex(),
        note=note,
        cosignatures=tuple(CosignatureShown(name, _at(seconds)) for name, seconds in lines),
        quorum=trust.quorum,
        seen_at=_at(cosigned.seen_by(trust.quorum)),
    )


def entries_shown(start: int, count: int, work: Work) -> tuple[Entry, ...]:
    """Entries from `start` on, at most `count` and at most LARGEST_PAGE of them."""
    return tuple(work.uow.log.entries(start, start + min(count, LARGEST_PAGE)))


def inclusion(idx: int, size: int, work: Work) -> ProofShown:
    """Raises NotInLog where the log holds no such entry or size."""
    if not 0 <= idx < size <= work.uow.log.size:
        raise NotInLog(size=work.uow.log.size)
    return ProofShown(idx, size, tuple(piece.hex() for piece in work.uow.log.inclusion(idx, size)))


def consistency(old: int, new: int, work: Work) -> ProofShown:
    """Raises NotInLog."""
    if not 0 < old <= new <= work.uow.log.size:
        raise NotInLog(size=work.uow.log.size)
    return ProofShown(old, new, tuple(piece.hex() for piece in work.uow.log.consistency(old, new)))


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
