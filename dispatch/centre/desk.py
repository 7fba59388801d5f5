"""The desk (dispatch/agents/centre.py) over this program's own services: each call is one unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch.bootstrap import Services
from dispatch.kernel.canonical import canonical
from dispatch.witness.entry import Entry
from dispatch.workflow import desk
from dispatch.workflow.publish import transcript
from dispatch.workflow.refusals import TooEarly, UnknownDraw

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposal with its evidence, as an agent sees it."""

    body: bytes
    evidence: dict[str, object]


class CentreDesk:
    """What parties' agents reach, in this process or through api/routes/desk.py."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def origin(self) -> str:
        return self._services.means.origin

    def now(self) -> datetime:
        return self._services.clock()

    def key_of(self, j: str) -> bytes | None:
        """The signing key under which party j is known here."""
        return next((party.public for party in self._services.means.parties if party.token == j), None)

    def entries(self, start: int) -> Sequence[Entry]:
        with self._services.work(reads_only=True) as work:
            return work.uow.log.entries(start, start + AT_ONCE)

    def note(self) -> str:
        with self._services.work(reads_only=True) as work:
            return work.uow.log.latest_note(cosigned_by=int(work.means.trust["quorum"])) or ""

    def draws(self, j: str) -> Sequence[str]:
        with self._services.work(reads_only=True) as work:
            return desk.draws_for(j, work)

    def materials(self, j: str, m: str) -> desk.Materials:
        with self._services.work(reads_only=True) as work:
            return desk.materials(j, m, work)

    def transcript(self, m: str) -> bytes | None:
        try:
            with self._services.work(reads_only=True) as work:
                return canonical(transcript(m, work))
        except (TooEarly, UnknownDraw):
            return None

    def submit(self, j: str, body: bytes, sig: bytes) -> int:
        with self._services.work() as work:
            return desk.submit(j, body, sig, work)

    def deliver(self, j: str, m: str, r: int, sealed: bytes) -> None:
        with self._services.work() as work:
            desk.deliver(j, m, r, sealed, work)

    def wanted(self, j: str) -> Sequence[tuple[str, int]]:
        with self._services.work(reads_only=True) as work:
            return desk.wanted(j, work)

    def proposals(self, j: str) -> Sequence[Offered]:
        with self._services.work(reads_only=True) as work:
            return [Offered(proposal.body, desk.evidence_for(proposal, work)) for proposal in desk.proposals_for(j, work)]

    def decline(self, j: str, sha256: str, reason: str) -> None:
        with self._services.work() as work:
            desk.decline(j, sha256, reason, work)
