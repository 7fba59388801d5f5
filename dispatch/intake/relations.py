"""关系表与股权表: the facts that recusal rules need; a fact that is not here is not known, never a pass."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from dispatch.intake import identifiers as ids
from dispatch.intake.cells import Line, is_blank
from dispatch.intake.columns import EQUITY_COLUMNS, RELATION_COLUMNS, Table, has_columns, table
from dispatch.intake.findings import Finding
from dispatch.intake.reading import RowReader
from dispatch.intake.refusals import EmptyFile
from policies.vocabulary.expert import Equity, Relation
from policies.vocabulary.ids import ExpertNo

APART = "不宜同组"
RELATION_KINDS = ("任职", "曾任职", "近亲属任职", "持股", "编制参与", "同项目前期评审", "争议", "监管人员", APART)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%")
_FRACTION = re.compile(r"[01](?:\.\d{1,8})?")


@dataclass(frozen=True, slots=True)
class RelationReading:
    """What a relation or equity file holds, and what is wrong with the rows that it does not."""

    relations: tuple[Relation, ...] = ()
    equity: tuple[Equity, ...] = ()
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def read_relations(lines: Iterable[Line], *, demo: bool, known: Collection[ExpertNo] | None = None) -> RelationReading:
    """All rows of a relation or an equity table; the header tells which. `known`: experts of the pool file beside it.

    Raises EmptyFile, NoHeader, WrongColumns.
    """
    rest = iter(lines)
    header = next((line for line in rest if not is_blank(line)), None)
    if header is None:
        raise EmptyFile()
    is_equity = has_columns(header, EQUITY_COLUMNS)
    sheet = table(chain([header], rest), EQUITY_COLUMNS if is_equity else RELATION_COLUMNS, aliases={})
    return _equity(sheet, demo) if is_equity else _relations(sheet, demo, known)


def _relations(sheet: Table, demo: bool, known: Collection[ExpertNo] | None) -> RelationReading:
    good: list[Relation] = []
    errors: list[Finding] = []
    warnings = list(sheet.warnings)
    for row in _rows(sheet):
        relation = _relation(row, demo)
        if known is not None and relation.expert_no not in known and not row.has_error("专家编号"):
            row.warn("专家编号", "relation.expert")
        errors += row.errors
        warnings += row.warnings
        good += [] if row.errors else [relation]
    return RelationReading(relations=tuple(good), errors=tuple(errors), warnings=tuple(warnings))


def _equity(sheet: Table, demo: bool) -> RelationReading:
    good: list[Equity] = []
    errors: list[Finding] = []
    warnings = list(sheet.warnings)
    for row in _rows(sheet):
        since, until = _period(row)
        upper, lower = (row.text("上级名称"), _uscc(row, "上级代码", demo)), (row.text("下级名称"), _uscc(row, "下级代码", demo))
        holding = Equity(*upper, *lower, _share(row), since, until)
        errors += row.errors
        warnings += row.warnings
        good += [] if row.errors else [holding]
    return RelationReading(equity=tuple(good), errors=tuple(errors), warnings=tuple(warnings))


def _relation(row: RowReader, demo: bool) -> Relation:
    no, kind = ExpertNo(row.number("专家编号")), row.choice("关系", RELATION_KINDS)
    other = row.number("对方名称") if kind == APART else row.text("对方名称")
    if kind == APART and other == no:
        row.error("对方名称", "relation.apart")
    since, until = _period(row)
    return Relation(no, kind, other, _uscc(row, "对方统一社会信用代码", demo), since, until, _share(row), row.text("说明", required=False))


def _rows(sheet: Table) -> Iterator[RowReader]:
    return (RowReader(row, cells) for row, cells in sheet.records())


def _period(row: RowReader) -> tuple[date | None, date | None]:
    since, until = row.day("起", required=False), row.day("止", required=False)
    if since is not None and until is not None and until < since:
        row.error("止", "relation.period")
    return since, until


def _uscc(row: RowReader, column: str, demo: bool) -> str:
    code = row.code(column, required=False)
    if code and (fault := ids.uscc_fault(code)):
        row.error(column, fault)
    elif code and not demo and ids.is_demo(ids.Kind.USCC, code):
        row.error(column, "demo.value")
    return code


def _share(row: RowReader) -> str:
    """比例 as percent text: `51%`; a number from 0 to 1 is a fraction, anything else without % is not guessed."""
    text = row.number("比例", required=False)
    percent = Decimal(found[1]) if (found := _PERCENT.fullmatch(text)) else None
    if percent is None and _FRACTION.fullmatch(text):
        percent = Decimal(text) * 100
    if text and (percent is None or percent > 100):
        row.error("比例", "relation.share")
    return f"{percent.normalize():f}%" if percent is not None else ""
