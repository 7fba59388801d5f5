"""Who must not be near whom: members of one project, projects of one tenderer, experts who know each other.

Each rule is told to the solver and restated for the checker, which looks at booths only and knows no solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatch.seats.board import Board, Constraint, Team, Term
from dispatch.seats.neighbours import Pair, beside, joined_pairs
from dispatch.seats.restated import new_pairs, overlapping, rooms_of
from dispatch.seats.sitting import EXPERT_ZONE, Acquainted, Placed, SeatPlan, Sitter, Sitting, Tie, rooms_for_experts
from policies.sources import cite
from policies.vocabulary.rule import Facts, rule
from policies.vocabulary.venue import Venue

Told = Iterator[tuple[Constraint | bool | None, Facts]]
Restated = Iterator[Facts]


@rule(
    "H1",
    source=cite("SITE-2024"),
    says="项目{tender}的成员须{apart}（{venue}{zone}现有{rooms}室）",
    says_en="members of tender {tender} sit apart; {venue} has {rooms} rooms for experts",
)
def members_sit_in_different_rooms(board: Board) -> Told:
    for tender in sorted({team.tender for team in board.teams if team.is_new}):
        group = [team for team in board.teams if team.tender == tender]
        facts = _members(tender, board.venue, board.sitting, board.relaxed)
        for room in board.rooms:
            if "H1" in board.relaxed:
                yield from ((constraint, facts) for constraint in _spaced(board, group, board.joined_pairs(room)))
            else:
                yield board.at_most(1, board.seated(group, [booth.id for booth in room.booths])), facts


def _spaced(board: Board, group: list[Team], pairs: Iterable[Pair]) -> Iterator[Constraint | bool | None]:
    """Two members in one room: at least k of the booths between them stay empty; neighbours have none between."""
    free = board.sitting.terms.free_between
    for pair in pairs:
        for there in board.together(board.teams):
            members = [team for team in there if team in group]
            ends: list[Term] = [(free, team, booth) for team in members for booth in (pair.one, pair.other)]
            if members:
                yield board.at_most(len(pair.between) + free, [*ends, *board.seated(there, pair.between)])


@members_sit_in_different_rooms.check
def _(sitting: Sitting, plan: SeatPlan) -> Restated:
    rooms = rooms_of(sitting)
    for one, other in new_pairs(sitting, plan):
        one_room = rooms[one.venue][one.booth] == rooms[other.venue][other.booth]
        if one.tender_token == other.tender_token and one_room and ("H1" not in plan.relaxed or _too_close(sitting, plan, one, other)):
            yield _members(one.tender_token, sitting.venue(one.venue), sitting, plan.relaxed)


def _too_close(sitting: Sitting, plan: SeatPlan, one: Placed, other: Placed) -> bool:
    venue = sitting.venue(one.venue)
    room = next(room for room in venue.rooms if any(booth.id == one.booth for booth in room.booths))
    ends = {one.booth, other.booth}
    pair = next((pair for pair in joined_pairs(room, beside(venue)) if {pair.one, pair.other} == ends), None)
    if pair is None or not one.slot.overlaps(other.slot):
        return False
    between = [p for p in (*plan.placed, *sitting.held) if p.venue == one.venue and p.booth in pair.between]
    moments = {max(one.slot.starts, other.slot.starts)} | {p.slot.starts for p in between}
    both_there = [m for m in moments if all(p.slot.starts <= m < p.slot.ends for p in (one, other))]
    fullest = max(len({p.booth for p in between if p.slot.starts <= moment < p.slot.ends}) for moment in both_there)
    return len(pair.between) - fullest < sitting.terms.free_between


def _members(tender: str, venue: Venue, sitting: Sitting, relaxed: tuple[str, ...]) -> Facts:
    spaced = f"同室相隔至少{sitting.terms.free_between}个空机位（H1已放宽）"
    apart = spaced if "H1" in relaxed else "两两不同室"
    return {"tender": tender, "apart": apart, "venue": venue.name, "zone": EXPERT_ZONE, "rooms": rooms_for_experts(venue)}


@rule(
    "H2",
    source=cite("SITE-2024"),
    says="{tenders}的机位不得相邻（{why}）",
    says_en="booths of {tenders} may not be neighbours",
)
def neighbours_differ_in_project_and_tenderer(board: Board) -> Told:
    groups: dict[str, list[Team]] = {}
    for team in board.teams:
        groups.setdefault(_same(team.tender, team.tenderer, board.relaxed), []).append(team)
    for group in groups.values():
        tenders = sorted({team.tender for team in group})
        for there in board.together(group):
            yield from ((board.at_most(1, board.seated(there, edge)), _strangers(tenders)) for edge in board.edges)


@neighbours_differ_in_project_and_tenderer.check
def _(sitting: Sitting, plan: SeatPlan) -> Restated:
    for one, other in _neighbours(sitting, plan):
        if _same(one.tender_token, one.tenderer_key, plan.relaxed) == _same(other.tender_token, other.tenderer_key, plan.relaxed):
            yield _strangers(sorted({one.tender_token, other.tender_token}))


def _same(tender: str, tenderer: str, relaxed: tuple[str, ...]) -> str:
    """What neighbours must differ in: the tenderer, and so the project; relaxed, the project only."""
    return tender if "H2" in relaxed else tenderer


def _strangers(tenders: list[str]) -> Facts:
    return {"tenders": "、".join(f"项目{tender}" for tender in tenders), "why": "同一招标人" if len(tenders) > 1 else "同一项目"}


@rule(
    "H5",
    source=cite("DESIGN"),
    says="{who}，专家机位不得相邻",
    says_en="{who_en}: their experts' booths may not be neighbours",
)
def acquainted_experts_are_not_neighbours(board: Board) -> Told:
    """A set of booths knows no person: it keeps apart tenders whose candidates may know each other; all, while that is not known."""
    experts = [team for team in board.teams if team.sitter is Sitter.EXPERT]
    if board.sitting.acquainted is None and "H5" not in board.relaxed:
        for there in board.together(experts):
            yield from ((board.at_most(1, board.seated(there, edge)), _NOBODY_KNOWN) for edge in board.edges)
    for tie in _ties(board.sitting, board.relaxed):
        for there in board.together(team for team in experts if team.tender in (tie.one, tie.other)):
            ones, others = ([team for team in there if team.tender == tender] for tender in (tie.one, tie.other))
            for a, b in [*board.edges, *((b, a) for a, b in board.edges)]:
                yield board.at_most(1, [*board.seated(ones, [a]), *board.seated(others, [b])]), _tied(tie)


@acquainted_experts_are_not_neighbours.check
def _(sitting: Sitting, plan: SeatPlan) -> Restated:
    ties = {frozenset((tie.one, tie.other)): tie for tie in _ties(sitting, plan.relaxed)}
    unknown = sitting.acquainted is None and "H5" not in plan.relaxed
    for one, other in _neighbours(sitting, plan):
        tie = ties.get(frozenset((one.tender_token, other.tender_token)))
        if one.sitter is other.sitter is Sitter.EXPERT and (unknown or tie):
            yield _tied(tie) if tie else _NOBODY_KNOWN


_NOBODY_KNOWN: Facts = {
    "who": "各项目候选专家之间有无同单位、熟面孔尚不明",
    "who_en": "whether experts of different tenders know each other is not known",
}


def _ties(sitting: Sitting, relaxed: tuple[str, ...]) -> tuple[Acquainted, ...]:
    known = sitting.acquainted or ()
    return tuple(tie for tie in known if tie.tie is Tie.FREQUENT_PAIR or "H5" not in relaxed)


def _tied(tie: Acquainted) -> Facts:
    one, other = sorted((tie.one, tie.other))
    who = f"项目{one}与项目{other}的候选专家有{tie.tie.value}关系"
    return {"who": who, "who_en": f"experts of tenders {one} and {other} may know each other"}


def _neighbours(sitting: Sitting, plan: SeatPlan) -> Iterator[tuple[Placed, Placed]]:
    """Two booths in use at one moment that share a wall, a sight line or a device."""
    near = {venue.id: beside(venue) for venue in sitting.venues}
    return ((one, other) for one, other in overlapping(sitting, plan) if other.booth in near[one.venue][one.booth])
