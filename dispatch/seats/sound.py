"""What must be right about venues and needs before anybody plans: a plan from a wrong map would be wrong in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dispatch.seats.neighbours import all_booths
from dispatch.seats.refusals import UnsoundSitting
from dispatch.seats.sitting import Need, Sitting
from policies.vocabulary.venue import Venue

_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,32}")  # docs/spec/draw-protocol.md §1: booth and venue names enter the draw as tokens


def check_sound(sitting: Sitting) -> None:
    """Raises UnsoundSitting with the first thing that is wrong."""
    for what in _faults(sitting):
        raise UnsoundSitting(what=what)


def _faults(sitting: Sitting) -> Iterator[str]:
    known = [venue.id for venue in sitting.venues]
    if len(set(known)) != len(known):
        yield "同一场地出现两次"
    for venue in sitting.venues:
        yield from _map_faults(venue)
    seen = set()
    for need in sitting.needs:
        yield from _need_faults(need, sitting)
        if (need.tender_token, need.venue) in seen:
            yield f"项目{need.tender_token}在场地{need.venue}的需求出现两次"
        seen.add((need.tender_token, need.venue))
    for placed in sitting.held:
        if placed.venue not in known or placed.booth not in {booth.id for booth in all_booths(sitting.venue(placed.venue))}:
            yield f"已占用的机位{placed.venue}/{placed.booth}不在场地资料中"
    if sitting.terms.free_between < 1:
        yield "H1放宽后同室相隔的空机位数须至少为1"
    yield from _tenderer_faults(sitting)


def _map_faults(venue: Venue) -> Iterator[str]:
    booths = [booth.id for booth in all_booths(venue)]
    for name in (venue.id, *booths):
        if not _TOKEN.fullmatch(name):
            yield f"编号“{name}”只能由字母、数字和._-组成，最长32位"
    if len(set(booths)) != len(booths) or len({room.id for room in venue.rooms}) != len(venue.rooms):
        yield f"场地{venue.id}的评标室或机位编号重复"
    for room in venue.rooms:
        for booth in room.booths:
            if booth.room != room.id or room.venue != venue.id:
                yield f"机位{booth.id}不属于所在的评标室{room.id}"
            if booth.id in booth.beside or not set(booth.beside) <= set(booths):
                yield f"机位{booth.id}的相邻机位不在本场地，或就是它自己"


def _need_faults(need: Need, sitting: Sitting) -> Iterator[str]:
    if not _TOKEN.fullmatch(need.tender_token) or not need.tenderer_key:
        yield f"项目代号“{need.tender_token}”不合规范，或缺少招标人标识"
    if need.venue not in {venue.id for venue in sitting.venues}:
        yield f"项目{need.tender_token}的场地{need.venue}不存在"
    if need.booths < 0 or need.representatives < 0 or need.booths + need.representatives == 0:
        yield f"项目{need.tender_token}的机位数须为正"
    if need.slot.starts >= need.slot.ends or need.slot.starts.tzinfo is None or need.slot.ends.tzinfo is None:
        yield f"项目{need.tender_token}的时段须先开始后结束，并带时区"


def _tenderer_faults(sitting: Sitting) -> Iterator[str]:
    tenderers: dict[str, str] = {}
    pairs = [(need.tender_token, need.tenderer_key) for need in sitting.needs]
    for tender, tenderer in [*pairs, *((placed.tender_token, placed.tenderer_key) for placed in sitting.held)]:
        if tenderers.setdefault(tender, tenderer) != tenderer:
            yield f"项目{tender}有两个不同的招标人"
