"""The words that leave the house; each is a bell, none tells a tender, a seat or a name.

Source: docs/spec/sealing.md §3–§4; domain rule TM-07 (voice gives time, place, telephone only).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.calendar import LOCAL

MOVED = "moved"  # stage A once more, for a new date
BY = "{by}"  # stands in a waiting text for the hour that is known when it leaves


@dataclass(frozen=True, slots=True)
class Wording:
    """One message in Chinese and English; slots are times and links only."""

    chinese: str
    english: str


CALL = Wording("您有一条评审任务待确认，请于{by}前处理：{link}", "You have one evaluation task to confirm before {by}: {link}")
NEW_DATE = Wording(
    "您已接受的评审任务改期，请于{by}前确认能否参加：{link}",
    "The task you accepted has a new date; please say before {by} whether it suits you: {link}",
)
VENUE = Wording("您确认的评审任务已到告知时刻，请查看报到地点：{link}", "The place of the task you confirmed is open now: {link}")
RELEASED = Wording("您确认的评审任务已取消，无须前往。", "The task you confirmed is cancelled; you need not come.")
FEE = Wording("您有一笔劳务报酬待确认：{link}", "A fee waits for your confirmation: {link}")
RETURNED = Wording("您的收款账户被银行退回，请更正：{link}", "The bank returned your account; please correct it: {link}")
ASK = Wording("请就本次评审的回避情形作答：{link}", "Please answer the questions about recusal for this evaluation: {link}")

CATALOGUE = {"A": CALL, MOVED: NEW_DATE, "B": VENUE, "ask": ASK, "released": RELEASED, "fee": FEE, "returned": RETURNED}


def text_of(kind: str, *, link: str = "") -> str:
    """The text to send, Chinese; the hour by which to answer is filled in when it leaves (`with_hour`)."""
    return CATALOGUE[kind].chinese.format(link=link, by=BY)


def with_hour(text: str, by: datetime) -> str:
    """The text with the hour by which to answer, in local time; a text without such an hour stays as it is."""
    return text.replace(BY, f"{by.astimezone(LOCAL):%m月%d日%H:%M}")


def half_day(at: datetime) -> str:
    """Stage A tells no more of the time than this."""
    local = at.astimezone(LOCAL)
    return f"{local:%Y年%m月%d日}{'上午' if local.hour < 12 else '下午'}"
