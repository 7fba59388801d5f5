"""What the tender commands show of a tender at any time: no person, no seat."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import typer

from api import cli
from api.cli.output import say
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.work import Work
from policies.calendar import LOCAL

TenderNumber = typer.Argument(help="项目编号/标段，如 JY-2026-0142/1 · number and section")


def at_work(*, reads_only: bool = False) -> AbstractContextManager[Work]:
    """One unit of work of this centre."""
    return cli.services().work(reads_only=reads_only)


def facts_of_record(record: TenderRecord) -> dict[str, Any]:
    tender = record.tender
    return {
        "id": record.id,
        "state": record.state.value,
        "title": tender.title,
        "committee": tender.committee,
        "experts": tender.experts,
        "reps": tender.reps,
        "opening_at": tender.opening_at.isoformat(),
        "checkin_at": tender.checkin_at.isoformat(),
        "applied_by": record.applied_by,
        "approved_by": record.approved_by,
        "draw": record.draw,
        "refusal": list(record.refusal),
    }


def tell(record: TenderRecord) -> None:
    tender, opening = record.tender, f"{record.tender.opening_at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    say(
        f"{record.id} {tender.title}：{record.state.value}；委员会 {tender.committee} 人（专家 {tender.experts} 人）；开标 {opening}",
        f"committee of {tender.committee}, {tender.experts} experts; opening {opening} Beijing time",
    )
    for remark, said in sorted(tender.extra.items()):
        if remark in EXCEPTIONS:
            for line in said.splitlines():
                say(f"  {remark} {line}", "")
    for reason in record.refusal:
        say(f"  {reason}", "")


EXCEPTIONS = ("延期", "自行选定", "直接确定", "召回", "共用评标委员会", "不开标")
