"""费用 as they may be shown: each line under its report code with every rule behind it; no name and no account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any

from dispatch.settle.fee_line import FeeLine, Settlement
from dispatch.settle.payout import Stage
from dispatch.workflow.pages import Page, page_of
from dispatch.workflow.records import Among, TenderRecord
from dispatch.workflow.shown import Sights, Viewer, among_of, sights_of_each
from dispatch.workflow.work import Work
from policies.vocabulary.money import Money
from policies.vocabulary.roles import Field
from policies.vocabulary.source import Status

PAGE = 10  # settlements with all their fees


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of a fee: its words, its rule's code, its sum."""

    text: str
    rule: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ActShown:
    stage: Stage
    role: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class FeeShown:
    """One fee, the latest revision of its code; `status` tells how sure its standard is."""

    code: str
    revision: int
    standard: str
    clause: str
    status: Status
    gross: Money
    tax: Money
    net: Money
    reimbursed: Money
    payable: Money
    stage: Stage
    lines: tuple[RuleLine, ...]
    readings: tuple[str, ...]
    acts: tuple[ActShown, ...]


@dataclass(frozen=True, slots=True)
class SettlementShown:
    """结算单; `title` is the tender's where the viewer may know it, else empty and the token alone stands for it."""

    ref: str
    tender: str
    tender_id: str
    title: str
    payer: str
    period: str
    opened_at: datetime
    fees: tuple[FeeShown, ...]

    @property
    def gross(self) -> Money:
        return Money.total(fee.gross for fee in self.fees)

    @property
    def tax(self) -> Money:
        return Money.total(fee.tax for fee in self.fees)

    @property
    def payable(self) -> Money:
        return Money.total(fee.payable for fee in self.fees)


def settlement_page(viewer: Viewer, work: Work, after: str = "", period: str = "") -> Page[SettlementShown]:
    """Settlements whose sums this viewer may see, a page at a time, the latest first; of one month of payment, or of all.

    Whoever sees only his own finds them by his tenders, which are few among all.
    """
    among = among_of(viewer)
    found: Page[tuple[SettlementShown, ...]]
    if among == Among():
        settlements = partial(work.uow.finance.page, period=period)
        found = page_of(settlements, partial(_each, viewer, work), attrgetter("ref"), after, most=PAGE)
    else:
        tenders = partial(work.uow.tenders.page, among=among)
        found = page_of(tenders, partial(_of_tenders, viewer, period, work), attrgetter("token"), after, most=PAGE)
    return Page(tuple(chain.from_iterable(found.lines)), found.next)


def _each(viewer: Viewer, work: Work, settlements: Sequence[Settlement]) -> Iterator[tuple[SettlementShown, ...] | None]:
    records = work.uow.tenders.by_tokens({settlement.project for settlement in settlements})
    seen = {sights.record.token: sights for sights in sights_of_each(records.values(), viewer, work) if sights.fully(Field.FEE)}
    for settlement in settlements:
        yield (_shown(settlement, seen[settlement.project], work),) if settlement.project in seen else None


def _of_tenders(viewer: Viewer, period: str, work: Work, records: Sequence[TenderRecord]) -> Iterator[tuple[SettlementShown, ...] | None]:
    for sights in sights_of_each(records, viewer, work):
        settlements = _of(sights, work) if sights.fully(Field.FEE) else []
        yield tuple(_shown(each, sights, work) for each in settlements if period in ("", each.period)) or None


def fees_of(sights: Sights, work: Work) -> tuple[SettlementShown, ...]:
    """The settlements of one tender. Raises NotAllowed."""
    sights.require_fully(Field.FEE)
    return tuple(_shown(settlement, sights, work) for settlement in _of(sights, work))


def _of(sights: Sights, work: Work) -> list[Settlement]:
    return work.uow.finance.settlements_of(sights.record.token)


def _shown(settlement: Settlement, sights: Sights, work: Work) -> SettlementShown:
    named = sights.fully(Field.TENDER)
    fees = [_fee(line, work) for line in _latest(work.uow.finance.lines(settlement.ref))]
    return SettlementShown(
        ref=settlement.ref,
        tender=sights.record.token,
        tender_id=sights.record.id if named else "",
        title=sights.record.tender.title if named else "",
        payer=settlement.payer if named else "",
        period=settlement.period,
        opened_at=settlement.opened_at,
        fees=tuple(sorted(fees, key=lambda fee: fee.code)),
    )


def _latest(lines: Iterable[FeeLine]) -> list[FeeLine]:
    """The last revision of each code."""
    return list({line.code: line for line in lines}.values())


def _fee(line: FeeLine, work: Work) -> FeeShown:
    facts: dict[str, Any] = line.facts
    acts = (ActShown(stage, act.role.value, act.at, act.reason) for stage, act in work.uow.finance.acts(line.ref))
    return FeeShown(
        code=line.code,
        revision=line.revision,
        standard=facts["title"],
        clause=facts["clause"],
        status=Status(facts["status"]),
        gross=line.gross,
        tax=line.tax,
        net=line.net,
        reimbursed=line.reimbursed,
        payable=line.payable,
        stage=line.payout.stage,
        lines=tuple(RuleLine(each["text"], each["rule"], Money(each["fen"])) for each in facts["lines"]),
        readings=tuple(facts["readings"]),
        acts=tuple(acts),
    )
