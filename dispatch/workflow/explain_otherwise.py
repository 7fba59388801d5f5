"""What else the application or the profile could say: another time, fewer seats, a setting eased; never what the law fixes.

Proposals only, the mildest first; an application that would be refused is not proposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

from dispatch.workflow.explain_case import APART, EMPLOYER, REGION, VENUES
from dispatch.workflow.explain_clash import Clash
from dispatch.workflow.explain_proposals import APPLY_ANEW, Asked, Proposal, Row, is_lawful, seats_of, with_seat
from dispatch.workflow.explain_settings import Easing, eased, easings
from dispatch.workflow.explain_words import LOCALS, R10, R13, SPREAD
from policies.calendar import LOCAL, WorkCalendar, local_day
from policies.panel import committee
from policies.recusal import has_no_time
from policies.vocabulary.tender import Tender

WORKING_DAYS = 10  # how many are tried
_BY_THE_CALENDAR = ("R7", "R9", "R14")  # whom these bar today, they may not bar another day
_CHANGE_PROFILE = (
    "使用单位修改地区方案并公布，适用于此后各项目，不得只为本项目修改",
    "the profile is changed in public, for all later tenders, never for this one only",
)


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
        for count, moved in _later(asked.now.tender, asked.outlook.calendar)
        if is_lawful(asked, moved)
    )


def fewer_seats(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """减少名额, as far as the committee stays lawful; a representative may take the place of an expert."""
    for seat in seats_of(clashes):
        yield [_with_seats(asked, seat, smaller) for smaller in _smaller(asked, seat)]


def another_setting(asked: Asked, clashes: tuple[Clash, ...]) -> Iterator[Row]:
    """调整规定: what a profile may change and no law's text fixes, each setting by itself."""
    rules = asked.outlook.rules_of(asked.now)
    structure = {R10: EMPLOYER, LOCALS: REGION, SPREAD: VENUES}
    codes = {code for code, rule in structure.items() if any(clash.about(rule) for clash in clashes)}
    codes |= {R13} if any(clash.about(APART) for clash in clashes) else set()
    codes |= asked.screening.barred.keys()
    for _, row in groupby(easings(asked.now, rules, frozenset(codes)), key=lambda easing: easing.about):
        yield [_with_easing(asked, easing) for easing in row]


def closed_by_law(asked: Asked, clashes: tuple[Clash, ...]) -> tuple[tuple[str, str], ...]:
    """What one would think of next and the law does not leave open: fewer seats than a committee must have."""
    if not clashes or any(next(_smaller(asked, seat), None) for seat in seats_of(clashes)):
        return ()
    tender = asked.now.tender
    grounds = committee(tender, asked.now.profile, local_day(tender.opening_at)).grounds()
    return tuple(
        (f"名额不能再减：{bar.sentence}（{bar.code}，{bar.source}）", f"no fewer seats: {bar.code}, {bar.source}") for bar in grounds
    )


def _later(tender: Tender, calendar: WorkCalendar) -> Iterator[tuple[int, Tender]]:
    first = local_day(tender.opening_at)
    for count in range(1, WORKING_DAYS + 1):
        by = timedelta(days=(calendar.workdays_after(first, count) - first).days)
        yield count, replace(tender, opening_at=tender.opening_at + by, checkin_at=tender.checkin_at + by)


def _smaller(asked: Asked, seat: int) -> Iterator[Tender]:
    """Lawful applications with fewer experts in this seat, the least change first."""
    tender, count = asked.now.tender, asked.now.tender.seats[seat].count
    options = [(fewer + abs(more), fewer, more) for fewer in range(1, count) for more in (0, 1, -1, 2) if tender.reps + more >= 0]
    for _, fewer, more in sorted(options):
        changed = replace(with_seat(tender, seat, count=count - fewer), reps=tender.reps + more)
        if is_lawful(asked, changed):
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
        APPLY_ANEW,
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
