"""English is complete: every text of the pages and every word of the domain, with the same places to fill in."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from api.console.words import every_word
from api.language import TRANSLATIONS

CONSOLE = Path(TRANSLATIONS).parent
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"


def used_in_pages() -> set[str]:
    found = extract_from_dir(str(CONSOLE.parent), METHODS, OPTIONS, keywords={"_": None, "gettext": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def test_every_text_and_every_word_has_its_english(english: Catalog) -> None:
    wanted = used_in_pages() | set(every_word())
    assert len(wanted) > 300
    assert sorted(text for text in wanted if not (english.get(text) and english.get(text).string)) == []


def test_no_english_is_left_over(english: Catalog) -> None:
    assert {message.id for message in english if message.id} - used_in_pages() - set(every_word()) == set()


def test_english_is_english_with_the_same_places_to_fill_in(english: Catalog) -> None:
    for message in english:
        assert not re.search("[\u4e00-\u9fff]", str(message.string)), message.id
        assert sorted(re.findall(r"%\(\w+\)s", str(message.id))) == sorted(re.findall(r"%\(\w+\)s", str(message.string)))


def test_the_compiled_catalogue_is_that_of_the_text(english: Catalog) -> None:
    compiled = read_mo(io.BytesIO(ENGLISH.with_suffix(".mo").read_bytes()))
    assert {m.id: m.string for m in compiled if m.id} == {m.id: m.string for m in english if m.id}
