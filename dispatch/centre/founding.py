"""Founding a centre on other people's public keys: each party and witness sends a card, the centre publishes the trust file.

No secret of a party or witness is ever here. Source: docs/spec/draw-protocol.md §2, §11 (trust file), §12 (V03).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.adapters.durable import write_durably
from dispatch.adapters.keyroot import SecondShare
from dispatch.adapters.keystore import FileKeyStore
from dispatch.centre.refusals import CannotFound, CardMalformed
from dispatch.kernel.canonical import canonical, parse_strict
from dispatch.kernel.ports import Entropy
from dispatch.kernel.refusals import NotCanonical
from dispatch.witness.refusals import BadTrustFile, BadVerifierKey
from dispatch.witness.trust import Trust, read_trust
from dispatch.witness.vkey import WITNESS_KIND, log_key, read_verifier_key
from dispatch.workflow.means import OFFICE, SUPERVISOR

CENTRE_FILE, TRUST_FILE = "centre.json", "trust.json"
EMBEDDED = "/embedded"
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,32}", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartyCard:
    """What `party init` tells of a party: public keys, and whether it is the supervising authority."""

    token: str
    title: str
    key: str
    custody: str
    supervisor: bool


@dataclass(frozen=True, slots=True)
class WitnessCard:
    """What `witness init` tells: verifier key, and where the witness listens."""

    name: str
    vkey: str
    address: str


@dataclass(frozen=True, slots=True)
class Beacon:
    """公共信标: its object as manifests name it (chain, key, genesis, period, margin), and where to ask; "" where nobody asks."""

    described: Mapping[str, Any]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Foundation:
    """Who makes up a centre; `own` are tokens of parties that are the centre's: nobody has to demand them."""

    origin: str
    parties: tuple[PartyCard, ...]
    witnesses: tuple[WitnessCard, ...]
    own: tuple[str, ...] = ()
    cosigners: int = 0
    links: int = 64
    beacon: Beacon | None = None


def read_party_card(text: bytes) -> PartyCard:
    """Raises CardMalformed."""
    members = _members(text)
    token, key, custody = (str(members.get(name, "")) for name in ("party", "key", "custody"))
    if not _TOKEN.fullmatch(token) or not _KEY.fullmatch(key) or not _KEY.fullmatch(custody):
        raise CardMalformed(what="party")
    return PartyCard(token, str(members.get("title") or token), key, custody, bool(members.get("supervisor", 0)))


def read_witness_card(text: bytes) -> WitnessCard:
    """Raises CardMalformed."""
    members = _members(text)
    address = str(members.get("address", ""))
    try:
        key = read_verifier_key(str(members.get("vkey", "")), WITNESS_KIND)
    except BadVerifierKey as fault:
        raise CardMalformed(what="witness") from fault
    if not address.startswith(("http://", "https://")):
        raise CardMalformed(what="witness address")
    return WitnessCard(key.name, str(key), address)


def read_beacon(text: bytes) -> Beacon:
    """A beacon's description, with `url` where it is to be asked over the network. Raises CardMalformed."""
    described = dict(_members(text))
    url = described.pop("url", "")
    if described.keys() != {"chain", "key", "genesis", "period", "margin"} or not isinstance(url, str):
        raise CardMalformed(what="beacon")
    return Beacon(described, url)


def found(data_dir: Path, foundation: Foundation, entropy: Entropy, second: SecondShare | None = None) -> Trust:
    """Makes the centre's own keys, writes centre.json and trust.json; the same again changes nothing. Raises CannotFound.

    With the `second` person's share the key store needs it from its first key on, and at every start.
    """
    _check(foundation)
    data_dir.mkdir(parents=True, exist_ok=True)
    keys = FileKeyStore(data_dir / "keys", entropy, second)
    trust = _trust(foundation, str(log_key(foundation.origin, keys.public("log-sign"))), keys.public("role/office").hex())
    centre = {
        "origin": foundation.origin,
        "parties": [_party(card, foundation.links) for card in foundation.parties],
        "trust": trust.as_value(),
        "witnesses": {card.name: card.address for card in foundation.witnesses},
        "payer": None,
        **beacon_settings(foundation.beacon),
    }
    known = _read(data_dir)
    if known and {**known, "payer": None} != centre:
        raise CannotFound(why="本目录已设立内容不同的中心", why_en="another centre was founded in this directory")
    if not known:
        write_durably(data_dir / TRUST_FILE, canonical(trust.as_value()) + b"\n")
        write_durably(data_dir / CENTRE_FILE, (json.dumps(centre, ensure_ascii=False, indent=2) + "\n").encode())
    return trust


def beacon_settings(beacon: Beacon | None) -> dict[str, Any]:
    """What centre.json keeps of the beacon of every draw; nothing where there is none."""
    return {} if beacon is None else {"beacon": dict(beacon.described), "beacon_url": beacon.url}


def beacon_address(data_dir: Path) -> str:
    return str(_read(data_dir).get("beacon_url", ""))


def is_founded(data_dir: Path) -> bool:
    """Whether a centre stands here whose parties and witnesses are others."""
    known = _read(data_dir)
    return bool(known) and not str(known["origin"]).endswith(EMBEDDED)


def witness_addresses(data_dir: Path) -> dict[str, str]:
    addresses: dict[str, str] = _read(data_dir).get("witnesses", {})
    return addresses


def _read(data_dir: Path) -> dict[str, Any]:
    path = data_dir / CENTRE_FILE
    known: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return known


def _check(foundation: Foundation) -> None:
    tokens = [card.token for card in foundation.parties]
    _demand(not foundation.origin.endswith(EMBEDDED), "日志名称不得以 /embedded 结尾", "the origin must not end in /embedded")
    _demand(len(tokens) >= 2 and len(set(tokens)) == len(tokens), "见证方至少两方且代号各不相同", "at least two parties, each its token")
    _demand(OFFICE not in tokens, f"代号 {OFFICE} 为中心经办签名所用", f"the token {OFFICE} is that of the centre's office")
    supervisors = [card.token for card in foundation.parties if card.supervisor]
    _demand(supervisors == [SUPERVISOR], f"须有且仅有一个监督方，代号为 {SUPERVISOR}", f"exactly one supervisor, with token {SUPERVISOR}")
    independent = set(tokens) - set(foundation.own)
    independence = set(foundation.own) <= set(tokens) and SUPERVISOR in independent
    _demand(independence, "监督方不得为中心自有", "the supervisor is not the centre's own")


def _trust(foundation: Foundation, log: str, office: str) -> Trust:
    cards, witnesses = foundation.parties, foundation.witnesses
    value = {
        "origin": foundation.origin,
        "log": log,
        "witnesses": [card.vkey for card in witnesses],
        "quorum": foundation.cosigners or least_cosigners(len(witnesses)),
        "keys": {OFFICE: office, **{card.token: card.key for card in cards}},
        "parties": [card.token for card in cards if card.token not in foundation.own],
        "beacons": [dict(foundation.beacon.described)] if foundation.beacon else [],
        "beacon_needed": 0,
    }
    try:
        return read_trust(value)
    except BadTrustFile as fault:
        raise CannotFound(why=fault.chinese, why_en=fault.english) from fault


def least_cosigners(witnesses: int) -> int:
    """The smallest number of cosignatures of which two sets share two witnesses: 2 of 2, 3 of 3, 3 of 4, 4 of 5."""
    return (witnesses + 3) // 2


def _party(card: PartyCard, links: int) -> Mapping[str, Any]:
    return {"token": card.token, "name": card.title, "public": card.key, "custody": card.custody, "links": links}


def _members(text: bytes) -> Mapping[str, Any]:
    try:
        value = parse_strict(text)
    except NotCanonical as fault:
        raise CardMalformed(what="JSON") from fault
    if not isinstance(value, dict):
        raise CardMalformed(what="JSON")
    return value


def _demand(holds: bool, why: str, why_en: str) -> None:
    if not holds:
        raise CannotFound(why=why, why_en=why_en)
