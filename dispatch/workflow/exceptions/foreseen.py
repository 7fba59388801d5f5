"""后果: what would follow if a tender were stopped now, or moved; counts only, and nothing is changed or opened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dispatch.draw.manifest import check_manifest
from dispatch.notify.call_out import COMING, PENDING
from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.draw_log import history_of
from dispatch.workflow.exceptions.appointed import called_for
from dispatch.workflow.exceptions.postpone import times_postponed
from dispatch.workflow.exceptions.sections import sharing
from dispatch.workflow.finish_draw import seats_are_filled
from dispatch.workflow.gate import LEFT, PRESENT
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.shown_log import is_embedded
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.profiles import profile
from policies.vocabulary.roles import Event


class End(StrEnum):
    """How the draw would end (docs/spec/draw-protocol.md §9, End)."""

    NO_DRAW = "no draw"
    BLIND = "blind"  # no release stands: nobody can have known an outcome
    INFORMED = "informed"  # a release stands, or one operator holds every key
    COMPLETE = "complete"  # the seats are filled
    ENDED = "ended"  # it has ended already


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`pending` have not answered, `coming` accepted, `arrived` of them are there; `signed` sat when the report was signed."""

    end: End
    pending: int
    coming: int
    arrived: int
    signed: int
    booths: int
    sections: tuple[str, ...]
    may_come_anew: bool
    postponed: int
    postponed_most: int


def foresee(record: TenderRecord, work: Work) -> Foreseen:
    calls = called_for(record, work)
    passes = work.uow.venues.gate_passes(record.token)
    return Foreseen(
        end=how_it_would_end(record, work),
        pending=sum(call.state in PENDING - COMING for call in calls),
        coming=sum(call.state in COMING for call in calls),
        arrived=sum(kept.state in PRESENT for kept in passes),
        signed=sum(kept.state == LEFT for kept in passes),
        booths=len(work.uow.venues.reserved_for(record.token)),
        sections=tuple(each.id for each in sharing(record, work)),
        may_come_anew=Event.VENUE_NOTICE not in work.uow.tenders.moments(record.id),
        postponed=times_postponed(record.tender),
        postponed_most=profile(record.tender.profile).on(local_day(work.now)).count("exceptions.postponed_most"),
    )


def how_it_would_end(record: TenderRecord, work: Work) -> End:
    """Blind or informed is what anybody may read from the log; this says it before the act."""
    if not record.draw:
        return End.NO_DRAW
    manifest = check_manifest(open_plan(record.draw, work)["manifest"])
    history = history_of(manifest, record.draw, work.uow)
    if history.ended:
        return End.ENDED
    if seats_are_filled(manifest, record.draw, work):
        return End.COMPLETE
    return End.INFORMED if any(history.releases) or is_embedded(work) else End.BLIND
