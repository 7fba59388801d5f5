"""What one tender could draw from today, and under any change of its application or of the settings: the same rules, other numbers.

Everything is read once and kept as values; to look at a change costs one screening, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dispatch.draw.manifest import Rule, VenueCandidate
from dispatch.draw.pool import Pair, PoolRow
from dispatch.draw.roster import Roster
from dispatch.workflow.explain_case import Case, SeatAsked
from dispatch.workflow.partners import partner_venues, seats_at
from dispatch.workflow.roster import roster_lines, unit_keys
from dispatch.workflow.screen import facts_of, label_of
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.calendar import local_day
from policies.committee_rules import ManifestRules, manifest_rules
from policies.encounters import draw_weights
from policies.profiles import PolicyDay, Profile, profile
from policies.screening import ABOUT_THE_PERSON, Screening, screen
from policies.specialties import classification
from policies.tender_facts import Scope, TenderFacts, evaluation_days, limits
from policies.vocabulary.expert import Specialty
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.rule import PersonRule
from policies.vocabulary.tender import SeatDemand, Tender
from policies.vocabulary.venue import Venue

KEPT_APART = "不宜同组"


@dataclass(frozen=True, slots=True)
class Variant:
    """A tender as it is, or as it would be: its application, the scope of each seat, the settings in force."""

    tender: Tender
    scopes: tuple[Scope, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Outlook:
    """The roster of today and what a tender's facts are taken from; `partners` with the members that each could seat."""

    roster: Roster
    facts: TenderFacts
    today: date
    partners: tuple[tuple[Venue, int], ...] = ()
    apart: tuple[Pair, ...] = ()

    def facts_for(self, variant: Variant) -> TenderFacts:
        rules = variant.profile.on(self.today)
        return replace(
            self.facts,
            scopes=variant.scopes,
            days=evaluation_days(variant.tender),
            limits=limits(variant.tender.law_family, rules),
        )

    def rules_of(self, variant: Variant) -> PolicyDay:
        return variant.profile.on(self.today)


def outlook_on(tender: Tender, work: Work) -> Outlook:
    """Reads the registry and the venues as they stand."""
    roster = Roster(roster_lines(work))
    partners = tuple((venue, seats_at(venue, work)) for venue in partner_venues(tender, work))
    return Outlook(roster, facts_of(tender, [], work), local_day(work.now), partners, tuple(_kept_apart(roster.lines, work)))


def as_it_is(tender: Tender, scopes: Iterable[Scope]) -> Variant:
    return Variant(tender, tuple(scopes), profile(tender.profile))


def screening_of(outlook: Outlook, variant: Variant, rules: Sequence[PersonRule] | None = None) -> Screening:
    """Who may be drawn; with other `rules`, who is left by those alone."""
    facts = outlook.facts_for(variant)
    return screen(outlook.roster, facts) if rules is None else screen(outlook.roster, facts, rules)


def fit_in_person(outlook: Outlook, variant: Variant) -> tuple[RosterLine, ...]:
    """Against whom nothing speaks but, perhaps, specialty and place."""
    return tuple(outlook.roster.lines[at] for at in screening_of(outlook, variant, ABOUT_THE_PERSON).eligible)


def case_of(outlook: Outlook, variant: Variant) -> Case:
    """The question about this variant's committee. Raises SubvenuesTooSmall where the sub-venues rule it out by themselves."""
    facts = outlook.facts_for(variant)
    weights = draw_weights(outlook.roster, facts)
    rows = (_row(outlook.roster.lines[at], variant.scopes, int(weights[at])) for at in screen(outlook.roster, facts).eligible)
    told = manifest_rules(variant.tender, variant.profile)
    return Case(
        seats=tuple(_seat(seat, scope) for seat, scope in zip(variant.tender.seats, variant.scopes, strict=True)),
        candidates=tuple(rows),
        rules=tuple(_rule(position, dict(rule)) for position, rule in enumerate(told.rules)),
        grounds={bar.code: bar for bar in told.grounds},
        venues=_candidates(told, outlook.partners),
        venue_count=told.venues.count if told.venues else 0,
        pairs=outlook.apart,
    )


def _seat(seat: SeatDemand, scope: Scope) -> SeatAsked:
    tree = classification(seat.edition)
    name = "、".join(tree.full_name(code) for code in seat.codes)
    return SeatAsked(name, ", ".join(seat.codes), frozenset(map(label_of, scope.specialties)), scope.areas, seat.count)


def _row(line: RosterLine, scopes: Sequence[Scope], weight: int) -> PoolRow:
    """One expert as the draw would see him: labels of the scopes that reach his area, his area, and his employer's blind key."""
    area = area_of(line.region)
    wanted: set[Specialty] = {s for scope in scopes if not scope.areas or area in scope.areas for s in scope.specialties}
    labels = tuple(sorted({label_of(specialty) for specialty in line.specialties if specialty in wanted}))
    return PoolRow(line.ref, labels, area, (line.employer.uscc or line.employer.name).hex(), weight)


def _rule(position: int, told: dict[str, object]) -> Rule:
    bound = next((told[name] for name in ("cap", "min", "max") if name in told), 0)
    regions = told.get("regions", ())
    assert isinstance(bound, int) and isinstance(regions, Iterable)
    return Rule(str(told["rule"]), f"{told['rule']}#{position}", bound, frozenset(map(str, regions)))


def _candidates(told: ManifestRules, partners: Iterable[tuple[Venue, int]]) -> tuple[VenueCandidate, ...]:
    if told.venues is None:
        return ()
    found = []
    for venue, seats in partners:
        bounds = told.venues.at_venue(seats)
        if bounds:
            found.append(VenueCandidate(venue.id, frozenset(map(area_of, venue.regions)), *bounds))
    told.venues.require(len(found))
    return tuple(found)


def _kept_apart(lines: Sequence[RosterLine], work: Work) -> Iterator[Pair]:
    """Pairs on record that must not sit together, by reference."""
    wanting = [line for line in lines if any(relation.kind == KEPT_APART for relation in line.relations or ())]
    if not wanting:
        return
    by_mark = {unit_keys(no, "", work.means).name: ref for ref, no in work.uow.registry.numbers().items()}
    found = set[Pair]()
    for line in wanting:
        for relation in line.relations or ():
            other = by_mark.get(relation.other.name) if relation.kind == KEPT_APART else None
            if other and other != line.ref:
                first, second = sorted((line.ref, other))
                found.add((first, second))
    yield from sorted(found)
