"""`expert-dispatch settle`: what the bank says comes in, and books, orders and answers are compared."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.bootstrap import Services
from dispatch.settle.payments import Answered, take_report
from dispatch.settle.payout import Act
from dispatch.settle.reconcile import Reconciliation, reconcile
from dispatch.settle.statuses import read_status_report
from policies.vocabulary.roles import Role

app = typer.Typer(help="结算与支付 · settlement and payment", no_args_is_help=True)

StatusFiles = typer.Argument(exists=True, dir_okay=False, readable=True, help="银行回执（pain.002） · status reports of the bank")
Clerk = typer.Option("财务", "--by", help="经办人 · who imports")


@app.command("import-status")
@refusals_exit
def import_status(files: list[Path] = StatusFiles, by: str = Clerk, as_json: bool = JsonFlag) -> None:
    """导入银行支付状态；同一回执重复导入不产生变化 · take the bank's answers; the same one again changes nothing."""
    service = _services()
    reports = [read_status_report(file.read_bytes()) for file in files]
    answered: list[Answered] = []
    for report in reports:
        with service.open_uow() as uow:
            answered += take_report(report, Act(by, Role.FINANCE, service.clock()), uow.finance)
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
    with _services().open_uow(reads_only=True) as uow:
        found = reconcile(uow.finance)
    if as_json:
        print_json(found.as_json())
    else:
        _tell(found)
    if not found.agrees:
        raise typer.Exit(1)


def _tell(found: Reconciliation) -> None:
    say(f"在途 {found.on_the_way} 元；待银行回执 {len(found.undecided)} 笔 {found.undecided_sum} 元", "on the way; waiting for the bank")
    say(f"尚未交银行的支付指令 {len(found.not_handed_over)} 份", "payment orders not yet handed over")
    for report, payment, effect in found.unclear:
        say(f"须人工核实：回执 {report} 的 {payment}（{effect}）", "to be cleared up by people")
    if found.agrees:
        say("账实相符", "books, orders and answers agree")
    else:
        say("账实不符，请停止支付并逐笔核对", "they differ: stop paying and compare each payment")


def _facts(one: Answered) -> dict[str, str]:
    return {"end_to_end_id": one.end_to_end_id, "outcome": one.outcome.value, "effect": one.effect.value, "reason": one.reason}


def _services() -> Services:
    from api.cli import services  # the package imports this module

    return services()
