"""报警: several of one draw's people were barred after its roster was frozen; somebody may shape a committee by suspending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.draw.history import History
from dispatch.workflow.records import DrawStep, TenderRecord
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.lifecycle import alarming
from policies.profiles import profile

ALARM = "barred-alarm"


@dataclass(frozen=True, slots=True)
class BarredAlarm:
    """Of this draw so many seats fell vacant because whoever held them was barred since; no person is named."""

    m: str
    vacated: int


def raise_alarm(m: str, history: History, record: TenderRecord, work: Work) -> None:
    """Logs it, once for each list of vacancies that adds to too many. The lists are public, so nothing new is told."""
    lists = [event.body["vac"] for event in history.events if event.body["e"] == "vacate"]
    barred = [sum(ground == "barred" for _, ground in listed) for listed in lists]
    limit = alarming(profile(record.tender.profile), local_day(work.now))
    if limit and barred and barred[-1] and sum(barred) >= limit:
        work.uow.log.append({"e": ALARM, "d": m, "n": sum(barred)}, kind=ALARM)


def alarms(work: Work) -> Iterator[BarredAlarm]:
    """The alarms of draws that have not ended, the latest word on each."""
    latest = {str(body["d"]): int(body["n"]) for body in (entry.read() for entry in work.uow.log.entries_of(ALARM))}
    for m, vacated in latest.items():
        draw = work.uow.draws.get(m)
        if draw is not None and draw.step is not DrawStep.ENDED:
            yield BarredAlarm(m, vacated)
