"""`expert-dispatch settle`: what the bank says comes in, and books, orders and answers are compared."""

from __future__ import annotations

from pathlib import Path

import typer

from api import cli
from api.cli import settle_correct, settle_month
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.settle.payments import Answered
from dispatch.settle.reconcile import Reconciliation, reconcile
from dispatch.settle.statuses import read_status_report
from dispatch.workflow.apply import tender_of
from dispatch.workflow.fee_approval import approve_fees, check_fees, take_bank_report
from dispatch.workflow.fee_files import fee_files

app = typer.Typer(help="结算与支付 · settlement and payment", no_args_is_help=True)

StatusFiles = typer.Argument(exists=True, dir_okay=False, readable=True, help="银行回执（pain.002） · status reports of the bank")
Tender = typer.Option(..., "--tender", help="项目编号或“编号/标段” · tender number or number/section")
OutFolder = typer.Option(..., "--out", file_okay=False, help="输出目录 · output folder")
Clerk = typer.Option("财务", "--by", help="经办人 · who imports")


@app.command("run")
@refusals_exit
def run(
    tender: str = Tender,
    check_by: str = typer.Option(..., "--check-by", help="复核人（财务） · who checks for finance"),
    approve_by: str = typer.Option(..., "--approve-by", help="批准人（付款人） · who approves for the payer"),
    as_json: bool = JsonFlag,
) -> None:
    """复核并批准一个项目的劳务费，两人各一步；随后报税与支付自动进行 · check and approve, by two persons; the rest follows."""
    with cli.services().work() as work:
        checked = check_fees(tender, by=check_by, work=work)
        approved = approve_fees(tender, by=approve_by, work=work)
    if as_json:
        print_json({"checked": checked, "approved": approved})
    else:
        say(f"复核{checked}笔，批准{approved}笔", f"{checked} checked, {approved} approved")


app.command("correct")(settle_correct.correct_one)
app.command("ledger")(settle_month.ledger)
app.command("tax")(settle_month.tax)
app.command("tax-paid")(settle_month.tax_paid)
app.command("due")(settle_month.due)


@app.command("export")
@refusals_exit
def export(tender: str = Tender, out: Path = OutFolder, as_json: bool = JsonFlag) -> None:
    """写出发放表、个税申报表与支付文件 · write fee sheet, tax file and payment files."""
    with cli.services().work(reads_only=True) as work:
        files = fee_files(tender_of(tender, work.uow), work)
    out.mkdir(parents=True, exist_ok=True)
    contents = {"fees.xlsx": files.sheet, "tax.xlsx": files.tax, **{f"{name}.xml": order for name, order in files.orders.items()}}
    for name, content in contents.items():
        (out / name).write_bytes(content)
    if as_json:
        print_json(sorted(contents))
    else:
        say(f"已写入{out}：{'、'.join(sorted(contents))}", f"Written to {out}")


@app.command("import-status")
@refusals_exit
def import_status(files: list[Path] = StatusFiles, by: str = Clerk, as_json: bool = JsonFlag) -> None:
    """导入银行支付状态；同一回执重复导入不产生变化 · take the bank's answers; the same one again changes nothing."""
    service = cli.services()
    documents = [file.read_bytes() for file in files]
    for document in documents:
        read_status_report(document)  # every file is read before the first one counts
    answered: list[Answered] = []
    for document in documents:
        with service.work() as work:
            answered += take_bank_report(document, by=by, work=work)
    if as_json:
        print_json([_facts(one) for one in answered])
        return
    for one in answered:
        say(f"{one.end_to_end_id}：{one.outcome.value}，{one.effect.value} {one.reason}", "")
    say(f"共{len(answered)}笔", f"{len(answered)} payments")


@app.command("reconcile")
@refusals_exit
def compare(as_json: bool = JsonFlag) -> None:
    """对账：台账、支付指令与银行回执是否一致 · compare books, orders and answers; exit 1 where they differ."""
    with cli.services().open_uow(reads_only=True) as uow:
        found = reconcile(uow.finance)
    if as_json:
        print_json(found.as_json())
    else:
        _tell(found)
    if not found.agrees:
        raise typer.Exit(1)


def _tell(found: Reconciliation) -> None:
    say(f"在途 {found.on_the_way} 元；待银行回执 {len(found.undecided)} 笔 {found.undecided_sum} 元", _waiting(found))
    say(f"尚未交银行的支付指令 {len(found.not_handed_over)} 份", f"{len(found.not_handed_over)} payment orders are not yet with the bank")
    for report, payment, effect in found.unclear:
        say(f"须人工核实：回执 {report} 的 {payment}（{effect}）", f"to be cleared up by people: payment {payment} of report {report}")
    if found.agrees:
        say("账实相符", "books, orders and answers agree")
    else:
        say("账实不符，请停止支付并逐笔核对", "they differ: stop paying and compare each payment")


def _waiting(found: Reconciliation) -> str:
    return f"{found.on_the_way} yuan on the way; {len(found.undecided)} payments of {found.undecided_sum} yuan wait for the bank"


def _facts(one: Answered) -> dict[str, str]:
    return {"end_to_end_id": one.end_to_end_id, "outcome": one.outcome.value, "effect": one.effect.value, "reason": one.reason}
