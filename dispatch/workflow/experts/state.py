"""What holds about an expert on a day, read from the entries: stage, suspension, points, leave, training, consents, open matters.

A pure function: the same entries give the same state, whoever asks. An entry that was withdrawn, or struck out by an appeal, stays
where it is and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dispatch.workflow.experts.entries import Entry, Kind
from policies.calendar import local_day
from policies.lifecycle import LifecycleRules, months_later

MATTERS = (Kind.CANDIDACY, Kind.CORRECTION, Kind.APPEAL)  # what waits until another person decides
FOR_SCREENING = frozenset((
    Kind.CANDIDACY, Kind.ADMISSION, Kind.REVIEW, Kind.LEAVE, Kind.SUSPENSION, Kind.LIFT, Kind.WITHDRAWAL, Kind.EXIT,
))  # fmt: skip


class Stage(StrEnum):
    """How far an expert has come."""

    CANDIDATE = "待审"
    TURNED_DOWN = "未录用"
    IN_POOL = "在库"
    LEFT = "已退出"


@dataclass(frozen=True, slots=True)
class Spell:
    """A time that an entry opens, both days included; without `until` it goes on."""

    seq: int
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class ExpertState:
    """`points` were taken within the window; `consents` are those in force, with the version of the statement that was agreed to."""

    stage: Stage
    banned: bool
    suspensions: tuple[Spell, ...]
    bad_records: tuple[Spell, ...]
    points: int
    leave: tuple[Spell, ...]
    trained_until: date | None
    consents: Mapping[str, str]
    waiting: tuple[Entry, ...]
    void: frozenset[int]
    left: Entry | None

    @property
    def suspended(self) -> bool:
        return bool(self.suspensions)

    @property
    def suspended_until(self) -> date | None:
        """The last day of what is running; None if some of it has no end, or nothing is running."""
        ends = [spell.until for spell in self.suspensions]
        return None if None in ends else max((end for end in ends if end), default=None)


def fold(entries: Sequence[Entry], on: date, rules: LifecycleRules) -> ExpertState:
    """The state at the end of a day; later entries are not seen."""
    known = [entry for entry in entries if local_day(entry.at) <= on]
    void = struck_out(known)
    valid = [entry for entry in known if entry.seq not in void]
    left = _left(valid)
    points = in_window(valid, on, rules)
    return ExpertState(
        stage=_stage(known, valid, left),
        banned=bool(left and left.facts["banned"]),
        suspensions=tuple(spell for spell in _suspensions(valid) if spell.holds(on)),
        bad_records=tuple(_on_its_day(entry) for entry in _of(valid, Kind.SUSPENSION) if entry.facts["record"]),
        points=sum(entry.facts["points"] for entry in points),
        leave=tuple(spell for spell in map(_spell, _of(valid, Kind.LEAVE)) if spell.until is None or spell.until >= on),
        trained_until=max((date.fromisoformat(entry.facts["until"]) for entry in _of(valid, Kind.TRAINING)), default=None),
        consents=_consents(valid),
        waiting=tuple(_waiting(valid)),
        void=void,
        left=left,
    )


def struck_out(entries: Iterable[Entry]) -> frozenset[int]:
    """Numbers of entries that were withdrawn, or that an appeal struck out."""
    listed = list(entries)
    withdrawn = (entry.facts["of"] for entry in _of(listed, Kind.WITHDRAWAL))
    appealed = (entry.facts["voids"] for entry in _of(listed, Kind.REVIEW) if entry.facts["granted"])
    return frozenset((*withdrawn, *appealed)) - {0}


def in_window(valid: Iterable[Entry], on: date, rules: LifecycleRules) -> list[Entry]:
    """The points of the last months (SU-06), counted from the day of the deed."""
    since = months_later(on, -rules.window)
    return [entry for entry in _of(valid, Kind.POINTS) if since < date.fromisoformat(entry.facts["on"]) <= on]


def day_of(entry: Entry, name: str) -> date | None:
    """A day among an entry's facts; None where it is left open."""
    text = entry.facts.get(name, "")
    return date.fromisoformat(text) if text else None


def granted_changes(entries: Sequence[Entry], void: frozenset[int]) -> dict[str, tuple[str, str]]:
    """By column: the value that a granted correction replaced, and the one that it put there; of several the last."""
    granted = {entry.facts["of"] for entry in entries if entry.kind is Kind.REVIEW and entry.facts["granted"] and entry.seq not in void}
    asked = (entry for entry in entries if entry.kind is Kind.CORRECTION and entry.seq in granted)
    return {column: (old, new) for entry in asked for column, (old, new) in entry.changes.items()}


def _stage(known: Sequence[Entry], valid: Sequence[Entry], left: Entry | None) -> Stage:
    """Whoever came by a pool file does not begin with a candidacy, and is in the pool from the start.

    A candidacy takes nobody out of the pool: whose exit an appeal struck out is in it, whatever became of his new candidacy.
    """
    stage, candidacy = Stage.TURNED_DOWN if known and known[0].kind is Kind.CANDIDACY else Stage.IN_POOL, 0
    for entry in valid:
        if entry.kind is Kind.CANDIDACY and stage is not Stage.IN_POOL:
            stage, candidacy = Stage.CANDIDATE, entry.seq
        elif entry.kind is Kind.REVIEW and entry.facts["of"] == candidacy and not entry.facts["granted"]:
            stage = Stage.LEFT if left else Stage.TURNED_DOWN
        elif entry.kind is Kind.ADMISSION:
            stage = Stage.IN_POOL
        elif entry.kind is Kind.EXIT:
            stage = Stage.LEFT
    return stage


def _left(valid: Sequence[Entry]) -> Entry | None:
    """The exit that nothing has undone since."""
    last = next((entry for entry in reversed(valid) if entry.kind in (Kind.EXIT, Kind.ADMISSION)), None)
    return last if last and last.kind is Kind.EXIT else None


def _suspensions(valid: Iterable[Entry]) -> list[Spell]:
    """Each from the day of its decision to its last day, or to the day before it was lifted."""
    found: dict[int, Spell] = {}
    for entry in valid:
        if entry.kind is Kind.SUSPENSION:
            found[entry.seq] = Spell(entry.seq, local_day(entry.at), day_of(entry, "until"))
        elif entry.kind is Kind.LIFT:
            ended = date.fromordinal(local_day(entry.at).toordinal() - 1)
            found |= {seq: Spell(seq, found[seq].since, ended) for seq in entry.facts["of"] if seq in found}
    return list(found.values())


def _on_its_day(entry: Entry) -> Spell:
    """A bad record is of the day of its decision, however long the suspension lasts; rule R7 looks back from there."""
    return Spell(entry.seq, local_day(entry.at), local_day(entry.at))


def _spell(entry: Entry) -> Spell:
    return Spell(entry.seq, date.fromisoformat(entry.facts["since"]), day_of(entry, "until"))


def _consents(valid: Sequence[Entry]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _of(valid, Kind.CONSENT):
        found.pop(entry.facts["purpose"], None)
        if entry.facts["given"]:
            found[entry.facts["purpose"]] = entry.facts["statement"]
    return found


def _waiting(valid: Sequence[Entry]) -> list[Entry]:
    decided = {entry.facts["of"] for entry in _of(valid, Kind.REVIEW)}
    return [entry for entry in valid if entry.kind in MATTERS and entry.seq not in decided]


def _of(entries: Iterable[Entry], kind: Kind) -> Iterable[Entry]:
    return (entry for entry in entries if entry.kind is kind)
