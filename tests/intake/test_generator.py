"""Invented people in the shape of a real city, the same ones for the same entropy."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from dispatch.intake.demo_shape import CITY, PARTNERS, UNHELD, partner, split
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.generator import generate_pool
from dispatch.intake.identifiers import Kind, card_fault, citizen_id_fault, is_demo, uscc_fault
from policies.vocabulary.expert import Expert


def a_pool(n: int = 603, seed: str = "seed") -> tuple[Expert, ...]:
    return tuple(generate_pool(n, entropy_from(seed)))


def holders(pool: tuple[Expert, ...]) -> Counter[str]:
    return Counter(specialty.code for expert in pool for specialty in expert.specialties)


def test_city_pool_has_the_reported_shape() -> None:
    pool = a_pool()
    regions = Counter(expert.region for expert in pool)
    assert (regions.pop(CITY.regions[0][0]), sum(regions.values())) == (429, 174)
    assert Counter(expert.specialties[0].code[0] for expert in pool) == {"B": 265, "A": 270, "C": 68}
    assert {len(expert.specialties) for expert in pool} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_specialties_have_a_heavy_tail_whatever_the_chance(seed: str) -> None:
    count = holders(a_pool(seed=seed))
    assert all(80 <= count[code] <= 150 for code in ("A080104", "A060101", "A050101", "B013202"))
    assert (count["A083303"], count["B014807"], count[UNHELD[0]]) == (1, 0, 0)
    assert sum(3 <= held <= 15 for held in count.values()) > 70


def test_some_employers_have_ten_experts_and_most_have_few() -> None:
    sizes = Counter(expert.employer_uscc for expert in a_pool() if expert.employer).values()
    assert sum(size >= 10 for size in sizes) >= 2
    assert sum(size <= 2 for size in sizes) > 100


def test_every_number_is_a_demo_value_with_true_checksums() -> None:
    for expert in a_pool(200):
        assert citizen_id_fault(expert.identity.id_no) is None and is_demo(Kind.CITIZEN_ID, expert.identity.id_no)
        assert not expert.employer or (uscc_fault(expert.employer_uscc) is None and is_demo(Kind.USCC, expert.employer_uscc))
        assert card_fault(expert.bank.card) is None and is_demo(Kind.PHONE, expert.contact.phone)


def test_nobody_shares_a_number_within_or_between_cities() -> None:
    pools = [a_pool(5000), *[tuple(generate_pool(120, entropy_from(city), shape=partner(city))) for city in PARTNERS]]
    people = [expert for pool in pools for expert in pool]
    for numbers in (
        [e.no for e in people],
        [e.identity.id_no for e in people],
        [e.contact.phone for e in people],
        [e.bank.card for e in people],
    ):
        assert len(set(numbers)) == len(people)


def test_same_entropy_gives_the_same_people() -> None:
    assert a_pool(50) == a_pool(50)
    assert a_pool(50) != a_pool(50, seed="other")


@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_other_sizes_keep_the_proportions(n: int) -> None:
    assert len(a_pool(n)) == n
    assert len(split(n, CITY.regions)) == n


def test_day_whose_identity_numbers_are_used_up_gives_way_to_the_day_before() -> None:
    crowded = tuple(generate_pool(400, entropy_from("crowd"), shape=replace(CITY, first_sequence=998)))
    numbers = [expert.identity.id_no for expert in crowded]
    assert len(set(numbers)) == 400 and all(citizen_id_fault(number) is None for number in numbers)
    assert all(f"{expert.birth:%Y%m%d}" == expert.identity.id_no[6:14] for expert in crowded)
