"""Refusals of seat planning.

Refused
├── UnsoundSitting        what is to be seated contradicts itself or names a venue that is not there
├── NoVenue               the host centre has no venue yet
├── UnlawfulRelaxation    a rule is to be waived that may not be waived
├── NoSeatingPlan         no plan exists; carries the smallest clash and the mildest relaxation that would help
├── SolverGaveUp          neither a plan nor a proof that there is none was found in time
└── PlanBreaksRules       a plan does not pass the check that knows no solver
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class UnsoundSitting(Refused):
    code = "seats.unsound_sitting"
    says = "席位安排的条件有误：{what}；请更正场地或场次资料后重试"
    says_en = "The sitting is not sound: {what}; correct the venue or the tender and try again"


class NoVenue(Refused):
    code = "venue.none"
    says = "{region}没有可用场地；请先导入场地与机位"
    says_en = "There is no venue in {region}; import venues and booths first"


class UnlawfulRelaxation(Refused):
    code = "seats.unlawful_relaxation"
    says = "规则{rule}不得放宽；只有H5、H2、H1可由监督人确认后放宽"
    says_en = "Rule {rule} cannot be relaxed; only H5, H2 and H1 can, when a supervisor confirms"


class NoSeatingPlan(Refused):
    """No plan exists, and why.

    `reasons`: the smallest clash, one Chinese sentence each, with rule code and source; waiving any one of them would end it.
    `codes`: the rule of each reason. `relaxations`: what would make a plan possible, mildest first, never applied by itself;
    empty if none would. `elsewhere`: other venues without a plan.
    """

    code = "seats.no_seating_plan"
    says = "{venue}无法排出席位：{why}。{advice}"
    says_en = "No seating plan for {venue}: the rules {rules} clash there. {advice_en}"

    def __init__(
        self,
        *,
        venue: str,
        why: str,
        reasons: tuple[str, ...],
        codes: tuple[str, ...],
        relaxations: tuple[str, ...],
        elsewhere: tuple[str, ...],
        smallest: bool,
    ) -> None:
        self.reasons = reasons
        self.codes = codes
        self.relaxations = relaxations
        self.elsewhere = elsewhere
        self.smallest = smallest
        rules = ", ".join(dict.fromkeys(codes))
        super().__init__(venue=venue, why=why, rules=rules, advice=self._advice(), advice_en=self._advice_en())

    def _advice(self) -> str:
        also = f"另有{'、'.join(self.elsewhere)}也无法排出。" if self.elsewhere else ""
        proof = "" if self.smallest else "（时限内未能证明以上理由已是最少。）"
        if self.relaxations:
            return f"{proof}{also}可由监督人确认后放宽{'、'.join(self.relaxations)}重排，或改期、增加评标室"
        return f"{proof}{also}放宽规则也无济于事；请改期、增加评标室或减少机位需求"

    def _advice_en(self) -> str:
        if self.relaxations:
            return f"A supervisor may confirm relaxing {', '.join(self.relaxations)}; or move the sitting, or add rooms"
        return "No lawful relaxation helps; move the sitting, add rooms, or ask for fewer booths"


class SolverGaveUp(Refused):
    code = "seats.solver_gave_up"
    says = "在{seconds}秒内既未排出{venue}的席位，也未证明排不出；未作任何记录，请延长时限后重试"
    says_en = "Within {seconds} seconds no plan for {venue} and no proof that there is none; nothing was recorded: retry with more time"


class PlanBreaksRules(Refused):
    code = "seats.plan_breaks_rules"
    says = "席位表未通过独立核对：{why}；不得使用，请重新排席"
    says_en = "The plan did not pass the independent check (rules {rules}); it must not be used: plan again"
