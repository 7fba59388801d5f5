"""SM2 signatures with SM3 (GB/T 32918.2), verified in plain Python: public values only, so timing tells nothing."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
ID = b"1234567812345678"

Affine = tuple[int, int]
Jacobian = tuple[int, int, int]
_NOWHERE: Jacobian = (1, 1, 0)


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether r‖s (64 bytes) is the signature of the message by the key `04‖x‖y` under the ID that vd1-sm fixes."""
    point = decode_key(key)
    if point is None or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N and t):
        return False
    e = int.from_bytes(_sm3(_identity(point) + message), "big")
    x = _x_of(_sum_of_multiples(s, t, point))
    return x is not None and (e + x) % N == r


def decode_key(key: bytes) -> Affine | None:
    """The point of an uncompressed key, or None unless it lies on the curve with coordinates below the field."""
    if len(key) != 65 or key[0] != 4:
        return None
    x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    on_curve = x < P and y < P and (y * y - (x * x + A) * x - B) % P == 0
    return (x, y) if on_curve else None


def _identity(point: Affine) -> bytes:
    """ZA: the signer's identity, hashed with curve and key."""
    numbers = b"".join(number.to_bytes(32, "big") for number in (A, B, *G, *point))
    return _sm3((8 * len(ID)).to_bytes(2, "big") + ID + numbers)


def _sum_of_multiples(s: int, t: int, point: Affine) -> Jacobian:
    """s·G + t·point, both multiples in one run over the bits."""
    both = _add(_add(_NOWHERE, G), point)
    both_affine = _affine(both)
    total = _NOWHERE
    for bit in range(255, -1, -1):
        total = _double(total)
        pick = (s >> bit & 1) | (t >> bit & 1) << 1
        if pick == 3:
            total = _add(total, both_affine) if both_affine else total
        elif pick:
            total = _add(total, G if pick == 1 else point)
    return total


def _double(point: Jacobian) -> Jacobian:
    x, y, z = point
    if not z:
        return point
    zz, yy = z * z % P, y * y % P
    four_xyy = 4 * x * yy % P
    slope = 3 * (x - zz) * (x + zz) % P
    x3 = (slope * slope - 2 * four_xyy) % P
    return x3, (slope * (four_xyy - x3) - 8 * yy * yy) % P, 2 * y * z % P


def _add(point: Jacobian, other: Affine) -> Jacobian:
    x1, y1, z1 = point
    if not z1:
        return other[0], other[1], 1
    zz = z1 * z1 % P
    h, slope = (other[0] * zz - x1) % P, (other[1] * zz * z1 - y1) % P
    if not h:
        return _NOWHERE if slope else _double(point)
    hh = h * h % P
    hhh, v = h * hh % P, x1 * hh % P
    x3 = (slope * slope - hhh - 2 * v) % P
    return x3, (slope * (v - x3) - y1 * hhh) % P, z1 * h % P


def _affine(point: Jacobian) -> Affine | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, P)
    square = inverse * inverse % P
    return x * square % P, y * square * inverse % P


def _x_of(point: Jacobian) -> int | None:
    affine = _affine(point)
    return affine[0] if affine else None


def _sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()
