"""How a database answers our own questions: every statement that a repository sends, explained over tables that have grown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, LargeBinary, Select, String, Table, event, insert

from dispatch.settle.refusals import Unbalanced
from dispatch.store.base import Day, Row, UtcTime, engine_for
from dispatch.store.unit_of_work import SqlUnitOfWork, units_of_work

NOW = datetime(2026, 12, 9, 1, tzinfo=UTC)
ORIGIN = "test/plans"
MANY = 6005  # rows in every table: enough for a planner to prefer an index; odd, so that the log's next entry closes a subtree
Ask = Callable[[SqlUnitOfWork], object]

_GIVEN: dict[str, Callable[[int], Any]] = {  # what is not simply different in every row; the rest is
    "origin": lambda n: ORIGIN,
    "outbox.state": lambda n: "sent" if n % 100 else "waiting",
    "proposal.state": lambda n: "signed" if n % 100 else "open",
    "proposal.by": lambda n: "supervisor",
    "call_out.capsule_key": lambda n: f"draw/{n // 5}",
    "call_out.wave": lambda n: f"wave/{n // 5}",
    "ledger_entry.reverses": lambda n: None,
    "tlog_head.size": lambda n: MANY,
    "tlog_node.level": lambda n: 1 if n < MANY // 2 else 2,
    "suspended_until": lambda n: None,
    "tax_fen": lambda n: 0,
    "credit_fen": lambda n: 0,
    "amount_fen": lambda n: 1,
}
_NUMBERED = ("id", "idx", "log_idx", "size", "pos", "seq")


def fill(engine: Engine) -> None:
    """Makes all tables with their indexes, and thousands of rows in each; the guards are left out."""
    with engine.begin() as connection:
        Row.metadata.create_all(connection)
        for table in Row.metadata.sorted_tables:
            connection.execute(insert(table), [_row(table, n) for n in range(1 if table.name == "tlog_head" else MANY)])
    if engine.dialect.name == "postgresql":  # autovacuum does so in time; on SQLite nobody does
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def walked(engine: Engine, ask: Ask) -> set[str]:
    """Names of the tables of which a question reads every row, or sorts the answer of all."""
    url = engine.url.render_as_string(hide_password=False)
    fresh = engine_for(url)  # its listener ends with it
    sent: list[tuple[str, Any]] = []

    @event.listens_for(fresh, "before_cursor_execute")
    def _keep(connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        sent.append((statement, parameters[0] if many else parameters))

    with _undone(fresh) as uow, suppress(ValueError, KeyError, Unbalanced):  # invented rows are asked for, but mean nothing
        answer = ask(uow)
        if isinstance(answer, Iterator):
            next(answer, None)
    asked = [(statement, given) for statement, given in sent if statement.startswith(("SELECT", "UPDATE", "DELETE"))]
    assert asked, "nothing was asked"
    with fresh.connect() as connection:
        explain = _on_sqlite if engine.dialect.name == "sqlite" else _on_postgresql
        found = {name for statement, given in asked for name in explain(connection, statement, given)}
    fresh.dispose()
    return found


@contextmanager
def _undone(engine: Engine) -> Iterator[SqlUnitOfWork]:
    class Enough(Exception):
        pass

    try:
        with units_of_work(engine, ORIGIN)() as uow:
            yield uow
            raise Enough
    except Enough:
        pass


def reads_in_order(engine: Engine, query: Select[Any]) -> bool:
    """Whether a reader of everybody in some order gets the first ones at once: from an index, without a sort."""
    statement = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            details = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
            return len(details) == 1 and " USING INDEX " in details[0]
        (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) DECLARE people CURSOR FOR {statement}").scalar_one()
        return bool(plan["Plan"]["Node Type"] == "Index Scan")


def _on_sqlite(connection: Connection, statement: str, given: Any) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given):
        first, _, rest = str(row.detail).partition(" ")
        if first == "SCAN" and rest.split()[0] != "CONSTANT":
            yield rest.split()[0]


def _on_postgresql(connection: Connection, statement: str, given: Any) -> Iterator[str]:
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", given).scalar_one()
    nodes = [(plan["Plan"], "")]
    for node, above in nodes:
        kind = node["Node Type"]
        nodes += [(below, kind) for below in node.get("Plans", ())]
        from_end_to_end = kind.startswith("Index") and "Index Cond" not in node and above != "Limit"
        if (kind == "Seq Scan" or from_end_to_end) and node["Relation Name"] != "tlog_head":  # one row for each log
            yield node["Relation Name"]


def _row(table: Table, n: int) -> dict[str, Any]:
    return {column.name: _value(table, column, n) for column in table.columns}


def _value(table: Table, column: Any, n: int) -> Any:
    given = _GIVEN.get(f"{table.name}.{column.name}") or _GIVEN.get(column.name)
    if given:
        return given(n)
    if column.foreign_keys:
        return f"{next(iter(column.foreign_keys)).column.name}{n}"
    if isinstance(column.type, UtcTime):
        return NOW - timedelta(days=400) + n * timedelta(minutes=97)  # the last few days are still to come
    if isinstance(column.type, Day):
        return date(1960, 1, 1) + timedelta(days=n)
    if isinstance(column.type, LargeBinary):
        return n.to_bytes(16, "big")
    if isinstance(column.type, String):
        return f"{column.name}{n}"
    return n if column.name in _NUMBERED else n % 2
