"""关系表与股权表: the facts that recusal rules need; a fact that is not here is not known, never a pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dispatch.intake import identifiers as ids
from dispatch.intake.cells import Line
from dispatch.intake.columns import Table
from dispatch.intake.findings import Finding, finding
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.pool_rows import BadRow
from dispatch.intake.reading import RowReader
from dispatch.intake.shapes import EQUITY, RELATION_SHAPES, best_shape
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
    rows: tuple[int, ...] = ()  # which row each relation was
    faulty: tuple[FaultyTable, ...] = ()


@dataclass(frozen=True, slots=True)
class FaultyTable:
    """The rows of one table that are not taken, as brought, under the names of its columns and ours for them."""

    name: str
    labels: tuple[str, ...]
    names: tuple[str | None, ...]
    rows: tuple[BadRow, ...]


def read_relations(
    lines: Iterable[Line],
    *,
    demo: bool,
    known: Container[ExpertNo] | None = None,
    laid_down: ColumnMapping = NOTHING_LAID_DOWN,
    sheet: str = "",
) -> RelationReading:
    """All rows of a relation or an equity table; the header tells which. `known`: experts of the pool and of the file beside it.

    Raises EmptyFile, NoHeader, BadMapping, WrongColumns.
    """
    shape, rest = best_shape(lines, sheet, laid_down, RELATION_SHAPES)
    brought = shape.table(rest, shape.meant(laid_down, sheet, RELATION_SHAPES))
    found = _read(brought, shape.name, _holding if shape is EQUITY else _relation, demo)
    return replace(found, warnings=found.warnings + strangers(found, known)) if known is not None else found


def strangers(found: RelationReading, known: Container[ExpertNo]) -> tuple[Finding, ...]:
    """A warning for each relation of somebody who is not known."""
    listed = zip(found.relations, found.rows, strict=True)
    return tuple(finding(row, "专家编号", "relation.expert") for relation, row in listed if relation.expert_no not in known)


def joined(found: Sequence[RelationReading]) -> RelationReading:
    """Several tables as one; rows are each table's own."""
    return RelationReading(
        tuple(relation for one in found for relation in one.relations),
        tuple(holding for one in found for holding in one.equity),
        tuple(error for one in found for error in one.errors),
        tuple(warning for one in found for warning in one.warnings),
        tuple(row for one in found for row in one.rows),
        tuple(table for one in found for table in one.faulty),
    )


def _read(brought: Table, name: str, read: Callable[[RowReader, bool], Relation | Equity], demo: bool) -> RelationReading:
    good: list[tuple[int, Relation | Equity]] = []
    bad: list[BadRow] = []
    warnings: list[Finding] = []
    for number, line, cells in brought.rows():
        row = RowReader(number, cells)
        fact = read(row, demo)
        warnings += row.warnings
        if row.errors:
            bad.append(BadRow(number, line, tuple(row.errors), tuple(row.warnings)))
        else:
            good.append((number, fact))
    return RelationReading(
        tuple(fact for _, fact in good if isinstance(fact, Relation)),
        tuple(fact for _, fact in good if isinstance(fact, Equity)),
        tuple(error for row in bad for error in row.errors),
        (*brought.warnings, *warnings),
        tuple(number for number, fact in good if isinstance(fact, Relation)),
        (FaultyTable(name, brought.labels, brought.names, tuple(bad)),) if bad else (),
    )


def _holding(row: RowReader, demo: bool) -> Equity:
    since, until = _period(row)
    upper, lower = (row.text("上级名称"), _uscc(row, "上级代码", demo)), (row.text("下级名称"), _uscc(row, "下级代码", demo))
    return Equity(*upper, *lower, _share(row), since, until)


def _relation(row: RowReader, demo: bool) -> Relation:
    no, kind = ExpertNo(row.number("专家编号")), row.choice("关系", RELATION_KINDS)
    other = row.number("对方名称") if kind == APART else row.text("对方名称")
    if kind == APART and other == no:
        row.error("对方名称", "relation.apart")
    since, until = _period(row)
    return Relation(no, kind, other, _uscc(row, "对方统一社会信用代码", demo), since, until, _share(row), row.text("说明", required=False))


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
