"""A venue file names rooms and booths; where nobody could sit it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.intake.refusals import BadVenues
from dispatch.intake.venues import read_venues


def a_venue(*rooms: dict[str, Any], **changes: Any) -> dict[str, Any]:
    right = {"id": "CS", "name": "示例中心", "address": "示例路1号", "region": "430100", "regions": ["430100"]}
    return {"venues": [{**right, "rooms": list(rooms), **changes}]}


def a_room(*booths: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": "R1", "zone": "专家区", "booths": list(booths), **changes}


def refusal(values: dict[str, Any]) -> str:
    with pytest.raises(BadVenues) as stopped:
        read_venues(values)
    return stopped.value.chinese


def test_neighbours_see_each_other_whichever_says_it() -> None:
    venue = read_venues(a_venue(a_room({"id": "B1", "beside": ["B2"]}, {"id": "B2"})))[0]
    assert [(booth.id, booth.beside) for booth in venue.booths] == [("B1", ("B2",)), ("B2", ("B1",))]


@pytest.mark.parametrize(
    "room", [a_room({"id": "B1"}, zone="招标人代表区"), a_room({"id": "B1", "usable": False})], ids=["other zone", "broken"]
)
def test_venue_without_usable_expert_booth_is_refused(room: dict[str, Any]) -> None:
    assert "没有可用机位" in refusal(a_venue(room))


def test_venue_or_room_without_booths_is_refused() -> None:
    assert "booths" in refusal(a_venue(a_room()))
    assert "rooms" in refusal(a_venue())


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (a_venue(a_room({"id": "B1"}, {"id": "B1"})), "出现了两次"),
        (a_venue(a_room({"id": "B1"}), a_room({"id": "B2"})), "重复"),
        (a_venue(a_room({"id": "B1", "beside": ["B9"]})), "B9"),
        (a_venue(a_room({"id": "B1", "beside": ["B1"]})), "B1"),
        (a_venue(a_room({"id": "机位 1"})), "venues[0].rooms[0].booths[0].id"),
        (a_venue(a_room({"id": "B1"}, zone="大厅")), "zone"),
        (a_venue(a_room({"id": "B1"}), region="43"), "region"),
        (a_venue(a_room({"id": "B1"}), regions=["430100", "430100"]), "regions"),
        (a_venue(a_room({"id": "B1"}), colour="red"), "colour"),
        ({"venues": []}, "venues"),
        ({"venue": []}, "venue"),
    ],
)
def test_faulty_venue_file_names_the_place(values: dict[str, Any], named: str) -> None:
    assert named in refusal(values)


def test_two_venues_of_one_id_are_refused() -> None:
    twice = a_venue(a_room({"id": "B1"}))["venues"] * 2
    assert "重复" in refusal({"venues": twice})
