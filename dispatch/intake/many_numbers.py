"""证件号码、银行卡号，成批核对: which of many numbers are sound beyond doubt, all at once.

Whatever is not is looked at by itself (identifiers.py), which says what is wrong; both must agree (tests hold them together).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dispatch.intake import identifiers as ids
from dispatch.intake.cells import Cell
from dispatch.intake.regions import is_known_place, is_province

_CITIZEN = "居民身份证"
_ID_LENGTH, _CARD_LENGTH = 18, 19
_NO_ID, _NO_CARD = "0" * _ID_LENGTH, "1" * _CARD_LENGTH  # neither is sound
_ZERO = ord("0")
_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
_AS_NUMBER = 10 ** np.arange(7, -1, -1)
_DOUBLED = np.array((0, 2, 4, 6, 8, 1, 3, 5, 7, 9))


def sound_identities(
    types: Sequence[str], numbers: Sequence[str], births: Sequence[date | None], sexes: Sequence[str], *, demo: bool
) -> list[bool]:
    """For each row whether its 居民身份证 number has its form, check, a known place, and the birth date and sex that stand beside it."""
    written = "".join([number if len(number) == _ID_LENGTH and number.isascii() else _NO_ID for number in numbers])
    codes = np.frombuffer(written.encode("ascii"), np.uint8).reshape(-1, _ID_LENGTH)
    digits = codes[:, :17].astype(np.int64) - _ZERO
    born = np.fromiter((b.year * 10_000 + b.month * 100 + b.day if b else -1 for b in births), np.int64, len(births))
    sound: NDArray[np.bool_] = np.all((digits >= 0) & (digits <= 9), axis=1)
    sound &= codes[:, 17] == _CHECKS[(digits @ _WEIGHTS) % 11]
    sound &= digits[:, 6:14] @ _AS_NUMBER == born
    sound &= (digits[:, 16] % 2 == 1) == np.fromiter((sex == "男" for sex in sexes), np.bool_, len(sexes))
    sound &= np.fromiter((kind == _CITIZEN for kind in types), np.bool_, len(types))
    sound &= np.fromiter((_is_sound_place(number[:6], demo) for number in numbers), np.bool_, len(numbers))
    answers: list[bool] = sound.tolist()
    return answers


def sound_cards(cells: Sequence[Cell]) -> list[bool]:
    """For each cell whether it is the text of a card number: 16–19 digits that pass Luhn."""
    written = "".join([cell.rjust(_CARD_LENGTH, "0") if _is_card_text(cell) else _NO_CARD for cell in cells])  # type: ignore[union-attr]
    digits = np.frombuffer(written.encode("ascii"), np.uint8).reshape(-1, _CARD_LENGTH).astype(np.int64) - _ZERO
    total = digits[:, ::-2].sum(axis=1) + _DOUBLED[digits[:, -2::-2]].sum(axis=1)
    fits: list[bool] = (total % 10 == 0).tolist()
    return fits


def _is_card_text(cell: Cell) -> bool:
    return type(cell) is str and 16 <= len(cell) <= _CARD_LENGTH and cell.isascii() and cell.isdigit()


@lru_cache(maxsize=1 << 14)
def _is_sound_place(code: str, demo: bool) -> bool:
    return is_province(code[:2]) and is_known_place(code) and (demo or not ids.is_demo(ids.Kind.CITIZEN_ID, code))
