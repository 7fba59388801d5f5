"""依据未核实: the settings behind a document whose basis nobody has verified yet, said on the document itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dispatch.documents.kinds import Form
from dispatch.workflow.calendars import calendar_in_force
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.dated import DATA, in_force, load_table
from policies.profiles import profile
from policies.vocabulary.source import Status


@dataclass(frozen=True, slots=True)
class Known:
    """One setting as documents mark it."""

    name: str
    title: str
    value: Any
    status: Status

    @property
    def words(self) -> str:
        return f"{self.title}：{self.value}" if isinstance(self.value, int | str) else self.title


def unverified(form: Form, record: TenderRecord, work: Work) -> Iterator[str]:
    """As on the day of the application, whose rules hold for the whole tender; and a year without holiday data."""
    day = local_day(record.applied_at)
    for setting in known_settings(record.tender.profile, day, record.tender.law_family):
        if setting.status is Status.SETTING and setting.name.startswith(form.settings or (" ",)):
            yield setting.words
    if remark := calendar_in_force(work).remark(local_day(record.tender.opening_at)):
        yield remark


def known_settings(name: str, on: date, family: str = "") -> tuple[Known, ...]:
    """Every setting of a profile, for one family of law if it is named, and those of seat planning, which no profile changes."""
    own = (Known(setting.name, setting.title, setting.value, setting.status) for setting in profile(name).settings(on, family))
    return (*own, *_seat_settings(on))


@cache
def _seat_settings(on: date) -> tuple[Known, ...]:
    values = load_table(DATA / "seats.yaml", int).values()
    return tuple(Known(f"seats.{value.name}", value.title, in_force(value, on), value.status) for value in values)
