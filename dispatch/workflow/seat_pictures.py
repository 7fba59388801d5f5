"""席位图 of a tender's slot: which booths are set aside, room by room; tenders by token, never a person."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.seats.page import page
from dispatch.seats.picture import show
from dispatch.seats.sitting import SeatPlan
from dispatch.workflow.book_booths import placed_of
from dispatch.workflow.moments import latest
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.slots import slot_of
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event


def pictures_of(record: TenderRecord, work: Work) -> Iterator[tuple[str, str, str]]:
    """(venue id, SVG, HTML page) of every venue that holds booths for this tender, at the beginning of its slot."""
    begins, ends = slot_of(record.tender)
    reserved = work.uow.venues.reserved(begins, ends)
    venues = {kept.venue for kept in reserved if kept.token == record.token}
    stages = {token: _stage(token, work) for token in {kept.token for kept in reserved}}
    plan = SeatPlan(placed_of(reserved, work))
    for venue in work.uow.venues.all():
        if venue.id in venues:
            yield venue.id, show(venue, plan, at=stages, when=begins), page(venue, plan, at=stages, when=(begins,))


def _stage(token: str, work: Work) -> Event:
    holder = work.uow.tenders.by_token(token)
    return latest(work.uow.tenders.moments(holder.id)) if holder else latest(())
