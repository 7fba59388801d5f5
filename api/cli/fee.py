"""`expert-dispatch fee`: one fee, line by line with the rule behind each sum; and the tax on one sum."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import typer

from api.cli.fee_options import EARLIER, JSON, QUOTE, day_of, earlier_of, request_of
from api.cli.options import Declared, with_options
from api.cli.output import print_json, refusals_exit, say
from policies.fees import FeeQuote, quote
from policies.tax_quote import TaxQuote, platform_tax, tax_quote
from policies.vocabulary.money import Money

app = typer.Typer(help="劳务报酬与个税 · fees and tax", no_args_is_help=True)


class TaxMethod(StrEnum):
    PER_TIME = "per_time"
    CUMULATIVE_PLATFORM = "cumulative_platform"


def _fen(help_: str) -> tuple[Any, Any]:
    return int | None, typer.Option(None, help=help_)


TAX: Declared = {
    "gross_fen": _fen("税前（分） · gross, fen"),
    "net_fen": _fen("税后（分） · net, fen"),
    "non_resident": (bool, typer.Option(False, "--non-resident", help="非居民个人 · non-resident")),
    "method": (TaxMethod, typer.Option(TaxMethod.PER_TIME, help="预扣方法 · method of withholding")),
    "cumulative_gross_fen": _fen("本年累计税前（分） · gross of the year to date, fen"),
    "months": (int, typer.Option(1, help="累计月数 · months so far")),
    "other_fen": (int, typer.Option(0, help="其他扣除（分） · other deductions, fen")),
    "already_fen": (int, typer.Option(0, help="已预扣（分） · tax withheld so far, fen")),
    **EARLIER,
    **JSON,
}


@app.command("quote")
@refusals_exit
@with_options(QUOTE)
def quote_fee(**given: Any) -> None:
    """一份劳务报酬，逐行列出金额与依据 · one fee, each line with its rule."""
    answer = quote(request_of(given))
    if given["as_json"]:
        print_json(answer.as_json())
    else:
        _print_quote(answer)


@app.command("tax")
@refusals_exit
@with_options(TAX)
def tax_on_sum(**given: Any) -> None:
    """一笔收入的个税，或由税后倒算税前 · the tax on one sum, or the gross behind a net sum."""
    answer = _platform(given) if given["method"] is TaxMethod.CUMULATIVE_PLATFORM else _per_time(given)
    if given["as_json"]:
        print_json(answer.as_json())
    else:
        _print_tax(answer)


def _per_time(given: dict[str, Any]) -> TaxQuote:
    gross, net = (None if given[name] is None else Money(given[name]) for name in ("gross_fen", "net_fen"))
    return tax_quote(gross, net, day_of(given), earlier_of(given), given["aggregation"], non_resident=given["non_resident"])


def _platform(given: dict[str, Any]) -> TaxQuote:
    income = given["cumulative_gross_fen"]
    other, already = Money(given["other_fen"]), Money(given["already_fen"])
    return platform_tax(None if income is None else Money(income), given["months"], other, already, day_of(given))


def _print_quote(answer: FeeQuote) -> None:
    standard = answer.standard
    say(f"{standard.title}（{standard.code}，{standard.pack_id}）", "")
    for line in answer.lines:
        say(f"  {Money(line.fen)!s:>10}  {line.text} · {line.rule}", f"              {line.text_en}")
    paid = answer.paid
    say(f"税前 {paid.gross}  个税 {paid.tax}  税后 {paid.net}  报销 {answer.reimbursed}", "gross, tax, net and reimbursed, in yuan")
    say(f"依据：{standard.clause}", "")
    for reading in answer.readings:
        say(f"读法：{reading}", "")


def _print_tax(answer: TaxQuote) -> None:
    for one in answer.sums:
        say(f"  {one.amount!s:>10}  {one.chinese}", f"              {one.english}")
    say(f"依据：{answer.source}", "")
