"""An expert's row as text by column, as candidacies and corrections keep it: read again by the same checks as a pool file."""

from __future__ import annotations

from collections.abc import Mapping

from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.findings import Finding
from dispatch.intake.pool_rows import read_pool
from dispatch.intake.writing import pool_line
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.expert import Expert


def as_row(expert: Expert) -> dict[str, str]:
    """Every column of the pool file; 暂停至 is none of a person's own facts."""
    return {column: str(value) for column, value in zip(POOL_COLUMNS, pool_line(expert), strict=True)}


def as_expert(row: Mapping[str, str], work: Work) -> tuple[Expert | None, tuple[Finding, ...]]:
    """The expert of a row, or what is wrong with it; no finding repeats a value."""
    reading = read_pool([list(POOL_COLUMNS), [row[column] for column in POOL_COLUMNS]], demo=work.means.demo, on=local_day(work.now))
    return (reading.experts[0] if reading.experts else None), reading.errors
