"""Who may be drawn for one tender, seat by seat: the registry of the day screened by the rules of the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dispatch.draw.roster import Roster
from dispatch.workflow.pool_relations import export_equity
from dispatch.workflow.roster import roster_lines, unit_keys
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.calendar import local_day
from policies.encounters import draw_weights, looks_back, most_weight
from policies.equity import Equity, Holding, share_of
from policies.profiles import profile
from policies.screening import Screening, screen
from policies.tender_facts import Scope, TenderFacts, tender_facts
from policies.vocabulary.expert import Equity as ShareOfCompany
from policies.vocabulary.expert import Specialty
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.tender import Tender, Unit


@dataclass(frozen=True, slots=True)
class Screened:
    """The eligible lines, the funnel that says how many each rule left out, and the roster of the day."""

    eligible: tuple[RosterLine, ...]
    screening: Screening
    roster: Roster
    weights: Mapping[str, int] = field(default_factory=dict)  # by reference (domain rule SU-12); 1 for who is not named


def facts_of(tender: Tender, scopes: Sequence[Scope], work: Work, *, bidders: Iterable[Unit] = ()) -> TenderFacts:
    """What screening knows of a tender; units are blind keys, and each party brings the companies of its group."""
    rules = profile(tender.profile).on(local_day(work.now))
    held = [_holding(equity, work) for equity in export_equity(work)]
    equity = Equity.on(local_day(tender.opening_at), held, rules.share("screening.equity_threshold"))
    return tender_facts(
        tender, rules, lambda unit: unit_keys(unit.name, unit.uscc, work.means), scopes=scopes, bidders=bidders, equity=equity
    )


def _weighed(roster: Roster, facts: TenderFacts) -> dict[str, int]:
    """Nobody, while all weights are 1 as they are unless policy sets tiers."""
    if most_weight(facts.limits.encounters.tiers) == 1:
        return {}
    return {line.ref: weight for line, weight in zip(roster.lines, draw_weights(roster, facts), strict=True) if weight > 1}


def _holding(equity: ShareOfCompany, work: Work) -> Holding:
    upper = unit_keys(equity.upper_name, equity.upper_uscc, work.means)
    lower = unit_keys(equity.lower_name, equity.lower_uscc, work.means)
    return Holding(upper, lower, share_of(equity.share), equity.since, equity.until)


def screen_for_seats(tender: Tender, scopes: list[dict[str, Any]], work: Work, *, without: Collection[str] = ()) -> Screened:
    """Screens the whole registry for seats that may be filled from these scopes (`{"labels", "areas"}` each).

    `without`: references of those whom an earlier draw for this tender has drawn already.
    """
    facts = facts_of(tender, [scope_of(scope) for scope in scopes], work)
    roster = Roster(roster_lines(work, since=looks_back(facts)))
    screening = screen(roster, facts)
    found = [roster.lines[position] for position in screening.eligible]
    return Screened(tuple(line for line in found if line.ref not in without), screening, roster, _weighed(roster, facts))


def scope_of(scope: dict[str, Any]) -> Scope:
    specialties = tuple(specialty_of(label) for label in scope["labels"])
    return Scope(specialties, tuple(RegionCode(area) for area in scope["areas"]), tuple(scope.get("libraries", ())))


def told_of(scope: Scope) -> dict[str, Any]:
    """A scope as a plan keeps it; other libraries only where there are any."""
    kept = {"labels": [label_of(specialty) for specialty in scope.specialties], "areas": list(scope.areas)}
    return {**kept, "libraries": list(scope.libraries)} if scope.libraries else kept


def label_of(specialty: Specialty) -> str:
    """How a specialty is written in a manifest: the code alone is of edition 2018, others carry theirs in front."""
    return specialty.code if specialty.edition == "2018" else f"{specialty.edition}.{specialty.code}"


def specialty_of(label: str) -> Specialty:
    edition, dot, code = label.rpartition(".")
    return Specialty(edition, code) if dot else Specialty("2018", label)


def labels_of(line: RosterLine, scopes: list[dict[str, Any]]) -> set[str]:
    """The labels by which one expert may fill a seat: those he holds, in scopes that reach his area or his library."""
    area = area_of(line.region)
    within = (
        scope
        for scope in scopes
        if (line.library in scope.get("libraries", ()) if line.library else not scope["areas"] or area in scope["areas"])
    )
    return {label_of(specialty) for specialty in line.specialties} & {label for scope in within for label in scope["labels"]}
