"""The embedded mode: centre, three parties and two witnesses in one process, each with a directory and keys of its own.

The log's origin ends in `/embedded`, so that checkpoint, trust file, verifier and console all say that one operator
held every key. The centre's code reaches the agents only through the desk and the witness port.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dispatch.adapters.clock import system_clock
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.keyroot import SecondShare
from dispatch.adapters.keystore import FileKeyStore
from dispatch.adapters.no_gateway import NoGateway
from dispatch.agents.files import write_json
from dispatch.agents.party import PartyAgent
from dispatch.agents.party_home import PartyHome, init_party
from dispatch.agents.witness import Witness
from dispatch.agents.witness_home import WitnessHome, init_witness
from dispatch.bootstrap import Settings, build
from dispatch.centre.desk import CentreDesk
from dispatch.centre.founding import CENTRE_FILE, beacon_settings, is_founded, read_beacon
from dispatch.centre.node import Node, asked_beacon, drop_folder_bank, founded_node
from dispatch.kernel.canonical import canonical
from dispatch.kernel.ports import Clock, Entropy
from dispatch.witness.vkey import log_key
from dispatch.workflow.checkpoint import UNREACHABLE, WitnessPort
from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.means import OFFICE, SUPERVISOR
from dispatch.workflow.work import Work

ORIGIN = "expert-dispatch.demo/embedded"
PARTIES = (("CA", "交易中心"), ("S", "监督部门"), ("T", "招标人"))
WITNESSES = ("witness.demo/w1", "witness.demo/w2")
LINKS = 64
BEACON_FILE = "beacon.json"  # put there before the first start: every draw uses this beacon


@dataclass(frozen=True, slots=True)
class AbsentWitness:
    """A witness whose directory was taken away: it does not answer."""

    name: str

    def add_checkpoint(self, body: str) -> tuple[int, str]:
        return UNREACHABLE, ""


@dataclass(frozen=True, slots=True)
class Embedded(Node):
    """All of it, made for one process."""

    desk: CentreDesk
    parties: dict[str, PartyAgent]
    expected: set[str] = field(default_factory=set)  # draws, by their m

    def expect(self, tender_id: str) -> None:
        """Each party's operator names the tender whose draw he expects; in this mode one person plays them all."""
        for agent in self.parties.values():
            agent.operator.expect_tender(tender_id)

    def _expect_approved(self) -> None:
        """Whoever approved a tender here is also the operator of every party, and agrees that its draw may follow an earlier one."""
        with self.services.work(reads_only=True) as work:
            unexpected = [draw.m for draw in work.uow.draws.under_way() if draw.m not in self.expected]
            behind = [(record.id, m, _prev(m, work)) for m in unexpected if (record := work.uow.tenders.by_draw(m))]
        for tender_id, m, prev in behind:
            self.expect(tender_id)
            for agent in self.parties.values() if prev else ():
                agent.operator.agree_to_follow(prev)
                agent.operator.agree_to_fewer(m)
            self.expected.add(m)

    def serve_parties(self) -> bool:
        """One round of every party's duties; True if anything was handed in."""
        now = self.services.clock()
        self._expect_approved()
        acted = [agent.tick(self.desk, now) for agent in self.parties.values()]
        return any(acted)


def _prev(m: str, work: Work) -> str:
    return str(open_plan(m, work)["manifest"]["prev"])


def open_node(settings: Settings, *, clock: Clock = system_clock, entropy: Entropy = os_entropy) -> Node:
    """The centre of this data directory: as it was founded on others' keys, and in the embedded mode where it was not."""
    founded = is_founded(settings.data_dir)
    return founded_node(settings, clock=clock, entropy=entropy) if founded else embed(settings, clock=clock, entropy=entropy)


def embed(settings: Settings, *, clock: Clock = system_clock, entropy: Entropy = os_entropy) -> Embedded:
    """Makes, or opens again, everything that one process needs; whose directory was taken away is simply not there."""
    if not (settings.data_dir / CENTRE_FILE).exists():
        settings.make_folder()
        _found(settings.data_dir, entropy, settings.second_share)
    services = build(settings, clock=clock, entropy=entropy)
    homes = {token: settings.data_dir / "parties" / token for token, _ in PARTIES}
    parties = {token: PartyAgent(PartyHome(path, entropy)) for token, path in homes.items() if path.exists()}
    witnesses = tuple(_witness(settings.data_dir, name, clock, entropy) for name in WITNESSES)
    reached = (witnesses, NoGateway(), drop_folder_bank(settings.data_dir), asked_beacon(settings.data_dir))
    return Embedded(services, *reached, CentreDesk(services), parties)


def _found(data_dir: Path, entropy: Entropy, second: SecondShare | None) -> None:
    """Makes keys for centre, parties and witnesses, each in its own directory, and the trust file that names them."""
    keys = FileKeyStore(data_dir / "keys", entropy, second)
    beacon = read_beacon((data_dir / BEACON_FILE).read_bytes()) if (data_dir / BEACON_FILE).exists() else None
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
        "beacons": [dict(beacon.described)] if beacon else [],
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
    write_json(data_dir / CENTRE_FILE, {"origin": ORIGIN, "parties": parties, "trust": trust, "payer": payer, **beacon_settings(beacon)})


def _witness(data_dir: Path, name: str, clock: Clock, entropy: Entropy) -> WitnessPort:
    path = _witness_path(data_dir, name)
    return Witness(WitnessHome(path, entropy), clock) if path.exists() else AbsentWitness(name)


def _witness_path(data_dir: Path, name: str) -> Path:
    return data_dir / "witnesses" / name.replace("/", "-")
