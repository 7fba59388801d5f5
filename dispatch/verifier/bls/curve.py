"""Points of BLS12-381 as they are written: on the curve, in the subgroup, never infinity; everything else is refused."""

from __future__ import annotations

from dispatch.verifier.bls.field import ONE2, ZERO2, Fp2, P, R, add2, inverse2, mul2, root, root2, scale2, sub2

G1 = tuple[int, int]
G2 = tuple[Fp2, Fp2]
_HALF = (P - 1) // 2

GENERATOR2: G2 = (
    (
        0x024AA2B2F08F0A91260805272DC51051C6E47AD4FA403B02B4510B647AE3D1770BAC0326A805BBEFD48056C8C121BDB8,
        0x13E02B6052719F607DACD3A088274F65596BD0D09920B61AB5DA61BBDC7F5049334CF11213945D57E5AC7D055D042B7E,
    ),
    (
        0x0CE5D527727D6E118CC9CDC6DA2E351AADFD9BAA8CBDD3A76D429A695160D12C923AC9CC3BACA289E193548608B82801,
        0x0606C4A02EA734CC32ACD2B02BC28B99CB3E287E85A763AF267492AB572E99AB3F370D275CEC1DA1AAA9075FF05F79BE,
    ),
)


def read_g1(encoded: bytes) -> G1 | None:
    """The point of a signature (48 bytes, compressed), or None."""
    head = _header(encoded, 48)
    if head is None:
        return None
    larger, x = head
    y = root(x * x * x + 4) if x < P else None
    if y is None:
        return None
    point = x, y if (y > _HALF) == larger else P - y
    return point if in_g1(point) else None


def read_g2(encoded: bytes) -> G2 | None:
    """The point of a beacon's key (96 bytes, compressed), or None."""
    head = _header(encoded, 96)
    if head is None:
        return None
    larger, number = head
    x = (number & (1 << 384) - 1, number >> 384)
    if x[0] >= P or x[1] >= P:
        return None
    y = root2(add2(mul2(x, mul2(x, x)), (4, 4)))
    if y is None:
        return None
    is_larger = (y[1] or y[0]) > _HALF
    point = x, y if is_larger == larger else sub2(ZERO2, y)
    return point if _in_g2(point) else None


def multiply_g1(point: G1, factor: int) -> G1 | None:
    """factor·point, or None for infinity; Jacobian coordinates inside."""
    x, y, z = 1, 1, 0
    for bit in bin(factor)[2:]:
        x, y, z = _double(x, y, z)
        if bit == "1":
            x, y, z = _add(x, y, z, point)
    if not z:
        return None
    inverse = pow(z, -1, P)
    return x * inverse * inverse % P, y * pow(inverse, 3, P) % P


def in_g1(point: G1) -> bool:
    """Whether the point lies in the subgroup: R·point is infinity."""
    return multiply_g1(point, R) is None


def double_g2(point: G2) -> tuple[G2, Fp2]:
    """2·point and the slope of the tangent; the point has odd order."""
    x, y = point
    slope = mul2(scale2(mul2(x, x), 3), inverse2(scale2(y, 2)))
    return _third(point, x, slope), slope


def add_g2(point: G2, other: G2) -> tuple[G2, Fp2]:
    """point + other and the slope of the chord; the two have different x."""
    slope = mul2(sub2(point[1], other[1]), inverse2(sub2(point[0], other[0])))
    return _third(point, other[0], slope), slope


def _third(point: G2, other_x: Fp2, slope: Fp2) -> G2:
    x = sub2(sub2(mul2(slope, slope), point[0]), other_x)
    return x, sub2(mul2(slope, sub2(point[0], x)), point[1])


def _header(encoded: bytes, length: int) -> tuple[bool, int] | None:
    """Sign flag and number of a compressed point; None if it is not compressed, or infinity."""
    if len(encoded) != length or not encoded[0] & 0x80 or encoded[0] & 0x40:
        return None
    return bool(encoded[0] & 0x20), int.from_bytes(encoded, "big") & ((1 << 8 * length - 3) - 1)


def _double(x: int, y: int, z: int) -> tuple[int, int, int]:
    if not z:
        return x, y, z
    yy = y * y % P
    s, slope = 4 * x * yy % P, 3 * x * x % P
    x3 = (slope * slope - 2 * s) % P
    return x3, (slope * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P


def _add(x: int, y: int, z: int, other: G1) -> tuple[int, int, int]:
    if not z:
        return other[0], other[1], 1
    zz = z * z % P
    h, slope = (other[0] * zz - x) % P, (other[1] * zz * z - y) % P
    if not h:
        return (1, 1, 0) if slope else _double(x, y, z)
    hh = h * h % P
    hhh, v = h * hh % P, x * hh % P
    x3 = (slope * slope - hhh - 2 * v) % P
    return x3, (slope * (v - x3) - y * hhh) % P, z * h % P


def _in_g2(point: G2) -> bool:
    """R·point is infinity, with projective steps so that no special case divides by zero."""
    total: tuple[Fp2, Fp2, Fp2] = (ONE2, ONE2, ZERO2)
    for bit in bin(R)[2:]:
        total = _double2(total)
        if bit == "1":
            total = _add2(total, point)
    return total[2] == ZERO2


def _double2(point: tuple[Fp2, Fp2, Fp2]) -> tuple[Fp2, Fp2, Fp2]:
    x, y, z = point
    if z == ZERO2:
        return point
    yy = mul2(y, y)
    s, slope = scale2(mul2(x, yy), 4), scale2(mul2(x, x), 3)
    x3 = sub2(mul2(slope, slope), scale2(s, 2))
    return x3, sub2(mul2(slope, sub2(s, x3)), scale2(mul2(yy, yy), 8)), scale2(mul2(y, z), 2)


def _add2(point: tuple[Fp2, Fp2, Fp2], other: G2) -> tuple[Fp2, Fp2, Fp2]:
    x, y, z = point
    if z == ZERO2:
        return other[0], other[1], ONE2
    zz = mul2(z, z)
    h, slope = sub2(mul2(other[0], zz), x), sub2(mul2(other[1], mul2(zz, z)), y)
    if h == ZERO2:
        return (ONE2, ONE2, ZERO2) if slope != ZERO2 else _double2(point)
    hh = mul2(h, h)
    hhh, v = mul2(h, hh), mul2(x, hh)
    x3 = sub2(sub2(mul2(slope, slope), hhh), scale2(v, 2))
    return x3, sub2(mul2(slope, sub2(v, x3)), mul2(y, hhh)), mul2(z, h)
