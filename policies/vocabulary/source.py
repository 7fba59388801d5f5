"""Where a rule or a number comes from, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a source was checked; everything but `verified` is shown with its word, `setting` as 未核实."""

    VERIFIED = "verified text"
    REPORTED = "reported"
    READING = "reading"
    SETTING = "setting"
    DESIGN = "design"

    @property
    def chinese(self) -> str:
        return {"verified text": "已核对条文", "reported": "转述", "reading": "读法", "setting": "未核实", "design": "设计"}[self.value]


@dataclass(frozen=True, slots=True)
class Source:
    """One clause: `Source("ZBT-46", "《招标投标法实施条例》", "第四十六条", Status.VERIFIED)`."""

    id: str
    law: str
    article: str
    status: Status

    @property
    def clause(self) -> str:
        """Law and article as they are cited: 《招标投标法》第三十七条; what is no article stands in brackets."""
        plain = not self.article or self.article.startswith("第")
        return f"{self.law}{self.article}" if plain else f"{self.law}（{self.article}）"

    def __str__(self) -> str:
        return f"{self.clause}（{self.status.chinese}）"
