"""抽取申请: one application, from YAML, JSON or the XLSX form, read whole or refused with every fault named.

What the law says about it (an odd committee, two thirds experts, not in the past) is policy and not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dispatch.intake.members import Faults, Members
from dispatch.intake.refusals import BadApplication
from dispatch.intake.specialties import EDITIONS, is_leaf_form
from policies.vocabulary.tender import LawFamily, Method, SeatDemand, Tender, Unit

CHINESE_NAMES = {
    "id": "项目编号", "section": "标段", "law_family": "法律体系", "method": "采购方式", "title": "项目名称", "budget": "预算金额",
    "sector": "行业", "region": "行政区域代码", "opening_at": "开标时间", "checkin_at": "签到时间", "duration": "评标时长",
    "overnight": "是否过夜", "tenderer": "招标人", "agent": "代理机构", "supervisor": "监督部门", "seats": "名额", "reps": "招标人代表人数",
    "avoid_units": "回避单位", "host_centre": "主场", "n_subvenues": "副场数量", "profile": "规则方案",
    "complex": "技术复杂", "high_impact": "社会影响较大", "legal_expert": "含法律专家",
}  # fmt: skip
REMARKS = {
    "complex": ("技术复杂", "是"),
    "high_impact": ("社会影响较大", "是"),
    "legal_expert": ("法律专家", "已含"),
}  # as rules ask for them
FAMILIES = ("招标投标", "政府采购")  # as a sheet names them
DEFAULT_PROFILE = "hunan-default"
_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff（）()〔〕\[\]._-]{1,64}")
_SECTION = re.compile(r"[0-9A-Za-z\u4e00-\u9fff._-]{1,16}")
_MOST_SEATS, _MOST_CODES, _MOST_SUBVENUES = 64, 32, 4


def read_application(values: Mapping[str, Any], *, demo: bool, default_profile: str = DEFAULT_PROFILE) -> Tender:
    """The application that a document's members make up. Raises BadApplication, which names every faulty member."""
    faults = Faults(demo)
    members = Members(values, faults, names=CHINESE_NAMES)
    tender = _tender(members, default_profile)
    members.refuse_unknown()
    faults.stop(BadApplication)
    return tender


def _tender(of: Members, default_profile: str) -> Tender:
    family, method = of.choice("law_family", LawFamily, in_sheets=FAMILIES), of.choice("method", Method)
    return Tender(
        number=of.matching("id", _NUMBER, "JY-2026-0142"),
        section=of.matching("section", _SECTION, "'1'"),
        law_family=LawFamily(family) if family else LawFamily.TENDERING,
        method=Method(method) if method else Method.OPEN,
        title=of.text("title"),
        budget_fen=of.yuan("budget"),
        sector=of.text("sector"),
        region=of.region("region"),
        opening_at=of.moment("opening_at"),
        checkin_at=of.moment("checkin_at"),
        duration=of.duration("duration"),
        overnight=of.flag("overnight"),
        tenderer=of.unit("tenderer") or Unit(""),
        agent=of.unit("agent", required=False),
        supervisor=of.text("supervisor"),
        seats=_seats(of),
        reps=of.whole("reps", 0, _MOST_SEATS),
        avoid_units=of.units("avoid_units"),
        host_centre=of.region("host_centre"),
        n_subvenues=of.whole("n_subvenues", 0, _MOST_SUBVENUES),
        profile=of.text("profile", default_profile),
        extra=dict(remark for name, remark in REMARKS.items() if of.remark(name)),
    )


def _seats(of: Members) -> tuple[SeatDemand, ...]:
    seats = tuple(_seat(of, index, value) for index, value in enumerate(of.items("seats")))
    if sum(seat.count for seat in seats) > _MOST_SEATS:
        of.wrong("seats", f"合计不得超过 {_MOST_SEATS} 人", f"must be {_MOST_SEATS} at most in all")
    return seats


def _seat(of: Members, index: int, value: Any) -> SeatDemand:
    seat = of.group(f"seats[{index}]", value)
    edition = seat.choice("edition", EDITIONS, EDITIONS[0])
    codes = tuple(_code(seat, code, edition) for code in seat.items("codes"))
    if len(set(codes)) < len(codes) or len(codes) > _MOST_CODES:
        seat.wrong("codes", f"有重复或超过 {_MOST_CODES} 个", f"repeats a code or holds more than {_MOST_CODES}")
    count = seat.whole("count", 1, _MOST_SEATS)
    seat.refuse_unknown()
    return SeatDemand(codes, count, edition or EDITIONS[0])


def _code(seat: Members, code: Any, edition: str) -> str:
    if isinstance(code, str) and (not edition or is_leaf_form(edition, code)):
        return code
    seat.wrong("codes", "含有不是该版本叶级代码的内容，应如 A080104", "holds what is no leaf of the edition; like A080104")
    return str(code)[:40]
