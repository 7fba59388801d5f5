"""A group of companies is what shares of the day bind; a share whose size nobody recorded leaves the question open."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.equity import Equity, Group, Holding, share_of
from policies.profiles import profile
from policies.tender_facts import PartyRole, tender_facts
from policies.vocabulary.roster import UnitKeys
from policies.vocabulary.tender import Unit
from tests.policies.builders import TODAY, a_tender, a_unit

MOTHER, DAUGHTER, GRANDCHILD, SISTER, OTHER = map(a_unit, ("母公司", "子公司", "孙公司", "姊妹公司", "他公司"))
HALF = Fraction(1, 2)


def held(upper: UnitKeys, lower: UnitKeys, percent: int | None = 60, since: date | None = None, until: date | None = None) -> Holding:
    return Holding(upper, lower, None if percent is None else Fraction(percent, 100), since, until)


def group(unit: UnitKeys, *holdings: Holding) -> Group:
    return Equity.on(TODAY, holdings, HALF).group_of(unit)


def test_a_group_reaches_up_and_down_from_a_party() -> None:
    found = group(DAUGHTER, held(MOTHER, DAUGHTER), held(DAUGHTER, GRANDCHILD), held(MOTHER, SISTER), held(OTHER, OTHER))
    assert set(found.members) == {MOTHER, GRANDCHILD, SISTER} and found.perhaps == ()


@pytest.mark.parametrize(("percent", "members"), [(50, {MOTHER}), (49, set())])
def test_the_threshold_itself_makes_a_group_and_less_does_not(percent: int, members: set[UnitKeys]) -> None:
    assert set(group(DAUGHTER, held(MOTHER, DAUGHTER, percent)).members) == members


def test_a_share_of_unknown_size_may_make_a_group() -> None:
    assert group(DAUGHTER, held(MOTHER, DAUGHTER, None), held(MOTHER, SISTER)) == Group((), (MOTHER, SISTER))


@pytest.mark.parametrize("when", [{"until": date(2026, 11, 30)}, {"since": date(2026, 12, 2)}])
def test_a_share_that_was_sold_or_not_yet_bought_binds_nobody(when: dict[str, date]) -> None:
    assert group(DAUGHTER, held(MOTHER, DAUGHTER, **when)) == Group()


def test_a_company_is_one_by_name_and_by_code() -> None:
    by_both, by_code = UnitKeys(b"name", b"code"), UnitKeys(uscc=b"code")
    assert set(group(UnitKeys(name=b"name"), held(by_both, DAUGHTER), held(by_code, SISTER)).members) >= {DAUGHTER, SISTER}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from([60, 40, None])), max_size=10))
def test_who_is_in_my_group_has_me_in_his(shares: list[tuple[int, int, int | None]]) -> None:
    units = [a_unit(str(number)) for number in range(7)]
    equity = Equity.on(TODAY, [held(units[upper], units[lower], percent) for upper, lower, percent in shares], HALF)
    for unit in units:
        assert all(unit in equity.group_of(other).members for other in equity.group_of(unit).members)


def test_groups_of_parties_and_of_bidders_stand_in_the_facts_of_a_tender() -> None:
    equity = Equity.on(TODAY, [held(MOTHER, DAUGHTER), held(SISTER, OTHER, None)], HALF)
    bidders = (Unit("子公司"), Unit("他公司"))
    facts = tender_facts(a_tender(), profile().on(TODAY), lambda unit: a_unit(unit.name), bidders=bidders, equity=equity)
    assert (facts.group(PartyRole.BIDDER), facts.group(PartyRole.TENDERER)) == ((MOTHER,), ())
    assert facts.perhaps == (SISTER,)


def test_a_share_is_read_as_the_registry_writes_it() -> None:
    assert (share_of("51%"), share_of("0.5%"), share_of("")) == (Fraction(51, 100), Fraction(1, 200), None)
