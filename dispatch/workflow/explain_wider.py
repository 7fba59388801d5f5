"""Whom else one could draw from: facts that come in, a further step of the ladder, another specialty, another area.

Proposals only, the mildest first; whether one helps is asked elsewhere, and nothing is applied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dispatch.workflow.explain_clash import Clash
from dispatch.workflow.explain_outlook import fit_in_person
from dispatch.workflow.explain_proposals import APPLY_ANEW, Asked, Proposal, Row, seats_of, with_seat
from dispatch.workflow.explain_settings import eased, may_be_eased, missing_facts
from policies.areas import area_name, area_of
from policies.standing import holds_no_wanted_specialty, open_to
from policies.tender_facts import WhenNotKnown
from policies.vocabulary.expert import Specialty

CODES, AREAS = 5, 5  # how many of each are tried
SAME_FIELD = 3  # characters that two codes share at least: A08, one second level of the classification


def missing_facts_come_in(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """事实: a rule whose facts are missing bars by policy; the facts can be supplied, and no rule changes."""
    rules = asked.outlook.rules_of(asked.now)
    for sifted in asked.screening.funnel:
        if sifted.treatment is WhenNotKnown.BAR and sifted.not_known:
            easing = missing_facts(rules, sifted.code)
            yield [
                Proposal(
                    "facts",
                    f"补齐规则{sifted.code}所需的事实（现有{sifted.not_known}名专家不明）；以补齐后均无排除情形为限",
                    f"supply the facts for rule {sifted.code}, missing for {sifted.not_known}; if none of them is then barred",
                    ("本人或入库单位补充登记", "the expert or the library supplies them"),
                    easing.setting.sources,
                    replace(asked.now, profile=eased(asked.now.profile, easing)),
                )
            ]


def another_step(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """逐级扩大: a seat that stopped below the last step goes on, step by step."""
    reached = {taken.seat: taken.widening.step for taken in asked.climbed.steps}
    for seat in seats_of(clashes):
        yield [
            Proposal(
                "ladder",
                f"{asked.seat_name(seat)}逐级扩大到{widening.step}（{widening.title}）",
                f"seat {seat + 1} goes on to step {widening.step} of the refill ladder",
                (widening.approval, f"approval as for {widening.step}"),
                widening.basis,
                asked.with_scope(seat, widening.scope),
            )
            for widening in asked.ladder.steps(asked.now.tender.seats[seat])
            if widening.step > reached[seat]
        ]


def another_specialty(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """增列专业: one more code of the same field for a seat, one that eligible experts there hold; the most held first."""
    lines = fit_in_person(asked.outlook, asked.now)
    for seat in seats_of(clashes):
        demanded, scope = asked.now.tender.seats[seat], asked.now.scopes[seat]
        fields = {code[:SAME_FIELD] for code in demanded.codes}
        held = Counter(
            specialty
            for line in lines
            if open_to(scope, line)
            for specialty in line.specialties
            if specialty.edition == demanded.edition and specialty not in scope.specialties and specialty.code[:SAME_FIELD] in fields
        )
        yield [_with_code(asked, seat, specialty) for specialty, _ in held.most_common(CODES)]


def another_area(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """增加地区: one more area beside those of the ladder's last step; the one with most eligible experts first."""
    setting = asked.outlook.rules_of(asked.now).profile.setting("ladder.neighbours", asked.outlook.today)
    if not may_be_eased(setting):
        return
    lines = fit_in_person(asked.outlook, asked.now)
    for seat in seats_of(clashes):
        scope = asked.now.scopes[seat]
        beyond = {area for widening in asked.ladder.steps(asked.now.tender.seats[seat]) for area in widening.scope.areas}
        wanted = frozenset(scope.specialties)
        found = Counter(area_of(line.region) for line in lines if not wanted.isdisjoint(line.specialties))
        yield [
            Proposal(
                "area",
                f"{asked.seat_name(seat)}增加{area_name(area)}的专家",
                f"seat {seat + 1} may also be filled from {area_name(area)}",
                ("先在地区方案中登记为相邻地区，并告知行政监督部门", "the profile lists it as a neighbour, and the supervisor is told"),
                setting.sources,
                asked.with_scope(seat, replace(scope, areas=(*scope.areas, area))),
            )
            for area, _ in found.most_common()
            if scope.areas and area not in beyond
        ][:AREAS]


def _with_code(asked: Asked, seat: int, specialty: Specialty) -> Proposal:
    demanded, scope = asked.now.tender.seats[seat], asked.now.scopes[seat]
    seats = with_seat(asked.now.tender, seat, codes=(*demanded.codes, specialty.code))
    name = asked.tree(seat).full_name(specialty.code)
    return Proposal(
        "specialty",
        f"{asked.seat_name(seat)}增列专业{name}",
        f"seat {seat + 1} also admits {specialty.code}",
        APPLY_ANEW,
        (holds_no_wanted_specialty.source,),
        asked.with_scope(seat, replace(scope, specialties=(*scope.specialties, specialty)), seats),
    )
