"""专家库文件: one line becomes one expert, or says in Chinese what is wrong with it.

Nothing is guessed: no edition of a specialty, no date, no employer. Age and experience are policy and not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dispatch.intake import identifiers as ids
from dispatch.intake.cells import Line
from dispatch.intake.columns import POOL_COLUMNS, SUSPENDED_UNTIL, table
from dispatch.intake.findings import Finding, RowReader, finding
from dispatch.intake.refusals import EmptyFile
from dispatch.intake.regions import is_known_place, is_province
from dispatch.intake.specialties import EDITIONS, is_known_leaf, is_leaf_form, split_codes
from policies.vocabulary.expert import Bank, Category, Contact, Equity, Expert, Identity, Relation, Specialty, Standing
from policies.vocabulary.ids import ExpertNo, RegionCode

_NO = re.compile(r"[0-9A-Za-z._-]{1,64}")
_ID_TYPES: dict[str, Callable[[str], str | None]] = {
    "居民身份证": ids.citizen_id_fault,
    "港澳台居民居住证": ids.residence_permit_fault,
    "护照": ids.other_document_fault,
    "其他": ids.other_document_fault,
}
_SPECIALTIES_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class PoolReading:
    """What a pool file holds: good rows as experts (`rows` tells which row each was), and what is wrong with the others.

    Relations and holdings come from files of their own, so their errors stand apart: the rows are other rows.
    """

    experts: tuple[Expert, ...]
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    rows: tuple[int, ...] = ()
    relations: tuple[Relation, ...] = ()
    equity: tuple[Equity, ...] = ()
    relation_errors: tuple[Finding, ...] = ()


def read_pool(lines: Iterable[Line], *, demo: bool, on: date) -> PoolReading:
    """All experts of a sheet; `on` is today: no date may lie after it. Demo values are good only with `demo`.

    Raises EmptyFile, NoHeader, WrongColumns; anything wrong with one row is a value in `errors`.
    """
    sheet = table(lines, POOL_COLUMNS, (SUSPENDED_UNTIL,))
    experts: list[Expert] = []
    rows: list[int] = []
    errors: list[Finding] = []
    warnings = list(sheet.warnings)
    seen = _Seen()
    for row, cells in sheet.records():
        reader = RowReader(row, cells)
        expert = _expert(reader, demo=demo, on=on)
        seen.check(reader)
        warnings += reader.warnings
        if reader.errors or expert is None:
            errors += reader.errors
        else:
            experts.append(expert)
            rows.append(row)
    if not experts and not errors:
        raise EmptyFile()
    return PoolReading(tuple(experts), tuple(errors), tuple(warnings), tuple(rows))


class _Seen:
    """Numbers that already stood in the file, with their rows."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], int] = {}

    def check(self, reader: RowReader) -> None:
        quiet = RowReader(reader.row, reader.cells)
        numbers = {"专家编号": quiet.number("专家编号", required=False), "证件号码": quiet.code("证件号码", required=False)}
        for (column, value), code in zip(numbers.items(), ("no.twice", "id.twice"), strict=True):
            first = self._rows.setdefault((column, value), reader.row) if value else reader.row
            if first != reader.row:
                reader.errors.append(finding(reader.row, column, code, first=first))


def _expert(row: RowReader, *, demo: bool, on: date) -> Expert | None:
    birth = row.day("出生日期", latest=on)
    no = _number(row)
    identity = _identity(row, birth, demo=demo)
    contact = _contact(row, demo=demo)
    bank = _bank(row, demo=demo)
    on_job = row.choice("是否在职", ("是", "否")) == "是"
    employer, employer_uscc = _employer(row, on_job=on_job, demo=demo)
    title = row.text("职务/职称", required=False)
    specialties = _specialties(row)
    category = row.choice("专家类别", tuple(Category))
    region = _region(row)
    field_since, admitted_at = _day_after_birth(row, "从业起始时间", birth, on), _day_after_birth(row, "入库时间", birth, on)
    standing = row.choice("状态", tuple(Standing))
    until = _suspended_until(row, standing)
    if row.errors or birth is None or field_since is None or admitted_at is None:
        return None
    return Expert(
        no=no, identity=identity, contact=contact, bank=bank, birth=birth, employer=employer, employer_uscc=employer_uscc, title=title,
        specialties=specialties, category=Category(category), region=region, field_since=field_since, on_job=on_job,
        admitted_at=admitted_at, standing=Standing(standing), suspended_until=until,
    )  # fmt: skip


def _number(row: RowReader) -> ExpertNo:
    no = row.number("专家编号")
    if no and not _NO.fullmatch(no):
        row.error("专家编号", "no.form")
    return ExpertNo(no)


def _identity(row: RowReader, birth: date | None, *, demo: bool) -> Identity:
    name, sex = row.text("姓名", limit=60), row.choice("性别", ("男", "女"))
    id_type, number = row.choice("证件类型", tuple(_ID_TYPES)), row.code("证件号码")
    fault = _ID_TYPES[id_type](number) if number and id_type in _ID_TYPES else None
    if fault is not None:
        row.error("证件号码", fault)
    elif number and id_type in ("居民身份证", "港澳台居民居住证"):
        _compare_with_number(row, number, birth, sex)
        if id_type == "居民身份证":
            _refuse_demo(row, "证件号码", ids.Kind.CITIZEN_ID, number, demo=demo)
    return Identity(name, sex, id_type, number)


def _compare_with_number(row: RowReader, number: str, birth: date | None, sex: str) -> None:
    if birth is not None and ids.birth_of_id(number) != birth:
        row.error("出生日期", "id.birth")
    if sex in ("男", "女") and ids.is_male_id(number) != (sex == "男"):
        row.warn("性别", "id.sex")
    if warning := ids.citizen_id_warning(number):
        row.warn("证件号码", warning)


def _contact(row: RowReader, *, demo: bool) -> Contact:
    text = row.phone("手机号码")
    if text:
        _note(row, "手机号码", ids.phone_fault(text))
        _refuse_demo(row, "手机号码", ids.Kind.PHONE, text, demo=demo)
    return Contact(text)


def _bank(row: RowReader, *, demo: bool) -> Bank:
    branch, cnaps, card = row.text("开户行", required=False), row.code("联行号", required=False), row.code("银行卡号", required=False)
    for column, value in (("开户行", branch), ("联行号", cnaps), ("银行卡号", card)):
        if not value and not row.has_error(column):
            row.warn(column, "bank.missing")
    if card:
        _note(row, "银行卡号", ids.card_fault(card))
    if cnaps:
        if warning := ids.cnaps_warning(cnaps):
            row.warn("联行号", warning)
        _refuse_demo(row, "联行号", ids.Kind.CNAPS, cnaps, demo=demo)
    return Bank(branch, cnaps, card)


def _employer(row: RowReader, *, on_job: bool, demo: bool) -> tuple[str, str]:
    name, code = row.text("所在单位", required=False), row.code("单位统一社会信用代码", required=False)
    if code:
        _note(row, "单位统一社会信用代码", ids.uscc_fault(code))
        _refuse_demo(row, "单位统一社会信用代码", ids.Kind.USCC, code, demo=demo)
    elif name:
        row.warn("单位统一社会信用代码", "employer.no_code")
    if not name and (on_job or code):
        row.error("所在单位", "employer.no_name" if code else "employer.missing")
    return name, code


def _specialties(row: RowReader) -> tuple[Specialty, ...]:
    codes = split_codes(row.text("评标专业代码"))
    edition = row.code("专业分类版本", required=False)
    if edition not in EDITIONS:
        row.error("专业分类版本", "specialty.edition")
        return ()
    if not 1 <= len(codes) <= _SPECIALTIES_AT_MOST and not row.has_error("评标专业代码"):
        row.error("评标专业代码", "specialty.count")
    if len(set(codes)) < len(codes):
        row.error("评标专业代码", "specialty.twice")
    for nth, code in enumerate(codes, start=1):
        if not is_leaf_form(edition, code):
            row.error("评标专业代码", "specialty.form", nth=nth)
        elif not is_known_leaf(edition, code):
            row.warn("评标专业代码", "specialty.unknown", nth=nth)
    return tuple(Specialty(edition, code) for code in codes)


def _region(row: RowReader) -> RegionCode:
    code = row.code("行政区域代码")
    if code and not (len(code) == 6 and code.isdigit() and code.isascii() and is_province(code[:2])):
        row.error("行政区域代码", "region.form")
    elif code and not is_known_place(code):
        row.warn("行政区域代码", "region.unknown")
    return RegionCode(code)


def _day_after_birth(row: RowReader, column: str, birth: date | None, on: date) -> date | None:
    day = row.day(column, latest=on)
    if day is not None and birth is not None and day < birth:
        row.error(column, "date.before_birth")
    return day


def _suspended_until(row: RowReader, standing: str) -> date | None:
    until = row.day(SUSPENDED_UNTIL, required=False)
    if until is not None and standing != Standing.SUSPENDED:
        row.warn(SUSPENDED_UNTIL, "standing.until")
        return None
    return until


def _note(row: RowReader, column: str, fault: str | None) -> None:
    if fault is not None:
        row.error(column, fault)


def _refuse_demo(row: RowReader, column: str, kind: ids.Kind, number: str, *, demo: bool) -> None:
    if not demo and ids.is_demo(kind, number):
        row.error(column, "demo.value")
