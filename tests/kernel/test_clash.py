"""The smallest clash of any demands: found by waiving, small in the sense that nothing in it can be waived."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.kernel.clash import smallest_clash

clashes = st.lists(st.sets(st.integers(0, 11), min_size=1, max_size=5), min_size=1, max_size=4)


@given(clashes)
@settings(max_examples=200, deadline=None)
def test_the_result_clashes_and_waiving_any_sentence_ends_it(causes):
    def clash(said):
        return any(cause <= set(said) for cause in causes)

    smallest = smallest_clash(range(12), clash)
    assert clash(smallest)
    assert not any(clash(smallest[:nth] + smallest[nth + 1 :]) for nth in range(len(smallest)))


def test_sentences_at_the_front_are_waived_first():
    assert smallest_clash("abc", lambda said: "a" in said or "c" in said) == ("c",)


def test_a_question_without_an_answer_keeps_its_sentence():
    assert smallest_clash("abc", lambda said: False) == ("a", "b", "c")


def test_a_hundred_sentences_with_three_reasons_take_few_questions():
    asked = []
    smallest = smallest_clash(range(100), lambda said: asked.append(said) or {7, 50, 93} <= set(said))
    assert smallest == (7, 50, 93)
    assert len(asked) < 60


@given(clashes)
@settings(max_examples=100, deadline=None)
def test_waiving_rule_by_rule_first_is_as_minimal(causes):
    def clash(said):
        return any(cause <= set(said) for cause in causes)

    smallest = smallest_clash(range(12), clash, rule_of=lambda sentence: sentence % 3)
    assert clash(smallest)
    assert not any(clash(smallest[:nth] + smallest[nth + 1 :]) for nth in range(len(smallest)))


def test_a_rule_that_is_not_needed_costs_one_question_however_much_it_says():
    said = [("employer", nth) for nth in range(900)] + [("seat", 0)]
    asked = []
    smallest = smallest_clash(said, lambda some: asked.append(some) or ("seat", 0) in some, rule_of=lambda sentence: sentence[0])
    assert smallest == (("seat", 0),) and len(asked) <= 4
