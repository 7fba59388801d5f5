"""What use cases work with besides the unit of work: keys, chance, and who the parties of this centre are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.kernel.ports import Entropy, KeyStore
from policies.vocabulary.expert import Bank

OFFICE = "C"  # the centre's signing key: plan, pool, result, infeasible
SUPERVISOR = "S"  # 监督部门: settle, vacate, final
ROLES = {
    "plan": OFFICE,
    "pool": OFFICE,
    "result": OFFICE,
    "infeasible": OFFICE,
    "settle": SUPERVISOR,
    "vacate": SUPERVISOR,
    "final": SUPERVISOR,
}


@dataclass(frozen=True, slots=True)
class KeptSigner:
    """Signs with a key that stays in the key store."""

    keys: KeyStore
    purpose: str

    @property
    def public(self) -> bytes:
        return self.keys.public(self.purpose)

    def sign(self, message: bytes) -> bytes:
        return self.keys.sign(self.purpose, message)


@dataclass(frozen=True, slots=True)
class Party:
    """见证方 as the centre knows it: public keys and chain length; its secrets are on its own machine."""

    token: str
    name: str
    public: bytes
    custody: bytes
    links: int = 64


@dataclass(frozen=True, slots=True)
class Means:
    """One frozen object built in bootstrap."""

    keys: KeyStore
    entropy: Entropy
    origin: str
    parties: tuple[Party, ...]
    trust: dict[str, Any]
    profile: str = "hunan-default"
    host: str = "localhost"
    demo: bool = False
    beacon: dict[str, Any] | None = None  # the public beacon of every draw planned from now on, as manifests name it
    payer: Bank | None = None  # the account from which fees are paid on behalf of the payer

    def party(self, token: str) -> Party:
        return next(party for party in self.parties if party.token == token)

    @property
    def office(self) -> KeptSigner:
        """Signs plan, pool, result and infeasible."""
        return KeptSigner(self.keys, "role/office")

    @property
    def log_signer(self) -> KeptSigner:
        return KeptSigner(self.keys, "log-sign")

    @property
    def signing_keys(self) -> dict[str, bytes]:
        """Public keys by token: the office's and every party's."""
        return {OFFICE: self.office.public, **{party.token: party.public for party in self.parties}}
