"""席位预留: booths are set aside once for all tenders of a slot together, before anybody is drawn; the lot deals them out later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from dispatch.seats.needs import Whose, needs_of
from dispatch.seats.plan import plan_seats
from dispatch.seats.sitting import LastBooth, Need, Placed, SeatTerms, Sitter, Sitting, Slot, last_booths
from dispatch.seats.terms import seat_terms
from dispatch.workflow.partners import host_venue
from dispatch.workflow.records import Reserved, TenderRecord, TenderState
from dispatch.workflow.roster import unit_keys
from dispatch.workflow.slots import slot_of
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.ids import BoothId, VenueId

PLANNED = (TenderState.APPROVED,)
_GONE = (TenderState.CANCELLED, TenderState.REFUSED)


def book_booths(record: TenderRecord, work: Work, relax: tuple[str, ...] = (), *, used: Collection[tuple[str, str]] = ()) -> None:
    """Sets booths aside for this tender and every approved one beside it; a second time changes nothing. Raises NoSeatingPlan.

    `relax` names the rules that a supervisor gave up for this plan; the log keeps them. `used` are booths, with "" for the
    host venue, that earlier draws for this tender have dealt out: another plan takes others (docs/spec/draw-protocol.md §4).
    """
    if work.uow.venues.reserved_for(record.token):
        return
    beside = [other for other in work.uow.tenders.in_states(*PLANNED) if _plans_with(record, other, work)]
    _book(tuple(need for tender in [record, *beside] for need in _needs(tender, work)), _used_up(record, used, work), relax, work)


def book_more(record: TenderRecord, wanted: int, work: Work, *, used: Collection[tuple[str, str]]) -> None:
    """For another draw of a committee that sits already: more booths where too few are left for `wanted` seats. Raises NoSeatingPlan."""
    margin = seat_terms(local_day(work.now)).replacements
    left = [place for place in booth_list(record, work) if tuple(place) not in used]
    host = host_venue(record.tender, work).id
    fresh = []
    for need in _needs(record, work):
        missing = wanted + margin - sum((venue or host) == need.venue for venue, _ in left)
        if missing > 0:
            fresh.append(replace(need, booths=missing, representatives=0))
    if fresh:
        _book(tuple(fresh), (), (), work)


def _book(needs: tuple[Need, ...], used_up: Iterable[Placed], relax: tuple[str, ...], work: Work) -> None:
    terms = seat_terms(local_day(work.now))
    held = (*_held(needs, terms, work), *used_up)
    last = last_seats({need.tender_token for need in needs}, min(need.slot.starts for need in needs), work)
    sitting = Sitting(tuple(work.uow.venues.all()), needs, held, last, terms=terms)
    plan = plan_seats(sitting, relax=relax)
    relaxed = " ".join(plan.relaxed)
    work.uow.venues.reserve(
        Reserved(placed.tender_token, placed.venue, placed.booth, placed.slot.starts, placed.slot.ends, placed.sitter.value, relaxed)
        for placed in plan.placed
    )
    work.uow.log.append({"e": "seat-plan", "n": len(plan.placed), "relaxed": relaxed}, kind="seats")


def booth_list(record: TenderRecord, work: Work) -> list[list[str]]:
    """The booth list of the draw: `["" for the host venue, or the sub-venue, booth]`, rising; experts' booths only."""
    host = host_venue(record.tender, work).id
    experts = (kept for kept in work.uow.venues.reserved_for(record.token) if kept.sitter == Sitter.EXPERT.value)
    return sorted(["" if kept.venue == host else kept.venue, kept.booth] for kept in experts)


def _plans_with(record: TenderRecord, other: TenderRecord, work: Work) -> bool:
    if other.id == record.id or other.tender.shares or work.uow.venues.reserved_for(other.token):
        return False
    (opens, closes), (other_opens, other_closes) = slot_of(record.tender), slot_of(other.tender)
    return opens < other_closes and other_opens < closes


def _needs(record: TenderRecord, work: Work) -> Iterator[Need]:
    """How many booths one tender may need in each venue that may be drawn, with a margin for successors."""
    whose = Whose(record.token, _tenderer(record, work))
    return needs_of(record.tender, whose, work.uow.venues.all(), seat_terms(local_day(work.now)))


def _held(needs: tuple[Need, ...], terms: SeatTerms, work: Work) -> tuple[Placed, ...]:
    """Booths that earlier plans hold in or near the slot of any tender that is planned now."""
    opens = min(need.slot.starts for need in needs) - terms.turnaround
    closes = max(need.slot.ends for need in needs) + terms.turnaround
    return placed_of(work.uow.venues.reserved(opens, closes), work)


def _used_up(record: TenderRecord, used: Collection[tuple[str, str]], work: Work) -> Iterator[Placed]:
    slot = Slot(*slot_of(record.tender))
    for venue, booth in sorted(used):
        where = VenueId(venue) if venue else host_venue(record.tender, work).id
        yield Placed(where, BoothId(booth), "", "", slot, Sitter.EXPERT)


def last_seats(tokens: Iterable[str], before: datetime, work: Work) -> tuple[LastBooth, ...]:
    """Where experts sat the last time for the tenderers of these tenders (domain rule H4)."""
    tenderers = {holder.tender.tenderer for holder in map(work.uow.tenders.by_token, tokens) if holder}
    earlier = {record.token for unit in tenderers for record in work.uow.tenders.of_tenderer(unit)}
    return last_booths(placed_of(work.uow.venues.reserved_before(before, sorted(earlier)), work))


def placed_of(booths: Iterable[Reserved], work: Work) -> tuple[Placed, ...]:
    """These booths with whose they are; a tender that was given up, or found no committee, holds none."""
    kept = tuple(booths)
    holders = {token: work.uow.tenders.by_token(token) for token in sorted({booth.token for booth in kept})}
    whose = {token: _tenderer(holder, work) for token, holder in holders.items() if holder and holder.state not in _GONE}
    return tuple(
        Placed(VenueId(b.venue), BoothId(b.booth), b.token, whose[b.token], Slot(b.starts_at, b.ends_at), Sitter(b.sitter))
        for b in kept
        if b.token in whose
    )


def _tenderer(record: TenderRecord, work: Work) -> str:
    keys = unit_keys(record.tender.tenderer.name, record.tender.tenderer.uscc, work.means)
    return (keys.uscc or keys.name).hex()
