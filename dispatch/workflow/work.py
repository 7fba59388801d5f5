"""What a use case is given: an open unit of work, the means of this centre, and the time, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.workflow.means import Means
from dispatch.workflow.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Work:
    """Passed on as a whole; a use case never opens or commits `uow`, and never asks a clock."""

    uow: UnitOfWork
    means: Means
    now: datetime
