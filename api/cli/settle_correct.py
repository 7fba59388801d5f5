"""`expert-dispatch settle correct`: finance corrects a fee before the payer has approved it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api import cli
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.settle.fee_line import FeeLine
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.fee_correction import Correction, correct, read_payee
from policies.fees import Fact
from policies.fees.minutes import pair, read_moment

_PAYEE = "收款人资料已删除的：JSON文件，列名同专家库 · where the payee was erased: his data, columns as in the pool file"
CORRECT: Declared = {
    "tender": (str, typer.Option(..., "--tender", help="项目编号或“编号/标段” · tender number or number/section")),
    "code": (str, typer.Option(..., "--code", help="专家代号，见发放表，如 甲-07 · report code, as on the fee sheet")),
    "starts": (list[str], typer.Option([], "--from", help="更正后的开始时间（每场一个） · start of a sitting as it was")),
    "ends": (list[str], typer.Option([], "--to", help="更正后的结束时间 · end of a sitting as it was")),
    "arrived_at": (str, typer.Option("", "--arrived-at", help="更正后的签到时间 · arrival as it was")),
    "added": (list[Fact], typer.Option([], "--add", help="漏计的情形，同 fee quote · a fact that was left out, as in `fee quote`")),
    "dropped": (list[Fact], typer.Option([], "--drop", help="误计的情形 · a fact that does not hold")),
    "payee": (Path | None, typer.Option(None, "--payee", exists=True, dir_okay=False, help=_PAYEE)),
    "by": (str, typer.Option(..., "--by", help="更正人（财务） · who corrects, for finance")),
    "why": (str, typer.Option(..., "--why", help="理由，写入记录 · the reason, kept with the step")),
    "as_json": (bool, JsonFlag),
}


@refusals_exit
@with_options(CORRECT)
def correct_one(**given: Any) -> None:
    """更正一笔费用：原费用保留，更正后的另立一笔，由本人重新确认 · correct a fee; the old one stays, the expert confirms the new one."""
    correction, service = _read(given), cli.services()
    if correction == Correction() and given["payee"] is None:
        raise typer.BadParameter("没有要更正的内容 · nothing to correct", param_hint="--from, --arrived-at, --add, --drop, --payee")
    payee = read_payee(given["payee"].read_text(encoding="utf-8"), demo=service.demo) if given["payee"] else None
    with service.work() as work:
        line = correct(given["tender"], given["code"], correction, Act(given["by"], given["why"]), work, payee=payee)
    if given["as_json"]:
        print_json(_facts(line))
    else:
        say(
            f"{line.code}第{line.revision}版：应发{line.gross}元，个税{line.tax}元，实发{line.net}元；已请本人确认",
            f"revision {line.revision} of {line.code}: gross {line.gross}, tax {line.tax}, net {line.net}; the expert is asked to confirm",
        )


def _read(given: dict[str, Any]) -> Correction:
    arrived = read_moment(given["arrived_at"]) if given["arrived_at"] else None
    return Correction(pair(given["starts"], given["ends"]), arrived, frozenset(given["added"]), frozenset(given["dropped"]))


def _facts(line: FeeLine) -> dict[str, Any]:
    sums = {"gross_fen": line.gross.fen, "tax_fen": line.tax.fen, "net_fen": line.net.fen, "reimbursed_fen": line.reimbursed.fen}
    return {"code": line.code, "revision": line.revision, **sums}
