"""What every committee gets, and where: as many booths as it needs, one sitter a booth, the right zone, no booth twice running.

Each rule is told to the solver and restated for the checker, which looks at booths only and knows no solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dispatch.seats.board import Board, Constraint, Team
from dispatch.seats.restated import new_pairs, zones_of
from dispatch.seats.sitting import Need, Placed, SeatPlan, Sitter, Sitting, Slot
from policies.sources import cite
from policies.vocabulary.ids import VenueId
from policies.vocabulary.rule import Facts, rule
from policies.vocabulary.venue import Venue

Told = Iterator[tuple[Constraint | bool | None, Facts]]
Restated = Iterator[Facts]


@rule(
    "SEAT-NEED",
    source=cite("DESIGN"),
    says="项目{tender}在{venue}需要{booths}个{sitter}机位（{slot}）",
    says_en="tender {tender} needs {booths} booths at {venue} ({slot})",
)
def every_need_is_met(board: Board) -> Told:
    for team in board.teams:
        if team.is_new:
            booths = [booth.id for _, booth in board.open_booths]
            yield board.exactly(team.size, board.seated([team], booths)), need_of(team, board.venue)


@every_need_is_met.check
def _(sitting: Sitting, plan: SeatPlan) -> Restated:
    for need in sitting.needs:
        for sitter, wanted in ((Sitter.EXPERT, need.booths), (Sitter.REPRESENTATIVE, need.representatives)):
            got = [placed for placed in plan.placed if placed.sitter is sitter and _is_for(placed, need)]
            if len(got) != wanted:
                yield _need(need.tender_token, sitting.venue(need.venue), wanted, sitter, need.slot)
    usable = {venue.id: {booth.id for room in venue.rooms for booth in room.booths if booth.usable} for venue in sitting.venues}
    for placed in plan.placed:
        if placed.booth not in usable[placed.venue] or not any(_is_for(placed, need) for need in sitting.needs):
            yield _need(placed.tender_token, sitting.venue(placed.venue), 0, placed.sitter, placed.slot)


def _is_for(placed: Placed, need: Need) -> bool:
    whom = (placed.tender_token, placed.tenderer_key, placed.venue, placed.slot)
    return whom == (need.tender_token, need.tenderer_key, need.venue, need.slot)


def need_of(team: Team, venue: Venue) -> Facts:
    """The facts of a team's need, by which it can be waived."""
    return _need(team.tender, venue, team.size, team.sitter, team.slot)


def _need(tender: str, venue: Venue, size: int, sitter: Sitter, slot: Slot) -> Facts:
    return {"tender": tender, "venue": venue.name, "booths": size, "sitter": sitter.value, "slot": str(slot)}


@rule(
    "SEAT-ONE",
    source=cite("DESIGN"),
    says="{venue}共有{booths}个可用机位，一个机位同一时段只坐一人，两场之间须留{gap}分钟清洁",
    says_en="{venue} has {booths} usable booths: one person a booth, and {gap} minutes between two sittings",
)
def one_sitter_a_booth(board: Board) -> Told:
    terms = board.sitting.terms
    for there in board.together(board.teams, terms.turnaround):
        for _, booth in board.open_booths:
            yield board.at_most(1, board.seated(there, [booth.id])), _one(board.venue, board.sitting)


@one_sitter_a_booth.check
def _(sitting: Sitting, plan: SeatPlan) -> Restated:
    for one, other in new_pairs(sitting, plan):
        if (one.venue, one.booth) == (other.venue, other.booth) and one.slot.overlaps(other.slot, sitting.terms.turnaround):
            yield _one(sitting.venue(one.venue), sitting)


def _one(venue: Venue, sitting: Sitting) -> Facts:
    zones = {sitter.zone for sitter in Sitter}
    booths = sum(booth.usable for room in venue.rooms if room.zone in zones for booth in room.booths)
    return {"venue": venue.name, "booths": booths, "gap": int(sitting.terms.turnaround.total_seconds() // 60)}


@rule(
    "H3",
    source=cite("DESIGN"),
    says="{sitter}只坐{zone}（{venue}现有{rooms}室{booths}个可用机位）",
    says_en="experts and representatives of the tenderer sit in zones of their own; this one has {rooms} rooms, {booths} usable booths",
)
def representatives_sit_in_their_own_zone(board: Board) -> Told:
    for sitter in Sitter:
        group = [team for team in board.teams if team.sitter is sitter]
        elsewhere = [booth.id for room, booth in board.open_booths if room.zone != sitter.zone]
        for team in group:
            yield board.at_most(0, board.seated([team], elsewhere)), _zone(board.venue, sitter)


@representatives_sit_in_their_own_zone.check
def _(sitting: Sitting, plan: SeatPlan) -> Restated:
    zones = zones_of(sitting)
    for placed in plan.placed:
        if zones[placed.venue].get(placed.booth) != placed.sitter.zone:
            yield _zone(sitting.venue(placed.venue), placed.sitter)


def _zone(venue: Venue, sitter: Sitter) -> Facts:
    usable = [(room.id, booth.id) for room in venue.rooms if room.zone == sitter.zone for booth in room.booths if booth.usable]
    rooms = len({room for room, _ in usable})
    return {"sitter": sitter.value, "zone": sitter.zone, "venue": venue.name, "rooms": rooms, "booths": len(usable)}


@rule(
    "H4",
    source=cite("DESIGN"),
    says="{tenders}不得使用同一招标人前一场次用过的机位（{venue}）",
    says_en="{tenders} may not use a booth at {venue} that the same tenderer used the time before",
)
def no_booth_twice_running(board: Board) -> Told:
    """A set of booths knows no person: it avoids the booths of `last_booths`, and one tenderer's sets share no booth within a plan."""
    for tenderer, tenders in _by_tenderer(board.sitting, board.venue.id):
        group = [team for team in board.teams if team.tenderer == tenderer and team.sitter is Sitter.EXPERT]
        last = {known.booth for known in board.sitting.last_booths if (known.tenderer_key, known.venue) == (tenderer, board.venue.id)}
        facts = {"tenders": tenders, "venue": board.venue.name}
        for _, booth in board.open_booths:
            yield board.at_most(0 if booth.id in last else 1, board.seated(group, [booth.id])), facts


@no_booth_twice_running.check
def _(sitting: Sitting, plan: SeatPlan) -> Restated:
    last = {(known.tenderer_key, known.venue, known.booth) for known in sitting.last_booths}
    seen = [p for p in sitting.held if p.sitter is Sitter.EXPERT]
    for placed in plan.placed:
        if placed.sitter is Sitter.EXPERT:
            twice = any((p.tenderer_key, p.venue, p.booth) == (placed.tenderer_key, placed.venue, placed.booth) for p in seen)
            if twice or (placed.tenderer_key, placed.venue, placed.booth) in last:
                yield {"tenders": placed.tender_token, "venue": sitting.venue(placed.venue).name}
            seen.append(placed)


def _by_tenderer(sitting: Sitting, venue: VenueId) -> Iterator[tuple[str, str]]:
    needs = sorted((need.tenderer_key, need.tender_token) for need in sitting.needs if need.venue == venue)
    for tenderer, group in groupby(needs, key=lambda need: need[0]):
        yield tenderer, "、".join(f"项目{tender}" for _, tender in group)
