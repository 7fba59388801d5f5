"""劳务报酬: one receipt of one expert, from the counted minutes to what reaches the account, with the rule beside every line.

EN-1: counted minutes → standard amount → caps → holiday factor → extras → basis → aggregation → tax → net.
(Neither standard built so far has a cap or a holiday factor.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from policies.fees.extras import Extra, extras, remarks
from policies.fees.readings import Readings, Taken, check_readings
from policies.fees.refusals import NotProvided
from policies.fees.request import INSTEAD, NO_FEE, Fact, FeeRequest, RemoteRule, check
from policies.fees.review_fee import Line, ReviewFee, minutes_counted, review_fee
from policies.fees.standard import Standard, standard_in_force, yuan
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import NO_EARLIER, Aggregation, Basis, Table, Withheld, scale_for, withhold


@dataclass(frozen=True, slots=True)
class FeeQuote:
    """One fee, complete: base and extras by the standard; gross − tax = net; Σ lines = net + reimbursed.

    `base` holds `overtime`, and `instead` (误工) where a lump sum stands for the fee.
    """

    request: FeeRequest
    standard: Standard
    minutes: int
    base: Money
    overtime: Money
    instead: Money
    extras: tuple[tuple[str, Money], ...]
    basis: Basis
    paid: Withheld
    reimbursed: Money
    lines: tuple[Line, ...]
    readings: tuple[Taken, ...]

    @property
    def payable(self) -> Money:
        """What reaches the account: net and reimbursed receipts."""
        return self.paid.net + self.reimbursed

    @property
    def uplift(self) -> Money:
        """税前换算: what is added to an after-tax standard so that its net remains."""
        return self.paid.gross - self.paid.net if self.basis is Basis.NET else NOTHING

    def as_json(self) -> dict[str, Any]:
        """The answer of `fee quote`: names and units as in docs/files.md."""
        return {
            "standard": self.standard.code,
            "minutes": self.minutes,
            "base_fen": self.base.fen,
            "extras": {name: amount.fen for name, amount in self.extras},
            "gross_fen": self.paid.gross.fen,
            "tax_fen": self.paid.tax.fen,
            "net_fen": self.paid.net.fen,
            "reimbursed_fen": self.reimbursed.fen,
            "lines": [{"text": line.text, "rule": line.rule, "fen": line.fen} for line in self.lines],
            "readings": [str(reading) for reading in self.readings],
        }


def quote(request: FeeRequest) -> FeeQuote:
    """The fee for one request. Raises a refusal of policies.fees.refusals, or NotYetInForce."""
    check(request)
    host = standard_in_force(request.standard, request.on)
    own = standard_in_force(request.own_standard, request.on) if request.own_standard else None
    allowed = (*host.pack.readings, *(own.pack.readings if own else ()))
    check_readings(request.readings, allowed, request.standard, request.on)
    if request.facts & set(NO_FEE):
        return _no_fee(request, host)
    if own is None or request.remote_rule in (None, RemoteRule.HOST):
        return _by(request, host)
    return _by(request, own) if request.remote_rule is RemoteRule.OWN else _higher_of(_by(request, host), _by(request, own))


def _higher_of(host: FeeQuote, own: FeeQuote) -> FeeQuote:
    """就高 (FEE-04, EN-4): gross against gross, on the same earlier receipts; a tie is decided by reading A13."""
    readings = Readings(host.request.on, host.request.readings)
    tie = host.paid.gross == own.paid.gross
    host_wins = readings["tie"] == "host" if tie else host.paid.gross > own.paid.gross
    chosen = host if host_wins else own
    sums = f"{host.standard.code} {host.paid.gross} / {own.standard.code} {own.paid.gross}"
    line = Line(f"就高：税前比税前，{sums}", f"higher of: gross against gross, {sums}", "FEE-04", 0)
    used = (*chosen.readings, readings.taken("tie")) if tie else chosen.readings
    return replace(chosen, lines=(*chosen.lines, line), readings=used)


def _by(request: FeeRequest, standard: Standard) -> FeeQuote:
    """The fee by one standard, whatever the other would pay."""
    if Fact.COMPLAINT_HEARING in request.facts:
        raise NotProvided(standard=standard.code, what="质疑投诉处理")
    readings = Readings(request.on, request.readings)
    work, instead = _work(request, standard, readings)
    due, silent = extras(request, standard, worked=not request.facts & {*INSTEAD, Fact.OPINION_VOID})
    if Fact.OPINION_VOID in request.facts:
        due = ()
    taxed = tuple(extra for extra in due if not extra.allowance or readings.holds("taxable_allowance"))
    untaxed = tuple(extra for extra in due if extra not in taxed)
    amount = work.amount + Money.total(extra.amount for extra in taxed)
    basis = standard.pack.basis or Basis(readings["basis"])
    paid = _withheld(request, amount, basis)
    lines = (*work.lines, *(extra.line for extra in due), *silent, *remarks(request, standard), *_tax_lines(request, amount, paid, basis))
    return FeeQuote(
        request=request,
        standard=standard,
        minutes=work.minutes,
        base=work.amount,
        overtime=work.overtime,
        instead=instead,
        extras=tuple((extra.name, extra.amount) for extra in due),
        basis=basis,
        paid=paid,
        reimbursed=request.travel.receipts + Money.total(extra.amount for extra in untaxed),
        lines=(*lines, *_receipts(request)),
        readings=(*_basis_reading(standard, readings), *work.readings, *_allowance_reading(due, readings)),
    )


def _work(request: FeeRequest, standard: Standard, readings: Readings) -> tuple[ReviewFee, Money]:
    """The review fee, or what stands for it: nothing for a void opinion, a lump sum for who came in vain."""
    if Fact.OPINION_VOID in request.facts:
        minutes = minutes_counted(request, standard, readings)
        line = Line("违法评审，评审意见无效：不得获取评审费", "opinion void: no review fee", "FEE-02", 0)
        return ReviewFee(minutes, NOTHING, NOTHING, (line,), ()), NOTHING
    came_in_vain = [fact for fact in INSTEAD if fact in request.facts]
    if not came_in_vain:
        return review_fee(request, standard, readings), NOTHING
    amount = yuan(standard.pack.instead[came_in_vain[0].value])  # type: ignore[index]
    status = standard.pack.instead_status
    line = Line(f"误工补助，代替评审费（{status.chinese}）", "lump sum in place of the review fee", standard.code, amount.fen)
    return ReviewFee(0, amount, NOTHING, (line,), ()), amount


def _withheld(request: FeeRequest, amount: Money, basis: Basis) -> Withheld:
    table = Table.NON_RESIDENT if Fact.NON_RESIDENT in request.facts else Table.RESIDENT
    earlier = NO_EARLIER if request.aggregation is Aggregation.PER_RECEIPT else request.earlier
    return withhold(amount, basis, scale_for(table, request.on), earlier)


def _tax_lines(request: FeeRequest, amount: Money, paid: Withheld, basis: Basis) -> list[Line]:
    rule = "TAX-05" if Fact.NON_RESIDENT in request.facts else "TAX-03"
    lines = []
    if basis is Basis.NET and paid.gross != amount:
        lines.append(Line("税后标准换算为税前", "after-tax standard taken up to gross", rule, paid.gross.fen - amount.fen))
    table = "非居民月表" if rule == "TAX-05" else "居民按次"
    lines.append(Line(f"个人所得税（{table}，税前{paid.gross}元）", f"income tax on {paid.gross} yuan gross", rule, -paid.tax.fen))
    if request.earlier != NO_EARLIER and request.aggregation is not Aggregation.PER_RECEIPT:
        before, english = request.earlier, f"counted with earlier receipts: gross {request.earlier.gross}, tax {request.earlier.tax}"
        lines.append(Line(f"与此前收入合并计税：税前{before.gross}元、已扣{before.tax}元", english, "TAX-02", 0))
    return lines


def _receipts(request: FeeRequest) -> tuple[Line, ...]:
    receipts = request.travel.receipts
    if receipts == NOTHING:
        return ()
    return (Line("交通、住宿凭票报销，不计税", "fares and lodging against receipts, not taxed", "FEE-05", receipts.fen),)


def _basis_reading(standard: Standard, readings: Readings) -> tuple[Taken, ...]:
    return (readings.taken("basis"),) if standard.pack.basis is None else ()


def _allowance_reading(due: tuple[Extra, ...], readings: Readings) -> tuple[Taken, ...]:
    return (readings.taken("taxable_allowance"),) if any(extra.allowance for extra in due) else ()


def _no_fee(request: FeeRequest, standard: Standard) -> FeeQuote:
    """Who takes no fee and no reimbursement (FEE-01, FEE-03); the line says why."""
    if Fact.TENDERER_REPRESENTATIVE in request.facts:
        line = Line("招标人代表不是评审专家，不领取评审费", "the tenderer's representative takes no fee", "FEE-03", 0)
    else:
        line = Line("擅自离场或违规：不付劳务费，也不报销", "left without leave or misconduct: no fee, no reimbursement", "FEE-01", 0)
    readings = Readings(request.on, request.readings)
    nothing = Withheld(NOTHING, NOTHING, NOTHING)
    minutes, basis = minutes_counted(request, standard, readings), standard.pack.basis or Basis(readings["basis"])
    return FeeQuote(request, standard, minutes, NOTHING, NOTHING, NOTHING, (), basis, nothing, NOTHING, (line,), ())
