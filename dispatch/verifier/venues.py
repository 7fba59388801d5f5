"""V19: the sub-venues (副场) are those that the seed gives among the usable sets (spec §6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dispatch.verifier.case import Case, Opened, Standing
from dispatch.verifier.limit import Limit
from dispatch.verifier.manifest import Rule, Venue
from dispatch.verifier.problem import problem_of
from dispatch.verifier.question import question_of
from dispatch.verifier.refusals import Broken, demand
from dispatch.verifier.search import completion
from dispatch.verifier.steps import step
from dispatch.verifier.supply import supply_of

Feasible = Callable[[Sequence[Rule]], bool]


@step("V19")
def the_venues_follow(case: Case, opened: Opened, seed: bytes) -> Standing:
    """Venues are drawn in the first drawn round only; returns the standing with them and with the first seed."""
    given = opened.entry["out"]["venues"]
    if opened.r or not case.manifest.venues:
        demand(not given, "本轮不应有副场", "venues where none are drawn")
        return opened.standing if opened.r else replace(opened.standing, first_seed=seed)
    taken = drawn_venues(case, opened.standing, seed)
    if taken is None:
        raise Broken("没有可用的副场组合", "no set of venues is usable")
    demand(given == [venue.name for venue in taken], "副场与重新计算的不同", "the venues differ from those recomputed")
    return replace(opened.standing, venues=taken, first_seed=seed)


def drawn_venues(case: Case, standing: Standing, seed: bytes) -> tuple[Venue, ...] | None:
    """Walk the candidates by ticket; one is taken iff some usable set holds all taken and this one."""
    search = search_of(case, standing)
    order = sorted(case.manifest.venues, key=lambda venue: (case.suite.h("vd1/venue", seed, venue.name.encode()), venue.name))
    if not search.usable(()):
        return None
    taken: tuple[Venue, ...] = ()
    for venue in order:
        if len(taken) == case.manifest.venue_count:
            break
        if search.usable((*taken, venue)):
            taken = (*taken, venue)
    return taken


def search_of(case: Case, standing: Standing) -> VenueSearch:
    """The search for usable sets; in a lottery the candidates have no bounds and every set of `count` is usable."""
    if case.manifest.is_lottery:
        return VenueSearch(case.manifest.venues, case.manifest.venue_count, lambda rules: True, case.limit)
    rules, seats = case.manifest.rules, case.manifest.seats
    supply = supply_of(case.register, case.partners, standing.candidates(case))

    def feasible(more: Sequence[Rule]) -> bool:
        problem = problem_of(case.register, case.partners, seats, (*rules, *more), standing.sitting)
        return completion(question_of(problem), supply, (), case.limit) is not None

    return VenueSearch(case.manifest.venues, case.manifest.venue_count, feasible, case.limit)


class VenueSearch:
    """Which sets of exactly `count` candidates are usable. More venues only add rules, so a hopeless part is never filled up."""

    def __init__(self, candidates: Sequence[Venue], count: int, feasible: Feasible, limit: Limit) -> None:
        self.candidates = sorted(candidates, key=lambda venue: (venue.least, -venue.most))
        self.count, self.feasible, self.limit = count, feasible, limit
        self.known: dict[frozenset[tuple[Bound, int]], bool] = {}

    def usable(self, taken: Sequence[Venue]) -> bool:
        """Whether some usable set holds these."""
        rest = [venue for venue in self.candidates if venue not in taken]
        return self._filled(tuple(taken), rest)

    def _filled(self, taken: tuple[Venue, ...], rest: Sequence[Venue]) -> bool:
        if not self._possible(taken):
            return False
        if len(taken) == self.count:
            return True
        tried: set[Bound] = set()
        for place, venue in enumerate(rest[: len(rest) - (self.count - len(taken)) + 1]):
            if _bound(venue) in tried:
                continue
            tried.add(_bound(venue))
            if self._filled((*taken, venue), rest[place + 1 :]):
                return True
        return False

    def _possible(self, taken: tuple[Venue, ...]) -> bool:
        self.limit.check()
        bounds = [_bound(venue) for venue in taken]
        key = frozenset((bound, bounds.count(bound)) for bound in bounds)
        if key not in self.known:
            self.known[key] = self.feasible([rule for venue in taken for rule in venue.rules()])
        return self.known[key]


Bound = tuple[frozenset[str], int, int]


def _bound(venue: Venue) -> Bound:
    """What of a venue matters for feasibility."""
    return venue.regions, venue.least, venue.most
