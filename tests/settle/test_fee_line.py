"""A fee line holds everything that is needed to compute it again."""

from __future__ import annotations

from dispatch.settle.fee_line import record_of, request_of
from policies.fees import OwnCar, RemoteRule, SameCity, Travel, quote
from policies.vocabulary.money import Money
from policies.withholding import Withheld
from tests.policies.fee_builders import at, spans
from tests.settle.builders import a_line


def test_the_record_names_rule_pack_clause_readings_inputs_and_amounts() -> None:
    facts = a_line().facts
    assert (facts["pack"], facts["status"], facts["basis"], facts["uplift_fen"]) == ("fees/HN/1", "reported", "net", 1250)
    assert "A1 first_block_min=180" in facts["readings"][0]
    assert facts["inputs"]["sittings"] == [["2026-12-16T09:00:00+08:00", "2026-12-16T14:20:00+08:00"]]


def test_whoever_has_the_printed_inputs_computes_the_same_fee_again() -> None:
    line = a_line(
        standard="AH",
        facts=("leader", "senior"),
        breaks=spans(["12:00", "12:20"]),
        arrived_at=at("09:10"),
        travel=Travel(OwnCar.OTHER_CITY, 2, SameCity.CITY, Money(700)),
        own_standard="HN",
        remote_rule=RemoteRule.HIGHER_OF,
        readings={"round": "sd_gp"},
        earlier=Withheld(Money(90000), Money(2000), Money(88000)),
    )
    again = quote(request_of(line.facts["inputs"]))
    assert record_of(again) == line.facts
    assert again.payable == line.payable
