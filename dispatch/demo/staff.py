"""What people at the centre do in a demo, by the same use cases as at the terminal: sign, announce, approve payment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dispatch.bootstrap import Services
from dispatch.workflow.evaluation import announce, sign_report
from dispatch.workflow.fee_approval import approve_fees, check_fees
from dispatch.workflow.records import TenderRecord, TenderState
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Event

ANNOUNCED_AFTER = timedelta(hours=20)
APPROVED_AFTER = timedelta(hours=6)
WORK_SHARE = 0.6  # of the planned hours: evaluations of the demo end earlier than planned


@dataclass(slots=True)
class Staff:
    """Looks at every tender and does what a clerk would do next."""

    services: Services
    waits: dict[str, datetime] = field(default_factory=dict)

    def act(self, now: datetime) -> bool:
        with self.services.work(reads_only=True) as work:
            records = work.uow.tenders.all()
            moments = {record.id: work.uow.tenders.moments(record.id) for record in records}
        self.waits = {}
        acted = [self._next(record, {event: moment.at for event, moment in moments[record.id].items()}, now) for record in records]
        return any(acted)

    def next_at(self) -> datetime | None:
        return min(self.waits.values(), default=None)

    def _next(self, record: TenderRecord, moments: dict[Event, datetime], now: datetime) -> bool:
        if record.state is TenderState.EVALUATING:
            due = moments[Event.OPENED] + record.tender.duration * WORK_SHARE
            return self._when(due, now, record.id, self._sign)
        if record.state is TenderState.REPORTED and Event.ANNOUNCED not in moments:
            return self._when(moments[Event.REPORTED] + ANNOUNCED_AFTER, now, record.id, self._announce)
        if record.state is TenderState.REPORTED and Event.SETTLED not in moments:
            return self._when(moments[Event.ANNOUNCED] + APPROVED_AFTER, now, record.id, self._approve)
        return False

    def _when(self, due: datetime, now: datetime, tender_id: str, act: Callable[[str, datetime], bool]) -> bool:
        if now < due:
            self.waits[tender_id] = due
            return False
        return act(tender_id, now)

    def _sign(self, tender_id: str, now: datetime) -> bool:
        """The committee signs; while a successor is still on his way it cannot, and looks again a little later."""
        try:
            with self.services.work() as work:
                sign_report(tender_id, work)
        except Refused:
            self.waits[tender_id] = now + timedelta(minutes=30)
            return False
        return True

    def _approve(self, tender_id: str, now: datetime) -> bool:
        """Finance checks, the payer approves: two persons, once every expert has confirmed his fee."""
        with self.services.work() as work:
            check_fees(tender_id, by="财务乙", work=work)
            return approve_fees(tender_id, by="付款人丙", work=work) > 0

    def _announce(self, tender_id: str, now: datetime) -> bool:
        with self.services.work() as work:
            announce(tender_id, work)
        return True
