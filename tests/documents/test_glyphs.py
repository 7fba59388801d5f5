"""Every character that a form may hold has a shape, or its code point in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch import documents
from dispatch.documents.glyphs import FONTS, clean, drawable, spell_out, undrawable
from dispatch.documents.kinds import Kind
from dispatch.documents.pdf import pdf
from tests.documents.builders import a_paper
from tests.documents.reading import text_of

PACKAGE = Path(documents.__file__).parent
RARE = "𠮷"  # beyond the shipped fonts


def characters(font: str) -> set[str]:
    return {chr(code) for code in TTFont(FONTS / font, lazy=True).getBestCmap()}


def gb2312() -> set[str]:
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {pair.decode("gb2312", "ignore") for pair in pairs} - {""}


def test_the_list_of_characters_is_that_of_the_font():
    assert drawable() == characters("NotoSansSC-Regular.otf")


def test_the_font_draws_all_hanzi_of_gb_2312_and_the_punctuation_of_forms():
    hanzi = {each for each in gb2312() if "\u4e00" <= each <= "\u9fff"}
    assert len(hanzi) == 6763 and hanzi <= drawable()
    assert set("，。；：、？！（）《》〈〉“”‘’【】〔〕…—·～／％＋－＝￥①⑩□▲〃§×°") <= drawable()


def test_the_bold_font_draws_every_word_that_forms_set_in_bold():
    own = "".join(path.read_text("utf-8") for path in [*PACKAGE.glob("*.py"), *PACKAGE.glob("*.typ")])
    hanzi = set(re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef▲□·]", own)) - set(RARE)
    assert hanzi - characters("NotoSansSC-Bold.otf") == set()


def test_the_fonts_have_their_licence_beside_them_and_fit_a_package():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 6_000_000


def test_a_character_beyond_the_shipped_fonts_is_spelled_out_in_its_place():
    assert spell_out(f"张{RARE}") == "张〔U+20BB7〕"


def test_a_rare_character_is_found_in_a_system_font_or_spelled_out():
    text = text_of(pdf(a_paper(Kind.INCIDENT, lambda: f"张{RARE}")))
    assert f"张{RARE}" in text or "张〔U+20BB7〕" in text


def test_a_character_that_no_font_has_is_spelled_out_on_paper():
    assert "张〔U+E0B0〕" in text_of(pdf(a_paper(Kind.SEATING, lambda: "张\ue0b0")))


@pytest.mark.parametrize("text", ["甲\x00乙", "甲\u200b乙", "甲\u202e乙", "甲\x1b乙"])
def test_characters_without_a_shape_are_left_out(text: str):
    assert clean(text) == "甲乙"


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_text_is_given_can_be_drawn_in_the_end(text: str):
    assert not undrawable(spell_out(clean(text)))


@given(st.text(st.characters(max_codepoint=0xFFFF), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_whatever_text_is_given_makes_a_document(text: str):
    assert pdf(a_paper(Kind.SEATING, lambda: text)).startswith(b"%PDF-1.7")
