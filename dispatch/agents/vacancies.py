"""Whether a list follows from the replies as recorded: who accepted, and who may be vacated for the reason given.

Source: docs/spec/draw-protocol.md §9, §13 (vacate for a pretext).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dispatch.agents.refusals import WillNotSign
from dispatch.notify.call_out import COMING, PENDING, CallState, vacancy_reason


def check_accepted(accepted: Sequence[str], called: Sequence[str], replies: Sequence[Any]) -> None:
    """Raises WillNotSign unless everybody called is on record, and the list holds those who accepted, all of them."""
    recorded = {str(row[0]): CallState(row[1]) for row in replies}
    if len(recorded) != len(replies) or recorded.keys() != set(called):
        raise WillNotSign(why="应答记录不是本轮全部被通知人的", why_en="the replies are not those of everybody called in this round")
    if (PENDING - COMING) & set(recorded.values()):
        raise WillNotSign(why="仍有被通知人在应答时限内", why_en="somebody called may still answer")
    if [id for id in called if recorded[id] in COMING] != list(accepted):
        raise WillNotSign(why="接受名单与应答记录不符", why_en="the list is not that of those who accepted on record")


def check_grounds(leaving: Sequence[tuple[str, str]], replies: Sequence[Any]) -> None:
    """`replies` are rows [id, state, refusal code, Unix seconds]. Raises WillNotSign for a reason that they do not bear out."""
    recorded = {str(row[0]): (CallState(row[1]), str(row[2])) for row in replies}
    if len(recorded) != len(replies):
        raise WillNotSign(why="同一人有两条应答记录", why_en="somebody has two replies on record")
    for id, reason in leaving:
        state, refusal = recorded[id]
        if state in COMING or state in PENDING or vacancy_reason(state, refusal) != reason:
            raise WillNotSign(why="空缺理由与应答记录不符", why_en="a reason is not borne out by the replies on record")
