"""`expert-dispatch tender`: apply for a committee, approve an application, look at one; exceptions in tender_exceptions.py."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from api import cli
from api.cli import tender_exceptions
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from api.cli.tender_shown import TenderNumber, at_work, facts_of_record, tell
from dispatch.adapters.brought_files import read_application_file, read_bidders_file
from dispatch.intake.document_files import write_application
from dispatch.workflow import apply as use_cases
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.shown_rules import committee_notes
from policies.vocabulary.roles import Role

app = typer.Typer(help="抽取申请 · applications for a committee", no_args_is_help=True)

ApplicationFile = typer.Argument(exists=True, dir_okay=False, readable=True, help="抽取申请（YAML、JSON、XLSX） · application")
Applicant = typer.Option("经办人", "--by", help="申请人 · who applies")
Approver = typer.Option(..., "--by", help="审批人，不能是申请人 · who approves; not the applicant")
BiddersFile = typer.Argument(exists=True, dir_okay=False, readable=True, help="投标人名单（YAML、JSON、XLSX） · bidder list")
Replace = typer.Option(False, "--replace", help="更正已录入的名单，记入日志 · correct the list that is there, logged")
DryRun = typer.Option(False, "--dry-run", help="只核对，不写入 · check only, store nothing")
OutFile = typer.Option(..., "--out", dir_okay=False, help="输出文件（.yaml、.json、.xlsx） · file to write")
Why = typer.Option(..., "--why", help="终止理由，写入记录 · the reason, kept with the tender")
Canceller = typer.Option("经办人", "--by", help="谁终止 · who gives it up")
AT_THE_CENTRE = Viewer("命令行", Role.OPERATOR)
AnyTender = typer.Argument(None, help="项目编号/标段；不填则列出全部 · number and section; none lists all")


@app.command("apply")
@refusals_exit
def apply_for(file: Path = ApplicationFile, by: str = Applicant, as_json: bool = JsonFlag) -> None:
    """提交抽取申请；重复提交同一申请不产生变化 · file an application; the same one again changes nothing."""
    service = cli.services()
    tender = read_application_file(file, demo=service.demo, default_profile=service.settings.profile)
    with service.work() as work:
        record = use_cases.apply(tender, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
    else:
        say(f"已受理抽取申请 {record.id}，等待他人审批", f"application {record.id} received; another person approves it")


@app.command("approve")
@refusals_exit
def approve(tender_id: str = TenderNumber, by: str = Approver, as_json: bool = JsonFlag) -> None:
    """审批抽取申请；此后到满额为止无人操作 · approve an application; from here on nobody presses a button."""
    with at_work() as work:
        record = use_cases.approve(tender_id, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
    else:
        say(f"已批准抽取申请 {record.id}", f"application {record.id} approved")


@app.command("cancel")
@refusals_exit
def cancel(tender_id: str = TenderNumber, why: str = Why, by: str = Canceller, as_json: bool = JsonFlag) -> None:
    """项目终止：开标前放弃本次申请，抽取公开终结，已通知者被告知；重复执行不产生变化 · give a tender up, in public; once."""
    with at_work() as work:
        record = give_up_tender(tender_id, why=why, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
    else:
        tell(record)
        if record.draw:
            say(
                "抽取在监督方签署后公开终结；已通知的专家由短信告知",
                "the draw ends once the supervisor has signed; whoever was called is told",
            )


@app.command("show")
@refusals_exit
def show(tender_id: str | None = AnyTender, as_json: bool = JsonFlag) -> None:
    """查看抽取申请及进度 · an application and how far it has come."""
    with at_work(reads_only=True) as work:
        records = work.uow.tenders.all() if tender_id is None else [use_cases.tender_of(tender_id, work.uow)]
        notes = {record.id: committee_notes(sights_of(record, AT_THE_CENTRE, work), work) for record in records}
    if as_json:
        shown = [{**facts_of_record(record), "notes": [asdict(note) for note in notes[record.id]]} for record in records]
        print_json(shown if tender_id is None else shown[0])
        return
    for record in records:
        tell(record)
        for note in notes[record.id]:
            say(f"  {note.chinese}（{note.code}，{note.source}）", "")
    if not records:
        say("还没有抽取申请；用 `expert-dispatch tender apply 文件` 提交", "no application yet; file one with `tender apply`")


@app.command("export")
@refusals_exit
def export(tender_id: str = TenderNumber, out: Path = OutFile, as_json: bool = JsonFlag) -> None:
    """导出抽取申请，形状与提交时相同 · export an application in the shape that `apply` reads."""
    with at_work(reads_only=True) as work:
        record = use_cases.tender_of(tender_id, work.uow)
    write_application(record.tender, out)
    if as_json:
        print_json({"id": record.id, "file": str(out)})
    else:
        say(f"已导出抽取申请 {record.id} 到 {out}", f"application {record.id} exported to {out}")


@app.command("bidders")
@refusals_exit
def bidders(file: Path = BiddersFile, replace: bool = Replace, dry_run: bool = DryRun, as_json: bool = JsonFlag) -> None:
    """录入投标人名单，封存至允许解封的时刻；重复录入不产生变化 · file the bidders, sealed; the same list again changes nothing."""
    service = cli.services()
    listed = read_bidders_file(file, demo=service.demo)
    with service.work(reads_only=dry_run) as work:
        changed = file_bidders(listed, work, replace=replace, dry_run=dry_run)
    if as_json:
        print_json({"id": listed.id, "bidders": len(listed.bidders), "units": len(listed.units), "changed": changed})
        return
    did, did_en = ("未变", "unchanged") if not changed else ("将封存", "would be sealed") if dry_run else ("已封存", "sealed")
    say(f"{listed.id} 的投标人名单（{len(listed.bidders)} 个投标人）：{did}", f"bidder list of {listed.id}: {did_en}")


app.command("appoint")(tender_exceptions.appoint)
app.command("postpone")(tender_exceptions.postpone)
app.command("no-opening")(tender_exceptions.no_opening)
app.command("recall")(tender_exceptions.recall)
app.command("share")(tender_exceptions.share)
