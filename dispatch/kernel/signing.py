"""Ed25519 signatures, read strictly: one equation, S below the group order, canonical keys.

Source: docs/spec/draw-protocol.md §1; RFC 8032. A `Signer` hides where a key lives.
"""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dispatch.kernel.refusals import BadSignature

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493


class Signer(Protocol):
    """Signs with a key that it does not give away."""

    @property
    def public(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


class Ed25519Signer:
    """A signer whose key is in memory; made from 32 secret bytes."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Raises BadSignature unless `signature` (64 bytes R‖S) over `message` holds under `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64 or not _is_canonical_point(public):
        raise BadSignature()
    if int.from_bytes(signature[32:], "little") >= _L or not _is_canonical_point(signature[:32]):
        raise BadSignature()
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as fault:
        raise BadSignature() from fault


def _is_canonical_point(encoded: bytes) -> bool:
    return int.from_bytes(encoded, "little") & (2**255 - 1) < _P
