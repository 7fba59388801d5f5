"""演示值: invented numbers with true checksums; no issued number can look like them, and only a demonstration accepts them.

Source: docs/domain/05-identifiers-and-data.md, status words; region 620000, organisations DEMX, bank 999, phones 161.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_10

from dispatch.intake.identifiers import organisation_check
from dispatch.kernel.ports import Entropy

T = TypeVar("T")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PHONES, _PHONE_STEP = 10**8, 61_803_399  # a step without common factor: neighbours in the file get distant numbers
_PIECE = 4096


class Chance:
    """Whole numbers and choices out of an Entropy, fetched by the piece."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy, self._piece, self._next = entropy, b"", 0

    def below(self, limit: int) -> int:
        """A number from 0 to limit − 1 (limit ≤ 2^24; its bias, below 2^-24, does not matter for invented people)."""
        return self._bits48() % limit

    def share(self) -> float:
        """A number from 0 to below 1."""
        return self._bits48() / 2.0**48

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def _bits48(self) -> int:
        if self._next + 6 > len(self._piece):
            self._piece, self._next = self._entropy(_PIECE), 0
        self._next += 6
        return int.from_bytes(self._piece[self._next - 6 : self._next], "big")


def entropy_from(seed: str) -> Entropy:
    """Always the same bytes for one seed: samples and load tests can be made again."""
    pieces = 0

    def draw(n: int) -> bytes:
        nonlocal pieces
        pieces += 1
        return hashlib.shake_256(f"{seed}/{pieces}".encode()).digest(n)

    return draw


def demo_citizen_id(birth: date, sequence: int) -> str:
    """An identity number of region 620000; `sequence` 0–999, odd for men."""
    body = f"620000{birth:%Y%m%d}{sequence:03d}"
    return body + ric.calc_check_digit(body + "0")


def demo_uscc(serial: int, kind: str = "91") -> str:
    """A credit code of an organisation DEMX…; `kind` is authority and category (91 company, 12 public institution)."""
    body = "DEMX" + _base31(serial)
    code = f"{kind}620000{body}{organisation_check(body)}"
    return code + uscc.calc_check_digit(code)


def demo_card(serial: int) -> str:
    """A bank card of 19 digits."""
    body = f"620000{serial:012d}"
    return body + luhn.calc_check_digit(body)


def demo_cnaps(area: int, branch: int) -> str:
    """A branch number of bank 999."""
    body = f"999{area:04d}{branch:04d}"
    return body + mod_11_10.calc_check_digit(body)


def demo_phone(serial: int) -> str:
    """A phone number that begins with 161; different for every serial below 100 million."""
    return f"161{serial * _PHONE_STEP % _PHONES:08d}"


def _base31(serial: int) -> str:
    digits = ""
    for _ in range(4):
        serial, digit = divmod(serial, 31)
        digits = _ALPHABET[digit] + digits
    return digits
