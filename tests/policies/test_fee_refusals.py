"""Fees: what cannot be true is refused with one sentence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from policies.fees import Fact, RemoteRule, Span, Travel
from policies.fees import refusals as refused
from policies.refusals import NotYetInForce
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import Withheld
from tests.policies.fee_builders import a_quote, at, spans

NAIVE = datetime(2026, 12, 16, 9)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"sittings": spans(["10:00", "09:00"])}, refused.SittingBackwards),
        ({"sittings": spans(["10:00", "10:00"])}, refused.SittingBackwards),
        ({"sittings": spans(["09:00", "11:00", "10:00", "12:00"])}, refused.SittingsOverlap),
        ({"sittings": ()}, refused.NoSitting),
        ({"sittings": (Span(NAIVE, NAIVE),)}, refused.TimeWithoutZone),
        ({"arrived_at": NAIVE}, refused.TimeWithoutZone),
        ({"arrived_at": at("15:00")}, refused.ArrivedAfterTheEnd),
        ({"breaks": spans(["08:00", "09:30"])}, refused.PauseOutside),
        ({"breaks": spans(["12:30", "12:00"])}, refused.PauseOutside),
        ({"breaks": spans(["12:00", "13:00"]), "meals": spans(["12:30", "13:30"])}, refused.PausesOverlap),
        ({"travel": Travel(road_hours=-1)}, refused.NegativeSum),
        ({"travel": Travel(receipts=Money(-1))}, refused.NegativeSum),
        ({"earlier": Withheld(Money(-1), NOTHING, NOTHING)}, refused.NegativeSum),
        ({"facts": frozenset({Fact.LEFT_ILL, Fact.LEFT_WITHOUT_LEAVE})}, refused.FactsClash),
        ({"remote_rule": RemoteRule.HIGHER_OF}, refused.OwnStandardMissing),
        ({"on": date(2016, 1, 1)}, NotYetInForce),
    ],
)
def test_what_cannot_be_true_is_refused_with_a_sentence(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        a_quote("HN", **changes)


@pytest.mark.parametrize(
    ("code", "refusal"), [("GD-GP", refused.StandardNotBuilt), ("hn", refused.UnknownStandard), ("../HN", refused.UnknownStandard)]
)
def test_a_standard_that_is_not_there_is_refused_by_its_code(code: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        a_quote(code)
