"""工作日历: a year that one person brings counts once another has approved it, on every node, and each step is in the log."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dispatch.bootstrap import Services
from dispatch.intake.calendars import YearOff
from dispatch.workflow.calendars import ask_calendar, calendar_in_force, day_changes, decide_calendar, waiting_years, years_shown
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.refusals import NoYearWaits, SamePerson
from policies.calendar import work_calendar
from tests.api.shop import services_in

SPRING = tuple(date(2027, 2, 5) + timedelta(days=n) for n in (0, 3, 4, 5, 6, 7))
COMING = YearOff(2027, SPRING, (date(2027, 1, 30),))
LATER = YearOff(2027, SPRING[1:], (date(2027, 1, 30),))
ASKER, OTHER = Act("经办人甲", "示例通知〔2026〕1号"), Act("监督人乙", "与通知逐日核对")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return services_in(tmp_path)


def ask(services: Services, days: YearOff = COMING, act: Act = ASKER) -> tuple[YearOff, ...]:
    with services.work() as work:
        return ask_calendar([days], act, work)


def decide(services: Services, act: Act = OTHER, *, granted: bool = True) -> None:
    with services.work() as work:
        decide_calendar(2027, act, work, granted=granted)


def is_known(services: Services) -> bool:
    with services.work(reads_only=True) as work:
        return calendar_in_force(work).is_known(date(2027, 2, 8))


def test_a_year_counts_only_once_another_person_has_approved_it(services: Services):
    ask(services)
    assert not is_known(services)
    decide(services)
    assert is_known(services) and not work_calendar().is_known(date(2027, 2, 8))
    with services.work(reads_only=True) as work:
        calendar = calendar_in_force(work)
    assert calendar.workdays_after(date(2027, 2, 4), 1) == date(2027, 2, 15)


@pytest.mark.parametrize("by", ["经办人甲", " 经办人甲 ", "经办人 甲"])
def test_whoever_asked_does_not_approve_it_but_may_take_it_back(services: Services, by: str):
    ask(services)
    with pytest.raises(SamePerson):
        decide(services, Act(by, "看过"))
    decide(services, Act(by, "写错了"), granted=False)
    with pytest.raises(NoYearWaits):
        decide(services)
    assert not is_known(services)


def test_every_step_is_in_the_log_with_the_days_and_without_names(services: Services):
    ask(services)
    decide(services)
    with services.work(reads_only=True) as work:
        kept = [entry.body for entry in work.uow.log.entries() if b"calendar-" in entry.body]
    assert [b"calendar-asked" in kept[0], b"calendar-granted" in kept[1], len(kept)] == [True, True, 2]
    assert all(b"2027-02-08" in body and "甲".encode() not in body and "乙".encode() not in body for body in kept)


def test_the_same_days_are_the_same_request_and_a_later_one_replaces_it(services: Services):
    ask(services)
    ask(services, act=OTHER)
    with services.work(reads_only=True) as work:
        assert [(each.by, each.days) for each in waiting_years(work)] == [(ASKER.by, COMING)]
    ask(services, LATER, OTHER)
    decide(services, ASKER)
    with services.work(reads_only=True) as work:
        (shown,) = (each for each in years_shown(work) if each.year == 2027)
    assert (shown.in_force, shown.asked and shown.asked.by, shown.granted and shown.granted.by) == (LATER, OTHER.by, ASKER.by)
    assert ask(services, LATER) == ()


def test_what_changes_are_the_days_that_become_off_or_worked(services: Services):
    changes = [(str(each.day), each.was, each.becomes) for each in day_changes(COMING, work_calendar())]
    assert changes[0] == ("2027-01-30", "放假", "上班") and changes[1] == ("2027-02-05", "上班", "放假") and len(changes) == 7


def test_an_approved_year_can_be_corrected_and_the_shipped_one_too(services: Services):
    shipped = work_calendar().days_of(2026)
    with services.work() as work:
        assert ask_calendar([YearOff(2026, *shipped)], ASKER, work) == ()
        ask_calendar([YearOff(2026, shipped[0][:-1], shipped[1])], ASKER, work)
    with services.work() as work:
        decide_calendar(2026, OTHER, work, granted=True)
        assert calendar_in_force(work).is_workday(shipped[0][-1]) and calendar_in_force(work).is_known(date(2025, 5, 1))
