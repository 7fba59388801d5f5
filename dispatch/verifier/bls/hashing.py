"""A message becomes a point of G1 that nobody can choose (RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO)."""

from __future__ import annotations

import hashlib

from dispatch.verifier.bls.curve import G1, multiply_g1
from dispatch.verifier.bls.field import P, X, root
from dispatch.verifier.bls.isogeny import A, B, Z, carry


def hash_to_g1(message: bytes, tag: bytes) -> G1 | None:
    """hash_to_curve of RFC 9380 §3; None only for infinity, which no known message gives."""
    uniform = _expand(message, tag, 128)
    u0, u1 = int.from_bytes(uniform[:64], "big") % P, int.from_bytes(uniform[64:], "big") % P
    total = _sum(_map(u0), _map(u1))
    return multiply_g1(total, X + 1) if total else None


def _expand(message: bytes, tag: bytes, length: int) -> bytes:
    """expand_message_xmd with SHA-256 (RFC 9380 §5.3.1)."""
    suffix = tag + bytes([len(tag)])
    first = hashlib.sha256(bytes(64) + message + length.to_bytes(2, "big") + b"\x00" + suffix).digest()
    block = hashlib.sha256(first + b"\x01" + suffix).digest()
    blocks = [block]
    for number in range(2, length // 32 + 1):
        mixed = bytes(a ^ b for a, b in zip(first, block, strict=True))
        block = hashlib.sha256(mixed + bytes([number]) + suffix).digest()
        blocks.append(block)
    return b"".join(blocks)


def _map(u: int) -> G1 | None:
    """Simplified SWU to the easy curve (RFC 9380 §6.6.2), then the isogeny."""
    zuu = Z * u * u % P
    below = (zuu * zuu + zuu) % P
    x = -B * pow(A, -1, P) * (1 + pow(below, -1, P)) % P if below else B * pow(Z * A, -1, P) % P
    y = root(_right_side(x))
    if y is None:
        x = zuu * x % P
        y = root(_right_side(x))
    assert y is not None  # one of the two is a square: RFC 9380 §6.6.2
    return carry(x, y if y % 2 == u % 2 else P - y)


def _right_side(x: int) -> int:
    return ((x * x + A) * x + B) % P


def _sum(one: G1 | None, other: G1 | None) -> G1 | None:
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if one[1] != other[1] or not one[1]:
            return None
        slope = 3 * one[0] * one[0] * pow(2 * one[1], -1, P) % P
    else:
        slope = (one[1] - other[1]) * pow(one[0] - other[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P
