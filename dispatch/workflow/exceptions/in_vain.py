"""误工: who came, or was told where to come, for an evaluation that never opened, and which fact of the fee standard pays him.

Source: docs/domain/03-fees-and-tax.md §2; policies/data/exceptions.yaml says for whom.
"""

from __future__ import annotations

from dispatch.workflow.gate import ARRIVED, EXPECTED, LEFT, SEATED
from dispatch.workflow.records import GatePass, TenderRecord, TenderState
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.exceptions import paid_for_coming
from policies.fees import Fact
from policies.profiles import profile
from policies.vocabulary.roles import Event

_OVER = (TenderState.CANCELLED, TenderState.REFUSED)
_CAME = (ARRIVED, SEATED, LEFT)


def never_opened(record: TenderRecord, work: Work) -> bool:
    """Its tender is over, and evaluation was never opened (E6)."""
    return record.state in _OVER and Event.OPENED not in work.uow.tenders.moments(record.id)


def came_in_vain(record: TenderRecord, kept: GatePass) -> Fact | None:
    """What pays the holder of this pass for coming in vain; None for whoever was replaced, stayed away, or is paid nothing."""
    if kept.state not in (EXPECTED, *_CAME):
        return None
    rules = profile(record.tender.profile).on(local_day(record.tender.checkin_at))
    return paid_for_coming(rules, came=kept.state in _CAME)
