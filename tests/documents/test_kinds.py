"""The list of printouts is complete, each with its readers and its settings."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from dispatch.documents.code import qr_drawing, qr_picture
from dispatch.documents.kinds import FORMS, Kind, form_of
from dispatch.documents.refusals import UnknownDocument
from dispatch.documents.xlsx import xlsx
from dispatch.workflow.documents_marks import known_settings
from tests.documents.builders import AT, a_paper

PRINTOUTS = (
    "评标专家抽取申请表", "评标专家抽取记录表", "密函", "专家签到表", "评标席位表", "回避与廉洁承诺书", "专家更换（补抽）记录",
    "评标暂停与封存记录", "事故情况说明", "一标一评表", "专家劳务报酬发放表", "解封日志", "可核验抽取记录",
)  # fmt: skip


def test_every_printout_of_the_domain_is_a_form():
    assert tuple(form.chinese for form in FORMS) == PRINTOUTS
    assert len({form.mark for form in FORMS}) == len(FORMS) == len(Kind)


def test_every_form_has_a_reader_and_names_both_titles():
    assert all(form.readers and form.english and form.secrecy for form in FORMS)


def test_the_settings_that_a_form_marks_exist():
    known = [setting.name for setting in known_settings("hunan-default", AT.date())]
    assert [name for form in FORMS for name in form.settings if not any(each.startswith(name) for each in known)] == []


def test_an_unknown_form_is_refused_with_those_that_there_are():
    with pytest.raises(UnknownDocument) as refusal:
        form_of("invoice")
    assert "draw-record" in refusal.value.chinese and "draw-record" in refusal.value.english


def test_the_qr_code_is_drawn_for_paper_and_for_a_spreadsheet():
    assert qr_drawing("https://localhost/draws/1").startswith("<svg") and qr_picture("https://localhost").startswith(b"\x89PNG")


def test_a_spreadsheet_is_named_after_its_form():
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(a_paper(Kind.FEES))))
    assert book.sheet_names == ["专家劳务报酬发放表"]
