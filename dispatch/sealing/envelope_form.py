"""What a dse1 envelope looks like, and the strict reading of one: nothing missing, nothing extra, nothing out of order.

Source: docs/spec/sealing.md §1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from dispatch.kernel.refusals import NotCanonical
from dispatch.sealing import hpke
from dispatch.sealing.padding import BLOCK
from dispatch.sealing.refusals import EnvelopeClosed, ProfileNotOffered

AEAD = "AES-256-GCM"
MOST_CUSTODIANS = 7  # more would make too many subsets: use nested envelopes
SHARE_BYTES = 32
TAG_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,32}")
_HEAD_MEMBERS = {"v", "ctx", "k", "n", "nbf", "time", "salt", "kem", "aead"}


@dataclass(frozen=True, slots=True)
class Head:
    """The readable part: context, threshold k of the custodians, `nbf` in Unix seconds, whether a time share is needed."""

    ctx: Mapping[str, str]
    k: int
    custodians: tuple[str, ...]
    nbf: int
    time: bool
    kem: str
    hh: bytes

    @property
    def subsets(self) -> tuple[str, ...]:
        return subsets(self.custodians, self.k)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A well-formed envelope; whether it is genuine shows on opening."""

    head: Head
    kc: bytes
    shares: Mapping[str, Mapping[str, bytes]]
    nonce: bytes
    body: bytes


def subsets(custodians: Iterable[str], k: int) -> tuple[str, ...]:
    """Every k-subset, its ids sorted and joined by "+"."""
    return tuple("+".join(members) for members in combinations(sorted(custodians), k))


def head_hash(head: dict[str, Any]) -> bytes:
    """hh = H("dse1/head", C(head)): binds shares, commitment and body to the head."""
    return labelled_hash("dse1/head", canonical(head))


def parse(envelope: bytes) -> Envelope:
    """The envelope, read strictly; raises EnvelopeClosed for any fault, ProfileNotOffered for dse1-sm."""
    try:
        members = parse_canonical(envelope)
        _require(isinstance(members, dict) and set(members) == {"head", "kc", "shares", "nonce", "body"})
        head = _head(members["head"])
        body = _hex(members["body"])
        _require(len(body) > TAG_BYTES and len(body) % BLOCK == TAG_BYTES)
        return Envelope(head, _hex(members["kc"], 32), _shares(members["shares"], head), _hex(members["nonce"], 12), body)
    except (NotCanonical, _Fault):
        raise EnvelopeClosed() from None


def head_is_lawful(head: Any) -> bool:
    """Whether members, types, order and bounds of a head are those of the specification."""
    try:
        _head(head)
    except _Fault:
        return False
    return True


class _Fault(Exception):
    """Inside this module only: what is wrong is never told."""


def _require(holds: bool) -> None:
    if not holds:
        raise _Fault


def _hex(text: Any, size: int | None = None) -> bytes:
    _require(isinstance(text, str) and (size is None or len(text) == 2 * size))
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raise _Fault from None
    _require(raw.hex() == text)  # lower case, no spaces: much quicker than a pattern over a long body
    return raw


def _head(head: Any) -> Head:
    _require(isinstance(head, dict))
    if head.get("v") == "dse1-sm":
        raise ProfileNotOffered()
    _require(set(head) == _HEAD_MEMBERS and head["v"] == "dse1" and head["aead"] == AEAD)
    _require(isinstance(head["kem"], str) and hpke.is_offered(head["kem"]))
    _require(isinstance(head["ctx"], dict) and all(isinstance(text, str) for text in head["ctx"].values()))
    _custodians(head["n"])
    _require(isinstance(head["k"], int) and 1 <= head["k"] <= len(head["n"]))
    _require(isinstance(head["nbf"], int) and isinstance(head["time"], int) and head["time"] in (0, 1))
    _hex(head["salt"], 16)
    return Head(head["ctx"], head["k"], tuple(head["n"]), head["nbf"], head["time"] == 1, head["kem"], head_hash(head))


def _custodians(ids: Any) -> None:
    _require(isinstance(ids, list) and 1 <= len(ids) <= MOST_CUSTODIANS)
    _require(all(isinstance(name, str) and _TOKEN.fullmatch(name) is not None for name in ids))
    _require(ids == sorted(set(ids)))


def _shares(shares: Any, head: Head) -> dict[str, dict[str, bytes]]:
    _require(isinstance(shares, dict) and set(shares) == set(head.subsets))
    size = hpke.sealed_size(head.kem, SHARE_BYTES)
    read: dict[str, dict[str, bytes]] = {}
    for subset, sealed in shares.items():
        _require(isinstance(sealed, dict) and set(sealed) == set(subset.split("+")))
        read[subset] = {name: _hex(text, size) for name, text in sealed.items()}
    return read
