"""台账: double entry in fen; entries are only added, a mistake is corrected by its counter-entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch.settle.fee_line import FeeLine
from dispatch.settle.refusals import Unbalanced
from policies.vocabulary.money import NOTHING, Money

EXPENSE = "评审劳务费用"
TAX_DUE = "应交个人所得税"
ON_THE_WAY = "在途支付"
BANK = "银行存款"


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: a debit or a credit on one account, the other is nothing."""

    account: str
    debit: Money = NOTHING
    credit: Money = NOTHING


@dataclass(frozen=True, slots=True)
class Entry:
    """A booking; its key makes it happen once. Raises Unbalanced where debit and credit differ."""

    key: str
    settlement: str
    at: datetime
    postings: tuple[Posting, ...]
    reverses: str = ""

    def __post_init__(self) -> None:
        debit, credit = (Money.total(getattr(posting, side) for posting in self.postings) for side in ("debit", "credit"))
        if debit != credit or any(min(posting.debit, posting.credit) != NOTHING for posting in self.postings):
            raise Unbalanced(key=self.key, debit=debit, credit=credit)


def payable_to(line: str) -> str:
    """应付专家: the account that holds what one fee line still owes."""
    return f"应付专家/{line}"


def accrued(line: FeeLine, at: datetime) -> Entry:
    """At the payer's approval: the expense, what is owed to the expert, and the tax withheld."""
    postings = (
        Posting(EXPENSE, debit=line.gross + line.reimbursed),
        Posting(payable_to(line.ref), credit=line.payable),
        Posting(TAX_DUE, credit=line.tax),
    )
    return Entry(f"accrued/{line.ref}", line.settlement, at, postings)


def ordered(line: FeeLine, end_to_end_id: str, at: datetime) -> Entry:
    """At the payment order: owed no more to the expert, but on its way."""
    postings = (Posting(payable_to(line.ref), debit=line.payable), Posting(ON_THE_WAY, credit=line.payable))
    return Entry(f"ordered/{end_to_end_id}", line.settlement, at, postings)


def booked(line: FeeLine, end_to_end_id: str, at: datetime) -> Entry:
    """At the bank's success: gone from the payer's account."""
    postings = (Posting(ON_THE_WAY, debit=line.payable), Posting(BANK, credit=line.payable))
    return Entry(f"booked/{end_to_end_id}", line.settlement, at, postings)


def tax_paid(settlement: str, filing: str, tax: Money, at: datetime) -> Entry:
    """When the tax office has been paid."""
    return Entry(f"tax/{filing}", settlement, at, (Posting(TAX_DUE, debit=tax), Posting(BANK, credit=tax)))


def counter(entry: Entry, key: str, at: datetime) -> Entry:
    """红冲: the same entry with its sides exchanged."""
    turned = tuple(Posting(posting.account, debit=posting.credit, credit=posting.debit) for posting in entry.postings)
    return Entry(key, entry.settlement, at, turned, reverses=entry.key)


def balances(entries: Iterable[Entry]) -> dict[str, Money]:
    """Debit minus credit of every account; over all accounts they sum to nothing."""
    fen: Counter[str] = Counter()
    for entry in entries:
        for posting in entry.postings:
            fen[posting.account] += posting.debit.fen - posting.credit.fen
    return {account: Money(amount) for account, amount in sorted(fen.items())}
