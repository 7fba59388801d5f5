"""Why there is no plan: the smallest clash in sentences, and the mildest relaxation that would help, never applied here."""

from __future__ import annotations

from itertools import combinations

from dispatch.kernel.clash import smallest_clash
from dispatch.seats.places import every_need_is_met
from dispatch.seats.refusals import NoSeatingPlan, SolverGaveUp
from dispatch.seats.rules import RELAXABLE
from dispatch.seats.sitting import Sitting
from dispatch.seats.solver import Sentence, seat_venue, sentences
from policies.vocabulary.ids import VenueId


def no_seating_plan(sitting: Sitting, venues: tuple[VenueId, ...], relaxed: tuple[str, ...], seconds: float) -> NoSeatingPlan:
    """The refusal for venues that are proved to have no plan: reasons of the first, and what would help them all."""
    reasons, smallest = _clash(sitting, venues[0], relaxed, seconds)
    return NoSeatingPlan(
        venue=sitting.venue(venues[0]).name,
        why=_in_words(reasons),
        reasons=tuple(map(str, reasons)),
        codes=tuple(reason.code for reason in reasons),
        relaxations=_mildest(sitting, venues, relaxed, seconds) if any(reason.code in RELAXABLE for reason in reasons) else (),
        elsewhere=tuple(sitting.venue(venue).name for venue in venues[1:]),
        smallest=smallest,
    )


def _in_words(reasons: tuple[Sentence, ...]) -> str:
    """The reasons as one sentence; more than three needs are added up, the list of reasons keeps each."""
    needs = [reason for reason in reasons if reason.code == every_need_is_met.code]
    if len(needs) <= 3:
        return "；".join(map(str, reasons))
    facts = [dict(need.facts) for need in needs]
    total = sum(int(str(need["booths"])) for need in facts)
    first = "、".join(str(need["tender"]) for need in facts[:3])
    added = f"{len(needs)}个项目（{first}等）共需{total}个机位（{needs[0].code}，{needs[0].source}）"
    return "；".join([*(str(reason) for reason in reasons if reason not in needs), added])


def _clash(sitting: Sitting, venue: VenueId, relaxed: tuple[str, ...], seconds: float) -> tuple[tuple[Sentence, ...], bool]:
    undecided: list[SolverGaveUp] = []

    def still_clashes(said: tuple[Sentence, ...]) -> bool:
        try:
            return seat_venue(sitting, venue, relaxed, seconds=seconds, said=frozenset(said)) is None
        except SolverGaveUp as gave_up:
            undecided.append(gave_up)
            return False

    return smallest_clash(sentences(sitting, venue, relaxed), still_clashes, _rule), not undecided


def _rule(said: Sentence) -> str:
    return said.code


def _mildest(sitting: Sitting, venues: tuple[VenueId, ...], relaxed: tuple[str, ...], seconds: float) -> tuple[str, ...]:
    """The first set that helps, where H1 is worse than H2 and H5 together, and H2 worse than H5; empty if none does."""
    open_rules = [code for code in RELAXABLE if code not in relaxed]
    choices = [choice for size in range(1, len(open_rules) + 1) for choice in combinations(open_rules, size)]
    ordered = sorted(choices, key=lambda chosen: sum(1 << RELAXABLE.index(code) for code in chosen))
    if not ordered or not _all_fit(sitting, venues, (*relaxed, *ordered[-1]), seconds):
        return ()
    return next(choice for choice in ordered if _all_fit(sitting, venues, (*relaxed, *choice), seconds))


def _all_fit(sitting: Sitting, venues: tuple[VenueId, ...], relaxed: tuple[str, ...], seconds: float) -> bool:
    """True only if plans were found: what is not known is not offered."""
    try:
        return all(seat_venue(sitting, venue, relaxed, seconds=seconds) is not None for venue in venues)
    except SolverGaveUp:
        return False
