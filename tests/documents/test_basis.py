"""A form for procurement cites procurement law, and one for tendering the law of tendering; nothing is cited that does not say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.documents.paper import Text
from dispatch.documents.pledge import Pledged, pledge
from dispatch.documents.redraw import Redraws, redraws
from policies.vocabulary.tender import LawFamily
from tests.documents.builders import AT, a_tender, short

TENDERING, PROCUREMENT = LawFamily.TENDERING, LawFamily.PROCUREMENT


@pytest.mark.parametrize(
    ("family", "independent", "in_time"),
    [(TENDERING, "《招标投标法》（2017年修正）第四十四条", "第四十八条"), (PROCUREMENT, "第七十五条", "财政部令第87号）第四十九条")],
)
def test_each_promise_names_the_article_that_asks_for_it(family: LawFamily, independent: str, in_time: str):
    content = pledge(Pledged(replace(a_tender(short), law_family=family), AT, ("甲-01",)))
    said = next(block for block in content.blocks if isinstance(block, Text)).paragraphs
    assert independent in said[3] and independent in said[4] and in_time in said[5]


@pytest.mark.parametrize(("family", "article"), [(TENDERING, "第四十八条"), (PROCUREMENT, "财政部令第87号）第四十九条")])
def test_a_replacement_is_recorded_under_the_article_of_its_own_law(family: LawFamily, article: str):
    content = redraws(Redraws(replace(a_tender(short), law_family=family), "m", (), (), (), ()))
    assert article in content.remarks[0]
