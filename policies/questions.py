"""待问: what an expert is asked where a rule about the parties lacks its facts; general words, which name no party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from policies.profiles import PolicyDay
from policies.tender_facts import WhenNotKnown
from policies.vocabulary.rule import Facts

QUESTIONS: dict[str, tuple[str, str]] = {
    "R1": (
        "现任职于本项目的招标人（采购人）、代理机构、投标人（供应商）或其母子公司",
        "employed by the tenderer, the agent or a bidder of this tender, or by a company of its group",
    ),
    "R2": (
        "近几年内曾在投标人（供应商）任职，或担任其董事、监事，或持有其股份",
        "employed by a bidder within the last years, on its board, or a holder of its shares",
    ),
    "R3": ("有近亲属任职于投标人（供应商）", "a near relative serves a bidder"),
    "R4": (
        "参与过本项目的前期论证、文件编制、设计或监理，或为投标人（供应商）的顾问",
        "took part in preparing, designing or supervising this project, or advised a bidder",
    ),
    "R5": ("近几年内与投标人（供应商）有法律纠纷", "had a legal dispute with a bidder within the last years"),
    "R6": ("为本项目行政监督部门的人员", "belongs to the department that supervises this tender"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How long a member has for his answer, and what follows where he gives none."""

    within: timedelta
    unanswered: WhenNotKnown

    @property
    def sentence(self) -> str:
        """What policy says of whoever was asked and has not answered."""
        told = f"被问及回避情形而未在{self.within // timedelta(minutes=1)}分钟内作答的"
        return (
            f"{told}，视为须回避，席位另行补抽"
            if self.unanswered is WhenNotKnown.BAR
            else f"{told}，继续参加评标，未答记录封存，供监督部门查阅"
        )


def asking(rules: PolicyDay) -> Asking:
    within = timedelta(minutes=rules.count("screening.answer_within"))
    return Asking(within, rules.ask("screening.when_not_answered", WhenNotKnown))


def question(code: str) -> Facts:
    """The question for a rule in both languages."""
    chinese, english = QUESTIONS[code]
    return {"code": code, "chinese": chinese, "english": english}
