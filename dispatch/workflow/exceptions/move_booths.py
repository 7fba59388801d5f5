"""席位改期: the same booths at another time, checked against every rule of seating; another booth cannot be given.

A draw freezes its list of booths before anybody knows anything (docs/spec/draw-protocol.md §4, §10), so only the time moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dispatch.seats.plan import checked
from dispatch.seats.refusals import PlanBreaksRules
from dispatch.seats.sitting import Need, Placed, SeatPlan, Sitter, Sitting, Slot
from dispatch.seats.terms import seat_terms
from dispatch.workflow.book_booths import last_seats, placed_of
from dispatch.workflow.exceptions.refusals import BoothsTaken
from dispatch.workflow.records import Reserved, TenderRecord
from dispatch.workflow.slots import slot_of
from dispatch.workflow.work import Work
from policies.calendar import local_day


def move_booths(moved: TenderRecord, work: Work) -> None:
    """Sets the booths of this tender aside for its slot as it is now. Raises BoothsTaken."""
    kept = work.uow.venues.reserved_for(moved.token)
    if not kept:
        return
    starts, ends = slot_of(moved.tender)
    again = [replace(booth, starts_at=starts, ends_at=ends) for booth in kept]
    work.uow.venues.free(moved.token)
    _check(moved, again, work)
    work.uow.venues.reserve(again)


def _check(moved: TenderRecord, again: list[Reserved], work: Work) -> None:
    placed, terms = placed_of(again, work), seat_terms(local_day(work.now))
    slot = placed[0].slot
    held = placed_of(work.uow.venues.reserved(slot.starts - terms.turnaround, slot.ends + terms.turnaround), work)
    last = last_seats([moved.token], slot.starts, work)
    sitting = Sitting(tuple(work.uow.venues.all()), tuple(_needs(placed, slot)), held, last, terms=terms)
    relaxed = tuple(again[0].relaxed.split())
    try:
        checked(sitting, SeatPlan(placed, relaxed))
    except PlanBreaksRules as broken:
        raise BoothsTaken(why=broken.facts["why"], rules=broken.facts["rules"]) from broken


def _needs(placed: Iterable[Placed], slot: Slot) -> Iterator[Need]:
    """Exactly what is set aside already, venue by venue."""
    counts = Counter((each.venue, each.tenderer_key, each.tender_token, each.sitter) for each in placed)
    for venue, tenderer, token in sorted({key[:3] for key in counts}):
        experts = counts[venue, tenderer, token, Sitter.EXPERT]
        yield Need(token, tenderer, venue, experts, slot, representatives=counts[venue, tenderer, token, Sitter.REPRESENTATIVE])
