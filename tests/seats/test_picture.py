"""The room plan: a title and words for the blind, codes and patterns besides colour, no person, no code before check-in."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import pytest

from dispatch.seats.marks import marks
from dispatch.seats.page import page
from dispatch.seats.picture import show
from dispatch.seats.plan import plan_seats
from dispatch.seats.sitting import Sitter
from dispatch.seats.view import Use, moments, shown_rooms
from policies.vocabulary.roles import Event
from tests.seats.builders import (
    AFTERNOON_HOURS,
    HERE,
    MORNING_HOURS,
    a_desk,
    a_need,
    a_plan,
    a_row,
    a_sitting,
    a_slot,
    a_venue,
    placed,
    rows,
)

SVG = "{http://www.w3.org/2000/svg}"
VENUE = a_venue(a_row("A", 3, broken=(3,)), a_row("B", 2), a_desk("Z"))
PLAN = a_plan(placed("P1", "A-1"), placed("P2", "B-1"), placed("P1", "Z-1", sitter=Sitter.REPRESENTATIVE), relaxed=("H5",))
DURING = a_slot().starts


def drawn(at=Event.CHECKED_IN, venue=VENUE, plan=PLAN, when=DURING):
    return show(venue, plan, at=at, when=when)


def words_of(svg):
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_screen_reader_hears_a_title_and_the_whole_plan():
    root = ET.fromstring(drawn())
    assert root.get("role") == "img" and "场地CS席位图" in root.findtext(f"{SVG}title")
    assert "A-1：项目P1" in root.findtext(f"{SVG}desc")
    assert "Z-1：项目P1（招标人代表）" in root.findtext(f"{SVG}desc")


@pytest.mark.parametrize("at", [event for event in Event if list(Event).index(event) < list(Event).index(Event.CHECKED_IN)])
def test_before_check_in_no_tender_code_is_anywhere_in_the_picture_or_page(at):
    for shown in (drawn(at), page(VENUE, PLAN, at=at)):
        assert "P1" not in shown and "P2" not in shown
        assert "预留" in shown


def test_from_check_in_on_the_code_stands_in_words_in_each_booth():
    assert words_of(drawn()).count("P1") == 2
    assert "P1 · 2席" in words_of(drawn())


def test_each_tender_opens_at_its_own_stage():
    words = words_of(drawn({"P1": Event.CHECKED_IN, "P2": Event.SEALED}))
    assert "P1" in words and "P2" not in words


def test_free_broken_and_relaxed_are_said_in_words():
    words = words_of(drawn())
    assert {"空闲", "停用", "代表"} <= set(words)
    assert any("放宽" in word and "H5" in word for word in words)


def test_names_of_venues_cannot_break_the_picture():
    svg = drawn(venue=replace(VENUE, name='<script>&"'))
    assert "<script>" not in svg and "<script>" not in page(replace(VENUE, name="<script>"), PLAN, at=Event.OPENED)
    assert ET.fromstring(svg).findtext(f"{SVG}title").startswith('<script>&"')


def test_a_picture_shows_only_who_is_there_at_its_moment():
    plan = a_plan(placed("P1", "A-1", slot=a_slot(MORNING_HOURS)), placed("P2", "A-1", slot=a_slot(AFTERNOON_HOURS)))
    early, late = moments(plan, HERE)
    assert "P2" not in words_of(drawn(plan=plan, when=early)) and "P1" not in words_of(drawn(plan=plan, when=late))


def test_up_to_48_tenders_differ_in_pattern_or_colour_and_always_in_code():
    known = marks(f"{n:016x}" for n in range(48)).values()
    assert len({(mark.strong, mark.pattern) for mark in known}) == len({mark.code for mark in known}) == 48


def test_text_is_dark_enough_on_every_tint_and_pattern_on_white():
    for mark in marks(f"P{n}" for n in range(8)).values():
        assert contrast("#1b2430", mark.tint) > 7 and contrast(mark.strong, "#ffffff") > 4.5


def test_neighbours_in_other_rooms_or_lines_are_named_in_words():
    long = a_venue(a_row("A", 8))
    assert "邻A-7" in words_of(drawn(venue=long, plan=a_plan()))


def test_no_two_booths_are_drawn_over_each_other():
    venue = rows(7, 5, desks=3)
    svg = ET.fromstring(show(venue, plan_seats(a_sitting(venue, a_need("P1", 5, reps=1))), at=Event.OPENED, when=DURING))
    booths = [box for box in svg.iter(f"{SVG}rect") if box.get("rx") == "7"]
    corners = [tuple(float(box.get(side)) for side in ("x", "y", "width", "height")) for box in booths]
    assert len(corners) == 41
    assert not any(overlap(one, other) for one, other in combinations(corners, 2))


def test_the_page_has_the_same_facts_as_a_table_and_no_script():
    html = page(VENUE, PLAN, at=Event.OPENED)
    assert html.count("<tr>") == 1 + 6
    assert "<td>B-1</td><td>使用 in use（评标专家）</td><td>P2</td>" in html
    assert 'lang="zh-CN"' in html and "<script" not in html and "http" not in html.replace("http://www.w3.org/2000/svg", "")


def test_a_booth_is_used_by_nobody_after_the_slot():
    after = shown_rooms(VENUE, PLAN.placed, Event.OPENED, a_slot().ends)
    assert {booth.use for room in after for booth in room.booths} == {Use.FREE, Use.BROKEN}


def overlap(one, other):
    return abs(one[0] - other[0]) < one[2] and abs(one[1] - other[1]) < one[3]


def contrast(dark, light):
    low, high = sorted((luminance(dark), luminance(light)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
