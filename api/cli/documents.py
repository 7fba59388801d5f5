"""`expert-dispatch documents`: lists and makes the printed forms of a tender, each for one reader and no more than he may see."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.progress import track

from api import cli
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.bootstrap import Services
from dispatch.documents.kinds import FORMS, Form, form_of
from dispatch.documents.words import ROLES
from dispatch.workflow.apply import tender_of
from dispatch.workflow.documents import Listed, Made, listed, make, make_open, of_role
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.refusals import NotAllowed
from dispatch.workflow.shown import Viewer, keep_denial
from policies.vocabulary.roles import Role

app = typer.Typer(help="表单 · printed forms", no_args_is_help=True)
Tender = typer.Option(..., "--tender", help="项目编号或“编号/标段” · tender number or number/section")
Kinds = typer.Option([], "--kind", help="种类，可重复；缺省为现在能出的全部 · kind, repeatable; else every one that can be made now")
Out = typer.Option(..., "--out", file_okay=False, help="写入的目录 · folder to write to")
Reader = typer.Option(None, "--for", help="阅件人角色，如 SUP、HOST；缺省为该表的第一阅件人 · reader's role; else the first of its readers")
Venue = typer.Option("", "--venue", help="副场编号（阅件人为 SUB 时） · sub-venue, where the reader is SUB")
Names = typer.Option(False, "--names", help="解封阅件人可以知道的姓名，并记入日志 · unseal names that the reader may know; it is logged")


@app.command("list")
@refusals_exit
def list_all(tender: str = Tender, as_json: bool = JsonFlag) -> None:
    """列出全部表单、阅件人及现在能否出表 · every form, its readers, and whether it can be made now."""
    with cli.services().work(reads_only=True) as work:
        found = listed(tender_of(tender, work.uow), work)
    if as_json:
        print_json([_row(each) for each in found])
        return
    for each in found:
        state = each.refusal.chinese if each.refusal else "可出表"
        venue = f" {each.viewer.scope}" if each.viewer.role is Role.SUBVENUE else ""
        say(f"{each.form.place} {each.form.kind:<13} {each.form.chinese}（供{ROLES[each.viewer.role]}{venue}）：{state}", "")


@app.command("make")
@refusals_exit
def make_forms(
    tender: str = Tender,
    out: Path = Out,
    kinds: list[str] = Kinds,
    reader: Role | None = Reader,
    venue: str = Venue,
    names: bool = Names,
    as_json: bool = JsonFlag,
) -> None:
    """制作表单：PDF/A 和 XLSX · makes forms as PDF/A and XLSX."""
    service = cli.services()
    if kinds:
        made = [_make(form_of(kind), tender, reader, venue, service, names=names) for kind in kinds]
    else:
        with service.work(reads_only=not names) as work:
            coming = make_open(tender_of(tender, work.uow), work, reader, names=names)
            made = list(track(coming, "制表 making", console=console, disable=as_json, total=len(FORMS)))
    files = [str(path) for each in made for path in _write(each, out)]
    if as_json:
        print_json(files)
    for file in [] if as_json else files:
        say(f"已写入 {file}", "")


def _make(form: Form, tender: str, reader: Role | None, venue: str, service: Services, *, names: bool) -> Made:
    """One document; a refusal of the matrix is kept before it is shown."""
    with service.work(reads_only=True) as work:
        viewer = _viewer(form, tender_of(tender, work.uow), reader, venue)
    try:
        with service.work(reads_only=not names) as work:
            return make(form, tender_of(tender, work.uow), viewer, work, names=names)
    except NotAllowed as refusal:
        with service.work() as work:
            keep_denial(viewer, refusal, work)
        raise


def _viewer(form: Form, record: TenderRecord, reader: Role | None, venue: str) -> Viewer:
    role = reader or form.readers[0]
    return Viewer("", role, venue) if role is Role.SUBVENUE else of_role(role, record)


def _write(made: Made, out: Path) -> tuple[Path, Path]:
    out.mkdir(parents=True, exist_ok=True)
    paper, table = out / f"{made.name}.pdf", out / f"{made.name}.xlsx"
    paper.write_bytes(made.pdf)
    table.write_bytes(made.xlsx)
    return paper, table


def _row(each: Listed) -> dict[str, str | bool]:
    form = each.form
    words = {"kind": form.kind.value, "title": form.chinese, "title_en": form.english, "reader": each.viewer.role.value}
    return {**words, "venue": each.viewer.scope if each.viewer.role is Role.SUBVENUE else "", "open": each.refusal is None}
