"""演示项目: five applications, each to show another thing, and who bids for them; every unit is invented."""

from __future__ import annotations

from typing import Any

from dispatch.intake.demo_names import employer
from dispatch.intake.demo_shape import HOST
from dispatch.intake.demo_values import demo_uscc

Document = dict[str, Any]
_DAY = "2026-12-{day}T{clock}:00+08:00"
_BIDDER_SERIALS = 910_000  # away from every employer in a pool


def demo_applications() -> list[Document]:
    """Works of 5; procurement of 7; remote of 7 with a representative; a rare specialty; one that nobody can fill."""
    return [_works(), _procurement(), _remote(), _rare(), _unfillable()]


def demo_bidders(application: Document, nth: int) -> Document:
    """Four bidders of one application: one is a consortium, one employs experts of the pool."""
    first = _BIDDER_SERIALS + 10 * nth
    bidders = [dict(_company(first + offset)) for offset in range(3)]
    bidders[0]["members"] = [_company(first + 3)]
    return {"id": application["id"], "section": application["section"], "bidders": [*bidders, _unit(employer(11 + nth))]}


def _works() -> Document:
    seats = [_seat(3, "A080104"), _seat(1, "A060101"), _seat(1, "A050101")]
    works = _application(1, "示例第一小学教学楼工程", 12_000_000, "房屋建筑", seats)
    return works | {"opening_at": _at(16, "09:00"), "checkin_at": _at(16, "08:30"), "avoid_units": [_unit(employer(0))]}


def _procurement() -> Document:
    seats = [_seat(4, "B013202"), _seat(2, "B013204", "B013206", "B013207"), _seat(1, "C040200", "C050200")]
    buyer = {"law_family": "procurement", "tenderer": _unit(employer(7)), "supervisor": "示例市财政局政府采购监督科"}
    times = {"opening_at": _at(16, "14:00"), "checkin_at": _at(16, "13:30"), "duration": "PT4H"}
    return _application(2, "示例中心医院信息化设备采购", 10_800_000, "信息设备", seats) | buyer | times


def _remote() -> Document:
    seats = [_seat(3, "A080104", "A080102"), _seat(2, "A060101", "A060102"), _seat(1, "A050101", "A050102")]
    remote = _application(3, "示例新区市民服务中心工程", 86_000_000, "房屋建筑", seats)
    return remote | {"reps": 1, "n_subvenues": 2, "opening_at": _at(17, "09:00"), "checkin_at": _at(17, "08:30")}


def _rare() -> Document:
    seats = [_seat(2, "A083303"), _seat(2, "A080104"), _seat(1, "A060101")]
    rare = _application(4, "示例石窟寺岩体加固与壁画保护工程", 6_400_000, "文物保护", seats)
    return rare | {"opening_at": _at(17, "14:00"), "checkin_at": _at(17, "13:30"), "duration": "PT5H"}


def _unfillable() -> Document:
    seats = [_seat(3, "C140000"), _seat(2, "B013204")]
    service = _application(5, "示例政务网络安全托管服务", 3_200_000, "网络安全", seats)
    return service | {"opening_at": _at(18, "09:00"), "checkin_at": _at(18, "08:30"), "duration": "PT4H"}


def _application(nth: int, title: str, budget: int, sector: str, seats: list[Document]) -> Document:
    return {
        "id": f"DEMO-2026-{nth:04d}", "section": "1", "law_family": "tendering", "method": "公开招标", "title": title, "budget": budget,
        "sector": sector, "region": str(HOST), "opening_at": "", "checkin_at": "", "duration": "PT8H", "overnight": False,
        "tenderer": {"name": f"示例建设管理中心第{nth}处", "uscc": demo_uscc(900_000 + nth, "12")},
        "agent": {"name": f"示例招标代理第{nth}有限公司", "uscc": demo_uscc(900_100 + nth, "91")},
        "supervisor": "示例市公共资源交易监督管理局", "seats": seats, "reps": 0, "avoid_units": [],
        "host_centre": str(HOST), "n_subvenues": 0, "profile": "hunan-default",
    }  # fmt: skip


def _seat(count: int, *codes: str) -> Document:
    return {"codes": list(codes), "count": count}


def _at(day: int, clock: str) -> str:
    return _DAY.format(day=day, clock=clock)


def _unit(name_and_code: tuple[str, str]) -> dict[str, Any]:
    return {"name": name_and_code[0], "uscc": name_and_code[1]}


def _company(serial: int) -> dict[str, Any]:
    return {"name": f"示例投标企业{serial % 1000:03d}有限公司", "uscc": demo_uscc(serial, "91")}
