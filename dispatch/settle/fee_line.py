"""费用明细: one expert's fee in one settlement, with everything needed to recompute it (EN-2, EN-7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dispatch.settle.payout import NEW, Payout, Stage
from policies.fees import Fact, FeeQuote, FeeRequest, OwnCar, RemoteRule, SameCity, Span, Travel, quote
from policies.vocabulary.money import Money
from policies.withholding import Aggregation, Withheld


@dataclass(frozen=True, slots=True)
class Settlement:
    """结算单: one tender's fees; `project` is the tender's token, `period` the month of payment (2026-12).

    `seq` counts the settlements of one tender: a committee that is recalled is settled again.
    """

    ref: str
    project: str
    payer: str
    payer_mark: str  # what identifies the payer in aggregation keys: credit code, or name
    period: str
    aggregation: Aggregation
    opened_at: datetime
    seq: int = 1


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One revision of one fee; amounts never change, a correction is the next revision.

    `code` is the report code (甲-07); `payee` a blind index of the person, the same in every settlement; `record` is JSON.
    """

    ref: str
    settlement: str
    code: str
    revision: int
    payee: bytes
    gross: Money
    tax: Money
    net: Money
    reimbursed: Money
    record: str
    made_at: datetime
    payout: Payout = NEW

    @property
    def payable(self) -> Money:
        return self.net + self.reimbursed

    @property
    def facts(self) -> dict[str, Any]:
        """The record, read."""
        return dict(json.loads(self.record))


@dataclass(frozen=True, slots=True)
class FeeCase:
    """What one expert did, as the caller knows it at E9: the report code, the person's blind index, and the request."""

    code: str
    payee: bytes
    request: FeeRequest


def fee_line(ref: str, settlement: Settlement, case: FeeCase, now: datetime, revision: int = 1) -> FeeLine:
    """The fee of one expert, computed and recorded. Raises the refusals of policies.fees."""
    answer = quote(case.request)
    return FeeLine(
        ref=ref,
        settlement=settlement.ref,
        code=case.code,
        revision=revision,
        payee=case.payee,
        gross=answer.paid.gross,
        tax=answer.paid.tax,
        net=answer.paid.net,
        reimbursed=answer.reimbursed,
        record=json.dumps(record_of(answer), ensure_ascii=False, sort_keys=True),
        made_at=now,
    )


def standing(lines: Iterable[FeeLine]) -> list[FeeLine]:
    """The lines that count: all but those whose correction stands in a later revision."""
    return [line for line in lines if line.payout.stage is not Stage.SUPERSEDED]


def record_of(answer: FeeQuote) -> dict[str, Any]:
    """EN-2: rule pack and version, clause, readings, inputs, intermediate values, amounts in fen, status of the source."""
    clause = answer.standard.clause
    return {
        **answer.as_json(),
        "pack": answer.standard.pack_id,
        "title": answer.standard.title,
        "clause": str(clause),
        "status": answer.standard.status.value,
        "basis": answer.basis.value,
        "overtime_fen": answer.overtime.fen,
        "instead_fen": answer.instead.fen,
        "uplift_fen": answer.uplift.fen,
        "inputs": inputs_of(answer.request),
    }


def inputs_of(request: FeeRequest) -> dict[str, Any]:
    """The request in the words of `fee quote`, as the sheet prints them."""
    travel, earlier = request.travel, request.earlier
    return {
        "standard": request.standard,
        "on": request.on.isoformat(),
        "sittings": [_pair(span) for span in request.sittings],
        "breaks": [_pair(span) for span in request.breaks],
        "meals": [_pair(span) for span in request.meals],
        "arrived_at": request.arrived_at.isoformat() if request.arrived_at else "",
        "facts": sorted(fact.value for fact in request.facts),
        "own_car": travel.own_car.value if travel.own_car else "",
        "road_hours": travel.road_hours,
        "same_city_travel": travel.same_city.value if travel.same_city else "",
        "receipts_fen": travel.receipts.fen,
        "own_standard": request.own_standard,
        "remote_fee_rule": request.remote_rule.value if request.remote_rule else "",
        "readings": dict(request.readings),
        "earlier_fen": [earlier.gross.fen, earlier.tax.fen, earlier.net.fen],
        "aggregation": request.aggregation.value,
    }


def request_of(inputs: Mapping[str, Any]) -> FeeRequest:
    """The request that printed inputs stand for: whoever has them can compute the fee again (EN-7)."""
    car, place, rule = inputs["own_car"], inputs["same_city_travel"], inputs["remote_fee_rule"]
    return FeeRequest(
        standard=inputs["standard"],
        on=date.fromisoformat(inputs["on"]),
        sittings=_spans(inputs["sittings"]),
        breaks=_spans(inputs["breaks"]),
        meals=_spans(inputs["meals"]),
        arrived_at=datetime.fromisoformat(inputs["arrived_at"]) if inputs["arrived_at"] else None,
        facts=frozenset(map(Fact, inputs["facts"])),
        travel=Travel(
            OwnCar(car) if car else None, inputs["road_hours"], SameCity(place) if place else None, Money(inputs["receipts_fen"])
        ),
        own_standard=inputs["own_standard"],
        remote_rule=RemoteRule(rule) if rule else None,
        readings=dict(inputs["readings"]),
        earlier=Withheld(*(Money(fen) for fen in inputs["earlier_fen"])),
        aggregation=Aggregation(inputs["aggregation"]),
    )


def _pair(span: Span) -> list[str]:
    return [span.start.isoformat(), span.end.isoformat()]


def _spans(pairs: list[list[str]]) -> tuple[Span, ...]:
    return tuple(Span(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pairs)
