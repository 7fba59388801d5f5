"""导出: experts, relations and applications in the shapes that we read, so that what goes out can come back in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from dispatch.intake.application import CHINESE_NAMES, REMARKS
from dispatch.intake.application_sheet import AVOID, AVOID_COLUMNS, FAMILIES, FRONT, SEAT_COLUMNS, SEATS, USCC_SUFFIX
from dispatch.intake.columns import EQUITY_COLUMNS, POOL_COLUMNS, RELATION_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.table_files import Value, book, table_csv, write_tables
from policies.vocabulary.expert import Equity, Expert, Relation
from policies.vocabulary.money import Money
from policies.vocabulary.tender import Tender

T = TypeVar("T")
POOL_SHEET, RELATION_SHEET, EQUITY_SHEET = "专家库", "关系", "股权"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on further sheets of a pool's workbook."""

    relations: Iterable[Relation] = ()
    equity: Iterable[Equity] = ()


def write_pool(experts: Iterable[Expert], path: Path, beside: Beside | None = None, *, with_period: bool | None = None) -> int:
    """Writes experts to a CSV or XLSX file under the shipped header; answers how many. Raises UnknownFileType.

    `with_period` says whether 暂停至 is written; where it is not said everybody is looked at first, which takes their memory.
    What is `beside` becomes further sheets of an XLSX file.
    """
    if with_period is None:
        experts = tuple(experts)
        with_period = any(expert.suspended_until for expert in experts)
    counted = _Counted(experts)
    tables = {POOL_SHEET: _pool_lines(counted, with_period)}
    if beside is not None:
        tables |= {RELATION_SHEET: _relation_lines(beside.relations), EQUITY_SHEET: _equity_lines(beside.equity)}
    write_tables(path, tables)
    return counted.count


def write_relations(relations: Iterable[Relation], path: Path) -> int:
    """Writes relations to a CSV or XLSX file; answers how many. Raises UnknownFileType."""
    counted = _Counted(relations)
    write_tables(path, {RELATION_SHEET: _relation_lines(counted)})
    return counted.count


def write_equity(holdings: Iterable[Equity], path: Path) -> int:
    """Writes companies' shares to a CSV or XLSX file; answers how many. Raises UnknownFileType."""
    counted = _Counted(holdings)
    write_tables(path, {EQUITY_SHEET: _equity_lines(counted)})
    return counted.count


def pool_csv(experts: Iterable[Expert]) -> bytes:
    """The pool as CSV (UTF-8 with byte order mark)."""
    everyone = tuple(experts)
    return table_csv(_pool_lines(everyone, any(expert.suspended_until for expert in everyone)))


def relations_csv(relations: Iterable[Relation]) -> bytes:
    return table_csv(_relation_lines(relations))


def equity_csv(holdings: Iterable[Equity]) -> bytes:
    return table_csv(_equity_lines(holdings))


def application_xlsx(tender: Tender) -> bytes:
    """The application form (抽取申请表) that read_application takes."""
    seats = [("、".join(seat.codes), str(seat.count), seat.edition) for seat in tender.seats]
    avoid = [(unit.name, unit.uscc) for unit in tender.avoid_units]
    return book({FRONT: _front(tender), SEATS: [SEAT_COLUMNS, *seats], AVOID: [AVOID_COLUMNS, *avoid]})


class _Counted(Iterable[T]):
    """Hands things on and counts them."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things, self.count = things, 0

    def __iter__(self) -> Iterator[T]:
        for thing in self._things:
            self.count += 1
            yield thing


def _pool_lines(experts: Iterable[Expert], with_period: bool) -> Iterator[Sequence[Value]]:
    yield (*POOL_COLUMNS, SUSPENDED_UNTIL) if with_period else POOL_COLUMNS
    for expert in experts:
        yield (*pool_line(expert), expert.suspended_until) if with_period else pool_line(expert)


def _relation_lines(relations: Iterable[Relation]) -> Iterator[Sequence[Value]]:
    yield RELATION_COLUMNS
    for r in relations:
        yield r.expert_no, r.kind, r.other_name, r.other_uscc, r.since, r.until, r.share, r.note


def _equity_lines(holdings: Iterable[Equity]) -> Iterator[Sequence[Value]]:
    yield EQUITY_COLUMNS
    for e in holdings:
        yield e.upper_name, e.upper_uscc, e.lower_name, e.lower_uscc, e.share, e.since, e.until


def pool_line(e: Expert) -> tuple[Value, ...]:
    """An expert's values in the order of the shipped columns."""
    return (
        e.no, e.identity.name, e.identity.sex, e.identity.id_type, e.identity.id_no, e.birth, e.contact.phone, e.employer, e.employer_uscc,
        e.title, "、".join(specialty.code for specialty in e.specialties), e.specialties[0].edition if e.specialties else "", e.category,
        e.region, e.field_since, "是" if e.on_job else "否", e.admitted_at, e.standing, e.bank.branch, e.bank.cnaps, e.bank.card,
    )  # fmt: skip


def application_members(tender: Tender) -> dict[str, Any]:
    """The application as a YAML or JSON document, which `read_application` reads."""
    budget = Money(tender.budget_fen)
    named: dict[str, Any] = {
        "id": tender.number, "section": tender.section, "law_family": tender.law_family.value, "method": tender.method.value,
        "title": tender.title, "budget": budget.fen // 100 if budget.fen % 100 == 0 else str(budget), "sector": tender.sector,
        "region": str(tender.region), "opening_at": tender.opening_at.isoformat(), "checkin_at": tender.checkin_at.isoformat(),
        "duration": _iso_duration(tender), "overnight": tender.overnight, "tenderer": asdict(tender.tenderer),
        "agent": asdict(tender.agent) if tender.agent else None, "supervisor": tender.supervisor,
        "seats": [{"codes": list(seat.codes), "count": seat.count, "edition": seat.edition} for seat in tender.seats],
        "reps": tender.reps, "avoid_units": [asdict(unit) for unit in tender.avoid_units], "host_centre": str(tender.host_centre),
        "n_subvenues": tender.n_subvenues, "profile": tender.profile,
    }  # fmt: skip
    return named | {name: True for name, (remark, said) in REMARKS.items() if tender.extra.get(remark) == said}


def _front(tender: Tender) -> list[tuple[str, Value]]:
    family = next(chinese for chinese, name in FAMILIES.items() if name == tender.law_family)
    values: dict[str, str] = {
        "id": tender.number, "section": tender.section, "law_family": family, "method": tender.method, "title": tender.title,
        "budget": str(Money(tender.budget_fen)), "sector": tender.sector, "region": tender.region,
        "opening_at": tender.opening_at.isoformat(), "checkin_at": tender.checkin_at.isoformat(), "duration": _iso_duration(tender),
        "overnight": "是" if tender.overnight else "否", "supervisor": tender.supervisor, "reps": str(tender.reps),
        "host_centre": tender.host_centre, "n_subvenues": str(tender.n_subvenues), "profile": tender.profile,
    }  # fmt: skip
    values |= {name: "是" for name, (remark, said) in REMARKS.items() if tender.extra.get(remark) == said}
    units = [("招标人", tender.tenderer), *([("代理机构", tender.agent)] if tender.agent else [])]
    named: list[tuple[str, Value]] = [(CHINESE_NAMES[name], value) for name, value in values.items()]
    return named + [pair for chinese, unit in units for pair in ((chinese, unit.name), (chinese + USCC_SUFFIX, unit.uscc))]


def _iso_duration(tender: Tender) -> str:
    minutes = int(tender.duration.total_seconds()) // 60
    return f"PT{minutes // 60}H{minutes % 60}M"
