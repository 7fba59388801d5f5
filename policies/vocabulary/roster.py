"""候选名单 in the words that rules use: columns over all experts of a day, and one line of it for one expert.

The arrays themselves live in `dispatch/draw/roster.py`; rules know only these words. A line holds no name and
no number of a person: an opaque reference, the handle, and the declared clear columns of the registry.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from policies.vocabulary.expert import Category, Specialty, Standing
from policies.vocabulary.ids import RegionCode


@dataclass(frozen=True, slots=True)
class UnitKeys:
    """A legal person as blind indexes: one of its name, one of its credit code; empty where not given."""

    name: bytes = b""
    uscc: bytes = b""

    def same_as(self, other: UnitKeys) -> bool | None:
        """Whether both are one unit; None if they have no kind of key in common."""
        pairs = ((self.uscc, other.uscc), (self.name, other.name))
        comparable = [a == b for a, b in pairs if a and b]
        return any(comparable) if comparable else None


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One relation (关系) of an expert with a unit; `kind` in the words of the pool file.

    `evidence` finds the sealed record again, for whoever may open it.
    """

    kind: str
    other: UnitKeys
    since: date | None = None
    until: date | None = None
    share: Fraction | None = None  # of 持股
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What a library has put down about an expert himself: 请假 with its days, 不良记录 with the day of the decision as both."""

    kind: str
    since: date | None = None
    until: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """One committee that an expert was called to: its first day, and its parties, None until they may be remembered (E7)."""

    on: date
    parties: tuple[UnitKeys, ...] | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One expert as screening sees him: `ref` is opaque, `relations` is None if nobody ever declared any."""

    ref: str
    handle: bytes
    employer: UnitKeys
    on_job: bool
    specialties: tuple[Specialty, ...]
    category: Category
    title: str
    region: RegionCode
    birth: date | None
    field_since: date | None
    admitted: date | None
    standing: Standing
    suspended_until: date | None = None
    relations: tuple[RelationLine, ...] | None = None
    busy: tuple[date, ...] = ()  # whole days taken by other committees
    served: tuple[Served, ...] = ()
    records: tuple[RecordLine, ...] = ()
    library: str = ""  # another lawfully built library that shares him with us, by its mark; "" for our own


class Column(Protocol):
    """One yes or no for every expert."""

    def __and__(self, other: Column, /) -> Column: ...

    def __or__(self, other: Column, /) -> Column: ...

    def __invert__(self) -> Column: ...


class Counts(Protocol):
    """One number for every expert."""

    def at_least(self, number: int) -> Column: ...

    def __add__(self, other: Counts, /) -> Counts: ...


class Days(Protocol):
    """One date for every expert, or none; a date that is not known is neither before nor after."""

    def before(self, day: date) -> Column: ...

    def after(self, day: date) -> Column: ...

    def known(self) -> Column: ...

    def before_other(self, other: Days, days: int) -> Column:
        """Whose day comes before so many days after the other column's; no where either is not known."""
        ...


class Words(Protocol):
    """One word of a short list for every expert, or none."""

    def isin(self, words: Collection[str]) -> Column: ...

    def known(self) -> Column: ...


class Units(Protocol):
    """One unit for every expert, by blind index."""

    def isin(self, units: Collection[UnitKeys]) -> Column: ...

    def comparable(self, units: Collection[UnitKeys]) -> Column:
        """Who has a kind of key in common with every one of these units."""
        ...


class Roster(Protocol):
    """All experts of a day, as columns."""

    @property
    def employer(self) -> Units: ...

    @property
    def on_job(self) -> Column: ...

    @property
    def category(self) -> Words: ...

    @property
    def title(self) -> Words: ...

    @property
    def area(self) -> Words: ...

    @property
    def standing(self) -> Words: ...

    @property
    def library(self) -> Words:
        """Which other library an expert is of; not known where he is of our own."""
        ...

    @property
    def birth(self) -> Days: ...

    @property
    def field_since(self) -> Days: ...

    @property
    def admitted(self) -> Days: ...

    @property
    def suspended_until(self) -> Days: ...

    @property
    def relations_declared(self) -> Column: ...

    def nobody(self) -> Column: ...

    def among(self, handles: Collection[bytes]) -> Column: ...

    def holds(self, specialties: Collection[Specialty]) -> Column: ...

    def busy_on(self, days: Collection[date]) -> Column: ...

    def served(self, first: date, last: date) -> Counts:
        """To how many committees each was called whose first day lies between these two, both included."""
        ...

    def served_with(self, unit: UnitKeys, first: date, last: date) -> Counts:
        """To how many of those that had this unit among their parties."""
        ...

    def served_unrecorded(self, first: date, last: date) -> Counts:
        """To how many of those whose parties are not recorded."""
        ...

    def on_record(self, kinds: Collection[str], first: date, last: date) -> Column:
        """About whom there is a record of these kinds whose time touches these days; a record without any day does not count."""
        ...

    def on_record_undated(self, kinds: Collection[str]) -> Column: ...

    def graded(self, most: int, grades: Sequence[tuple[Column, int]]) -> Sequence[int]:
        """A whole number for every expert: the lowest of those whose column says yes, `most` where none does."""
        ...

    def holding(self, units: Collection[UnitKeys], ended_since: date, least: Fraction) -> Column:
        """Who holds at least this share (持股) of one of these units, or held it until after `ended_since`."""
        ...

    def holding_unknown(self, units: Collection[UnitKeys], ended_since: date) -> Column:
        """Who holds a share of one of these units, and it is not known how much."""
        ...

    def related(
        self, kinds: Collection[str], units: Collection[UnitKeys], ended_since: date | None = None, open_ended: bool = True
    ) -> Column:
        """Who has a relation of these kinds with one of these units that had not ended before `ended_since`.

        A relation without an end counts as going on if `open_ended`, else not at all.
        """
        ...

    def related_to_any(self, kinds: Collection[str], ended_since: date) -> Column:
        """Who has a relation of these kinds, with whatever unit, that had not ended before `ended_since`."""
        ...

    def related_vaguely(self, kinds: Collection[str]) -> Column:
        """Who has a relation of these kinds whose other side has no key to compare."""
        ...

    def __len__(self) -> int: ...

    def count(self, column: Column) -> int: ...

    def where(self, column: Column) -> Sequence[int]:
        """The positions of the roster where the column says yes, rising."""
        ...
