"""Ed25519 signatures read strictly: one signature, one reading (spec §1)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature holds by the equation without cofactor, with S below the order, R as bytes, a canonical key."""
    if len(signature) != 64 or not canonical_key(key):
        return False
    if int.from_bytes(signature[32:], "little") >= ORDER or not _canonical_point(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical_key(key: bytes) -> bool:
    """Whether the key is the one encoding of a point (RFC 8032 §5.1.3: y below the field, no sign of a zero x)."""
    return len(key) == 32 and _canonical_point(key)


def _canonical_point(encoded: bytes) -> bool:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    return y < FIELD and not (sign and y in (1, FIELD - 1))
