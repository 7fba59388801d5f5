"""Numbers of the fields under BLS12-381: Fp, Fp2 = Fp[i], and Fp12 = Fp2[w] with w⁶ = 1 + i."""

from __future__ import annotations

P = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001  # order of the groups
X = 0xD201000000010000  # the curve's parameter is −X

Fp2 = tuple[int, int]
Fp12 = tuple[Fp2, Fp2, Fp2, Fp2, Fp2, Fp2]  # coefficients of 1, w, w², w³, w⁴, w⁵

ZERO2: Fp2 = (0, 0)
ONE2: Fp2 = (1, 0)
ONE12: Fp12 = (ONE2, ZERO2, ZERO2, ZERO2, ZERO2, ZERO2)


def root(number: int) -> int | None:
    """A square root in Fp, or None."""
    candidate = pow(number, (P + 1) // 4, P)
    return candidate if candidate * candidate % P == number % P else None


def add2(a: Fp2, b: Fp2) -> Fp2:
    return (a[0] + b[0]) % P, (a[1] + b[1]) % P


def sub2(a: Fp2, b: Fp2) -> Fp2:
    return (a[0] - b[0]) % P, (a[1] - b[1]) % P


def mul2(a: Fp2, b: Fp2) -> Fp2:
    real, imaginary = a[0] * b[0], a[1] * b[1]
    return (real - imaginary) % P, ((a[0] + a[1]) * (b[0] + b[1]) - real - imaginary) % P


def scale2(a: Fp2, number: int) -> Fp2:
    return a[0] * number % P, a[1] * number % P


def inverse2(a: Fp2) -> Fp2:
    norm = pow(a[0] * a[0] + a[1] * a[1], -1, P)
    return a[0] * norm % P, -a[1] * norm % P


def root2(a: Fp2) -> Fp2 | None:
    """A square root in Fp2, or None (complex method: through the norm)."""
    if not a[1]:
        real = root(a[0])
        return (real, 0) if real is not None else (0, root(-a[0]) or 0)
    norm = root(a[0] * a[0] + a[1] * a[1])
    if norm is None:
        return None
    half = pow(2, -1, P)
    real = root((a[0] + norm) * half % P) or root((a[0] - norm) * half % P)
    if not real:
        return None
    candidate = (real, a[1] * half * pow(real, -1, P) % P)
    return candidate if mul2(candidate, candidate) == (a[0] % P, a[1] % P) else None


def mul12(a: Fp12, b: Fp12) -> Fp12:
    """Product; halves a0 + a1·w of even and odd powers, by Karatsuba over Fp6 = Fp2[w²]."""
    a_even, a_odd, b_even, b_odd = a[::2], a[1::2], b[::2], b[1::2]
    even, odd = _mul6(a_even, b_even), _mul6(a_odd, b_odd)
    both = _mul6(_add6(a_even, a_odd), _add6(b_even, b_odd))
    low = _add6(even, _shift6(odd))
    high = tuple(sub2(sub2(x, y), z) for x, y, z in zip(both, even, odd, strict=True))
    return low[0], high[0], low[1], high[1], low[2], high[2]


def conjugate12(a: Fp12) -> Fp12:
    """a to the power p⁶: w ↦ −w."""
    return a[0], sub2(ZERO2, a[1]), a[2], sub2(ZERO2, a[3]), a[4], sub2(ZERO2, a[5])


def frobenius_twice12(a: Fp12) -> Fp12:
    """a to the power p²: w ↦ w·γ with γ in Fp."""
    return tuple(scale2(part, factor) for part, factor in zip(a, _GAMMAS, strict=True))  # type: ignore[return-value]


def inverse12(a: Fp12) -> Fp12:
    """Through the norm to Fp6, then to Fp2."""
    even, odd = a[::2], a[1::2]
    square, other = _mul6(even, even), _shift6(_mul6(odd, odd))
    below = _inverse6((sub2(square[0], other[0]), sub2(square[1], other[1]), sub2(square[2], other[2])))
    low, high = _mul6(even, below), _mul6(odd, below)
    return low[0], sub2(ZERO2, high[0]), low[1], sub2(ZERO2, high[1]), low[2], sub2(ZERO2, high[2])


def power12(a: Fp12, exponent: int) -> Fp12:
    result = ONE12
    for bit in bin(exponent)[2:]:
        result = mul12(result, result)
        if bit == "1":
            result = mul12(result, a)
    return result


_Fp6 = tuple[Fp2, ...]


def _add6(a: _Fp6, b: _Fp6) -> _Fp6:
    return add2(a[0], b[0]), add2(a[1], b[1]), add2(a[2], b[2])


def _turn(a: Fp2) -> Fp2:
    """a·(1 + i)."""
    return (a[0] - a[1]) % P, (a[0] + a[1]) % P


def _shift6(a: _Fp6) -> _Fp6:
    """a·w²."""
    return _turn(a[2]), a[0], a[1]


def _mul6(a: _Fp6, b: _Fp6) -> _Fp6:
    v0, v1, v2 = mul2(a[0], b[0]), mul2(a[1], b[1]), mul2(a[2], b[2])
    c12 = mul2(add2(a[1], a[2]), add2(b[1], b[2]))
    c01 = mul2(add2(a[0], a[1]), add2(b[0], b[1]))
    c02 = mul2(add2(a[0], a[2]), add2(b[0], b[2]))
    return (
        add2(v0, _turn(sub2(sub2(c12, v1), v2))),
        add2(sub2(sub2(c01, v0), v1), _turn(v2)),
        add2(sub2(sub2(c02, v0), v2), v1),
    )


def _inverse6(a: _Fp6) -> _Fp6:
    c0 = sub2(mul2(a[0], a[0]), _turn(mul2(a[1], a[2])))
    c1 = sub2(_turn(mul2(a[2], a[2])), mul2(a[0], a[1]))
    c2 = sub2(mul2(a[1], a[1]), mul2(a[0], a[2]))
    norm = add2(mul2(a[0], c0), _turn(add2(mul2(a[2], c1), mul2(a[1], c2))))
    below = inverse2(norm)
    return mul2(c0, below), mul2(c1, below), mul2(c2, below)


def _gammas() -> tuple[int, ...]:
    """γ^k for k = 0 … 5, γ = (1+i)^((p²−1)/6) = norm(1+i)^((p−1)/6) = 2^((p−1)/6)."""
    gamma = pow(2, (P - 1) // 6, P)
    return tuple(pow(gamma, k, P) for k in range(6))


_GAMMAS = _gammas()
