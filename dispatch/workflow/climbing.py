"""逐级扩大 for one plan: which scope each seat stands in once the ladder was climbed, with a log entry for each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dispatch.draw.roster import Roster
from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.workflow.former import Former
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.refusals import PoolIsEmpty
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of, label_of
from dispatch.workflow.widen import granted_steps
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.encounters import looks_back
from policies.ladder import Climb, Ladder, climb, home_areas
from policies.profiles import profile
from policies.screening import screen
from policies.specialties import classification
from policies.tender_facts import Scope
from policies.vocabulary.tender import SeatDemand
from policies.vocabulary.venue import Venue


def seat_name(number: int) -> str:
    """How a manifest names the nth demanded seat."""
    return f"seat{number}"


def ladder_of(record: TenderRecord, partners: tuple[Venue, ...], roster: Roster, work: Work) -> Ladder:
    rules = profile(record.tender.profile).on(local_day(work.now))
    held = [specialty for line in roster.lines for specialty in line.specialties]
    home = home_areas([record.tender.host_centre, *(venue.region for venue in partners)])
    return Ladder(rules, lambda edition: classification(edition).with_codes(held), home, granted_steps(record, work))


def climbs(record: TenderRecord, partners: tuple[Venue, ...], former: Former, work: Work) -> Iterator[Climb]:
    """The climb as far as numbers ask for it, then, if that will not do, one step further each time. Raises PoolIsEmpty."""
    facts = facts_of(record.tender, [], work)
    roster = Roster(roster_lines(work, since=looks_back(facts)))
    if not len(roster):
        raise PoolIsEmpty()
    ladder = ladder_of(record, partners, roster, work)

    def count(scope: Scope) -> int:
        found = screen(roster, replace(facts, scopes=(scope,))).eligible
        return sum(roster.lines[position].ref not in former.drawn for position in found)

    for least in ladder.taken:
        yield climb(_open_seats(record, former), ladder, count, least=least)


def _open_seats(record: TenderRecord, former: Former) -> list[SeatDemand]:
    """What is still to be filled: a seat whose places are all held asks for nobody."""
    return [replace(seat, count=seat.count - former.held(seat_name(number))) for number, seat in enumerate(record.tender.seats)]


def log_steps(record: TenderRecord, climbed: Climb, work: Work) -> None:
    """Every step beyond the application's own demand stands in the log, as does what it found."""
    for taken in climbed.steps:
        widening = taken.widening
        kept = {
            "reason": taken.reason,
            "pool": taken.pool,
            "wanted": taken.wanted,
            "approval": widening.approval,
            "basis": [str(source) for source in widening.basis],
            "labels": [label_of(specialty) for specialty in widening.scope.specialties],
            "areas": list(widening.scope.areas),
            "at": int(work.now.timestamp()),
        }
        if widening.scope.libraries:
            kept["libraries"] = list(widening.scope.libraries)
        digest = labelled_hash("dispatch/ladder", record.token.encode("ascii"), canonical(kept)).hex()
        body = {"e": "ladder", "t": token_mark(record.token), "seat": taken.seat, "step": widening.step, "pool": taken.pool, "why": digest}
        idx = work.uow.log.append(body, kind="ladder")
        work.uow.tenders.add_ladder_step(record.id, taken.seat, widening.step, kept, idx)
