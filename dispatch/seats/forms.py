"""A seat plan as others need it: the booth list that a draw freezes, and the facts that are written down and read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dispatch.seats.refusals import SeatPlanUnreadable
from dispatch.seats.sitting import Placed, SeatPlan, Sitter, Slot
from policies.vocabulary.ids import BoothId, VenueId

BoothList = list[list[str]]


def booth_list(plan: SeatPlan, tender_token: str, host: VenueId) -> BoothList:
    """`[[venue or "", booth]…]`, strictly rising by bytes, the host venue as "": the booths that the lot deals out.

    Representatives' booths are not in it. Source: docs/spec/draw-protocol.md §4 (booths), §10.
    """
    booths = {("" if venue == host else venue, booth) for venue, booth in plan.booths_of(tender_token)}
    return [list(entry) for entry in sorted(booths, key=lambda entry: (entry[0].encode(), entry[1].encode()))]


def facts_of(plan: SeatPlan) -> dict[str, Any]:
    """The plan as canonical JSON can hold it; times are Unix seconds. Tenders are tokens, and there is no person in it."""
    return {"relaxed": list(plan.relaxed), "booths": [_entry(placed) for placed in plan.placed]}


def plan_of(facts: Mapping[str, Any]) -> SeatPlan:
    """The plan that `facts_of` wrote. Raises SeatPlanUnreadable."""
    try:
        return SeatPlan(tuple(_placed(entry) for entry in facts["booths"]), tuple(str(code) for code in facts["relaxed"]))
    except (KeyError, TypeError, ValueError) as fault:
        raise SeatPlanUnreadable(what=type(fault).__name__) from fault


def _entry(placed: Placed) -> dict[str, Any]:
    return {
        "venue": placed.venue,
        "booth": placed.booth,
        "tender": placed.tender_token,
        "tenderer": placed.tenderer_key,
        "starts_at": int(placed.slot.starts.timestamp()),
        "ends_at": int(placed.slot.ends.timestamp()),
        "sitter": placed.sitter.value,
    }


def _placed(entry: Mapping[str, Any]) -> Placed:
    slot = Slot(datetime.fromtimestamp(entry["starts_at"], UTC), datetime.fromtimestamp(entry["ends_at"], UTC))
    place = (VenueId(entry["venue"]), BoothId(entry["booth"]))
    return Placed(*place, entry["tender"], entry["tenderer"], slot, Sitter(entry["sitter"]))
