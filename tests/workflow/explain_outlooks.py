"""A tender and its roster for tests of changes: no database, no log, every expert right in every place but the one named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dispatch.draw.roster import Roster
from dispatch.workflow.explain_changes import Change, changes_for
from dispatch.workflow.explain_clash import Clash, clashes_of
from dispatch.workflow.explain_otherwise import closed_by_law
from dispatch.workflow.explain_outlook import Outlook, Variant, case_of, screening_of
from dispatch.workflow.explain_proposals import Asked
from dispatch.workflow.explain_settings import Easing, eased
from policies.ladder import Ladder, climb, home_areas
from policies.profiles import Profile, profile
from policies.screening import fit_counter
from policies.specialties import classification
from policies.tender_facts import tender_facts
from policies.vocabulary.expert import Specialty
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.tender import SeatDemand, Tender
from policies.vocabulary.venue import Venue
from tests.policies.builders import CITY, NOW, TODAY, a_line, a_tender, a_unit

WIND, SUN, GAS, COST = "A041101", "A041102", "A040105", "A060101"  # SUN is a sibling of WIND; GAS is of the same field


def experts(*codes: str, of: int = 1, first: int = 0, **changes: Any) -> list[RosterLine]:
    """So many experts who hold these codes, each with an employer of his own unless one is named."""
    specialties = tuple(Specialty("2018", code) for code in codes)
    return [
        a_line(**{"ref": f"{codes[0]}-{n}", "employer": a_unit(f"{codes[0]}{n}"), "specialties": specialties, **changes})
        for n in range(first, first + of)
    ]


def a_demand(**counts: int) -> tuple[SeatDemand, ...]:
    return tuple(SeatDemand((code,), count) for code, count in counts.items())


def an_outlook(
    tender: Tender, lines: Iterable[RosterLine], rules: Profile, partners: Sequence[tuple[Venue, int]] = (), **more: Any
) -> Outlook:
    facts = tender_facts(tender, rules.on(TODAY), lambda unit: a_unit(unit.name))
    numbered = (replace(line, handle=f"{n:016}".encode()) for n, line in enumerate(lines))
    return Outlook(Roster(numbered), facts, TODAY, tuple(partners), **more)


def asked_about(tender: Tender, lines: Iterable[RosterLine], rules: Profile | None = None, **more: Any) -> tuple[Asked, tuple[Clash, ...]]:
    """The question as the explanation puts it, and the clashes that it found."""
    in_force = rules or profile(tender.profile)
    outlook = an_outlook(tender, lines, in_force, **more)
    held = [specialty for line in outlook.roster.lines for specialty in line.specialties]
    homes = home_areas([CITY, *(venue.region for venue, _ in outlook.partners)])
    ladder = Ladder(in_force.on(TODAY), lambda edition: classification(edition).with_codes(held), homes)
    climbed = climb(tender.seats, ladder, fit_counter(outlook.roster, outlook.facts))
    now = Variant(tender, climbed.scopes, in_force)
    asked = Asked(outlook, now, NOW, ladder, climbed, screening_of(outlook, now))
    return asked, clashes_of(case_of(outlook, now))


def changes(tender: Tender, lines: Iterable[RosterLine], **more: Any) -> dict[str, Change]:
    """What is offered, by kind; each offer was opened again here, and really has a committee."""
    asked, clashes = asked_about(tender, lines, **more)
    found = changes_for(asked, clashes)
    for change in found:
        assert change.opens == (clashes_of(case_of(asked.outlook, change.proposal.variant)) == ())
    return {change.proposal.kind: change for change in found}


def closed(tender: Tender, lines: Iterable[RosterLine]) -> list[str]:
    return [chinese for chinese, _ in closed_by_law(*asked_about(tender, lines))]


def five(code: str = WIND, rest: str = COST, wanted: int = 2, **more: Any) -> Tender:
    """Five experts, `wanted` of them of one specialty."""
    return a_tender(seats=(SeatDemand((code,), wanted), SeatDemand((rest,), 5 - wanted)), **more)


def with_setting(name: str, value: Any) -> Profile:
    """The usual profile with one setting at another value."""
    return eased(profile(), Easing(profile().setting(name, TODAY), value, ""))
