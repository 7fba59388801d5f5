"""Disclosure moves forward one step at a time, and evaluation opens only after the bid deadline."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.sealing.refusals import StageOutOfOrder
from dispatch.sealing.stages import ORDER, Progress, advance
from policies.vocabulary.roles import Event

BEFORE_OPENING = ORDER[: ORDER.index(Event.OPENED)]


def walked(events: list[Event]) -> Progress:
    progress = Progress()
    for event in events:
        progress = advance(progress, event)
    return progress


@pytest.mark.parametrize("deadline_after", range(len(BEFORE_OPENING)))
def test_a_tender_walks_through_every_event_wherever_its_deadline_falls(deadline_after: int):
    events = list(ORDER[1:])
    events.insert(deadline_after, Event.BID_DEADLINE)
    assert walked(events) == Progress(Event.SETTLED, bids_closed=True)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(BEFORE_OPENING), st.booleans(), st.sampled_from(Event))
def test_exactly_the_next_event_or_the_deadline_is_let_through(at: Event, closed: bool, wanted: Event):
    current = Progress(at, closed)
    following = ORDER[ORDER.index(at) + 1]
    lawful = (wanted is following and (closed or wanted is not Event.OPENED)) or (wanted is Event.BID_DEADLINE and not closed)
    if lawful:
        assert advance(current, wanted) == (Progress(at, True) if wanted is Event.BID_DEADLINE else Progress(wanted, closed))
    else:
        with pytest.raises(StageOutOfOrder):
            advance(current, wanted)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(Event), max_size=30))
def test_stages_never_go_back(wishes: list[Event]):
    progress = Progress()
    for wish in wishes:
        try:
            after = advance(progress, wish)
        except StageOutOfOrder:
            continue
        assert ORDER.index(after.at) >= ORDER.index(progress.at) and after.bids_closed >= progress.bids_closed
        progress = after


def test_evaluation_does_not_open_before_the_bid_deadline():
    with pytest.raises(StageOutOfOrder) as refusal:
        advance(Progress(Event.BOOTH_ENTERED), Event.OPENED)
    assert refusal.value.facts == {"current": "E5", "wanted": "E6", "next": "EB"}


def test_a_progress_that_cannot_be_is_refused():
    for at in (Event.BID_DEADLINE, Event.OPENED, Event.SETTLED):
        with pytest.raises(StageOutOfOrder):
            Progress(at, bids_closed=False)


def test_nothing_follows_the_settlement():
    with pytest.raises(StageOutOfOrder):
        advance(Progress(Event.SETTLED, bids_closed=True), Event.SETTLED)
