"""支付: the stages of a fee line, who may take each step, and that a returned payment needs a confirmed account.

计算 → 专家确认 | 异议 → 复核 → 付款人批准 → 报税 → 支付中 → 成功 | 退票 → 归档. Pure: it decides, the store remembers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dispatch.settle.refusals import AccountNotConfirmed, FourEyes, StageNotNext, WrongRole
from policies.vocabulary.roles import Role


class Stage(StrEnum):
    COMPUTED = "计算"
    CONFIRMED = "专家确认"
    DISPUTED = "异议"
    SUPERSEDED = "已更正"  # a disputed line whose correction stands in a new revision
    CHECKED = "复核"
    APPROVED = "付款人批准"
    TAX_FILED = "报税"
    PAYING = "支付中"
    PAID = "成功"
    RETURNED = "退票"
    ARCHIVED = "归档"


_NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.COMPUTED: (Stage.CONFIRMED, Stage.DISPUTED),
    Stage.DISPUTED: (Stage.CONFIRMED, Stage.SUPERSEDED),
    Stage.SUPERSEDED: (),
    Stage.CONFIRMED: (Stage.CHECKED, Stage.DISPUTED),
    Stage.CHECKED: (Stage.APPROVED, Stage.DISPUTED),
    Stage.APPROVED: (Stage.TAX_FILED,),
    Stage.TAX_FILED: (Stage.PAYING,),
    Stage.PAYING: (Stage.PAID, Stage.RETURNED),
    Stage.PAID: (Stage.ARCHIVED,),
    Stage.RETURNED: (Stage.PAYING,),
    Stage.ARCHIVED: (),
}
_WHO: dict[Stage, tuple[Role, ...]] = {
    Stage.CONFIRMED: (Role.EXPERT,),  # the expert's own act (EN-7); nobody confirms for another
    Stage.DISPUTED: (Role.EXPERT, Role.FINANCE, Role.TENDERER),
    Stage.APPROVED: (Role.TENDERER,),  # 谁使用谁付费: the payer
}


@dataclass(frozen=True, slots=True)
class Act:
    """Who took a step, as what, when and why."""

    by: str
    role: Role
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Payout:
    """Where a fee line stands; `steps` counts its acts, `attempt` its payments, `account` is the version last paid to."""

    stage: Stage = Stage.COMPUTED
    steps: int = 0
    checked_by: str = ""
    attempt: int = 0
    account: int = 0


NEW = Payout()


def advance(payout: Payout, wanted: Stage, act: Act, *, payable: bool = True, account: int = 0) -> Payout:
    """One step. `account`: version of the account the expert has confirmed; a line with nothing payable is archived unpaid.

    Raises StageNotNext, WrongRole, FourEyes, AccountNotConfirmed.
    """
    allowed = _allowed(payout.stage, payable)
    if wanted not in allowed:
        raise StageNotNext(current=payout.stage, wanted=wanted, allowed="、".join(allowed) or "无")
    roles = _WHO.get(wanted, (Role.FINANCE,))
    if act.role not in roles:
        raise WrongRole(role=act.role, wanted=wanted, allowed="、".join(roles))
    if wanted is Stage.APPROVED and act.by == payout.checked_by:
        raise FourEyes()
    return _after(replace(payout, stage=wanted, steps=payout.steps + 1), wanted, act, account)


def _allowed(stage: Stage, payable: bool) -> tuple[Stage, ...]:
    return (Stage.ARCHIVED,) if stage is Stage.TAX_FILED and not payable else _NEXT[stage]


def _after(moved: Payout, wanted: Stage, act: Act, account: int) -> Payout:
    if wanted is Stage.CHECKED:
        return replace(moved, checked_by=act.by)
    if wanted is not Stage.PAYING:
        return moved
    if account <= moved.account:  # EN-6: each payment after a return goes to an account confirmed since
        raise AccountNotConfirmed()
    return replace(moved, attempt=moved.attempt + 1, account=account)
