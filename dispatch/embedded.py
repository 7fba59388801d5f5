"""The embedded mode: centre, three parties and two witnesses in one process, each with a directory and keys of its own.

The log's origin ends in `/embedded`, so that checkpoint, trust file, verifier and console all say that one operator
held every key. The centre's code reaches the agents only through the desk and the witness port.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch.adapters.bank import FileDropBank
from dispatch.adapters.clock import system_clock
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.keystore import FileKeyStore
from dispatch.adapters.no_gateway import NoGateway
from dispatch.agents.files import write_json
from dispatch.agents.party import PartyAgent
from dispatch.agents.party_home import PartyHome, init_party
from dispatch.agents.witness import Witness
from dispatch.agents.witness_home import WitnessHome, init_witness
from dispatch.bootstrap import Services, Settings, build
from dispatch.kernel.canonical import canonical
from dispatch.kernel.ports import BankFiles, Clock, Entropy, Sms
from dispatch.witness.entry import Entry
from dispatch.witness.vkey import log_key
from dispatch.workflow import desk
from dispatch.workflow.means import OFFICE, SUPERVISOR
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
    parties: dict[str, PartyAgent]
    witnesses: tuple[Witness, ...]
    gateway: Sms
    bank: BankFiles

    def expect(self, tender_id: str) -> None:
        """Each party's operator names the tender whose draw he expects; in this mode one person plays them all."""
        for agent in self.parties.values():
            agent.operator.expect_tender(tender_id)

    def serve_parties(self) -> bool:
        """One round of every party's duties; True if anything was handed in."""
        now = self.services.clock()
        acted = [agent.tick(self.desk, now) for agent in self.parties.values()]
        return any(acted)


def embed(settings: Settings, *, clock: Clock = system_clock, entropy: Entropy = os_entropy) -> Embedded:
    """Makes, or opens again, everything that one process needs; a party whose directory was taken away is simply not there."""
    centre_file = settings.data_dir / "centre.json"
    if not centre_file.exists():
        _found(settings.data_dir, clock, entropy)
    services = build(settings, clock=clock, entropy=entropy)
    homes = {token: settings.data_dir / "parties" / token for token, _ in PARTIES}
    parties = {token: PartyAgent(PartyHome(path, entropy)) for token, path in homes.items() if path.exists()}
    witnesses = tuple(Witness(WitnessHome(_witness_path(settings.data_dir, name), entropy), clock) for name in WITNESSES)
    bank = FileDropBank(settings.data_dir / "bank" / "orders", settings.data_dir / "bank" / "answers")
    return Embedded(services, CentreDesk(services), parties, witnesses, NoGateway(), bank)


def _found(data_dir: Path, clock: Clock, entropy: Entropy) -> None:
    """Makes keys for centre, parties and witnesses, each in its own directory, and the trust file that names them."""
    keys = FileKeyStore(data_dir / "keys", entropy)
    homes = {token: init_party(data_dir / "parties" / token, token, entropy, supervisor=token == SUPERVISOR) for token, _ in PARTIES}
    witnesses = {name: init_witness(_witness_path(data_dir, name), name, entropy) for name in WITNESSES}
    log = log_key(ORIGIN, keys.public("log-sign"))
    trust = {
        "origin": ORIGIN,
        "log": str(log),
        "witnesses": [str(home.verifier_key) for home in witnesses.values()],
        "quorum": len(witnesses),
        "keys": {OFFICE: keys.public("role/office").hex(), **{token: home.public.hex() for token, home in homes.items()}},
        "parties": ["S", "T"],
        "beacons": [],
        "beacon_needed": 0,
    }
    for home in homes.values():
        home.give_trust(canonical(trust))
    for witness in witnesses.values():
        witness.watch(str(log))
    parties = [
        {"token": token, "name": name, "public": homes[token].public.hex(), "custody": homes[token].custody_public.hex(), "links": LINKS}
        for token, name in PARTIES
    ]
    payer = {"branch": "示例银行示例支行", "cnaps": "999551000011", "card": "6200000000000013"}  # a demo account
    write_json(data_dir / "centre.json", {"origin": ORIGIN, "parties": parties, "trust": trust, "payer": payer})


def _witness_path(data_dir: Path, name: str) -> Path:
    return data_dir / "witnesses" / name.replace("/", "-")
