"""几个标段共用一个评标委员会: a further section names the first and gets no draw of its own; whoever sits, sits for all of them.

Sections that do not say so have a draw each (docs/adr/0062-sections-under-one-committee.md). This module only tells who shares with whom.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.workflow.bidders import bidders_of
from dispatch.workflow.exceptions.refusals import NoCommitteeToShare, NotApprovedInTime
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.work import Work
from policies.vocabulary.refused import Refused
from policies.vocabulary.tender import Unit

_OVER = (TenderState.CANCELLED, TenderState.REFUSED, TenderState.ARCHIVED)


def first_of(record: TenderRecord, work: Work) -> TenderRecord:
    """The section whose committee this one has: itself, unless it shares another's."""
    first = work.uow.tenders.get(record.tender.shares) if record.tender.shares else None
    return first or record


def has_people(record: TenderRecord, work: Work) -> bool:
    """Whether anybody was drawn or named for this section's committee: whoever is missing in a pool now may be one of them."""
    first = first_of(record, work)
    return bool(first.draw) or first.tender.appointment is not None


def sharing(record: TenderRecord, work: Work) -> list[TenderRecord]:
    """The sections that have this one's committee and are not over, by number."""
    return sorted((each for each in work.uow.tenders.sharing(record.id) if each.state not in _OVER), key=lambda each: each.id)


def end_sharing(first: TenderRecord, work: Work) -> None:
    """The first section ended without committee, and so do those that would have had it; each may be applied for anew."""
    for each in sharing(first, work):
        _end(each, first.state, NoCommitteeToShare(first=first.id), work)


def leave_out_unapproved(first: TenderRecord, work: Work) -> None:
    """At the opening hour a section that a second person has not approved is no part of what this committee evaluates."""
    for each in sharing(first, work):
        if each.state is TenderState.APPLIED:
            _end(each, TenderState.REFUSED, NotApprovedInTime(first=first.id), work)


def _end(section: TenderRecord, state: TenderState, refusal: Refused, work: Work) -> None:
    work.uow.log.append({"e": "refusal", "t": token_mark(section.token), "code": refusal.code}, kind="refusal")
    work.uow.tenders.save(replace(section, state=state, refusal=(refusal.chinese, refusal.english)))


def bidding_units(record: TenderRecord, work: Work) -> list[Unit] | None:
    """Every bidder, and every member of a consortium, in all sections of this committee; None while no list was filed."""
    lists = [bidders_of(each.id, work) for each in (record, *sharing(record, work))]
    if all(listed is None for listed in lists):
        return None
    return [unit for listed in lists for bidder in listed or () for unit in (bidder.unit, *bidder.members)]


def lists_filed(record: TenderRecord, work: Work) -> tuple[bytes, ...]:
    """The sealed lists themselves, in order: whoever was compared with them need not be compared again."""
    return tuple(work.uow.tenders.bidders(each.id) or b"" for each in (record, *sharing(record, work)))
