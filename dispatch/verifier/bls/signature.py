"""Does the beacon's signature hold? One comparison of two pairings."""

from __future__ import annotations

from dispatch.verifier.bls.curve import G1, G2, GENERATOR2, add_g2, double_g2, read_g1, read_g2
from dispatch.verifier.bls.field import (
    ONE12,
    ZERO2,
    Fp2,
    Fp12,
    P,
    R,
    X,
    conjugate12,
    frobenius_twice12,
    inverse12,
    mul2,
    mul12,
    power12,
    scale2,
    sub2,
)
from dispatch.verifier.bls.hashing import hash_to_g1

TAG = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_HARD = (P**4 - P**2 + 1) // R


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature (G1, 48 bytes) of the message holds by the key (G2, 96 bytes); strict about both points."""
    point, public, hashed = read_g1(signature), read_g2(key), hash_to_g1(message, TAG)
    if point is None or public is None or hashed is None:
        return False
    return _pairings_cancel(((point, GENERATOR2), ((hashed[0], P - hashed[1]), public)))


def _pairings_cancel(pairs: tuple[tuple[G1, G2], ...]) -> bool:
    """Whether the product of the pairings is one. The sign of the curve's parameter does not change the answer."""
    product = ONE12
    running = [at for _, at in pairs]
    for bit in bin(X)[3:]:
        product = mul12(product, product)
        for place, (point, fixed) in enumerate(pairs):
            at = running[place]
            doubled, slope = double_g2(at)
            product = mul12(product, _line(at, slope, point))
            if bit == "1":
                summed, slope = add_g2(doubled, fixed)
                product = mul12(product, _line(fixed, slope, point))
                doubled = summed
            running[place] = doubled
    return _final_power_is_one(product)


def _line(at: G2, slope: Fp2, point: G1) -> Fp12:
    """The line through `at` with that slope, taken at the point of G1 (times w³, which the final power removes)."""
    constant = sub2(mul2(slope, at[0]), at[1])
    return constant, ZERO2, scale2(slope, -point[0]), (point[1], 0), ZERO2, ZERO2


def _final_power_is_one(value: Fp12) -> bool:
    """value^((p¹²−1)/r) = 1: the easy part (p⁶−1)(p²+1) by conjugation, the rest by plain powering."""
    easy = mul12(conjugate12(value), inverse12(value))
    easy = mul12(frobenius_twice12(easy), easy)
    return power12(easy, _HARD) == ONE12
