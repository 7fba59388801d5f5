"""A library of a few experts on a clock that tests set, for everything about an expert's time in the pool."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dispatch.adapters.clock import VirtualClock
from dispatch.bootstrap import Services, Settings, build
from dispatch.intake.pool_rows import PoolReading
from dispatch.workflow.experts import conduct
from dispatch.workflow.experts.candidacy import OpenCall, open_call, take_candidacies
from dispatch.workflow.experts.entries import Act, Entry
from dispatch.workflow.experts.known import Known, look_up
from dispatch.workflow.experts.state import ExpertState
from dispatch.workflow.pool import import_pool
from dispatch.workflow.pool_import import ImportReport
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.expert import Expert
from policies.vocabulary.roster import RosterLine
from tests.workflow import cast

ANNA, BORIS, CLARA = Act("李管理", "按规定"), Act("王主任", "属实"), Act("赵处长", "复核")  # three people of the centre
PROPOSER = Act("周经办", "提请")
NO = "SL000001"
CALL = "ZJ-2026"


def suspend(no: str, ground: str, act: Act, work: Work, *, until: date | None = None) -> Entry:
    """As two people do it: somebody proposes, and `act` decides; for points, those who noted them have proposed."""
    if ground != conduct.POINTS:
        conduct.suspend(no, ground, PROPOSER, work, until=until)
    return conduct.suspend(no, ground, act, work, until=until)


@dataclass(slots=True)
class Library:
    services: Services
    clock: VirtualClock
    folder: Path

    def work(self, *, reads_only: bool = False) -> AbstractContextManager[Work]:
        return self.services.work(reads_only=reads_only)

    def do(self, act: Callable[..., Any], *words: Any, **named: Any) -> Any:
        """One act in a transaction of its own; the last of its plain arguments is the work."""
        with self.work() as work:
            return act(*words, work, **named)

    def bring(self, *experts: Expert) -> ImportReport:
        with self.work() as work:
            return import_pool(PoolReading(experts, rows=tuple(range(2, len(experts) + 2))), work)

    def known(self, no: str = NO) -> Known:
        with self.work(reads_only=True) as work:
            return look_up(no, work)

    def state(self, no: str = NO) -> ExpertState:
        return self.known(no).state

    def line(self, no: str = NO) -> RosterLine:
        """How screening sees this expert today."""
        with self.work(reads_only=True) as work:
            ref = look_up(no, work).ref
            return next(line for line in roster_lines(work) if line.ref == ref)

    def call_for(self, *codes: str) -> None:
        days = self.today, self.today + timedelta(days=30)
        self.do(lambda work: open_call(OpenCall(CALL, "年度征集", "2018", codes, *days), ANNA, work))

    def take(self, *experts: Expert, by: Act = ANNA) -> int:
        return int(self.do(take_candidacies, experts, CALL, by))

    def log_kinds(self) -> list[str]:
        with self.work(reads_only=True) as work:
            return [entry.read().get("k", "") for entry in work.uow.log.entries() if entry.read()["e"] == "expert-entry"]

    def wait(self, days: int) -> None:
        self.clock.advance_to(self.clock() + timedelta(days=days))

    @property
    def today(self) -> date:
        return local_day(self.clock())


def a_library(folder: Path, experts: int = 3, *, url: str = "") -> Library:
    clock = VirtualClock(cast.START)
    library = Library(build(Settings(data_dir=folder / "var", database_url=url, demo=True), clock=clock), clock, folder)
    library.bring(*(cast.an_expert(nth, cast.WORKS) for nth in range(1, experts + 1)))
    return library


def a_candidate(nth: int = 50, **changes: Any) -> Expert:
    """Somebody who is not in the pool, as his row is read: the employer stands beside the identity."""
    expert = cast.an_expert(nth, cast.WORKS, **changes)
    return replace(expert, identity=replace(expert.identity, employer="", employer_uscc=""))
