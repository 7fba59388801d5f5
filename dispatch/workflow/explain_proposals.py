"""What could be proposed for a tender without committee, sort by sort and mildest first; whether it helps is asked elsewhere.

Each row holds one idea in rising strength. A proposal that would break a rule of the application is never made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from dispatch.workflow.explain_case import EMPLOYER, REGION, VENUES
from dispatch.workflow.explain_clash import Clash
from dispatch.workflow.explain_outlook import Outlook, Variant, fit_in_person
from dispatch.workflow.explain_settings import Easing, eased, easings, may_be_eased, missing_facts
from dispatch.workflow.explain_words import LOCALS, R10, SPREAD
from policies.application import objections
from policies.areas import area_name, area_of
from policies.calendar import LOCAL, local_day, work_calendar
from policies.ladder import Climb, Ladder
from policies.panel import committee
from policies.recusal import has_no_time
from policies.screening import Screening
from policies.specialties import Classification
from policies.standing import holds_no_wanted_specialty
from policies.tender_facts import Scope, WhenNotKnown
from policies.vocabulary.expert import Specialty
from policies.vocabulary.source import Source
from policies.vocabulary.tender import Tender

WORKING_DAYS, CODES, AREAS = 10, 5, 5  # how many of each are tried
SAME_FIELD = 3  # characters that two codes share at least: A08, one second level of the classification
_BY_THE_CALENDAR = ("R7", "R9", "R14")  # whom these bar today, they may not bar another day
_APPLY_ANEW = "申请人修改申请，重新审批", "the applicant changes the application, which is approved anew"
_CHANGE_PROFILE = (
    "使用单位修改地区方案并公布，适用于此后各项目，不得只为本项目修改",
    "the profile is changed in public, for all later tenders, never for this one only",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """For what changes are looked for: the tender as it stands, how far its seats have climbed, whom each rule bars."""

    outlook: Outlook
    now: Variant
    at: datetime
    ladder: Ladder
    climbed: Climb
    screening: Screening

    def tree(self, seat: int) -> Classification:
        return self.ladder.known(self.now.tender.seats[seat].edition)

    def seat_name(self, seat: int) -> str:
        demanded = self.now.tender.seats[seat]
        return f"名额{seat + 1}（{'、'.join(self.tree(seat).name(code) for code in demanded.codes)}）"

    def with_scope(self, seat: int, scope: Scope, tender: Tender | None = None) -> Variant:
        scopes = tuple(scope if k == seat else kept for k, kept in enumerate(self.now.scopes))
        return replace(self.now, scopes=scopes, tender=tender or self.now.tender)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change in words, what it takes, on which ground, and the tender as it would then be."""

    kind: str
    chinese: str
    english: str
    approval: tuple[str, str]
    sources: tuple[Source, ...]
    variant: Variant


Row = Iterable[Proposal]
Kind = Callable[[Asked, tuple[Clash, ...]], Iterator[Row]]


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
    for seat in _seats(clashes):
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


def another_time(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """改期: only where somebody is barred by the day."""
    if not any(asked.screening.barred.get(code) for code in _BY_THE_CALENDAR):
        return
    yield (
        Proposal(
            "time",
            f"评标改到{moved.opening_at.astimezone(LOCAL):%Y-%m-%d}（推迟{count}个工作日）",
            f"the evaluation moves to {moved.opening_at.astimezone(LOCAL):%Y-%m-%d}, {count} working days later",
            ("招标人改期并公告，重新审批", "the tenderer sets and announces another time; approved anew"),
            (has_no_time.source,),
            replace(asked.now, tender=moved),
        )
        for count, moved in _later(asked.now.tender)
        if _is_lawful(asked, moved)
    )


def another_specialty(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """增列专业: one more code of the same field for a seat, one that eligible experts there hold; the most held first."""
    lines = fit_in_person(asked.outlook, asked.now)
    for seat in _seats(clashes):
        demanded, scope = asked.now.tender.seats[seat], asked.now.scopes[seat]
        fields = {code[:SAME_FIELD] for code in demanded.codes}
        held = Counter(
            specialty
            for line in lines
            if not scope.areas or area_of(line.region) in scope.areas
            for specialty in line.specialties
            if specialty.edition == demanded.edition and specialty not in scope.specialties and specialty.code[:SAME_FIELD] in fields
        )
        yield [_with_code(asked, seat, specialty) for specialty, _ in held.most_common(CODES)]


def fewer_seats(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """减少名额, as far as the committee stays lawful; a representative may take the place of an expert."""
    for seat in _seats(clashes):
        yield [_with_seats(asked, seat, smaller) for smaller in _smaller(asked, seat)]


def another_area(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """增加地区: one more area beside those of the ladder's last step; the one with most eligible experts first."""
    setting = asked.outlook.rules_of(asked.now).profile.setting("ladder.neighbours", asked.outlook.today)
    if not may_be_eased(setting):
        return
    lines = fit_in_person(asked.outlook, asked.now)
    for seat in _seats(clashes):
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


def another_setting(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """调整规定: what a profile may change and no law's text fixes, each setting by itself."""
    rules = asked.outlook.rules_of(asked.now)
    structure = {R10: EMPLOYER, LOCALS: REGION, SPREAD: VENUES}
    codes = {code for code, rule in structure.items() if any(clash.about(rule) for clash in clashes)}
    codes |= asked.screening.barred.keys()
    for _, row in groupby(easings(asked.now, rules, frozenset(codes)), key=lambda easing: easing.about):
        yield [_with_easing(asked, easing) for easing in row]


KINDS: tuple[Kind, ...] = (
    missing_facts_come_in,
    another_step,
    another_time,
    another_specialty,
    fewer_seats,
    another_area,
    another_setting,
)


def closed_by_law(asked: Asked, clashes: tuple[Clash, ...]) -> tuple[tuple[str, str], ...]:
    """What one would think of next and the law does not leave open: fewer seats than a committee must have."""
    if not clashes or any(next(_smaller(asked, seat), None) for seat in _seats(clashes)):
        return ()
    tender = asked.now.tender
    grounds = committee(tender, asked.now.profile, local_day(tender.opening_at)).grounds()
    return tuple(
        (f"名额不能再减：{bar.sentence}（{bar.code}，{bar.source}）", f"no fewer seats: {bar.code}, {bar.source}") for bar in grounds
    )


def _seats(clashes: tuple[Clash, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(seat for clash in clashes for seat in clash.seats))


def _later(tender: Tender) -> Iterator[tuple[int, Tender]]:
    first = local_day(tender.opening_at)
    for count in range(1, WORKING_DAYS + 1):
        by = timedelta(days=(work_calendar().workdays_after(first, count) - first).days)
        yield count, replace(tender, opening_at=tender.opening_at + by, checkin_at=tender.checkin_at + by)


def _is_lawful(asked: Asked, changed: Tender) -> bool:
    """No objection that the application as it stands does not meet already."""
    met = {type(objection) for objection in objections(asked.now.tender, asked.now.profile, asked.at)}
    return all(type(objection) in met for objection in objections(changed, asked.now.profile, asked.at))


def _with_code(asked: Asked, seat: int, specialty: Specialty) -> Proposal:
    demanded, scope = asked.now.tender.seats[seat], asked.now.scopes[seat]
    seats = _replaced(asked.now.tender, seat, codes=(*demanded.codes, specialty.code))
    name = asked.tree(seat).full_name(specialty.code)
    return Proposal(
        "specialty",
        f"{asked.seat_name(seat)}增列专业{name}",
        f"seat {seat + 1} also admits {specialty.code}",
        _APPLY_ANEW,
        (holds_no_wanted_specialty.source,),
        asked.with_scope(seat, replace(scope, specialties=(*scope.specialties, specialty)), seats),
    )


def _smaller(asked: Asked, seat: int) -> Iterator[Tender]:
    """Lawful applications with fewer experts in this seat, the least change first."""
    tender, count = asked.now.tender, asked.now.tender.seats[seat].count
    options = [(fewer + abs(more), fewer, more) for fewer in range(1, count) for more in (0, 1, -1, 2) if tender.reps + more >= 0]
    for _, fewer, more in sorted(options):
        changed = replace(_replaced(tender, seat, count=count - fewer), reps=tender.reps + more)
        if _is_lawful(asked, changed):
            yield changed


def _with_seats(asked: Asked, seat: int, changed: Tender) -> Proposal:
    before, after = asked.now.tender, changed.seats[seat].count
    reps, reps_en = "", ""
    if changed.reps != before.reps:
        reps, reps_en = f"，代表由{before.reps}名改为{changed.reps}名", f", representatives from {before.reps} to {changed.reps}"
    grounds = committee(changed, asked.now.profile, local_day(changed.opening_at)).grounds()
    return Proposal(
        "fewer",
        f"{asked.seat_name(seat)}由{before.seats[seat].count}名减为{after}名{reps}，委员会{changed.committee}人仍合规定",
        f"seat {seat + 1} from {before.seats[seat].count} to {after}{reps_en}; a committee of {changed.committee} is lawful",
        _APPLY_ANEW,
        tuple(bar.source for bar in grounds),
        replace(asked.now, tender=changed),
    )


def _with_easing(asked: Asked, easing: Easing) -> Proposal:
    setting = easing.setting
    return Proposal(
        "setting",
        f"把“{setting.title}”由{setting.value}改为{easing.shown}（{setting.name}）",
        f"set {setting.name} from {setting.value} to {easing.value}",
        _CHANGE_PROFILE,
        setting.sources,
        replace(asked.now, profile=eased(asked.now.profile, easing)),
    )


def _replaced(tender: Tender, seat: int, **changes: object) -> Tender:
    seats = tuple(replace(kept, **changes) if k == seat else kept for k, kept in enumerate(tender.seats))  # type: ignore[arg-type]
    return replace(tender, seats=seats)
