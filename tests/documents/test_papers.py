"""Every form on paper, with short and with very long texts: PDF/A, embedded fonts, page numbers, nothing lost, nothing clipped."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from dispatch.documents.fees import FeeSheet, fees
from dispatch.documents.kinds import Kind
from dispatch.documents.pdf import pdf
from policies.vocabulary.money import Money
from tests.documents.builders import Words, a_paper, long, short
from tests.documents.reading import fonts_of, lying_on_each_other, outside, pages_of, said_in, squeezed, text_of

SUMS = tuple("甲乙丙丁戊己庚辛壬癸子")  # as many columns of money as a fee sheet has
every_form = pytest.mark.parametrize("kind", Kind)
both_worlds = pytest.mark.parametrize("words", [short, long], ids=["short", "long"])


@cache
def made(kind: Kind, words: Words) -> bytes:
    return pdf(a_paper(kind, words))


@both_worlds
@every_form
def test_nothing_of_a_document_is_missing_on_its_pages(kind: Kind, words: Words):
    letters = sorted(text_of(made(kind, words)))
    wanted = sorted("".join(said_in(a_paper(kind, words))))
    assert _missing(wanted, letters) == ""


@every_form
def test_short_texts_stand_on_the_page_as_they_were_given(kind: Kind):
    text = text_of(made(kind, short))
    assert [said for said in said_in(a_paper(kind, short)) if "\n" not in said and len(said) < 20 and said not in text] == []


@both_worlds
@every_form
def test_no_cell_is_clipped_or_runs_into_its_neighbour(kind: Kind, words: Words):
    for page in pages_of(made(kind, words)):
        assert outside(page) == []
        assert lying_on_each_other(page) == []


@both_worlds
@every_form
def test_every_page_says_which_it_is_of_how_many(kind: Kind, words: Words):
    pages = pages_of(made(kind, words))
    for number, page in enumerate(pages, start=1):
        foot = squeezed("".join(word.text for word in page.words if word.top > page.height - 60))
        assert (
            f"第{number}页共{len(pages)}页" in foot and a_paper(kind, words).number in foot and a_paper(kind, words).made.split()[1] in foot
        )


@pytest.mark.parametrize("fen", [1_234_567, 12_345_678, 123_456_789])
def test_a_sum_stands_on_one_line_however_large(fen: int):
    sheet = FeeSheet("示例", "", "", "", "", SUMS, (), tuple(Money(fen) for _ in SUMS), ())
    paper = replace(a_paper(Kind.FEES), blocks=fees(sheet).blocks)
    words = [word.text for page in pages_of(pdf(paper)) for word in page.words]
    assert words.count(f"{fen / 100:,.2f}") == len(SUMS)


@every_form
def test_a_document_says_that_it_is_pdf_a(kind: Kind):
    content = made(kind, short)
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>", content) and re.search(rb"<pdfaid:conformance>B</pdfaid:conformance>", content)
    assert b"/OutputIntents" in content and b"/Encrypt" not in content and b"/JavaScript" not in content


@both_worlds
@every_form
def test_every_font_is_embedded_and_can_be_copied_from(kind: Kind, words: Words):
    fonts = fonts_of(made(kind, words))
    assert fonts and all(embedded and to_unicode for _, embedded, to_unicode in fonts)
    assert all("NotoSansSC" in name or "DejaVuSansMono" in name for name, _, _ in fonts)


@every_form
def test_the_same_facts_give_the_same_bytes(kind: Kind):
    assert pdf(a_paper(kind, short)) == made(kind, short)


def test_a_document_of_changed_content_has_another_number():
    numbers = {a_paper(kind, words).number for kind in Kind for words in (short, long)}
    assert len(numbers) == 2 * len(Kind)


def test_a_hash_can_be_copied_from_the_page_without_anything_in_it():
    assert "0123456789abcdef" * 4 in text_of(made(Kind.VERIFICATION, short))


def test_markup_in_a_text_stays_text():
    hostile = "#import \"x\" *粗* $x$ [a] @b <c> \\ = 标题 =cmd|'/c calc'!A1"
    assert squeezed(hostile) in text_of(pdf(a_paper(Kind.INCIDENT, lambda: hostile)))


def _missing(wanted: list[str], found: list[str]) -> str:
    """Letters that are wanted more often than they are found."""
    left = "".join(found)
    return "".join(each for each in sorted(set(wanted)) if wanted.count(each) > left.count(each))
