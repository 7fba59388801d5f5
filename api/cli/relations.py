"""`expert-dispatch relations`: what recusal rules know of one expert — list it, add, correct or withdraw with author and reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import typer

from api import cli
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from api.cli.relation_tables import IMPORT, export_files, import_files
from dispatch.intake.relations import RELATION_KINDS
from dispatch.workflow import relation_changes as changes
from dispatch.workflow.experts.entries import Act, Entry
from dispatch.workflow.late_recusal import declare_recusal, order_recusal
from dispatch.workflow.questions import answer_in_the_room
from policies.calendar import LOCAL
from policies.vocabulary.expert import Relation
from policies.vocabulary.ids import ExpertNo

app = typer.Typer(help="回避所需的关系 · relations that recusal rules need", no_args_is_help=True)

No = typer.Argument(help="专家编号 · the expert's number")
Tender = typer.Argument(help="项目编号或项目编号/标段 · the tender")
Member = typer.Option(..., "--expert", help="专家编号 · the expert's number")
Mark = typer.Option(..., "--mark", help="关系标记（见 list） · the relation's mark")
By = typer.Option(..., "--by", help="经办人 · who does this")
Why = typer.Option(..., "--why", help="理由，写入记录 · the reason, kept with the entry")
RELATION: Declared = {
    "no": (str, No),
    "kind": (str, typer.Option(..., "--kind", help=f"关系：{'、'.join(RELATION_KINDS)} · kind")),
    "other": (str, typer.Option(..., "--other", help="对方名称（不宜同组为另一专家编号） · the other side")),
    "uscc": (str, typer.Option("", "--uscc", help="对方统一社会信用代码 · its credit code")),
    "since": (datetime, typer.Option(None, "--from", formats=["%Y-%m-%d"], help="起 · first day")),
    "until": (datetime, typer.Option(None, "--to", formats=["%Y-%m-%d"], help="止 · last day")),
    "share": (str, typer.Option("", "--share", help="持股比例，如 5% · share held")),
    "note": (str, typer.Option("", "--note", help="说明 · note")),
    "by": (str, By),
    "why": (str, Why),
    "as_json": (bool, JsonFlag),
}


app.command("import")(refusals_exit(with_options(IMPORT)(import_files)))
app.command("export")(refusals_exit(export_files))


@app.command("list")
@refusals_exit
def list_relations(no: str = No, as_json: bool = JsonFlag) -> None:
    """列出一名专家现有的关系；含个人信息 · what is known of one expert; personal data."""
    with cli.services().work(reads_only=True) as work:
        found = changes.relations_of(no, work)
    if as_json:
        print_json([{"mark": each.mark, **_facts(each.relation)} for each in found])
        return
    for each in found:
        console.print(f"{each.mark} {'  '.join(f'{name}:{value}' for name, value in _facts(each.relation).items() if value)}")
    if not found:
        say("没有登记的关系", "No relation on record")


@app.command("add")
@refusals_exit
@with_options(RELATION)
def add(**given: Any) -> None:
    """补登一项关系 · put down a relation."""
    with cli.services().work() as work:
        _tell(changes.add_relation(_relation(given), Act(given["by"], given["why"]), work), given["as_json"])


@app.command("correct")
@refusals_exit
@with_options({"mark": (str, Mark), **RELATION})
def correct(**given: Any) -> None:
    """以正确的关系取代有误的；原内容密封留存 · put the right one in its place; what it was stays sealed."""
    with cli.services().work() as work:
        _tell(changes.correct_relation(given["mark"], _relation(given), Act(given["by"], given["why"]), work), given["as_json"])


@app.command("withdraw")
@refusals_exit
def withdraw(no: str = No, mark: str = Mark, by: str = By, why: str = Why, as_json: bool = JsonFlag) -> None:
    """撤销一项本不存在的关系；原内容密封留存 · take out one that never was; what it was stays sealed."""
    with cli.services().work() as work:
        _tell(changes.withdraw_relation(no, mark, Act(by, why), work), as_json)


@app.command("none")
@refusals_exit
def declare_none(no: str = No, by: str = By, why: str = Why, as_json: bool = JsonFlag) -> None:
    """记录本人申报没有关系：此后不再是“事实不明” · he says there are none: no longer “not known”."""
    with cli.services().work() as work:
        _tell(changes.declare_none(no, Act(by, why), work), as_json)


@app.command("history")
@refusals_exit
def history(no: str = No, as_json: bool = JsonFlag) -> None:
    """一名专家的关系的历次更改；含个人信息 · every change, oldest first; personal data."""
    with cli.services().work(reads_only=True) as work:
        entries = changes.history_of(no, work)
    if as_json:
        print_json([{"seq": e.seq, "at": str(e.at), "by": e.by, "why": e.why, **e.facts} for e in entries])
        return
    for entry in entries:
        console.print(
            f"{entry.at.astimezone(LOCAL):%Y-%m-%d %H:%M} {entry.by}：{entry.why}  {entry.facts['before']} → {entry.facts['after']}"
        )
    if not entries:
        say("没有更改过", "Never changed")


@app.command("recuse")
@refusals_exit
def recuse(tender: str = Tender, no: str = Member, by: str = By, why: str = Why) -> None:
    """监督部门依供应商书面申请决定回避：该成员由补抽更换 · the supervisor grants an application: the member is replaced."""
    with cli.services().work() as work:
        order_recusal(tender, no, Act(by, why), work)
    say("已决定回避，席位将另行补抽；理由密封留存", "Ordered: the seat is drawn anew, the reason is kept sealed")


@app.command("declare")
@refusals_exit
def declare(
    venue: str = typer.Option(..., "--venue", help="场地编号 · the venue"),
    code: str = typer.Option(..., "--code", help="到场码 · gate code"),
) -> None:
    """代在场成员申报回避：不问理由，席位另行补抽 · a member in the room recuses himself; no reason is asked, the seat is drawn anew."""
    with cli.services().work() as work:
        declare_recusal(venue, code, work)
    say("已记录，席位将另行补抽", "noted; the seat is drawn anew")


@app.command("answer")
@refusals_exit
def answer(
    venue: str = typer.Option(..., "--venue", help="场地编号 · the venue"),
    code: str = typer.Option(..., "--code", help="到场码 · gate code"),
    clear: bool = typer.Option(..., "--clear/--recuse", help="情形都没有，或须回避 · none of it is so, or he recuses himself"),
) -> None:
    """代未带手机的成员记录对回避询问的答复 · note the answer of a member who has no telephone with him."""
    with cli.services().work() as work:
        answer_in_the_room(venue, code, clear, work)
    say("已记录", "noted")


def _relation(given: dict[str, Any]) -> Relation:
    if given["kind"] not in RELATION_KINDS:
        raise typer.BadParameter(f"{given['kind']}: {'、'.join(RELATION_KINDS)}", param_hint="--kind")
    sides, days = (given["other"].strip(), given["uscc"].strip().upper()), (_day(given["since"]), _day(given["until"]))
    return Relation(ExpertNo(given["no"].strip()), given["kind"], *sides, *days, given["share"].strip(), given["note"])


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _facts(relation: Relation) -> dict[str, str]:
    days = {"起": str(relation.since or ""), "止": str(relation.until or "")}
    other = {"对方名称": relation.other_name, "对方统一社会信用代码": relation.other_uscc}
    return {"关系": relation.kind, **other, **days, "比例": relation.share, "说明": relation.note}


def _tell(entry: Entry, as_json: bool) -> None:
    if as_json:
        print_json({"seq": entry.seq, "at": str(entry.at), "by": entry.by, "why": entry.why})
    else:
        say(f"已记为第{entry.seq}项记录；原内容密封留存", f"kept as entry {entry.seq}; what it was stays sealed")
