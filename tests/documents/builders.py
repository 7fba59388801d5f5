"""Every form filled with texts of one manner: short ones, or so long that each cell has to break them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from dispatch.documents import blank_forms
from dispatch.documents.application import Application, Demand, application
from dispatch.documents.content import Content
from dispatch.documents.draw_record import Drawn, DrawRecordFacts, Logged, Member, Unsealed, draw_record
from dispatch.documents.fees import FeeRow, FeeSheet, fees
from dispatch.documents.kinds import FORMS, Kind, form_of
from dispatch.documents.paper import Link, Paper
from dispatch.documents.pledge import Pledged, pledge
from dispatch.documents.rating import Rated, rating
from dispatch.documents.redraw import Climbed, Left, Redraws, Replacement, redraws
from dispatch.documents.site_lists import Arrival, Gate, Hall, Place, attendance, letters, seating
from dispatch.documents.unsealing import Envelope, Opened, Unsealings, unsealings
from dispatch.documents.verification import RoundDrawn, Verification, verification
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.money import Money
from policies.vocabulary.tender import LawFamily, Method, SeatDemand, Tender, Unit

Words = Callable[[], str]
AT = datetime(2026, 12, 16, 1, 30, tzinfo=UTC)
HASH = "0123456789abcdef" * 4


def short() -> str:
    return "甲"


def long() -> str:
    """A text with everything that breaks badly: no spaces, a Latin run, a rare character, figures, brackets."""
    return (
        "示例项目（第三标段）机电设备采购与安装、调试及培训服务" * 2
        + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop-2026"
        + "喆堃1,234.50元；《说明》"
    )


def every_paper(words: Words = short) -> dict[Kind, Paper]:
    return {form.kind: a_paper(form.kind, words) for form in FORMS}


def a_paper(kind: Kind, words: Words = short) -> Paper:
    content = CONTENTS[kind](words)
    return Paper(
        form=form_of(kind),
        subject="0123456789abcdef",
        about="" if form_of(kind).unnamed else words(),
        reader="监督人",
        made_at=AT,
        blocks=content.blocks,
        marks=(words(), words()),
        remarks=(*content.remarks, words()),
        edition="演示数据",
        link=Link(f"https://localhost/draws/{HASH}?sha256={HASH}", "扫码核验抽取记录"),
    )


def a_tender(words: Words = short) -> Tender:
    unit = Unit(words(), "91620000DEMX00014Y")
    return Tender(
        number=words(), section="1", law_family=LawFamily.TENDERING, method=Method.OPEN, title=words(), budget_fen=8_600_000_000,
        sector=words(), region=RegionCode("620100"), opening_at=AT, checkin_at=AT, duration=timedelta(hours=4, minutes=30), overnight=False,
        tenderer=unit, agent=unit, supervisor=words(), seats=(SeatDemand(("A080104",), 4),), reps=1, avoid_units=(unit, unit),
        host_centre=RegionCode("620100"), n_subvenues=2, profile="hunan-default", extra={"携带物品": words()},
    )  # fmt: skip


def _application(words: Words) -> Content:
    demands = (Demand(0, 4, "2018", ((words(), words()),)),)
    return application(Application(a_tender(words), words(), words(), words(), words(), demands, words(), AT, words(), AT))


def _drawn(words: Words) -> Drawn:
    return Drawn(words(), 1, words(), words(), words(), False, words(), AT, AT)


def _events(words: Words) -> tuple[Logged, ...]:
    return (Logged(999999, words(), words(), "第64轮", f"名单 {HASH}\n{words()}", AT), Logged(1, words(), words(), "", "", None))


def _unsealed(words: Words) -> tuple[Unsealed, ...]:
    return (Unsealed(words(), AT, 7),)


def _draw_record(words: Words) -> Content:
    facts = DrawRecordFacts(
        tender=a_tender(words), host=words(), draw=HASH, method=words(), parties=(words(), words()), draw_at=AT, rounds=2, status=words(),
        demands=(Demand(0, 4, "2018", ((words(), words()),)),), drawn=(_drawn(words),) * 3,
        members=(Member(words(), words(), words(), words()),) * 3, funnel=((words(), words(), 100000, 100000, 1000000),),
        events=_events(words), unsealed=_unsealed(words),
    )  # fmt: skip
    return draw_record(facts)


def _hall(words: Words) -> Hall:
    return Hall(words(), words(), "0123456789abcdef", AT, AT, (Place(words(), words(), words(), words()),) * 2)


def _attendance(words: Words) -> Content:
    arrivals = (Arrival(words(), words(), AT), Arrival(words(), words(), None))
    return attendance(Gate(words(), words(), "0123456789abcdef", AT, words(), 30, arrivals))


def _redraws(words: Words) -> Content:
    replacement = Replacement(1, AT, (Left(words(), words(), words()),), (_drawn(words),))
    climbed = Climbed(words(), words(), words(), 5, 3, words(), words(), 12)
    void = (Member(words(), words(), words()),)
    return redraws(Redraws(a_tender(words), HASH, (replacement,), (climbed,), void, _events(words)))


def _site(words: Words) -> blank_forms.Site:
    return blank_forms.Site(a_tender(words), (words(), words()), AT, _unsealed(words))


def _fees(words: Words) -> Content:
    sums = tuple(Money(1_234_567) for _ in range(11))
    row = FeeRow(
        (words(), words(), words()), ("08:30", "17:45", words()), words(), words(), sums, (words(), words(), words()), words(), words()
    )
    titles = ("评审费", "加班", "组长补助", "应急补助", "误工", "交通", "住宿", "税前换算", "应发", "个税", "实发")
    return fees(FeeSheet(words(), words(), words(), words(), words(), titles, (row, row), sums, (words(),)))


def _unsealings(words: Words) -> Content:
    opened = (Opened(5, words(), words(), words(), words(), AT),)
    envelopes = (Envelope(words(), HASH, words()),)
    return unsealings(Unsealings(a_tender(words), HASH, words(), _unsealed(words), opened, envelopes))


def _verification(words: Words) -> Content:
    return verification(
        Verification(
            tender_id=words(), title=words(), draw=HASH, method=words(), log=words(), url=f"https://localhost/draws/{HASH}", sha256=HASH,
            candidates=489, parties=(words(), words()), witnesses=(words(),), published_at=AT, rounds=(RoundDrawn(0, HASH, 5, 40),),
            events=_events(words), independent=False,
        )
    )  # fmt: skip


CONTENTS: dict[Kind, Callable[[Words], Content]] = {
    Kind.APPLICATION: _application,
    Kind.DRAW_RECORD: _draw_record,
    Kind.LETTER: lambda words: letters((_hall(words),)),
    Kind.ATTENDANCE: _attendance,
    Kind.SEATING: lambda words: seating(_hall(words)),
    Kind.PLEDGE: lambda words: pledge(Pledged(a_tender(words), AT, (words(), words()), (words(), words()))),
    Kind.REDRAW: _redraws,
    Kind.PAUSE: lambda words: blank_forms.pause(_site(words)),
    Kind.INCIDENT: lambda words: blank_forms.incident(_site(words)),
    Kind.RATING: lambda words: rating(Rated(a_tender(words), (Member(words(), words(), words()),) * 2, 5)),
    Kind.FEES: _fees,
    Kind.UNSEALING: _unsealings,
    Kind.VERIFICATION: _verification,
}
