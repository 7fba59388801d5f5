"""评标场次: what is to be seated, where and when, before anybody is drawn. Tenders are tokens; no person occurs here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from policies.calendar import LOCAL
from policies.vocabulary.ids import BoothId, VenueId
from policies.vocabulary.venue import Venue

EXPERT_ZONE = "专家区"
REPRESENTATIVE_ZONE = "招标人代表区"


class Sitter(StrEnum):
    """For whom a booth is set aside."""

    EXPERT = "评标专家"
    REPRESENTATIVE = "招标人代表"

    @property
    def zone(self) -> str:
        return EXPERT_ZONE if self is Sitter.EXPERT else REPRESENTATIVE_ZONE


def rooms_for_experts(venue: Venue) -> int:
    """Rooms with a usable booth in the expert zone: what H1 leaves to one committee at most."""
    return sum(room.zone == EXPERT_ZONE and any(booth.usable for booth in room.booths) for room in venue.rooms)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """时段: from check-in to the expected end, for which booths are set aside; aware times."""

    starts: datetime
    ends: datetime

    def overlaps(self, other: Slot, gap: timedelta = timedelta(0)) -> bool:
        """True if both are in use at some moment, or one follows the other sooner than `gap`."""
        return self.starts < other.ends + gap and other.starts < self.ends + gap

    def __str__(self) -> str:
        start, end = self.starts.astimezone(LOCAL), self.ends.astimezone(LOCAL)
        return f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}" if start.date() == end.date() else f"{start:%Y-%m-%d %H:%M}–{end:%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Need:
    """What one tender needs in one venue that may be drawn: booths for the members possible there and their successors.

    `tender_token` stands for the tender where its number must not be known; `tenderer_key` is equal for tenders of one tenderer.
    """

    tender_token: str
    tenderer_key: str
    venue: VenueId
    booths: int
    slot: Slot
    representatives: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """One booth set aside for one tender in one slot."""

    venue: VenueId
    booth: BoothId
    tender_token: str
    tenderer_key: str
    slot: Slot
    sitter: Sitter = Sitter.EXPERT


@dataclass(frozen=True, slots=True, order=True)
class LastBooth:
    """A booth in which an expert may have sat the last time for this tenderer."""

    tenderer_key: str
    venue: VenueId
    booth: BoothId


class Tie(StrEnum):
    """What may connect the experts of two tenders."""

    COLLEAGUES = "同单位"
    FREQUENT_PAIR = "熟面孔"


@dataclass(frozen=True, slots=True)
class Acquainted:
    """The candidates of these two tenders may hold two experts with such a tie; who they are is not said."""

    one: str
    other: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class Door:
    """入口: how many people pass a minute, and within how many minutes from check-in all must be in, before E6."""

    venue: VenueId
    per_minute: int
    minutes: int


@dataclass(frozen=True, slots=True)
class SeatTerms:
    """Settings of seat planning; `dispatch.seats.terms` reads them by day in force.

    free_between: empty booths between two members in one room if H1 is relaxed. turnaround: between two sittings in one booth.
    door_per_minute, entry_minutes: the door of a venue that describes none. replacements: booths beyond the members possible.
    """

    free_between: int = 1
    turnaround: timedelta = timedelta(minutes=30)
    door_per_minute: int = 10
    entry_minutes: int = 30
    replacements: int = 2


@dataclass(frozen=True, slots=True)
class Sitting:
    """All tenders that are planned together, and what stands already.

    held: booths of earlier plans. last_booths: see H4. acquainted: see H5; None means not known, then every two tenders count.
    """

    venues: tuple[Venue, ...]
    needs: tuple[Need, ...]
    held: tuple[Placed, ...] = ()
    last_booths: tuple[LastBooth, ...] = ()
    acquainted: tuple[Acquainted, ...] | None = None
    doors: tuple[Door, ...] = ()
    terms: SeatTerms = SeatTerms()

    def venue(self, venue: VenueId) -> Venue:
        return next(known for known in self.venues if known.id == venue)

    def door(self, venue: VenueId) -> Door:
        """The door of a venue; one of the usual kind where none is described."""
        usual = Door(venue, self.terms.door_per_minute, self.terms.entry_minutes)
        return next((door for door in self.doors if door.venue == venue), usual)


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """席位表: every booth set aside for these tenders, and which rules were relaxed by an explicit word."""

    placed: tuple[Placed, ...]
    relaxed: tuple[str, ...] = ()


def last_booths(past: Iterable[Placed], sittings: int = 1) -> tuple[LastBooth, ...]:
    """The experts' booths of the last `sittings` sittings of each tenderer in each venue: what H4 keeps clear.

    No person is known here, so "twice running" is read for the tenderer: whoever comes back after he sat out more than
    `sittings - 1` of them is not covered. Who knows which booths were an expert's latest lists those instead.
    """
    experts = [placed for placed in past if placed.sitter is Sitter.EXPERT]
    openings: dict[tuple[str, VenueId], set[datetime]] = defaultdict(set)
    for placed in experts:
        openings[placed.tenderer_key, placed.venue].add(placed.slot.starts)
    recent = {key: sorted(days)[-sittings:] for key, days in openings.items()}
    kept = {LastBooth(p.tenderer_key, p.venue, p.booth) for p in experts if p.slot.starts in recent[p.tenderer_key, p.venue]}
    return tuple(sorted(kept))
