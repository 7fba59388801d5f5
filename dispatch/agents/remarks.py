"""What an agent refused or noticed, with the reason, for its operator; the same thing is written down once."""

from __future__ import annotations

from datetime import datetime

from dispatch.agents.diary import Diary
from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from policies.vocabulary.refused import Refused


class Remarks:
    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    def refused(self, duty: str, m: str, refusal: Refused, now: datetime) -> None:
        """Keeps why an act was not done; `m` is the draw, or ""."""
        self.noticed(duty, m, (refusal.code, refusal.chinese, refusal.english), now)

    def noticed(self, duty: str, m: str, what: tuple[str, str, str], now: datetime) -> None:
        code, chinese, english = what
        key = labelled_hash("agents/remark", duty.encode(), m.encode(), code.encode(), chinese.encode()).hex()
        remark = {"at": int(now.timestamp()), "duty": duty, "draw": m, "code": code, "says": chinese, "says_en": english}
        self._diary.keep("remark", key, canonical(remark))

    def all(self) -> list[dict[str, object]]:
        """Every remark, the oldest first."""
        return [dict(parse_canonical(kept)) for kept in self._diary.all("remark").values()]
