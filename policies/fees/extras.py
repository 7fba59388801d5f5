"""补助: what is paid besides the review fee, and what a standard leaves unsaid."""

from __future__ import annotations

from dataclasses import dataclass

from policies.fees.request import Fact, FeeRequest, RemoteRule
from policies.fees.review_fee import Line
from policies.fees.standard import SameCity, Standard, yuan
from policies.vocabulary.money import NOTHING, Money

_UNSAID = {
    Fact.EMERGENCY: ("应急补助", "emergency allowance"),
    Fact.HOLIDAY: ("节假日加倍", "holiday factor"),
    Fact.OFFSITE: ("在途补助", "off-site allowance"),
    Fact.VOIDED: ("废标另计", "special sum for a voided evaluation"),
}
_PLACES = {SameCity.CAPITAL: "省会", SameCity.CITY: "市", SameCity.COUNTY: "县"}


@dataclass(frozen=True, slots=True)
class Extra:
    """One extra by its name; an `allowance` is a lump sum for travel, taxed or not by reading A12."""

    name: str
    amount: Money
    line: Line
    allowance: bool = False


def extras(request: FeeRequest, standard: Standard, *, worked: bool) -> tuple[tuple[Extra, ...], tuple[Line, ...]]:
    """The extras due, and a line without a sum for each fact that this standard does not pay for; caps never cut extras."""
    found = [*(_work(request, standard) if worked else ()), *_travel(request, standard)]
    unsaid = [_silent(standard, *_UNSAID[fact]) for fact in Fact if fact in request.facts & set(_UNSAID)]
    due = tuple(one for one in found if isinstance(one, Extra))
    return due, (*(one for one in found if isinstance(one, Line)), *unsaid)


def _work(request: FeeRequest, standard: Standard) -> list[Extra | Line]:
    found: list[Extra | Line] = []
    if Fact.LEADER in request.facts and standard.pack.leader is None:
        found.append(_silent(standard, "组长补助", "leader's allowance"))
    elif Fact.LEADER in request.facts:
        found.append(_extra(standard, "leader", yuan(standard.pack.leader), "组长补助", "leader's allowance"))
    if Fact.SENIOR in request.facts and standard.pack.first.senior is None:
        found.append(_silent(standard, "资深专家标准", "senior rate"))
    return found


def _travel(request: FeeRequest, standard: Standard) -> list[Extra | Line]:
    pack, travel = standard.pack, request.travel
    found: list[Extra | Line] = []
    if travel.own_car is not None:
        found.append(_silent(standard, "自驾补助", "own-car allowance"))
    if travel.road_hours and pack.road_hour is None:
        found.append(_silent(standard, "在途小时补助", "allowance per hour on the road"))
    elif travel.road_hours:
        chinese = f"在途{travel.road_hours}小时（每小时{pack.road_hour}元）"
        english = f"{travel.road_hours} hours on the road ({pack.road_hour} yuan each)"
        found.append(_extra(standard, "road_hours", yuan(pack.road_hour).times(travel.road_hours), chinese, english, allowance=True))
    if travel.same_city is not None and travel.same_city not in pack.same_city:
        found.append(_silent(standard, "同城交通补助", "same-city travel allowance"))
    elif travel.same_city is not None:
        chinese, english = f"同城交通补助（{_PLACES[travel.same_city]}）", f"same-city travel ({travel.same_city.value})"
        found.append(_extra(standard, "same_city_travel", yuan(pack.same_city[travel.same_city]), chinese, english, allowance=True))
    return found


def remarks(request: FeeRequest, standard: Standard) -> tuple[Line, ...]:
    """Facts that do not change the sum, said all the same."""
    lines: list[Line] = []
    if request.arrived_at is not None:
        lines.append(Line("计时自集合时间起，签到时间不影响", "time counts from the assembly time, not from arrival", standard.code, 0))
    if Fact.LEFT_ILL in request.facts:
        lines.append(Line("因病离场：计至准假离场时间", "left ill: counted to the approved leaving", "FEE-09", 0))
    if Fact.SUCCESSOR in request.facts:
        lines.append(Line("递补专家：自补抽集合时间起计", "successor: counted from the redraw's assembly time", "FEE-09", 0))
    if Fact.REMOTE_VENUE in request.facts or request.own_standard:
        lines.append(_remote(request, standard))
    return tuple(lines)


def _remote(request: FeeRequest, standard: Standard) -> Line:
    rule = request.remote_rule or RemoteRule.HOST
    chinese = {RemoteRule.HOST: "主场标准", RemoteRule.OWN: "所属库标准", RemoteRule.HIGHER_OF: "就高（税前比税前）"}[rule]
    clash = "；国家鼓励就高不就低" if rule is RemoteRule.HOST else "；湖南标准规定按主场" if request.standard == "HN" else ""
    return Line(
        f"副场专家：按{chinese}，适用{standard.code}{clash}", f"remote expert: by {rule.value}, {standard.code} applies", "FEE-04", 0
    )


def _extra(standard: Standard, name: str, amount: Money, chinese: str, english: str, *, allowance: bool = False) -> Extra:
    return Extra(name, amount, Line(chinese, english, standard.code, amount.fen), allowance)


def _silent(standard: Standard, chinese: str, english: str) -> Line:
    return Line(f"{chinese}：本标准未规定，不计", f"{english}: not in this standard, nothing is paid", standard.code, NOTHING.fen)
