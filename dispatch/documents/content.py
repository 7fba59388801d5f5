"""What a form says: its blocks and notes; and how times, counts and yes or no are written on every form alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.documents.paper import Block, Fact
from policies.calendar import LOCAL
from policies.vocabulary.tender import Tender


@dataclass(frozen=True, slots=True)
class Content:
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()


def moment(at: datetime | None) -> str:
    """2026年12月16日 09:00, in local time; empty where it has not come."""
    return f"{at.astimezone(LOCAL):%Y年%m月%d日 %H:%M}" if at else ""


def short(at: datetime | None) -> str:
    """12-16 09:00"""
    return f"{at.astimezone(LOCAL):%m-%d %H:%M}" if at else ""


def hours(length: timedelta) -> str:
    return f"约{length.total_seconds() / 3600:g}小时"


def yes_no(value: bool) -> str:
    return "是" if value else "否"


def project(tender: Tender) -> tuple[tuple[Fact, ...], ...]:
    """The first rows of every form that names its tender."""
    return (
        (Fact("项目编号", tender.number), Fact("标段", tender.section)),
        (Fact("项目名称", tender.title),),
    )
