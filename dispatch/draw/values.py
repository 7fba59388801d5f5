"""A party's value on its way to the draw worker, sealed so that only the worker of this draw can open it.

Source: docs/spec/draw-protocol.md §5, "Values"; RFC 9180 base mode. Sealing draws its own randomness inside the library.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from dispatch.draw.refusals import BadValue
from dispatch.kernel.canonical import labelled_hash, u32

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def value_context(m: bytes, frozen: bytes, party: str, r: int) -> bytes:
    """info = H("vd1/value", m, F, j, u32 r): a value opens for its own draw, party and round only."""
    return labelled_hash("vd1/value", m, frozen, party.encode(), u32(r))


def seal_value(worker: bytes, value: bytes, *, context: bytes) -> bytes:
    """enc ‖ ct for the worker's X25519 public key (32 bytes)."""
    return bytes(_SUITE.encrypt(value, X25519PublicKey.from_public_bytes(worker), info=context))


def open_value(worker_secret: bytes, sealed: bytes, *, context: bytes, party: str, r: int) -> bytes:
    """The value inside. Raises BadValue when it does not open under this context."""
    try:
        return bytes(_SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(worker_secret), info=context))
    except (InvalidTag, ValueError) as fault:
        raise BadValue(party=party, round=r) from fault
