"""工作日历: which days are worked, with the yearly shifts (调休), and which years are only assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from policies.dated import DATA, Dated, load_table

LOCAL = ZoneInfo("Asia/Shanghai")
_SATURDAY = 5
_Year = dict[str, tuple[date, ...]]


def local_day(at: datetime) -> date:
    """The day in China on which a moment falls."""
    return at.astimezone(LOCAL).date()


def midnight(day: date) -> datetime:
    """The first moment of a day in China."""
    return datetime.combine(day, time(), LOCAL)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Years with data follow the State Council's arrangement; others are plain weekends and are 未核实."""

    years: frozenset[int]
    holidays: frozenset[date]
    worked: frozenset[date]

    def with_year(self, year: int, holidays: Iterable[date], worked: Iterable[date]) -> WorkCalendar:
        """The same with these days instead of whatever it held for the year."""
        return WorkCalendar(
            self.years | {year},
            frozenset((*(day for day in self.holidays if day.year != year), *holidays)),
            frozenset((*(day for day in self.worked if day.year != year), *worked)),
        )

    def days_of(self, year: int) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """Holidays and worked weekend days of one year, in order."""
        return tuple(sorted(d for d in self.holidays if d.year == year)), tuple(sorted(d for d in self.worked if d.year == year))

    def is_known(self, day: date) -> bool:
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.holidays)

    def workdays_before(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`; `day` itself is not counted."""
        return self._step(day, count, -1)

    def workdays_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself is not counted."""
        return self._step(day, count, +1)

    def remark(self, *days: date) -> str:
        """Empty if every year between these days is known, else the warning to show."""
        missing = [str(year) for year in range(min(days).year, max(days).year + 1) if year not in self.years]
        return f"未核实：缺少{'、'.join(missing)}年放假调休数据，按周末推算；请导入工作日历" if missing else ""

    def _step(self, day: date, count: int, direction: int) -> date:
        while count > 0:
            day += timedelta(days=direction)
            count -= self.is_workday(day)
        return day


@cache
def work_calendar(path: Path = DATA / "calendar.yaml") -> WorkCalendar:
    """The calendar that ships with the rules; a centre may have years of its own beside it. Raises BadPolicyFile."""
    years: dict[str, Dated[_Year]] = load_table(path, _Year)
    arranged = [arrangement for year in years.values() for _, arrangement in year.in_force]
    return WorkCalendar(
        years=frozenset(since.year for year in years.values() for since, _ in year.in_force),
        holidays=frozenset(day for each in arranged for day in each["holidays"]),
        worked=frozenset(day for each in arranged for day in each["worked"]),
    )
