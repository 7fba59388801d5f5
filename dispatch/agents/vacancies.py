"""Whether a member may be vacated for the reason given: the replies as recorded must say that he is not coming.

Source: docs/spec/draw-protocol.md §9, §13 (vacate for a pretext).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dispatch.agents.refusals import WillNotSign
from dispatch.notify.call_out import COMING, PENDING, CallState, vacancy_reason


def check_grounds(leaving: Sequence[tuple[str, str]], replies: Sequence[Any]) -> None:
    """`replies` are rows [id, state, refusal code, Unix seconds]. Raises WillNotSign for a reason that they do not bear out."""
    recorded = {str(row[0]): (CallState(row[1]), str(row[2])) for row in replies}
    if len(recorded) != len(replies):
        raise WillNotSign(why="同一人有两条应答记录", why_en="somebody has two replies on record")
    for id, reason in leaving:
        state, refusal = recorded[id]
        if state in COMING or state in PENDING or vacancy_reason(state, refusal) != reason:
            raise WillNotSign(why="空缺理由与应答记录不符", why_en="a reason is not borne out by the replies on record")
