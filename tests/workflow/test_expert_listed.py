"""专家名册: a page at a time, by what holds today, masked; found by number or by the document on the counter."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.workflow import pages
from dispatch.workflow.experts import leaving, service
from dispatch.workflow.experts.correction import ask_correction
from dispatch.workflow.experts.listed import Shelf, expert_page, find_expert, known_by_ref
from dispatch.workflow.experts.matter import matters
from dispatch.workflow.experts.refusals import UnknownExpert
from tests.workflow import cast
from tests.workflow.library import ANNA, BORIS, NO, Library, a_candidate, a_library, suspend

SECOND, THIRD = "SL000002", "SL000003"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path)


def numbers(library: Library, shelf: Shelf, after: str = "") -> list[str]:
    with library.work(reads_only=True) as work:
        return [line.no for line in expert_page(shelf, after, work).lines]


def test_whoever_we_suspended_or_let_go_stands_on_that_shelf_only(library: Library):
    library.do(lambda work: suspend(SECOND, "enquiry", BORIS, work))
    library.do(lambda work: leaving.leave_the_pool(THIRD, ANNA, work))
    found = [numbers(library, shelf) for shelf in (Shelf.ALL, Shelf.ACTIVE, Shelf.SUSPENDED, Shelf.LEFT)]
    assert found == [[NO, SECOND, THIRD], [NO], [SECOND], [THIRD]]


def test_pages_follow_one_another_without_gap_or_repetition(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    with library.work(reads_only=True) as work:
        first = expert_page(Shelf.ACTIVE, "", work)
        second = expert_page(Shelf.ACTIVE, first.next, work)
    assert [line.no for page in (first, second) for line in page.lines] == [NO, SECOND, THIRD] and second.next == ""


def test_a_line_shows_neither_name_nor_document_nor_telephone(library: Library):
    with library.work(reads_only=True) as work:
        said = repr(expert_page(Shelf.ALL, "", work))
    expert = cast.an_expert(1, cast.WORKS)
    assert [value for value in (expert.identity.name, expert.identity.id_no, expert.contact.phone) if value in said] == []


def test_an_expert_on_leave_is_marked_today_and_not_tomorrow(library: Library):
    library.do(lambda work: service.take_leave(NO, library.today, library.today, ANNA, work))
    with library.work(reads_only=True) as work:
        assert [line.on_leave for line in expert_page(Shelf.ALL, "", work).lines] == [True, False, False]
    library.clock.advance_to(library.clock() + timedelta(days=1))
    with library.work(reads_only=True) as work:
        assert [line.on_leave for line in expert_page(Shelf.ALL, "", work).lines] == [False, False, False]


def test_candidates_have_a_shelf_of_their_own_and_are_found(library: Library):
    library.call_for("A08")
    library.take(a_candidate(50))
    assert (numbers(library, Shelf.CANDIDATES), numbers(library, Shelf.ALL)) == (["SL000050"], [NO, SECOND, THIRD])
    with library.work(reads_only=True) as work:
        assert find_expert(a_candidate(50).identity.id_no, work).no == "SL000050"


def test_the_document_on_the_counter_finds_its_holder(library: Library):
    with library.work(reads_only=True) as work:
        assert find_expert(f" {cast.an_expert(2, cast.WORKS).identity.id_no} ", work).no == SECOND
        assert known_by_ref(find_expert(NO, work).ref, work).no == NO


def test_an_unknown_document_is_not_repeated(library: Library):
    number = cast.an_expert(99, cast.WORKS).identity.id_no
    with library.work(reads_only=True) as work, pytest.raises(UnknownExpert) as refusal:
        find_expert(number, work)
    assert number not in refusal.value.chinese


def test_who_decides_sees_what_changes_with_numbers_masked(library: Library):
    library.do(lambda work: ask_correction(NO, {"手机号码": "16199998888", "职务/职称": "高级工程师"}, ANNA, work))
    lines = {column: (old, new) for column, old, new in matters(library.known())[0].lines}
    assert lines["职务/职称"] == ("正高级工程师", "高级工程师") and lines["手机号码"][1] == "161****8888"
