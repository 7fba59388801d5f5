"""One line becomes one expert, or a Chinese sentence that says what to do."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.findings import SENTENCES
from dispatch.intake.pool_rows import read_pool
from dispatch.intake.refusals import EmptyFile, NoHeader, WrongColumns
from policies.vocabulary.expert import Category, Specialty, Standing
from tests.intake.builders import TODAY, a_row, another_row, codes, reading


def test_right_row_becomes_an_expert_with_every_fact() -> None:
    read = reading(a_row())
    expert = read.experts[0]
    assert (read.errors, read.warnings, read.rows) == ((), (), (1,))
    assert (expert.no, expert.identity.id_no, expert.birth) == ("CS000001", "620000197001010014", date(1970, 1, 1))
    assert expert.specialties == (Specialty("2018", "A080104"), Specialty("2018", "A060101"))
    assert (expert.category, expert.standing, expert.on_job) == (Category.TECHNICAL, Standing.ACTIVE, True)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("专家编号", "", "value.missing"),
        ("专家编号", "甲 1", "no.form"),
        ("姓名", "=cmd|'/c calc'!A1", "value.formula"),
        ("姓名", "张\n三", "value.control"),
        ("性别", "M", "value.choice"),
        ("证件类型", "身份证", "value.choice"),
        ("证件号码", "620000197001010015", "id.check"),
        ("证件号码", 6.2000019700101e17, "value.lost_digits"),
        ("证件号码", "990000197001010018", "id.region"),
        ("出生日期", "1970-01-02", "id.birth"),
        ("出生日期", "1970-13-01", "date.form"),
        ("手机号码", "12345", "phone.form"),
        ("单位统一社会信用代码", "91620000DEMX000152", "uscc.check17"),
        ("单位统一社会信用代码", "91620000DEMX00014X", "uscc.check18"),
        ("所在单位", "", "employer.no_name"),
        ("评标专业代码", "", "value.missing"),
        ("评标专业代码", "A08", "specialty.form"),
        ("评标专业代码", "A080104、A080104", "specialty.twice"),
        ("评标专业代码", "A010101 A010102 A010103 A010104 A010105 A010106", "specialty.count"),
        ("专业分类版本", "", "specialty.edition"),
        ("专业分类版本", "2024", "specialty.edition"),
        ("专家类别", "其他", "value.choice"),
        ("行政区域代码", "4301", "region.form"),
        ("行政区域代码", "990100", "region.form"),
        ("从业起始时间", "2027-01-01", "date.future"),
        ("从业起始时间", "1960-01-01", "date.before_birth"),
        ("是否在职", "在职", "value.choice"),
        ("入库时间", "", "value.missing"),
        ("状态", "注销", "value.choice"),
        ("银行卡号", "6200000000000000017", "card.check"),
    ],
)
def test_wrong_value_is_one_error_at_its_column(column: str, value: Cell, code: str) -> None:
    read = reading(a_row(**{column: value}))
    assert [(error.row, error.column, error.code) for error in read.errors] == [(1, column, code)]
    assert read.experts == ()


def test_sentence_never_repeats_the_value_it_is_about() -> None:
    read = reading(a_row(证件号码="620000197001010015", 银行卡号="6200000000000000017", 手机号码="16100"))
    assert not any(value in error.message for error in read.errors for value in ("620000", "16100"))


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("联行号", "999821000018", "cnaps.check"),
        ("银行卡号", "", "bank.missing"),
        ("性别", "女", "id.sex"),
        ("单位统一社会信用代码", "", "employer.no_code"),
        ("评标专业代码", "A010101", "specialty.unknown"),
        ("行政区域代码", "439999", "region.unknown"),
    ],
)
def test_doubtful_value_is_a_warning_and_the_expert_is_kept(column: str, value: Cell, code: str) -> None:
    read = reading(a_row(**{column: value}))
    assert [warning.code for warning in read.warnings] == [code]
    assert len(read.experts) == 1


def test_expert_without_employer_is_kept_only_when_not_on_the_job() -> None:
    nobody = {"所在单位": "", "单位统一社会信用代码": ""}
    assert codes(reading(a_row(**nobody))) == ["employer.missing"]
    assert reading(a_row(**nobody, 是否在职="否")).experts[0].employer == ""


def test_codes_may_be_separated_in_every_way() -> None:
    written = ("A080104、A060101", "A080104,A060101", "A080104;A060101", "A080104 A060101", "A080104；A060101")
    assert {reading(a_row(评标专业代码=text)).experts[0].specialties for text in written} == {reading(a_row()).experts[0].specialties}


def test_edition_of_the_procurement_list_has_its_own_codes() -> None:
    assert reading(a_row(专业分类版本="政采", 评标专业代码="A02010104")).experts[0].specialties == (Specialty("政采", "A02010104"),)
    assert codes(reading(a_row(专业分类版本="政采", 评标专业代码="A080104"))) == ["specialty.other_edition"]


def test_number_cells_of_a_spreadsheet_are_read_where_nothing_is_lost() -> None:
    read = reading(a_row(手机号码=16100000001.0, 专业分类版本=2018.0, 行政区域代码=430100.0, 出生日期=date(1970, 1, 1), 是否在职=True))
    assert read.experts == reading(a_row()).experts


def test_small_x_and_full_width_digits_are_read_as_the_same_number() -> None:
    row = a_row(证件号码="６２００００19700101009x")
    assert reading(row).experts[0].identity.id_no == "62000019700101009X"


@pytest.mark.parametrize(
    ("column", "value", "code"), [("专家编号", "CS000001", "no.twice"), ("证件号码", "620000197001010014", "id.twice")]
)
def test_second_row_of_one_person_names_the_first(column: str, value: str, code: str) -> None:
    second = another_row(**{column: value}) | ({"出生日期": "1970-01-01", "性别": "男"} if column == "证件号码" else {})
    error = reading(a_row(), second).errors[0]
    assert (error.row, error.code) == (2, code)
    assert "第 1 行" in error.message


def test_good_rows_beside_a_bad_one_are_all_read() -> None:
    read = reading(a_row(性别="?"), another_row())
    assert ([expert.no for expert in read.experts], read.rows, codes(read)) == (["CS000002"], (2,), ["value.choice"])


def test_demo_values_are_refused_where_it_is_serious() -> None:
    read = reading(a_row(), demo=False)
    assert [(error.column, error.code) for error in read.errors] == [
        (column, "demo.value") for column in ("证件号码", "手机号码", "单位统一社会信用代码", "联行号")
    ]
    assert "DISPATCH_DEMO=1" in read.errors[0].message


def test_suspension_may_name_its_last_day_in_a_column_of_its_own() -> None:
    assert reading(a_row(状态="暂停", 暂停至="2027-06-30")).experts[0].suspended_until == date(2027, 6, 30)
    assert [warning.code for warning in reading(a_row(暂停至="2027-06-30")).warnings] == ["standing.until"]


def test_columns_are_found_by_usual_names_and_in_any_order() -> None:
    usual = {"证件号码": "身份证号", "手机号码": "联系电话", "所在单位": "工作单位", "职务/职称": "职务 ／ 职称"}
    names = list(reversed(POOL_COLUMNS))
    read = read_pool([[usual.get(name, name) for name in names], [a_row()[name] for name in names]], demo=True, on=TODAY)
    assert read.experts == reading(a_row()).experts


def test_missing_column_is_one_refusal_of_the_whole_file() -> None:
    with pytest.raises(WrongColumns, match="证件号码"):
        read_pool([[name if name != "证件号码" else "证件" for name in POOL_COLUMNS], ["x"]], demo=True, on=TODAY)


def test_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(WrongColumns, match="两次"):
        read_pool([[*POOL_COLUMNS, "手机号码"], list(a_row().values())], demo=True, on=TODAY)


def test_unknown_column_is_left_out_with_a_warning() -> None:
    read = reading(a_row(备注="x"))
    assert [(warning.row, warning.column, warning.code) for warning in read.warnings] == [(0, "备注", "column.unknown")]


def test_sheet_without_header_is_refused() -> None:
    with pytest.raises(NoHeader):
        read_pool([list(a_row().values())], demo=True, on=TODAY)


@pytest.mark.parametrize("lines", [[], [["", ""]], [list(POOL_COLUMNS)], [list(POOL_COLUMNS), [""]]])
def test_sheet_without_records_is_empty(lines: list[list[str]]) -> None:
    with pytest.raises(EmptyFile):
        read_pool(lines, demo=True, on=TODAY)


def test_blank_lines_are_passed_over_but_counted() -> None:
    read = read_pool([list(POOL_COLUMNS), [], [a_row(性别="?")[name] for name in POOL_COLUMNS]], demo=True, on=TODAY)
    assert [error.row for error in read.errors] == [2]


def test_every_sentence_tells_what_to_do_or_that_nothing_is_needed() -> None:
    advice = ("请", "应", "不影响入库", "只能", "须", "不能")
    assert [code for code, (sentence, _) in SENTENCES.items() if not any(word in sentence for word in advice)] == []


def test_every_sentence_has_an_english_one_with_the_same_facts() -> None:
    asks = re.compile(
        "check|compare|fill|write|make|remove|put|correct|convert|change|lift|tell|set |takes|has |must|consists|holds the", re.I
    )
    for code, (chinese, english) in SENTENCES.items():
        assert set(re.findall(r"\{\w+\}", english)) <= set(re.findall(r"\{\w+\}", chinese)) and asks.search(english), code


CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(), st.dates(), st.text(max_size=12), st.sampled_from(list(a_row().values()))
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=len(POOL_COLUMNS) + 2), min_size=1, max_size=4))
def test_any_cells_are_experts_or_findings(lines: list[list[Cell]]) -> None:
    try:
        read = read_pool([list(POOL_COLUMNS), *lines], demo=True, on=TODAY)
    except EmptyFile:
        return
    assert len(read.experts) + len({error.row for error in read.errors}) <= len(lines)
    assert all(finding.message for finding in (*read.errors, *read.warnings))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(POOL_COLUMNS), CELLS, max_size=3))
def test_any_change_of_a_right_row_is_read_or_explained(changes: dict[str, Cell]) -> None:
    read = reading(a_row(**changes))
    assert bool(read.experts) != bool(read.errors)
