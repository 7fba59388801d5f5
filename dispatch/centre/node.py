"""A node of a centre whose parties and witnesses are programs of others: it holds none of their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch.adapters.bank import FileDropBank
from dispatch.adapters.clock import system_clock
from dispatch.adapters.drand import HttpBeacon
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.no_gateway import NoGateway
from dispatch.adapters.witness_client import HttpWitness
from dispatch.bootstrap import Services, Settings, build
from dispatch.centre.founding import beacon_address, witness_addresses
from dispatch.kernel.ports import BankFiles, Clock, Entropy, Sms
from dispatch.workflow.beacon import BeaconPort
from dispatch.workflow.checkpoint import WitnessPort


@dataclass(frozen=True, slots=True)
class Node:
    """The services of this process, and the ports through which they reach the world."""

    services: Services
    witnesses: Sequence[WitnessPort]
    gateway: Sms
    bank: BankFiles
    beacon: BeaconPort | None

    def serve_parties(self) -> bool:
        """Parties serve themselves, on their own machines."""
        return False


def founded_node(settings: Settings, *, clock: Clock = system_clock, entropy: Entropy = os_entropy) -> Node:
    """Opens the centre that was founded in this data directory."""
    services = build(settings, clock=clock, entropy=entropy)
    witnesses = [HttpWitness(name, address) for name, address in witness_addresses(settings.data_dir).items()]
    return Node(services, witnesses, NoGateway(), drop_folder_bank(settings.data_dir), asked_beacon(settings.data_dir))


def asked_beacon(data_dir: Path) -> BeaconPort | None:
    """The beacon where it is asked over the network; None where there is none, or where people bring its numbers in a file."""
    address = beacon_address(data_dir)
    return HttpBeacon(address) if address else None


def drop_folder_bank(data_dir: Path) -> FileDropBank:
    return FileDropBank(data_dir / "bank" / "orders", data_dir / "bank" / "answers")
