"""The rules that go into a draw's manifest: employers and kin always, places of sub-venues for a remote evaluation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.committee_rules import VenueChoice, manifest_rules, publication
from policies.profiles import profile
from policies.refusals import SubvenuesTooSmall
from tests.policies.builders import OPENING, a_committee, a_tender


def test_a_local_draw_caps_employers_and_keeps_pairs_apart() -> None:
    made = manifest_rules(a_tender(), profile())
    assert made.rules == ({"rule": "group_cap", "cap": 1}, {"rule": "apart"})
    assert made.venues is None
    assert {ground.code for ground in made.grounds} == {"R10"}


@pytest.mark.parametrize(
    ("experts", "reps", "local", "least", "most"),
    [(5, 0, 1, 2, 3), (4, 1, 1, 2, 2), (7, 0, 2, 3, 4), (6, 1, 2, 2, 4), (9, 0, 3, 3, 6), (6, 3, 3, 2, 4)],
)
def test_a_remote_draw_follows_the_table_of_local_and_remote(experts: int, reps: int, local: int, least: int, most: int) -> None:
    made = manifest_rules(a_committee(experts, reps, n_subvenues=2), profile())
    assert made.rules[2] == {"rule": "region_max", "regions": ["430100"], "max": local}
    assert made.venues == VenueChoice(2, least, most)
    assert "未核实" in str(made.grounds[2].source)


@pytest.mark.parametrize(
    ("name", "most", "source"),
    [("hunan-default", 3, "本系统默认值"), ("dengzhou", 1, "邓州市"), ("dingxi", 1, "定西市"), ("wuxi-gp", 0, "无锡市")],
)
def test_the_share_of_local_experts_is_a_regions_own_with_its_source(name: str, most: int, source: str) -> None:
    made = manifest_rules(a_committee(9, n_subvenues=1), profile(name))
    assert made.rules[2]["max"] == most
    assert made.grounds[2].source.law.startswith(source)


def test_regions_of_the_pool_are_taken_as_written_there() -> None:
    made = manifest_rules(a_committee(7, n_subvenues=1), profile(), ("430181", "430102"))
    assert made.rules[2]["regions"] == ["430102", "430181"]
    assert len(manifest_rules(a_committee(7, n_subvenues=1), profile(), ()).rules) == 2


@given(st.integers(3, 13), st.integers(0, 4), st.integers(1, 4))
def test_subvenues_and_host_together_seat_everybody(experts: int, reps: int, count: int) -> None:
    if experts < count:
        return
    made = manifest_rules(a_committee(experts, reps, n_subvenues=count), profile())
    assert made.venues is not None
    assert 1 <= made.venues.least <= made.venues.most
    assert count * made.venues.least <= experts
    assert (count - 1) * made.venues.least + made.venues.most <= experts


def test_a_venue_that_cannot_seat_its_share_takes_no_part() -> None:
    choice = VenueChoice(2, 2, 4)
    assert (choice.at_venue(1), choice.at_venue(3), choice.at_venue(9)) == (None, (2, 3), (2, 4))
    choice.require(2)
    with pytest.raises(SubvenuesTooSmall, match="只有1个"):
        choice.require(1)


def test_a_transcript_waits_for_the_planned_end_and_a_day() -> None:
    assert publication(a_tender(), profile()) == OPENING + timedelta(hours=8 + 24)
