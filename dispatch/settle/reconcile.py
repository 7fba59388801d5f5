"""对账: whether books, payment orders and the bank's answers tell the same story, and what people must clear up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.settle.ledger import ON_THE_WAY
from dispatch.settle.ports import Finance
from policies.vocabulary.money import NOTHING, Money


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`books_sum` is nothing in books that balance; what is on its way equals the payments that the bank has not decided."""

    books_sum: Money
    on_the_way: Money
    undecided: tuple[str, ...]
    undecided_sum: Money
    not_handed_over: tuple[str, ...]
    unclear: tuple[tuple[str, str, str], ...]

    @property
    def agrees(self) -> bool:
        return self.books_sum == NOTHING and self.on_the_way == self.undecided_sum and not self.unclear

    def as_json(self) -> dict[str, Any]:
        return {
            "agrees": self.agrees,
            "books_sum_fen": self.books_sum.fen,
            "on_the_way_fen": self.on_the_way.fen,
            "undecided_fen": self.undecided_sum.fen,
            "undecided": list(self.undecided),
            "not_handed_over": list(self.not_handed_over),
            "unclear": [{"report": report, "end_to_end_id": payment, "effect": effect} for report, payment, effect in self.unclear],
        }


def reconcile(finance: Finance) -> Reconciliation:
    """Compares the books with the payments and the bank's answers; changes nothing."""
    accounts = finance.balances()
    open_items = finance.undecided()
    return Reconciliation(
        books_sum=Money.total(accounts.values()),
        on_the_way=NOTHING - accounts.get(ON_THE_WAY, NOTHING),  # a credit until the bank has booked it
        undecided=tuple(item.end_to_end_id for item in open_items),
        undecided_sum=Money(sum(item.amount_fen for item in open_items)),
        not_handed_over=tuple(order.message_id for order in finance.not_handed_over()),
        unclear=tuple((report, status.end_to_end_id, effect.value) for report, status, effect in finance.unclear()),
    )
