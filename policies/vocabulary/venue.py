"""场地、评标室、机位: where committees sit."""

from __future__ import annotations

from dataclasses import dataclass

from policies.vocabulary.ids import BoothId, RegionCode, RoomId, VenueId


@dataclass(frozen=True, slots=True)
class Booth:
    """机位: one workplace; `beside` names the booths that share a wall, a sight line or a device."""

    id: BoothId
    room: RoomId
    beside: tuple[BoothId, ...] = ()
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """评标室; zone: 专家区, 招标人代表区, 监督区, 隔离区, 休息区."""

    id: RoomId
    venue: VenueId
    zone: str
    booths: tuple[Booth, ...]


@dataclass(frozen=True, slots=True)
class Venue:
    """场地: one centre's rooms; `regions` are those whose experts it receives."""

    id: VenueId
    name: str
    address: str
    region: RegionCode
    regions: tuple[RegionCode, ...]
    rooms: tuple[Room, ...]

    @property
    def booths(self) -> tuple[Booth, ...]:
        return tuple(booth for room in self.rooms if room.zone == "专家区" for booth in room.booths if booth.usable)
