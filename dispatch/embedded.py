"""The embedded mode: centre, three parties and two witnesses in one process, each with a directory and keys of its own.

The log's origin ends in `/embedded`, so that checkpoint, trust file, verifier and console all say that one operator
held every key. The centre's code reaches the agents only through the desk and the witness port.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.agents.party import PartyAgent
from dispatch.agents.witness import Witness
from dispatch.bootstrap import Services
from dispatch.witness.entry import Entry
from dispatch.workflow import desk
from dispatch.workflow.records import Proposal

ORIGIN = "expert-dispatch.demo/embedded"
PARTIES = (("CA", "交易中心"), ("S", "监督部门"), ("T", "招标人"))
WITNESSES = ("witness.demo/w1", "witness.demo/w2")
LINKS = 64
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposal with its evidence, as an agent sees it."""

    body: bytes
    evidence: dict[str, object]


class CentreDesk:
    """The desk (dispatch/agents/centre.py) over this process's own services: each call is one unit of work."""

    def __init__(self, services: Services) -> None:
        self._services = services

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

    def submit(self, j: str, body: bytes, sig: bytes) -> int:
        with self._services.work() as work:
            return desk.submit(j, body, sig, work)

    def deliver(self, j: str, m: str, r: int, sealed: bytes) -> None:
        with self._services.work() as work:
            desk.deliver(j, m, r, sealed, work)

    def wanted(self, j: str) -> Sequence[tuple[str, int]]:
        with self._services.work() as work:
            return desk.wanted(j, work)

    def proposals(self, j: str) -> Sequence[Offered]:
        with self._services.work(reads_only=True) as work:
            return [self._offered(proposal) for proposal in work.uow.draws.proposals(j)]

    def decline(self, j: str, sha256: str, reason: str) -> None:
        with self._services.work() as work:
            desk.decline(j, sha256, reason, work)

    def _offered(self, proposal: Proposal) -> Offered:
        with self._services.work(reads_only=True) as work:
            return Offered(proposal.body, desk.evidence_for(proposal, work))


@dataclass(frozen=True, slots=True)
class Embedded:
    """All of it, made for one process."""

    services: Services
    desk: CentreDesk
    parties: tuple[PartyAgent, ...]
    witnesses: tuple[Witness, ...]
