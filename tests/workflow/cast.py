"""Invented experts, venues and a tender that are right in every place but the one a test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dispatch.intake import demo_values as values
from policies.calendar import LOCAL
from policies.vocabulary.expert import Bank, Category, Contact, Expert, Identity, Specialty, Standing
from policies.vocabulary.ids import BoothId, ExpertNo, RegionCode, RoomId, VenueId
from policies.vocabulary.tender import LawFamily, Method, SeatDemand, Tender, Unit
from policies.vocabulary.venue import Booth, Room, Venue

START = datetime(2026, 12, 15, 2, tzinfo=UTC)  # the day before, 10:00 in Beijing
OPENING = datetime(2026, 12, 16, 9, tzinfo=LOCAL)
HOME = RegionCode("430100")
WORKS, COST, QUANTITY = "A080104", "A060101", "A050101"
_CATEGORY = {COST: Category.ECONOMIC}


def an_expert(nth: int, *codes: str, region: RegionCode = HOME, **changes: Any) -> Expert:
    """The nth invented expert, with an employer of his own."""
    birth = date(1970, 1, 1) + timedelta(days=nth)
    employer, uscc = f"示例第{nth:04d}号设计院有限公司", values.demo_uscc(7000 + nth)
    number = values.demo_citizen_id(birth, 601 + 2 * (nth % 100))
    identity = Identity(f"甄示例{_numeral(nth)}", "男", "居民身份证", number, employer, uscc)
    return replace(
        Expert(
            no=ExpertNo(f"SL{nth:06d}"), identity=identity, contact=Contact(values.demo_phone(nth)),
            bank=Bank("示例银行雨花支行", values.demo_cnaps(5510, 5), values.demo_card(nth)), birth=birth,
            employer=employer, employer_uscc=uscc, title="正高级工程师",
            specialties=tuple(Specialty("2018", code) for code in codes), category=_CATEGORY.get(codes[0], Category.TECHNICAL),
            region=region, field_since=date(1996, 7, 1), on_job=True, admitted_at=date(2018, 7, 1), standing=Standing.ACTIVE,
        ),
        **changes,
    )  # fmt: skip


def a_pool(works: int = 30, cost: int = 10, quantity: int = 10) -> tuple[Expert, ...]:
    """So many experts of each of the three specialties that `a_tender` demands."""
    codes = [WORKS] * works + [COST] * cost + [QUANTITY] * quantity
    return tuple(an_expert(nth, code) for nth, code in enumerate(codes, start=1))


def a_venue(name: str = "CS", region: RegionCode = HOME, rooms: int = 12, booths: int = 3) -> Venue:
    venue = VenueId(name)
    halls = [_room(venue, nth, "专家区", booths) for nth in range(1, rooms + 1)]
    return Venue(venue, f"示例{name}交易中心", f"示例路{rooms}号", region, (region,), (*halls, _room(venue, 99, "招标人代表区", 2)))


def a_tender(number: str = "SL-2026-0001", **changes: Any) -> Tender:
    """A works tender of five experts, tomorrow morning; any field can be another."""
    right = Tender(
        number=number, section="1", law_family=LawFamily.TENDERING, method=Method.OPEN, title="示例小学教学楼工程",
        budget_fen=1_200_000_000, sector="房屋建筑", region=HOME, opening_at=OPENING,
        checkin_at=OPENING - timedelta(minutes=30), duration=timedelta(hours=8), overnight=False,
        tenderer=Unit("示例建设管理中心", values.demo_uscc(9001, "12")), agent=None, supervisor="示例监督局",
        seats=(SeatDemand((WORKS,), 3), SeatDemand((COST,), 1), SeatDemand((QUANTITY,), 1)), reps=0, avoid_units=(),
        host_centre=HOME, n_subvenues=0, profile="hunan-default",
    )  # fmt: skip
    return replace(right, **changes)


def _room(venue: VenueId, number: int, zone: str, booths: int) -> Room:
    room = RoomId(f"{venue}-{number:02d}")
    return Room(room, venue, zone, tuple(Booth(BoothId(f"{room}-{place}"), room) for place in range(1, booths + 1)))


def _numeral(nth: int) -> str:
    """A number in characters that no other text of the system holds side by side."""
    return "".join("零壹贰叁肆伍陆柒捌玖"[int(digit)] for digit in f"{nth:04d}")
