"""The two profiles: SHA-256 with Ed25519, or the Chinese SM3 with SM2 (国密); labelled hashes in each (spec §1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives import hashes

from dispatch.verifier import ed25519, sm2


class Running(Protocol):
    """A hash that takes bytes piece by piece and can be copied on the way."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...

    def copy(self) -> Running: ...


class _Sm3:
    """SM3 where Python's own hashlib has none."""

    def __init__(self, data: bytes = b"", state: hashes.Hash | None = None) -> None:
        self._state = state or hashes.Hash(hashes.SM3())
        self._state.update(data)

    def update(self, data: bytes, /) -> None:
        self._state.update(data)

    def digest(self) -> bytes:
        return self._state.copy().finalize()

    def copy(self) -> _Sm3:
        return _Sm3(state=self._state.copy())


def _sm3(data: bytes = b"") -> Running:
    try:
        return hashlib.new("sm3", data)
    except ValueError:
        return _Sm3(data)


@dataclass(frozen=True, slots=True)
class Suite:
    """One profile: its hash, its signatures, its keys."""

    v: str
    running: Callable[[bytes], Running]
    verifies: Callable[[bytes, bytes, bytes], bool]
    key_bytes: int

    def digest(self, data: bytes) -> bytes:
        return self.running(data).digest()

    def h(self, label: str, *parts: bytes) -> bytes:
        """H(label, x1 … xn): hash of LP(label) ‖ LP(x1) ‖ …"""
        return self.running(lp(label.encode("ascii")) + b"".join(map(lp, parts))).digest()


INTERNATIONAL = Suite("vd1", hashlib.sha256, ed25519.verifies, 32)
SM = Suite("vd1-sm", _sm3, sm2.verifies, 65)
SUITES = {suite.v: suite for suite in (INTERNATIONAL, SM)}


def lp(data: bytes) -> bytes:
    """LP(b) = u32be(len b) ‖ b."""
    return len(data).to_bytes(4, "big") + data


def u32(number: int) -> bytes:
    """Four bytes, big-endian."""
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    """Eight bytes, big-endian."""
    return number.to_bytes(8, "big")
