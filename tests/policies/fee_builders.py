"""Builders of fee requests that hide all but what matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from policies.fees import Fact, FeeQuote, FeeRequest, RemoteRule, Span, Travel, quote
from policies.vocabulary.money import Money

DAYS = {"d1": "2026-12-16", "d2": "2026-12-17"}
DAY = date(2026, 12, 16)


def at(moment: str) -> datetime:
    """`d1 09:00`: a time of the first day in China; without a day, of the first."""
    day, _, time = moment.rpartition(" ")
    return datetime.fromisoformat(f"{DAYS[day or 'd1']}T{time}:00+08:00")


def spans(times: Iterable[str]) -> tuple[Span, ...]:
    moments = [at(time) for time in times]
    return tuple(Span(start, end) for start, end in zip(moments[::2], moments[1::2], strict=True))


def a_request(standard: str = "HN", *times: str, facts: Iterable[str] = (), **changes: Any) -> FeeRequest:
    """09:00 to 14:20 on the first day, unless other times are given in pairs."""
    request = FeeRequest(standard, DAY, spans(times or ("09:00", "14:20")), facts=frozenset(map(Fact, facts)))
    return replace(request, **changes)


def a_quote(standard: str = "HN", *times: str, facts: Iterable[str] = (), **changes: Any) -> FeeQuote:
    return quote(a_request(standard, *times, facts=facts, **changes))


def request_of(case: Mapping[str, Any]) -> FeeRequest:
    """A row of fee_cases.yaml."""
    return FeeRequest(
        case["standard"],
        DAY,
        spans(case.get("times", ())),
        spans(case.get("breaks", ())),
        spans(case.get("meals", ())),
        at(case["arrived"]) if "arrived" in case else None,
        frozenset(map(Fact, case.get("facts", ()))),
        Travel(road_hours=case.get("road_hours", 0)),
        case.get("own", ""),
        RemoteRule(case["rule"]) if "rule" in case else None,
    )


def sums(answer: FeeQuote) -> tuple[str, str, str]:
    """Gross, tax and net in yuan, as the tables write them."""
    return tuple(str(amount) for amount in (answer.paid.gross, answer.paid.tax, answer.paid.net))  # type: ignore[return-value]


def yuan(amount: str) -> Money:
    return Money.yuan(amount)
