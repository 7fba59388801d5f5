"""五不知 as a matrix: every cell of the handbook's table, the overrides of profiles, and nothing that is not written."""

from __future__ import annotations

from itertools import product

import pytest

from policies.disclosure import Sight, cell, happened, visible
from policies.five_unknowns import UNKNOWNS, broken_unknowns
from policies.profiles import Profile, profile, profile_names
from policies.vocabulary.roles import Event, Field, Role

BASE = profile()
ORDER = [Event(name) for name in ("E0", "E1", "E2", "E3", "EV", "E4", "E5", "E6", "E7", "E8", "E9")]

# The handbook's table, in its own words. A cell that it leaves without an event is read as the comment beside data/disclosure.yaml says.
TABLE = """
V1  | own      | E0          | E0          | E6          | E0 | E6       | E6          | ·        | E7 tok, E8 | E6     | ·        | ·
V2  | own      | EB          | EB          | E6          | EB | E6       | E6          | ·        | ·          | E7     | ·        | EB tok
V3  | ·        | E0          | E0          | E1          | E0 | E2 part, EV | ·        | E1 part  | E9         | E0     | E2 part  | E0
V4  | E8       | E6 tok, E7  | E4 tok, E6  | E4 own tok, E6 own | E6 | E2 own | E0 tok, E7 | E1 tok | E9     | E6 tok | E2 tok   | ·
V5  | ·        | E0          | E0          | E6          | E0 | E2 own   | E7          | E1       | ·          | E6     | ·        | ·
V6  | ·        | E6          | E6          | E1 own      | E6 | EV own   | ·           | ·        | E9         | E6     | ·        | ·
V7  | ·        | ·           | E4          | E4 own      | E4 | E4 own   | ·           | ·        | ·          | E6     | ·        | E4
V8  | ·        | E7          | E7          | ·           | E6 | E4 own   | E7          | ·        | E9         | ·      | ·        | ·
V9  | E8       | E7          | ·           | ·           | E6 | E6 own   | E7          | ·        | ·          | E7     | ·        | ·
V10 | ·        | ·           | E2 part     | ·           | E2 part, E6 tok | E2 own | · | E7     | ·          | E6 tok | E2 own   | ·
V11 | ·        | ·           | ·           | ·           | ·  | own      | ·           | E0       | ·          | ·      | E2       | ·
V12 | ·        | ·           | ·           | ·           | E6 | E0 own part | ·        | ·        | ·          | E7     | ·        | ·
V13 | ·        | E7 part     | ·           | ·           | ·  | own      | ·           | ·        | E9         | E7 part | ·       | ·
V14 | ·        | E7          | ·           | ·           | E9 | E7 own   | ·           | ·        | E7         | E9     | ·        | ·
V15 | E1       | E1          | E1          | E1          | E1 | E1       | E1          | E1       | E1         | E1     | ·        | E1
V16 | E8       | E8          | E8          | E8          | E7 | E8       | E8          | E8       | E8         | E7     | ·        | E7
"""
COLUMNS = ["BID", "TEN", "HOST", "SUB", "SUP", "EXP", "PEER", "LIB", "FIN", "AUD", "VOX", "CUS"]
WORDS = {"": "yes", "tok": "token", "part": "masked", "own": "own", "own tok": "own token", "own part": "own masked"}


def the_table() -> dict[tuple[Field, Role], list[tuple[Event, Sight]]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    return {(Field(row[0]), Role(name)): steps(text) for row in rows for name, text in zip(COLUMNS, row[1:], strict=True)}


def steps(text: str) -> list[tuple[Event, Sight]]:
    parts = [] if text == "·" else [f"E0 {text}" if text == "own" else text for text in text.split(", ")]
    return [(Event(part.partition(" ")[0]), Sight(WORDS[part.partition(" ")[2]])) for part in parts]


@pytest.mark.parametrize(("field", "role"), the_table())
def test_every_cell_answers_as_the_table_says_at_every_event(field: Field, role: Role) -> None:
    expected = the_table()[field, role]
    for at in [*ORDER, Event.BID_DEADLINE]:
        opened = [sight for event, sight in expected if event in happened(at)]
        assert visible(field, role, at, BASE) is (opened[-1] if opened else Sight.NO)


def test_the_events_beside_the_line_are_certain_only_when_named_or_outlasted() -> None:
    assert visible(Field.BIDDERS, Role.TENDERER, Event.BOOTH_ENTERED, BASE) is Sight.NO
    assert visible(Field.BIDDERS, Role.TENDERER, [Event.BOOTH_ENTERED, Event.BID_DEADLINE], BASE) is Sight.YES
    assert visible(Field.BIDDERS, Role.TENDERER, Event.OPENED, BASE) is Sight.YES
    assert visible(Field.SUBVENUE, Role.EXPERT, Event.ACCEPTED, BASE) is Sight.NO
    assert visible(Field.SUBVENUE, Role.EXPERT, Event.VENUE_NOTICE, BASE) is Sight.OWN
    assert visible(Field.TENDER, Role.TENDERER, (), BASE) is Sight.NO


def test_the_operator_sees_what_the_host_sees_and_the_public_what_a_bidder_sees() -> None:
    for field, at in product(Field, Event):
        assert visible(field, Role.OPERATOR, at, BASE) is visible(field, Role.HOST, at, BASE)
        bidder = visible(field, Role.BIDDER, at, BASE)
        assert visible(field, Role.PUBLIC, at, BASE) is (Sight.NO if bidder.is_own else bidder)


@pytest.mark.parametrize("name", profile_names())
def test_what_is_open_never_closes_again(name: str) -> None:
    worth = {Sight.NO: 0, Sight.OWN_TOKEN: 1, Sight.TOKEN: 1, Sight.MASKED: 1, Sight.OWN_MASKED: 1, Sight.OWN: 2, Sight.YES: 3}
    for field, role in product(Field, Role):
        seen = [worth[visible(field, role, at, profile(name))] for at in ORDER]
        assert seen == sorted(seen), (field, role)


@pytest.mark.parametrize("name", profile_names())
def test_the_five_unknowns_hold_in_every_profile(name: str) -> None:
    assert list(broken_unknowns(profile(name))) == []
    assert {unknown.code for unknown in UNKNOWNS} == {"K1", "K2", "K3", "K4", "K5"}


def test_a_matrix_that_tells_the_host_too_early_is_found_out() -> None:
    talkative = Profile("x", BASE.about, {**BASE.base, "disclosure.V6": BASE.base["disclosure.V1"]}, {})
    assert any(sentence.startswith("K1 ") for sentence in broken_unknowns(talkative))


@pytest.mark.parametrize(
    ("name", "field", "role", "at", "sight"),
    [
        ("lianyungang", Field.PERSON_DRAWN, Role.HOST, Event.CHECKED_IN, Sight.NO),
        ("lianyungang", Field.PERSON_DRAWN, Role.HOST, Event.OPENED, Sight.YES),
        ("lianyungang", Field.PERSON_DRAWN, Role.EXPERT, Event.CALLED, Sight.OWN),
        ("shanxi", Field.BIDDERS, Role.EXPERT, Event.OPENED, Sight.TOKEN),
        ("shanxi", Field.BIDDERS, Role.PEER, Event.REPORTED, Sight.YES),
        ("xuancheng", Field.SUBVENUE, Role.EXPERT, Event.CALLED, Sight.OWN),
        ("strict-tendering", Field.PERSON_DRAWN, Role.TENDERER, Event.REPORTED, Sight.TOKEN),
        ("strict-tendering", Field.PERSON_DRAWN, Role.TENDERER, Event.ANNOUNCED, Sight.YES),
        ("strict-tendering", Field.PERSON_DRAWN, Role.PUBLIC, Event.SETTLED, Sight.NO),
        ("hebei", Field.TIME, Role.EXPERT, Event.CALLED, Sight.YES),
        ("hunan-default", Field.PERSON_DRAWN, Role.PUBLIC, Event.ANNOUNCED, Sight.YES),
    ],
)
def test_a_profile_overrides_its_cells_only(name: str, field: Field, role: Role, at: Event, sight: Sight) -> None:
    assert visible(field, role, at, profile(name)) is sight


def test_what_is_not_written_is_not_shown() -> None:
    assert cell(Field.PHONE, Role.HOST, BASE) == ()
    assert all(visible(Field.PHONE, Role.HOST, at, BASE) is Sight.NO for at in Event)
