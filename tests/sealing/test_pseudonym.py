"""Pseudonyms are drawn at random for each tender, never repeat in it, and tell nothing of rank or of each other."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters.entropy import SeededEntropy
from dispatch.sealing.chance import below
from dispatch.sealing.pseudonym import ALL_CODES, draw_pseudonyms
from dispatch.sealing.refusals import PseudonymsExhausted


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=8), st.integers(0, 100), st.sets(st.sampled_from(ALL_CODES), max_size=300))
def test_no_code_repeats_in_a_tender_nor_is_given_again(seed: bytes, members: int, taken: set[str]):
    drawn = draw_pseudonyms(members, taken, SeededEntropy(seed, demo=True))
    codes = [code for names in drawn for code in names.all]
    assert len(drawn) == members
    assert len(set(codes) | taken) == 3 * members + len(taken)


def test_a_code_is_a_stem_and_two_digits():
    assert all(re.fullmatch("[甲乙丙丁戊己庚辛壬癸]-[0-9]{2}", code) for code in ALL_CODES)


def test_two_tenders_have_unlike_codes():
    first, second = (draw_pseudonyms(7, (), SeededEntropy(seed, demo=True)) for seed in (b"1", b"2"))
    assert first != second


def test_more_members_than_codes_are_refused_with_both_numbers():
    with pytest.raises(PseudonymsExhausted) as refusal:
        draw_pseudonyms(2, ALL_CODES[5:], SeededEntropy(b"", demo=True))
    assert refusal.value.facts == {"left": 5, "wanted": 6}


def test_each_number_below_a_limit_is_about_equally_likely():
    entropy = SeededEntropy(b"even", demo=True)
    counted = Counter(below(7, entropy) for _ in range(7000))
    assert set(counted) == set(range(7))
    assert all(850 < count < 1150 for count in counted.values())


def test_bytes_that_would_favour_small_numbers_are_thrown_away():
    handed_out = [b"\xff\xff", b"\x00\x0a"]
    assert below(100, lambda size: handed_out.pop(0)) == 10
