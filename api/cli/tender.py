"""`expert-dispatch tender`: apply for a committee, approve an application, look at one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.brought_files import read_application_file
from dispatch.bootstrap import Services
from dispatch.workflow import apply as use_cases
from dispatch.workflow.records import TenderRecord

app = typer.Typer(help="抽取申请 · applications for a committee", no_args_is_help=True)
BEIJING = ZoneInfo("Asia/Shanghai")

ApplicationFile = typer.Argument(exists=True, dir_okay=False, readable=True, help="抽取申请（YAML、JSON、XLSX） · application")
Applicant = typer.Option("经办人", "--by", help="申请人 · who applies")
Approver = typer.Option(..., "--by", help="审批人，不能是申请人 · who approves; not the applicant")
TenderNumber = typer.Argument(help="项目编号/标段，如 JY-2026-0142/1 · number and section")
AnyTender = typer.Argument(None, help="项目编号/标段；不填则列出全部 · number and section; none lists all")


@app.command("apply")
@refusals_exit
def apply_for(file: Path = ApplicationFile, by: str = Applicant, as_json: bool = JsonFlag) -> None:
    """提交抽取申请；重复提交同一申请不产生变化 · file an application; the same one again changes nothing."""
    service = _services()
    tender = read_application_file(file, demo=service.demo, default_profile=service.settings.profile)
    with service.work() as work:
        record = use_cases.apply(tender, by=by, work=work)
    if as_json:
        print_json(_facts(record))
    else:
        say(f"已受理抽取申请 {record.id}，等待他人审批", f"application {record.id} received; another person approves it")


@app.command("approve")
@refusals_exit
def approve(tender_id: str = TenderNumber, by: str = Approver, as_json: bool = JsonFlag) -> None:
    """审批抽取申请；此后到满额为止无人操作 · approve an application; from here on nobody presses a button."""
    with _services().work() as work:
        record = use_cases.approve(tender_id, by=by, work=work)
    if as_json:
        print_json(_facts(record))
    else:
        say(f"已批准抽取申请 {record.id}", f"application {record.id} approved")


@app.command("show")
@refusals_exit
def show(tender_id: str | None = AnyTender, as_json: bool = JsonFlag) -> None:
    """查看抽取申请及进度 · an application and how far it has come."""
    with _services().work(reads_only=True) as work:
        records = work.uow.tenders.all() if tender_id is None else [use_cases.tender_of(tender_id, work.uow)]
    if as_json:
        print_json([_facts(record) for record in records] if tender_id is None else _facts(records[0]))
        return
    for record in records:
        _tell(record)
    if not records:
        say("还没有抽取申请；用 `expert-dispatch tender apply 文件` 提交", "no application yet; file one with `tender apply`")


def _services() -> Services:
    from api.cli import services  # the package imports this module

    return services()


def _facts(record: TenderRecord) -> dict[str, Any]:
    """What may be shown of a tender at any time: no person, no seat."""
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


def _tell(record: TenderRecord) -> None:
    tender, opening = record.tender, f"{record.tender.opening_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    say(
        f"{record.id} {tender.title}：{record.state.value}；委员会 {tender.committee} 人（专家 {tender.experts} 人）；开标 {opening}",
        f"committee of {tender.committee}, {tender.experts} experts; opening {opening} Beijing time",
    )
    for reason in record.refusal:
        say(f"  无法组成：{reason}", "")
