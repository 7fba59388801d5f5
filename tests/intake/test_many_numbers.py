"""Numbers checked all at once are those that pass one by one: the fast look never finds sound what the slow one would complain of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.intake.identifiers import birth_of_id, card_fault, citizen_id_fault, citizen_id_warning, id_check, is_male_id
from dispatch.intake.many_numbers import sound_cards, sound_identities

RIGHT = "620000197001010014"
BODIES = st.one_of(
    st.from_regex(r"(11|43|62|99)[0-9]{2}0[0-2](19|20)[0-9][0-9](0[0-9]|1[0-3])[0-3][0-9][0-9]{3}", fullmatch=True), st.just(RIGHT[:17])
)
CHECKED = BODIES.map(lambda body: body + id_check(body))
ANY = st.one_of(CHECKED, st.text("0123456789Xx", min_size=17, max_size=19), st.text(max_size=19), st.just(RIGHT))


def one_by_one(number: str, birth: date, sex: str) -> bool:
    if citizen_id_fault(number) or citizen_id_warning(number):
        return False
    return birth_of_id(number) == birth and is_male_id(number) == (sex == "男")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(ANY, st.dates(), st.sampled_from(("男", "女"))), min_size=1, max_size=8))
def test_identity_numbers_agree_with_the_check_of_one(rows: list[tuple[str, date, str]]) -> None:
    rows = [(number, birth_of_id(number) if not citizen_id_fault(number) else birth, sex) for number, birth, sex in rows]
    numbers, births, sexes = zip(*rows, strict=True)
    found = sound_identities(["居民身份证"] * len(rows), numbers, births, sexes, demo=True)
    assert found == [one_by_one(*row) for row in rows]


@pytest.mark.parametrize(
    ("kind", "number", "birth", "sex", "demo", "sound"),
    [
        ("居民身份证", RIGHT, date(1970, 1, 1), "男", True, True),
        ("居民身份证", RIGHT, date(1970, 1, 1), "男", False, False),
        ("居民身份证", RIGHT, date(1970, 1, 2), "男", True, False),
        ("居民身份证", RIGHT, date(1970, 1, 1), "女", True, False),
        ("居民身份证", RIGHT, None, "男", True, False),
        ("护照", RIGHT, date(1970, 1, 1), "男", True, False),
        ("居民身份证", "620000197001010015", date(1970, 1, 1), "男", True, False),
    ],
)
def test_only_what_fits_all_that_stands_beside_it_is_sound(
    kind: str, number: str, birth: date | None, sex: str, demo: bool, sound: bool
) -> None:
    assert sound_identities([kind], [number], [birth], [sex], demo=demo) == [sound]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.text("0123456789", min_size=15, max_size=20), st.text(max_size=19), st.just("6200000000000000018")), max_size=8)
)
def test_cards_agree_with_the_check_of_one(cells: list[str]) -> None:
    assert sound_cards(cells) == [card_fault(cell) is None for cell in cells]


def test_cells_that_are_no_text_are_never_sound() -> None:
    assert sound_cards([None, 6.2e18, 6200000000000000018, True]) == [False] * 4
