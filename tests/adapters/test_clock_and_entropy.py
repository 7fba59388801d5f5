"""Time moves forward only; repeatable chance is for demo and tests only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dispatch.adapters.clock import VirtualClock, system_clock
from dispatch.adapters.entropy import SeededEntropy, os_entropy
from dispatch.adapters.refusals import ClockRunsBackwards, OnlyInDemo

START = datetime(2026, 11, 26, 9, tzinfo=timezone(timedelta(hours=8)))


def test_both_clocks_give_aware_times_in_utc():
    assert system_clock().tzinfo is UTC
    assert VirtualClock(START)() == START
    assert VirtualClock(START)().tzinfo is UTC


def test_the_virtual_clock_stands_still_until_it_is_moved():
    clock = VirtualClock(START)
    clock.advance_to(START + timedelta(days=1))
    assert (clock(), clock()) == (START + timedelta(days=1),) * 2


def test_the_virtual_clock_never_goes_back():
    clock = VirtualClock(START)
    clock.advance_to(START)
    with pytest.raises(ClockRunsBackwards):
        clock.advance_to(START - timedelta(seconds=1))


def test_a_time_without_zone_is_no_time():
    with pytest.raises(ValueError, match="zone"):
        VirtualClock(datetime(2026, 11, 26))


def test_seeded_bytes_repeat_for_their_seed_and_differ_within_it():
    first, again, other = (SeededEntropy(seed, demo=True) for seed in (b"a", b"a", b"b"))
    stream = [first(size) for size in (5, 32, 100)]
    assert [len(part) for part in stream] == [5, 32, 100]
    assert stream == [again(size) for size in (5, 32, 100)]
    assert len({bytes5[:5] for bytes5 in (*stream, other(5))}) == 4


def test_repeatable_chance_is_refused_outside_a_demo():
    with pytest.raises(OnlyInDemo):
        SeededEntropy(b"seed")


def test_the_systems_chance_gives_as_many_bytes_as_asked_for():
    assert [len(os_entropy(size)) for size in (0, 1, 32)] == [0, 1, 32]
    assert os_entropy(32) != os_entropy(32)
