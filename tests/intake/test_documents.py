"""YAML and JSON without surprises: what is doubtful is refused, not interpreted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.intake.documents import read_document
from dispatch.intake.refusals import BadDocument, EmptyFile, NotText, UnknownFileType
from policies.vocabulary.refused import Refused


def yaml(text: str) -> dict[str, object]:
    return read_document(text.encode(), ".yaml")


def test_times_codes_and_words_stay_text() -> None:
    assert yaml("a: 2026-12-16T09:00:00+08:00\nb: 12:30:00\nc: yes\nd: 0430100\ne: '1'") == {
        "a": "2026-12-16T09:00:00+08:00", "b": "12:30:00", "c": "yes", "d": "0430100", "e": "1",
    }  # fmt: skip


def test_whole_numbers_truth_and_nothing_have_their_kind() -> None:
    assert yaml("a: 12\nb: true\nc: null\nd:\ne: 1.5") == {"a": 12, "b": True, "c": None, "d": None, "e": 1.5}


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "a: &x 1\nb: *x", "a: [1", "a: !!python/object:os.system x", "- 1", "a: 1\n--- \nb: 2", "? [a]\n: b"]
)
def test_doubtful_yaml_is_refused(text: str) -> None:
    with pytest.raises(BadDocument):
        yaml(text)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "{'a': 1}", "[1]", '{"a": ' + "[" * 100_000, '{"a": ' + "9" * 5000 + "}"])
def test_doubtful_json_is_refused(text: str) -> None:
    with pytest.raises(BadDocument):
        read_document(text.encode(), ".json")


def test_file_of_another_kind_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownFileType, match="docx"):
        read_document(b"x", ".docx")
    with pytest.raises(EmptyFile):
        read_document(b"\xef\xbb\xbf \n", ".yaml")
    with pytest.raises(NotText):
        read_document("标段: 1".encode("gb18030"), ".yaml")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="{}[]:,-'\"&*!|>%@`? \n\tab01")), st.sampled_from([".yaml", ".json"]))
def test_any_text_is_members_or_a_refusal(text: str, suffix: str) -> None:
    try:
        assert isinstance(read_document(text.encode("utf-8", "replace"), suffix), dict)
    except Refused as refusal:
        assert refusal.chinese


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_place_of_a_fault_is_told_in_each_language(suffix: str) -> None:
    with pytest.raises(BadDocument) as refusal:
        read_document(b'{\n"a": [1,\n', suffix)
    assert "第3行" in refusal.value.chinese and "(line 3)" in refusal.value.english and "行" not in refusal.value.english
