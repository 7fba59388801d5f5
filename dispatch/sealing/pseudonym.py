"""专家代号: under which names the members of one committee go, at the gate, in the booth and in the report.

Source: docs/domain/04-seats-and-venues.md §7. Three codes that have nothing to do with each other, drawn for each
tender; no rank, age, employer or arrival shows in them, and a replaced member's codes are never given again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dispatch.kernel.ports import Entropy
from dispatch.sealing.chance import below
from dispatch.sealing.refusals import PseudonymsExhausted

STEMS = "甲乙丙丁戊己庚辛壬癸"
ALL_CODES = tuple(f"{stem}-{number:02d}" for stem in STEMS for number in range(1, 100))


class Scope(StrEnum):
    """Where a code is used."""

    GATE = "gate"  # 门禁名单: until the booth is entered
    BOOTH = "booth"  # 音视频、打分: until the report is signed
    REPORT = "report"  # 评标报告、费用表


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The three codes of one member in one tender."""

    gate: str
    booth: str
    report: str

    @property
    def all(self) -> tuple[str, str, str]:
        return (self.gate, self.booth, self.report)


def draw_pseudonyms(members: int, taken: Iterable[str], entropy: Entropy) -> tuple[Pseudonyms, ...]:
    """Codes for `members` people; none repeats, in any scope, nor is in `taken` (every code ever used in this tender).

    Raises PseudonymsExhausted when fewer than three codes for each are left.
    """
    used = set(taken)
    free = [code for code in ALL_CODES if code not in used]
    if len(free) < 3 * members:
        raise PseudonymsExhausted(left=len(free), wanted=3 * members)
    return tuple(Pseudonyms(*(free.pop(below(len(free), entropy)) for _ in Scope)) for _ in range(members))
