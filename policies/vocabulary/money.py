"""Money is a whole number of fen; yuan exist in files and on screens only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in fen (1/100 yuan).

    >>> str(Money.yuan("862.5"))
    '862.50'
    """

    fen: int

    @classmethod
    def yuan(cls, amount: Decimal | str | int) -> Money:
        """An amount given in yuan; a fraction of a fen is rounded half up."""
        return cls(round_half_up(Decimal(amount) * 100))

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.fen for amount in amounts))

    def times(self, factor: Decimal | int) -> Money:
        return Money(round_half_up(Decimal(self.fen) * factor))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __str__(self) -> str:
        return f"{Decimal(self.fen) / 100:.2f}"


NOTHING = Money(0)


def round_half_up(amount: Decimal) -> int:
    """The one function that rounds money: half up, to whole fen."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
