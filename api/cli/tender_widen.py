"""`expert-dispatch tender widen` and `widen-approve`: a step of the refill ladder that the system may not take, by two persons."""

from __future__ import annotations

from dataclasses import asdict

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from api.cli.tender_shown import TenderNumber, at_work, facts_of_record, tell
from dispatch.workflow.widen import ask_widening, grant_widening

Step = typer.Option(..., "--step", help="扩大到哪一级：L5 其他专家库；L6 推荐入库后抽取（政府采购） · which step")
By = typer.Option(..., "--by", help="申请人 · who asks")
Why = typer.Option(..., "--why", help="理由，写入记录 · the reason, kept with the tender")
Approver = typer.Option(..., "--by", help="审批人，不能是申请人 · who approves; nobody who applied or asked")


@refusals_exit
def widen(tender_id: str = TenderNumber, *, step: str = Step, by: str = By, why: str = Why, as_json: bool = JsonFlag) -> None:
    """申请逐级扩大到须经批准的一级；批准前不产生任何变化 · ask for a further step of the ladder; nothing changes before approval."""
    with at_work() as work:
        asked = ask_widening(tender_id, step.upper(), by=by, why=why, work=work)
    if as_json:
        print_json({**asdict(asked), "at": asked.at.isoformat()})
    else:
        say(f"已申请扩大到{asked.step}，等待他人审批", f"{asked.step} is asked for; another person approves it")


@refusals_exit
def widen_approve(tender_id: str = TenderNumber, *, step: str = Step, by: str = Approver, why: str = Why, as_json: bool = JsonFlag) -> None:
    """批准扩大到某一级；因人数不足被拒绝的项目随即重新编排 · approve it; a tender refused for want of experts is planned anew."""
    with at_work() as work:
        record = grant_widening(tender_id, step.upper(), by=by, why=why, work=work)
    if as_json:
        print_json(facts_of_record(record))
        return
    tell(record)
    say(
        f"已批准扩大到{step.upper()}；先取以下各级，不足时才取这一级，每取一级记一条日志",
        f"approved to {step.upper()}: taken only after every step below it, each with its log entry",
    )
