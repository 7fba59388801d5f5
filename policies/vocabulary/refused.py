"""One root for every request that stops: a stable code, a sentence in Chinese and in English, and its facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar


class Refused(Exception):
    """A request that stops; nothing was changed.

    Subclasses name the refusal and set `code`, `says` and `says_en`; both sentences may hold `{fact}` slots
    and are safe to show: they carry no personal data and no secret.
    """

    code: ClassVar[str] = "refused"
    says: ClassVar[str] = "请求被拒绝"
    says_en: ClassVar[str] = "The request was refused"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.chinese)

    def __reduce__(self) -> tuple[Callable[[], Refused], tuple[()]]:
        """A refusal of another process arrives as the same refusal."""
        return partial(type(self), **self.facts), ()

    @property
    def chinese(self) -> str:
        return self.says.format_map(_Slots(self.facts))

    @property
    def english(self) -> str:
        return self.says_en.format_map(_Slots(self.facts))


class _Slots(dict[str, object]):
    """Fills the slots of a sentence; a missing fact shows as its own name, never as a traceback."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
