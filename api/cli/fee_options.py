"""The words of a fee on the command line: one option for each fact, and the request that they spell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import typer

from api.cli.options import Declared
from api.cli.output import JsonFlag
from dispatch.adapters.clock import system_clock
from policies.calendar import LOCAL
from policies.fees import Fact, FeeRequest, OwnCar, RemoteRule, SameCity, Travel
from policies.fees.minutes import pair, read_moment, read_span
from policies.vocabulary.money import Money
from policies.withholding import Aggregation, Withheld, earlier_receipts

_FACTS = {
    Fact.OVERNIGHT: "隔夜 · overnight",
    Fact.LEFT_ILL: "因病准假离场 · left ill, with leave",
    Fact.LEFT_WITHOUT_LEAVE: "擅自离场 · left without leave",
    Fact.SUCCESSOR: "递补专家 · successor",
    Fact.MISCONDUCT: "违规 · misconduct",
    Fact.OPINION_VOID: "评审意见无效 · opinion void",
    Fact.TENDERER_REPRESENTATIVE: "招标人代表 · tenderer's representative",
    Fact.LEADER: "组长 · leader",
    Fact.HOLIDAY: "法定节假日 · statutory holiday",
    Fact.EMERGENCY: "应急专家 · emergency expert",
    Fact.SENIOR: "资深专家 · senior expert",
    Fact.CANCELLED: "到场后取消 · cancelled after arrival",
    Fact.RECUSED: "到场后回避 · recused after arrival",
    Fact.NOT_STARTED: "未进入评审 · evaluation not started",
    Fact.VOIDED: "评审后废标 · evaluation voided",
    Fact.COMPLAINT_HEARING: "质疑投诉处理 · complaint hearing",
    Fact.OFFSITE: "异地 · off-site",
    Fact.REMOTE_VENUE: "远程副场 · remote venue",
    Fact.NON_RESIDENT: "非居民个人 · non-resident",
}
_DAY = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="适用哪一天的规定 · the day whose rules apply")
EARLIER: Declared = {
    "earlier_gross_fen": (int | None, typer.Option(None, help="同一计税口径此前税前（分） · earlier gross, fen")),
    "earlier_tax_fen": (int | None, typer.Option(None, help="此前已扣税（分） · earlier tax, fen")),
    "earlier_net_fen": (int | None, typer.Option(None, help="此前税后（分） · earlier net, fen")),
    "aggregation": (Aggregation, typer.Option(Aggregation.PER_PROJECT_MONTH, help="计税口径 · what counts as one time")),
    "on": (datetime | None, _DAY),
}
JSON: Declared = {"as_json": (bool, JsonFlag)}
QUOTE: Declared = {
    "standard": (str, typer.Option(..., help="标准代码，如 HN、AH · code of the standard")),
    "starts": (list[str], typer.Option([], "--from", help="开始时间（每场一个） · start of a sitting, ISO 8601")),
    "ends": (list[str], typer.Option([], "--to", help="结束时间（每场一个） · end of a sitting")),
    "breaks": (list[str], typer.Option([], "--break", help="休息 起/止 · break T/T")),
    "meals": (list[str], typer.Option([], "--meal", help="用餐 起/止 · meal T/T")),
    "arrived_at": (str | None, typer.Option(None, help="签到时间 · arrival")),
    "own_car": (OwnCar | None, typer.Option(None, help="自驾 · own car")),
    "road_hours": (int, typer.Option(0, help="在途小时 · hours on the road")),
    "same_city_travel": (SameCity | None, typer.Option(None, help="同城交通 · travel within the city")),
    "receipts_fen": (int, typer.Option(0, help="凭票报销（分） · receipts, fen")),
    "own_standard": (str, typer.Option("", help="专家所属库的标准 · the expert's own standard")),
    "remote_fee_rule": (RemoteRule | None, typer.Option(None, help="副场付酬规则 · rule for remote experts")),
    "reading": (list[str], typer.Option([], help="读法 名称=取值 · reading NAME=VALUE")),
    **{fact.value: (bool, typer.Option(False, f"--{fact.value.replace('_', '-')}", help=words)) for fact, words in _FACTS.items()},
    **EARLIER,
    **JSON,
}


def day_of(given: dict[str, Any], otherwise: date | None = None) -> date:
    """--on, or else the first sitting's day, or else today in China."""
    if given["on"] is not None:
        return date(given["on"].year, given["on"].month, given["on"].day)
    return otherwise or system_clock().astimezone(LOCAL).date()


def earlier_of(given: dict[str, Any]) -> Withheld:
    sums = (given[name] for name in ("earlier_gross_fen", "earlier_tax_fen", "earlier_net_fen"))
    return earlier_receipts(*(None if fen is None else Money(fen) for fen in sums))


def request_of(given: dict[str, Any]) -> FeeRequest:
    """The request that the options of `fee quote` spell. Raises the refusals of reading times."""
    sittings = pair(given["starts"], given["ends"])
    return FeeRequest(
        standard=given["standard"],
        on=day_of(given, min(sitting.day for sitting in sittings) if sittings else None),
        sittings=sittings,
        breaks=tuple(read_span(text) for text in given["breaks"]),
        meals=tuple(read_span(text) for text in given["meals"]),
        arrived_at=read_moment(given["arrived_at"]) if given["arrived_at"] else None,
        facts=frozenset(fact for fact in Fact if given[fact.value]),
        travel=Travel(given["own_car"], given["road_hours"], given["same_city_travel"], Money(given["receipts_fen"])),
        own_standard=given["own_standard"],
        remote_rule=given["remote_fee_rule"],
        readings=dict(_named(text) for text in given["reading"]),
        earlier=earlier_of(given),
        aggregation=given["aggregation"],
    )


def _named(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value
