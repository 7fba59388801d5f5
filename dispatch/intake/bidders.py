"""投标人名单: comes later than the application, sealed; read here once it may be opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.intake.members import Faults, Members
from dispatch.intake.refusals import BadBidderList
from policies.vocabulary.ids import TenderId
from policies.vocabulary.tender import Unit

_NAMES = {"id": "项目编号", "section": "标段", "bidders": "投标人", "members": "联合体成员"}


@dataclass(frozen=True, slots=True)
class Bidder:
    """投标人; a consortium bids as one and has members."""

    unit: Unit
    members: tuple[Unit, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        return (self.unit, *self.members)


@dataclass(frozen=True, slots=True)
class BidderList:
    """Who bids for one section."""

    number: str
    section: str
    bidders: tuple[Bidder, ...]

    @property
    def id(self) -> TenderId:
        return TenderId(f"{self.number}/{self.section}")

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(unit for bidder in self.bidders for unit in bidder.units)


def read_bidders(values: Mapping[str, Any], *, demo: bool) -> BidderList:
    """The bidders of one section. Raises BadBidderList, which names every faulty member."""
    faults = Faults(demo)
    members = Members(values, faults, names=_NAMES)
    number, section = members.text("id"), members.text("section")
    bidders = tuple(_bidder(members, index, value) for index, value in enumerate(members.items("bidders")))
    codes = [bidder.unit.uscc for bidder in bidders if bidder.unit.uscc]
    if len(set(codes)) < len(codes):
        members.wrong("bidders", "同一单位出现了两次", "names one unit twice")
    members.refuse_unknown()
    faults.stop(BadBidderList)
    return BidderList(number, section, bidders)


def _bidder(of: Members, index: int, value: Any) -> Bidder:
    own = {name: part for name, part in value.items() if name != "members"} if isinstance(value, dict) else value
    one = of.group(f"bidders[{index}]", {"unit": own, "members": value.get("members", [])} if isinstance(value, dict) else value)
    return Bidder(one.unit("unit") or Unit(""), one.units("members"))
