"""工作日历: the holidays and made-up workdays of one or more years, checked and put into the form that policies/data/calendar.yaml has.

The files of the rules are never written by a command: what counts in one centre two persons lay down there (docs/adr/0073), and what ships
is text that a person adds, with its source, in a reviewed change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dispatch.intake.cells import Line, NumberLostDigits, as_text
from dispatch.intake.days import day_of
from dispatch.intake.findings import sentence
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.members import Faults
from dispatch.intake.places import placed
from dispatch.intake.refusals import BadCalendar
from dispatch.intake.shapes import Shape
from dispatch.intake.words import Choices
from policies.calendar import WorkCalendar

COLUMNS = ("日期", "安排")
ALIASES = {"日期": ("放假日期", "时间", "年月日"), "安排": ("类型", "放假或上班", "性质", "假期安排", "放假安排", "状态", "备注")}
_REST = frozenset(("放假", "休", "休假", "假日", "节假日", "法定节假日"))
_WORK = frozenset(("上班", "班", "调休上班", "补班", "工作日"))
_SATURDAY = 5
SHAPE = Shape("放假调休", COLUMNS, (), ALIASES, {"安排": Choices(("放假", "上班"), {}, lambda word: _kind(word) is not None)})
_FEWEST_DAYS, _MOST_DAYS = 10, 60  # of a year; the State Council's arrangements name about twenty weekdays


@dataclass(frozen=True, slots=True)
class YearOff:
    """放假与调休 of one year: holidays that fall on weekdays, and weekend days that are worked; weekends need no mention."""

    year: int
    holidays: tuple[date, ...]
    worked: tuple[date, ...]

    def same_as(self, calendar: WorkCalendar) -> bool:
        """Whether the calendar in force holds exactly these days."""
        return self.year in calendar.years and calendar.days_of(self.year) == (self.holidays, self.worked)


def read_calendar_lines(lines: Iterable[Line], laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> tuple[YearOff, ...]:
    """A table of days (日期, 安排). Raises EmptyFile, NoHeader, BadMapping, WrongColumns, and BadCalendar with every faulty line named."""
    faults, days = Faults(demo=False), []
    for place, cells in placed(SHAPE.table(lines, laid_down.of_sheet("", COLUMNS, ())), ""):
        day, wrong = day_of(cells["日期"])
        kind = _kind(cells["安排"])
        if day is None:
            faults.add_at(place, "日期", *sentence("日期", wrong))
        elif kind is None:
            faults.add_at(place, "安排", "应为 放假 或 上班", "must be 放假 (off) or 上班 (worked)")
        else:
            days.append((day, kind))
    return _years(days, faults)


def read_calendar(values: Mapping[str, Any]) -> tuple[YearOff, ...]:
    """A YAML or JSON document with `holidays` and `worked`, lists of dates. Raises BadCalendar."""
    faults, days = Faults(demo=False), []
    for name in values:
        if name not in ("holidays", "worked"):
            faults.add(str(name)[:40], "是不认识的要素", "is not a known member")
    for name, kind in (("holidays", "rest"), ("worked", "work")):
        listed = values.get(name, [])
        if not isinstance(listed, list):
            faults.add(name, "应为日期的列表", "must be a list of dates")
            continue
        for index, text in enumerate(listed):
            day, wrong = day_of(text)
            if day is None:
                faults.add(f"{name}[{index}]", *sentence(name, wrong))
            else:
                days.append((day, kind))
    return _years(days, faults)


def calendar_yaml(years: Iterable[YearOff]) -> str:
    """The entries to add to policies/data/calendar.yaml; each names a source that must be added to sources.yaml."""
    return "\n".join(
        f"y{one.year}:\n  title: {one.year}年节假日与调休\n  unit: date\n  source: HOLIDAYS-{one.year}\n  in_force:\n"
        f"    {one.year}-01-01:\n      holidays: [{_listed(one.holidays)}]\n      worked: [{_listed(one.worked)}]"
        for one in years
    )


def _years(days: list[tuple[date, str]], faults: Faults) -> tuple[YearOff, ...]:
    by_year: dict[int, dict[str, set[date]]] = defaultdict(lambda: {"rest": set(), "work": set()})
    for day, kind in days:
        weekend = day.weekday() >= _SATURDAY
        if kind == "work" and not weekend:
            faults.add(str(day), "是周一至周五，本来就上班，不必写“上班”；请核对日期", "is a weekday and worked anyway; check the date")
        other = by_year[day.year]["work" if kind == "rest" else "rest"]
        if day in other:
            faults.add(str(day), "既写了放假又写了上班；请核对", "is both off and worked; check it")
        if kind == "work" or not weekend:
            by_year[day.year][kind].add(day)
    if not by_year and not faults.told:
        faults.add("holidays", "没有任何日期；请补填", "holds no date; add them")
    for year, found in by_year.items():
        if not _FEWEST_DAYS <= len(found["rest"]) <= _MOST_DAYS:
            faults.add(str(year), "的放假日数不合常理，请核对是否整年", "has an unlikely number of holidays; check that it is a whole year")
    faults.stop(BadCalendar)
    return tuple(YearOff(year, tuple(sorted(found["rest"])), tuple(sorted(found["work"]))) for year, found in sorted(by_year.items()))


def _kind(cell: Any) -> str | None:
    try:
        text = as_text(cell)
    except NumberLostDigits:
        return None
    return "rest" if text in _REST else "work" if text in _WORK else None


def _listed(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
