"""What one tender could draw from today, and under any change of its application or of the settings: the same rules, other numbers.

Everything is read once and kept as values; to look at a change costs one screening, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dispatch.draw.manifest import Rule, VenueCandidate
from dispatch.draw.pool import Pair, PoolRow
from dispatch.draw.roster import Roster
from dispatch.workflow.apart import FAMILIAR, kept_apart
from dispatch.workflow.calendars import calendar_in_force
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.climbing import seat_name
from dispatch.workflow.explain_case import Case, SeatAsked
from dispatch.workflow.former import NO_FORMER, Former
from dispatch.workflow.gather import employer_of
from dispatch.workflow.partners import partner_venues, seats_at
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of, label_of
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.calendar import WorkCalendar, local_day, work_calendar
from policies.committee_rules import ManifestRules, manifest_rules
from policies.encounters import draw_weights, familiar_pairs, looks_back
from policies.profiles import PolicyDay, Profile, profile
from policies.screening import ABOUT_THE_PERSON, Screening, screen
from policies.specialties import classification
from policies.standing import open_to
from policies.tender_facts import Scope, TenderFacts, evaluation_days, limits
from policies.vocabulary.bar import Bar
from policies.vocabulary.expert import Specialty
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.rule import PersonRule
from policies.vocabulary.tender import SeatDemand, Tender
from policies.vocabulary.venue import Venue


@dataclass(frozen=True, slots=True)
class Variant:
    """A tender as it is, or as it would be: its application, the scope of each seat, the settings in force."""

    tender: Tender
    scopes: tuple[Scope, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Outlook:
    """The roster of today and what a tender's facts are taken from; `partners` with the members that each could seat.

    `staying` (with the number of the seat that each keeps) and `drawn` are those of an earlier draw of this tender.
    """

    roster: Roster
    facts: TenderFacts
    today: date
    partners: tuple[tuple[Venue, int], ...] = ()
    apart: Mapping[Pair, str] = field(default_factory=dict)  # with the ground of each
    staying: tuple[tuple[int, PoolRow], ...] = ()
    drawn: frozenset[str] = frozenset()
    calendar: WorkCalendar = field(default_factory=work_calendar)

    def open_seats(self, tender: Tender) -> tuple[SeatDemand, ...]:
        """What is still to be filled of each seat."""
        held = [seat for seat, _ in self.staying]
        return tuple(replace(seat, count=seat.count - held.count(k)) for k, seat in enumerate(tender.seats))

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


def outlook_on(tender: Tender, work: Work, former: Former = NO_FORMER) -> Outlook:
    """Reads the registry and the venues as they stand."""
    facts = facts_of(tender, [], work)
    roster = Roster(roster_lines(work, since=looks_back(facts)))  # no variant moves it to an earlier day or looks back farther
    usable = (venue for venue in partner_venues(tender, work) if not former.venues or venue.id in former.venues)
    partners = tuple((venue, seats_at(venue, work)) for venue in usable)
    today = local_day(work.now)
    apart = kept_apart(roster.lines, profile(tender.profile).on(today), work)
    staying = tuple(_staying(roster, tender, former, work)) if former.staying else ()
    return Outlook(roster, facts, today, partners, apart, staying, former.drawn, calendar_in_force(work))


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
    candidates, staying = tuple(row for row in rows if row.id not in outlook.drawn), tuple(row for _, row in outlook.staying)
    there = {row.id for row in (*candidates, *staying)}
    told, familiar = manifest_rules(variant.tender, variant.profile), _told_familiar(outlook.rules_of(variant))
    pairs = {pair: ground for pair, ground in sorted(outlook.apart.items()) if there.issuperset(pair)}
    kept = tuple(pair for pair, ground in pairs.items() if familiar or ground != FAMILIAR)
    return Case(
        seats=tuple(_seat(seat, scope) for seat, scope in zip(outlook.open_seats(variant.tender), variant.scopes, strict=True)),
        candidates=candidates,
        rules=tuple(_rule(position, dict(rule)) for position, rule in enumerate(told.rules)),
        grounds={bar.code: bar for bar in (*told.grounds, *familiar)},
        venues=_candidates(told, outlook.partners),
        venue_count=told.venues.count if told.venues else 0,
        pairs=kept,
        familiar=frozenset(pair for pair in kept if pairs[pair] == FAMILIAR),
        staying=staying,
    )


def _told_familiar(rules: PolicyDay) -> tuple[Bar, ...]:
    """R13 in words; nothing where no such limit is set."""
    limit = rules.count("screening.pair_limit")
    return (familiar_pairs.bar({"days": rules.count("screening.pair_window"), "limit": limit}),) if limit else ()


def _seat(seat: SeatDemand, scope: Scope) -> SeatAsked:
    tree = classification(seat.edition)
    name = "、".join(tree.full_name(code) for code in seat.codes)
    return SeatAsked(name, ", ".join(seat.codes), frozenset(map(label_of, scope.specialties)), scope.areas, seat.count)


def _row(line: RosterLine, scopes: Sequence[Scope], weight: int) -> PoolRow:
    """One expert as the draw would see him: labels of the scopes that reach his area, his area, and his employer's blind key."""
    area = area_of(line.region)
    wanted: set[Specialty] = {s for scope in scopes if open_to(scope, line) for s in scope.specialties}
    labels = tuple(sorted({label_of(specialty) for specialty in line.specialties if specialty in wanted}))
    return PoolRow(line.ref, labels, area, employer_of(line), weight)


def _staying(roster: Roster, tender: Tender, former: Former, work: Work) -> Iterator[tuple[int, PoolRow]]:
    """Those who stay, with labels and place as they were drawn."""
    by_ref = {line.ref: line for line in roster.lines}
    number_of = {seat_name(number): number for number in range(len(tender.seats))}
    for kept in former.staying:
        call = work.uow.calls.get(kept["capability"])
        assert call is not None, "a member who stays was never called"
        ref = reach_person(call, work.means).ref
        group = employer_of(by_ref[ref]) if ref in by_ref else ""
        yield number_of[kept["seat"]], PoolRow(ref, tuple(kept["labels"]), kept["region"], group, 1)


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
