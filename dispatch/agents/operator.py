"""What only a person decides: the operator's limits, standing rules, and clicks; the agent never invents one.

Source: docs/spec/draw-protocol.md §5, duties 2 and 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.agents.diary import Diary
from dispatch.draw.tender_numbers import folded
from dispatch.kernel.canonical import canonical

YES, NO = b"yes", b"no"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one operator; `agree_after` is his standing rule: ends of earlier draws after which he agrees to a successor."""

    links_least: int = 1
    links_most: int = 64
    publish_within_days: int = 400
    agree_after: tuple[str, ...] = ()

    def as_value(self) -> dict[str, Any]:
        return {
            "links_least": self.links_least,
            "links_most": self.links_most,
            "publish_within_days": self.publish_within_days,
            "agree_after": list(self.agree_after),
        }


def read_limits(value: dict[str, Any]) -> Limits:
    return Limits(**{**value, "agree_after": tuple(value.get("agree_after", ()))})


class Operator:
    """The operator's words, kept in the agent's diary; each can be given once and is never taken back in silence."""

    def __init__(self, diary: Diary, limits: Limits) -> None:
        self._diary = diary
        self.limits = limits

    def expect_tender(self, number: str) -> None:
        """A draw for this tender is expected: the number comes from this party's own operator, not from the centre."""
        self._diary.keep("expected", number, YES)

    def say_whether_same(self, one: str, other: str, same: bool) -> None:
        """Whether two numbers that agree only after folding name one tender."""
        self._diary.keep("same", _pair(one, other), YES if same else NO)

    def agree_to_follow(self, m: str) -> None:
        """A new draw may follow draw `m`, though it was informed or never ended."""
        self._diary.keep("agreed", m, YES)

    def agree_to_fewer(self, m: str) -> None:
        """Draw `m` may carry fewer members than sat when its predecessor ended."""
        self._diary.keep("fewer", m, YES)

    def confirm_worker_key(self, m: str, r: int, public: bytes) -> None:
        """Values of round r may be sealed to this key (X25519, 32 bytes) instead, once all releases of the round stand."""
        self._diary.keep("worker-key", f"{m}/{r}", public)

    def expects(self, number: str) -> bool | None:
        """Whether he named this tender; None where he must still say whether a like number is the same tender."""
        return self._any_same(number, self._diary.all("expected"))

    def same_tender(self, one: str, other: str) -> bool | None:
        """Whether two numbers name one tender; None where only he can say."""
        if one == other:
            return True
        if folded(one) != folded(other):
            return False
        word = self._diary.read("same", _pair(one, other))
        return None if word is None else word == YES

    def agreed_to_follow(self, m: str) -> bool:
        return self._diary.knows("agreed", m)

    def agreed_to_fewer(self, m: str) -> bool:
        return self._diary.knows("fewer", m)

    def worker_key(self, m: str, r: int) -> bytes | None:
        return self._diary.read("worker-key", f"{m}/{r}")

    def _any_same(self, number: str, known: dict[str, bytes]) -> bool | None:
        answers = [self.same_tender(number, other) for other in known]
        if True in answers:
            return True
        return None if None in answers else False


def _pair(one: str, other: str) -> str:
    return canonical(sorted((one, other))).decode()
