"""Builders of settlements that hide all but what matters; every person and account is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from dispatch.settle.fee_line import FeeCase, FeeLine, Settlement, fee_line
from dispatch.settle.pay_order import Payer, Payment, PayOrder
from dispatch.settle.payout import Act
from dispatch.settle.sheet import Payee, SheetHead
from policies.vocabulary.expert import Bank, Identity
from policies.vocabulary.money import Money
from policies.vocabulary.roles import Role
from policies.withholding import Aggregation
from tests.policies.fee_builders import a_request

NOW = datetime(2026, 12, 18, 2, 30, tzinfo=UTC)
SETTLEMENT = Settlement("5e" * 16, "token", "某某公司", "91620000DEMX00014Y", "2026-12", Aggregation.PER_PROJECT_MONTH, NOW)
IDENTITY = Identity("甲某某", "男", "居民身份证", "620000197001010014")
BANK = Bank("某某银行某某支行", "999821000019", "6200000000000000018")
PAYEE = Payee(IDENTITY, BANK, "某某设计院")
PAYER = Payer("某某公司", Bank("某某银行营业部", "999551000011", "6200000000000013"))
HEAD = SheetHead("JY-甲", "2026-12-16", "某某交易中心", "某某公司", Aggregation.PER_PROJECT_MONTH, "经办甲", "复核乙")


def a_line(ref: str = "ab" * 16, code: str = "甲-07", standard: str = "HN", facts: tuple[str, ...] = (), **changes: Any) -> FeeLine:
    """850.00 net by Hunan's standard, unless told otherwise."""
    return fee_line(ref, SETTLEMENT, FeeCase(code, b"payee-mark-01", a_request(standard, facts=facts, **changes)), NOW)


def a_payment(line: str = "ab" * 16, attempt: int = 1, fen: int = 85000, bank: Bank = BANK) -> Payment:
    return Payment(line, attempt, IDENTITY.name, bank, Money(fen))


def an_order(*payments: Payment, batch: int = 1) -> PayOrder:
    return PayOrder(SETTLEMENT.ref, batch, PAYER, payments or (a_payment(),), NOW, date(2026, 12, 18))


def an_act(role: Role = Role.FINANCE, by: str = "财务甲", reason: str = "") -> Act:
    return Act(by, role, NOW, reason)
