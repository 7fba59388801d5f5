"""Who may be drawn for one tender, seat by seat: the registry of the day screened by the rules of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.draw.roster import Roster
from dispatch.workflow.roster import roster_lines, unit_keys
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.calendar import local_day
from policies.profiles import profile
from policies.screening import Screening, screen
from policies.tender_facts import Scope, TenderFacts, tender_facts
from policies.vocabulary.expert import Specialty
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.tender import Tender


@dataclass(frozen=True, slots=True)
class Screened:
    """The eligible lines, and the funnel that says how many each rule left out."""

    eligible: tuple[RosterLine, ...]
    screening: Screening


def facts_of(tender: Tender, scopes: Sequence[Scope], work: Work) -> TenderFacts:
    """What screening knows of a tender; units are blind keys."""
    rules = profile(tender.profile).on(local_day(work.now))
    return tender_facts(tender, rules, lambda unit: unit_keys(unit.name, unit.uscc, work.means), scopes=scopes)


def screen_for_seats(tender: Tender, scopes: list[dict[str, Any]], work: Work) -> Screened:
    """Screens the whole registry for seats that may be filled from these scopes (`{"labels", "areas"}` each)."""
    roster = Roster(roster_lines(work))
    screening = screen(roster, facts_of(tender, [scope_of(scope) for scope in scopes], work))
    return Screened(tuple(roster.lines[position] for position in screening.eligible), screening)


def scope_of(scope: dict[str, Any]) -> Scope:
    specialties = tuple(specialty_of(label) for label in scope["labels"])
    return Scope(specialties, tuple(RegionCode(area) for area in scope["areas"]))


def label_of(specialty: Specialty) -> str:
    """How a specialty is written in a manifest: the code alone is of edition 2018, others carry theirs in front."""
    return specialty.code if specialty.edition == "2018" else f"{specialty.edition}.{specialty.code}"


def specialty_of(label: str) -> Specialty:
    edition, dot, code = label.rpartition(".")
    return Specialty(edition, code) if dot else Specialty("2018", label)


def labels_of(line: RosterLine, scopes: list[dict[str, Any]]) -> set[str]:
    """The labels by which one expert may fill a seat: those he holds, in scopes that reach his area."""
    area = area_of(line.region)
    within = (scope for scope in scopes if not scope["areas"] or area in scope["areas"])
    return {label_of(specialty) for specialty in line.specialties} & {label for scope in within for label in scope["labels"]}
