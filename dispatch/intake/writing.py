"""导出: experts and applications in the shapes that we read, so that what goes out can come back in.

Numbers of persons and cards are text cells, and no text of ours is run as a formula by a spreadsheet program.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from dispatch.intake.application import CHINESE_NAMES
from dispatch.intake.application_sheet import AVOID, AVOID_COLUMNS, FAMILIES, FRONT, SEAT_COLUMNS, SEATS, USCC_SUFFIX
from dispatch.intake.cells import is_formula
from dispatch.intake.columns import EQUITY_COLUMNS, POOL_COLUMNS, RELATION_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.refusals import UnknownFileType
from policies.vocabulary.expert import Equity, Expert, Relation
from policies.vocabulary.money import Money
from policies.vocabulary.tender import Tender

_UTF8_MARK = "\ufeff"  # spreadsheet programs take a CSV without it for GB18030
_TYPES = (".csv", ".xlsx")

Value = str | date | None


def write_pool(experts: Iterable[Expert], path: Path) -> int:
    """Writes experts to a CSV or XLSX file under the shipped header; answers how many. Raises UnknownFileType."""
    count = 0

    def counted() -> Iterator[Expert]:
        nonlocal count
        for expert in experts:
            count += 1
            yield expert

    if path.suffix.lower() not in _TYPES:
        raise UnknownFileType(found=path.suffix or path.name, wanted="CSV、XLSX")
    path.write_bytes(pool_csv(counted()) if path.suffix.lower() == ".csv" else pool_xlsx(counted()))
    return count


def pool_csv(experts: Iterable[Expert]) -> bytes:
    """The pool as CSV (UTF-8 with byte order mark)."""
    return table_csv(_pool_lines(experts))


def pool_xlsx(experts: Iterable[Expert]) -> bytes:
    """The pool as XLSX: numbers as text, dates as dates."""
    return book({"专家库": _pool_lines(experts)})


def relations_csv(relations: Iterable[Relation]) -> bytes:
    lines = ((r.expert_no, r.kind, r.other_name, r.other_uscc, r.since, r.until, r.share, r.note) for r in relations)
    return table_csv([RELATION_COLUMNS, *lines])


def equity_csv(holdings: Iterable[Equity]) -> bytes:
    lines = ((e.upper_name, e.upper_uscc, e.lower_name, e.lower_uscc, e.share, e.since, e.until) for e in holdings)
    return table_csv([EQUITY_COLUMNS, *lines])


def application_xlsx(tender: Tender) -> bytes:
    """The application form (抽取申请表) that read_application takes."""
    seats = [("、".join(seat.codes), str(seat.count), seat.edition) for seat in tender.seats]
    avoid = [(unit.name, unit.uscc) for unit in tender.avoid_units]
    return book({FRONT: _front(tender), SEATS: [SEAT_COLUMNS, *seats], AVOID: [AVOID_COLUMNS, *avoid]})


def table_csv(lines: Iterable[Sequence[Value]]) -> bytes:
    """Lines as CSV (UTF-8 with byte order mark)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_harmless(value) for value in line] for line in lines)
    return (_UTF8_MARK + text.getvalue()).encode("utf-8")


def book(sheets: dict[str, Iterable[Sequence[Value]]]) -> bytes:
    """A workbook of these sheets; every cell is text or a date, never a formula."""
    target = io.BytesIO()
    with Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif value:
                        sheet.write_string(row, column, value)
    return target.getvalue()


def _pool_lines(experts: Iterable[Expert]) -> Iterator[Sequence[Value]]:
    everyone = tuple(experts)
    with_period = any(expert.suspended_until for expert in everyone)
    yield (*POOL_COLUMNS, SUSPENDED_UNTIL) if with_period else POOL_COLUMNS
    for expert in everyone:
        yield (*_line(expert), expert.suspended_until) if with_period else _line(expert)


def _line(e: Expert) -> tuple[Value, ...]:
    return (
        e.no, e.identity.name, e.identity.sex, e.identity.id_type, e.identity.id_no, e.birth, e.contact.phone, e.employer, e.employer_uscc,
        e.title, "、".join(specialty.code for specialty in e.specialties), e.specialties[0].edition if e.specialties else "", e.category,
        e.region, e.field_since, "是" if e.on_job else "否", e.admitted_at, e.standing, e.bank.branch, e.bank.cnaps, e.bank.card,
    )  # fmt: skip


def _front(tender: Tender) -> list[tuple[str, Value]]:
    family = next(chinese for chinese, name in FAMILIES.items() if name == tender.law_family)
    values: dict[str, str] = {
        "id": tender.number, "section": tender.section, "law_family": family, "method": tender.method, "title": tender.title,
        "budget": str(Money(tender.budget_fen)), "sector": tender.sector, "region": tender.region,
        "opening_at": tender.opening_at.isoformat(), "checkin_at": tender.checkin_at.isoformat(), "duration": _iso_duration(tender),
        "overnight": "是" if tender.overnight else "否", "supervisor": tender.supervisor, "reps": str(tender.reps),
        "host_centre": tender.host_centre, "n_subvenues": str(tender.n_subvenues), "profile": tender.profile,
    }  # fmt: skip
    units = [("招标人", tender.tenderer), *([("代理机构", tender.agent)] if tender.agent else [])]
    named: list[tuple[str, Value]] = [(CHINESE_NAMES[name], value) for name, value in values.items()]
    return named + [pair for chinese, unit in units for pair in ((chinese, unit.name), (chinese + USCC_SUFFIX, unit.uscc))]


def _iso_duration(tender: Tender) -> str:
    minutes = int(tender.duration.total_seconds()) // 60
    return f"PT{minutes // 60}H{minutes % 60}M"


def _harmless(value: Value) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else value
    return "'" + text if is_formula(text) else text
