"""The bidder list comes later, and names consortium members too."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.intake.bidders import read_bidders
from dispatch.intake.refusals import BadBidderList

FIRST = {"name": "甲", "uscc": "91620000DEMX00014Y"}
SECOND = {"name": "乙", "uscc": "91620000DEMX00022R"}


def a_list(*bidders: Any, **changes: Any) -> dict[str, Any]:
    return {"id": "JY-1", "section": "1", "bidders": list(bidders), **changes}


def test_members_of_a_consortium_count_as_units_of_the_list() -> None:
    found = read_bidders(a_list(FIRST | {"members": [SECOND]}), demo=True)
    assert (found.id, [unit.name for unit in found.units]) == ("JY-1/1", ["甲", "乙"])


@pytest.mark.parametrize(
    ("bidders", "named"),
    [
        ([], "bidders"),
        ([FIRST, FIRST], "bidders"),
        ([{"name": "甲"}], "bidders[0].unit.uscc"),
        ([FIRST | {"members": [{"name": "乙"}]}], "bidders[0].members[0].uscc"),
        ([FIRST | {"phone": "1"}], "bidders[0].unit.phone"),
        (["甲"], "bidders[0]"),
    ],
)
def test_faulty_bidder_is_named(bidders: list[Any], named: str) -> None:
    with pytest.raises(BadBidderList) as refusal:
        read_bidders(a_list(*bidders), demo=True)
    assert str(refusal.value.facts["what"]).startswith(named)


def test_unknown_member_is_refused() -> None:
    with pytest.raises(BadBidderList, match="opened"):
        read_bidders(a_list(FIRST, opened=True), demo=True)
