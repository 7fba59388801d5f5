"""The trust file: which log, witnesses, parties and beacons a reader believes; it comes by another way than what it judges.

Source: docs/spec/draw-protocol.md §11, docs/spec/witness-log.md §3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dispatch.kernel.canonical import parse_strict
from dispatch.kernel.refusals import NotCanonical
from dispatch.witness.note import Cosigned, read_cosigned
from dispatch.witness.refusals import BadTrustFile, BadVerifierKey
from dispatch.witness.vkey import LOG_KIND, WITNESS_KIND, VerifierKey, read_verifier_key

MEMBERS = frozenset({"origin", "log", "witnesses", "quorum", "keys", "parties", "beacons", "beacon_needed"})
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,32}", re.ASCII)
_BEACON = {"chain": 64, "key": 192}


@dataclass(frozen=True, slots=True)
class Trust:
    """What one reader trusts; `keys` are the signing keys by token, `parties` those that must take part in every draw."""

    origin: str
    log: VerifierKey
    witnesses: tuple[VerifierKey, ...]
    quorum: int
    keys: Mapping[str, bytes]
    parties: tuple[str, ...]
    beacons: tuple[Mapping[str, Any], ...]
    beacon_needed: bool

    def read_checkpoint(self, note: str) -> Cosigned:
        """The checkpoint, if the log signed it and a quorum of the witnesses cosigned it; raises BadNote."""
        return read_cosigned(note, self.log, self.witnesses, self.quorum)

    @property
    def embedded(self) -> bool:
        """One operator holds every key of this log, and says so in its origin."""
        return self.origin.endswith("/embedded")

    def as_value(self) -> dict[str, Any]:
        """The file's members, as they are published."""
        return {
            "origin": self.origin,
            "log": str(self.log),
            "witnesses": [str(key) for key in self.witnesses],
            "quorum": self.quorum,
            "keys": {token: key.hex() for token, key in self.keys.items()},
            "parties": list(self.parties),
            "beacons": [dict(beacon) for beacon in self.beacons],
            "beacon_needed": int(self.beacon_needed),
        }


def quorum_is_enough(witnesses: int, quorum: int) -> bool:
    """Two quorums share two witnesses at least."""
    return quorum <= witnesses and 2 * quorum >= witnesses + 2


def parse_trust(text: bytes) -> Trust:
    """The trust file, read strictly; raises BadTrustFile."""
    try:
        value = parse_strict(text)
    except NotCanonical as fault:
        raise BadTrustFile(what="not strict JSON") from fault
    return read_trust(value)


def read_trust(value: Any) -> Trust:
    """As parse_trust, from the members; raises BadTrustFile."""
    _demand(isinstance(value, dict) and set(value) == MEMBERS, "members are missing or unknown")
    log, witnesses = _log_keys(value)
    keys = _signing_keys(value["keys"])
    parties = value["parties"]
    _demand(isinstance(parties, list) and all(isinstance(token, str) and token in keys for token in parties), "a party without key")
    _demand(len(set(parties)) == len(parties), "a party stands twice")
    beacons = value["beacons"]
    _demand(isinstance(beacons, list) and all(_is_beacon(beacon) for beacon in beacons), "a beacon is malformed")
    _demand(value["beacon_needed"] in (0, 1), "beacon_needed is 0 or 1")
    return Trust(
        origin=value["origin"],
        log=log,
        witnesses=witnesses,
        quorum=value["quorum"],
        keys=MappingProxyType(keys),
        parties=tuple(parties),
        beacons=tuple(MappingProxyType(beacon) for beacon in beacons),
        beacon_needed=bool(value["beacon_needed"]),
    )


def _log_keys(value: Mapping[str, Any]) -> tuple[VerifierKey, tuple[VerifierKey, ...]]:
    names, quorum = value["witnesses"], value["quorum"]
    _demand(isinstance(names, list) and 2 <= len(names) <= 32, "2 to 32 witnesses are needed")
    _demand(all(isinstance(text, str) for text in [value["origin"], value["log"], *names]), "a key is not text")
    try:
        log = read_verifier_key(value["log"], LOG_KIND)
        witnesses = tuple(read_verifier_key(text, WITNESS_KIND) for text in names)
    except BadVerifierKey as fault:
        raise BadTrustFile(what="a key of the log or a witness is malformed") from fault
    _demand(log.name == value["origin"], "the log's key has another name than the log")
    _demand(len({key.public for key in (log, *witnesses)}) == len(witnesses) + 1, "keys of log and witnesses are not all different")
    _demand(isinstance(quorum, int) and quorum_is_enough(len(witnesses), quorum), "the quorum is too small or too large")
    return log, witnesses


def _signing_keys(value: Any) -> dict[str, bytes]:
    holds = isinstance(value, dict) and all(_TOKEN.fullmatch(token) and _is_hex(key, 64) for token, key in value.items())
    _demand(holds, "a key is malformed")
    return {token: bytes.fromhex(key) for token, key in value.items()}


def _is_beacon(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"chain", "key", "genesis", "period", "margin"}:
        return False
    numbers = (value["genesis"], value["period"], value["margin"])
    texts = all(_is_hex(value[name], length) for name, length in _BEACON.items())
    return texts and all(isinstance(number, int) for number in numbers) and value["period"] >= 1 and value["margin"] >= 6


def _is_hex(value: Any, length: int) -> bool:
    return isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{length}}}", value, re.ASCII) is not None


def _demand(holds: object, what: str) -> None:
    if not holds:
        raise BadTrustFile(what=what)
