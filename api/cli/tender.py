"""`expert-dispatch tender`: apply for a committee, approve an application, look at one; exceptions in tender_exceptions.py."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from api import cli
from api.bringing_small import SmallWish, bring_application, bring_bidders
from api.cli import tender_exceptions, tender_widen
from api.cli.earlier import Before, Most, earlier
from api.cli.mapping_options import ERRORS, MAPPING, laid_down_by, shows_only
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from api.cli.tender_shown import TenderNumber, at_work, facts_of_record, tell
from dispatch.adapters.brought_files import APPLICATION, BIDDERS
from dispatch.intake.document_files import write_application
from dispatch.workflow import apply as use_cases
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.shown_rules import Note, committee_notes
from dispatch.workflow.widen import Widened, widenings
from policies.vocabulary.roles import Role

app = typer.Typer(help="抽取申请 · applications for a committee", no_args_is_help=True)


def _file(help_: str) -> Any:
    return typer.Argument(exists=True, dir_okay=False, readable=True, help=help_)


_CHECK: Declared = {
    "dry_run": (bool, typer.Option(False, "--dry-run", help="只核对，不写入 · check only, store nothing")),
    **MAPPING,
    **ERRORS,
    "as_json": (bool, JsonFlag),
}
APPLY: Declared = {
    "file": (Path, _file("抽取申请（YAML、JSON、XLSX、XLS、CSV） · application")),
    "by": (str, typer.Option("经办人", "--by", help="申请人 · who applies")),
    **_CHECK,
}
FILE_BIDDERS: Declared = {
    "file": (Path, _file("投标人名单（YAML、JSON、XLSX、XLS、CSV） · bidder list")),
    "replace": (bool, typer.Option(False, "--replace", help="更正已录入的名单，须写明经办人和理由 · correct the list that is there")),
    "by": (str, typer.Option("", "--by", help="谁更正 · who corrects it")),
    "why": (str, typer.Option("", "--why", help="更正理由，与两份名单一并封存 · the reason, sealed with both lists")),
    **_CHECK,
}

Approver = typer.Option(..., "--by", help="审批人，不能是申请人 · who approves; not the applicant")
OutFile = typer.Option(..., "--out", dir_okay=False, help="输出文件（.yaml、.json、.xlsx） · file to write")
Why = typer.Option(..., "--why", help="终止理由，写入记录 · the reason, kept with the tender")
Canceller = typer.Option("经办人", "--by", help="谁终止 · who gives it up")
AT_THE_CENTRE = Viewer("命令行", Role.OPERATOR)
AnyTender = typer.Argument(None, help="项目编号/标段；不填则列出全部 · number and section; none lists all")


@app.command("apply")
@refusals_exit
@with_options(APPLY)
def apply_for(**given: Any) -> None:
    """提交抽取申请；重复提交同一申请不产生变化 · file an application; the same one again changes nothing."""
    laid_down = laid_down_by(given)
    if shows_only(APPLICATION, laid_down, given):
        return
    wish = SmallWish(laid_down, given["dry_run"], errors=given["errors"])
    record, _ = bring_application(given["file"], cli.services(), wish, given["by"])
    if given["as_json"]:
        print_json(facts_of_record(record))
    elif wish.dry_run:
        say(f"抽取申请 {record.id} 无误，没有提交", f"application {record.id} is in order; it was not filed")
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
def show(tender_id: str | None = AnyTender, before: str = Before, most: int = Most, as_json: bool = JsonFlag) -> None:
    """查看抽取申请及进度；不指明项目时为最近提交的 · an application and how far it has come; without one those filed last."""
    with at_work(reads_only=True) as work:
        last = use_cases.tender_of(before, work.uow).token if before else ""
        found = work.uow.tenders.page(last, most + 1) if tender_id is None else [use_cases.tender_of(tender_id, work.uow)]
        records = found[most - 1 :: -1]
        asked = {record.id: widenings(record, work) for record in records}
        notes = {record.id: committee_notes(sights_of(record, AT_THE_CENTRE, work), work) for record in records}
    if as_json:
        shown = [{**facts_of_record(record), **_beside(notes[record.id], asked[record.id])} for record in records]
        print_json(shown if tender_id is None else shown[0])
        return
    for record in records:
        tell(record)
        for each in asked[record.id]:
            approved = f"由{each.approved_by}批准" if each.approved_by else "等待他人审批"
            say(f"  扩大到{each.step}：{each.by}申请（{each.why}），{approved}", "")
        for note in notes[record.id]:
            say(f"  {note.chinese}（{note.code}，{note.source}）", "")
    if len(found) > most:
        earlier(records[0].id)
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
@with_options(FILE_BIDDERS)
def bidders(**given: Any) -> None:
    """录入投标人名单，封存至允许解封的时刻；重复录入不产生变化 · file the bidders, sealed; the same list again changes nothing."""
    laid_down = laid_down_by(given)
    if shows_only(BIDDERS, laid_down, given):
        return
    dry_run, corrects = given["dry_run"], Act(given["by"], given["why"]) if given["replace"] else None
    listed, changed = bring_bidders(given["file"], cli.services(), SmallWish(laid_down, dry_run, corrects, given["errors"]))
    if given["as_json"]:
        print_json({"id": listed.id, "bidders": len(listed.bidders), "units": len(listed.units), "changed": changed})
        return
    did, did_en = ("未变", "unchanged") if not changed else ("将封存", "would be sealed") if dry_run else ("已封存", "sealed")
    say(f"{listed.id} 的投标人名单（{len(listed.bidders)} 个投标人）：{did}", f"bidder list of {listed.id}: {did_en}")


app.command("appoint")(tender_exceptions.appoint)
app.command("postpone")(tender_exceptions.postpone)
app.command("no-opening")(tender_exceptions.no_opening)
app.command("recall")(tender_exceptions.recall)
app.command("share")(tender_exceptions.share)
app.command("widen")(tender_widen.widen)
app.command("widen-approve")(tender_widen.widen_approve)


def _beside(notes: tuple[Note, ...], asked: tuple[Widened, ...]) -> dict[str, Any]:
    """What people have to keep to, and how far the ladder was let go."""
    return {"notes": [asdict(note) for note in notes], "widenings": [{**asdict(each), "at": each.at.isoformat()} for each in asked]}
