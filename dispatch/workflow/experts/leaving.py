"""退出与删除: who leaves is drawn no more from that moment on; his data go when no law keeps them, by destroying their keys.

Source: domain rules SU-09, RE-01, PI-08; 《个人信息保护法》第四十七条; docs/spec/sealing.md §2 (密钥销毁).
"""

from __future__ import annotations

from datetime import date

from dispatch.workflow.engagements import engagements_of
from dispatch.workflow.experts.entries import Act, Entry, Kind
from dispatch.workflow.experts.known import Known, look_up_to_change, require_another, require_word
from dispatch.workflow.experts.refusals import KeptByLaw, NotInThePool
from dispatch.workflow.experts.state import Stage
from dispatch.workflow.experts.watched import FOR_EVER, GONE, kept_since, years_after
from dispatch.workflow.work import Work

_OWN = "own"


def leave_the_pool(no: str, act: Act, work: Work, *, ground: str = _OWN) -> Entry:
    """Ends an expert's time in the pool; of this moment no draw takes him any more. What was begun before goes on (calls, fees).

    Raises UnknownExpert, NotInThePool, UnknownWord, AnotherPerson where the grounds are points that the same person noted.
    """
    known = look_up_to_change(no, work)
    known.require_in_pool()
    require_word(ground, {name: each.title for name, each in known.rules.exits.items()}, "退出事由", "ground")
    if ground != _OWN:
        for entry in (entry for entry in known.entries if entry.kind is Kind.POINTS and entry.seq not in known.state.void):
            require_another(act, entry, "决定退出", "to decide a dismissal")
    rule = known.rules.exits[ground]
    return known.write_and_wake(Kind.EXIT, act, {"ground": ground, "title": rule.title, "banned": int(rule.banned)}, work)


def kept_until(known: Known, work: Work) -> date | None:
    """The first day on which the data may go; None if never, by the rules of today. Raises NotInThePool for whoever is still in it."""
    if known.state.stage not in GONE:
        raise NotInThePool(no=known.no, stage=known.state.stage.value)
    matter, begun = kept_since(known.ref, known, work)
    span = known.rules.retention[matter]
    return None if span >= FOR_EVER else years_after(begun, span)


def erase(no: str, act: Act, work: Work) -> Entry:
    """Destroys the keys of the person and of every entry, and the rows of the registry; what stays says that, when and by whom.

    Draws, fees and logs hold no name. Raises UnknownExpert, NotInThePool, KeptByLaw, AnotherPerson for whoever decided the exit.
    """
    known = look_up_to_change(no, work, row_too=True)
    if known.state.stage is Stage.IN_POOL:
        raise KeptByLaw(no=known.no, why="本人在库；请先办理退出", why_en="still in the pool; `expert exit` first")
    until = kept_until(known, work)
    if known.state.waiting:
        raise KeptByLaw(no=known.no, why="还有事项等待决定", why_en="a matter still waits for its decision")
    if until is None or known.on < until:
        said = "本人终身不得入库，资料用于核对" if until is None else f"须保存至{until}（{known.basis('retention', work)}）"
        raise KeptByLaw(no=known.no, why=said, why_en="barred for ever" if until is None else f"kept until {until}")
    require_another(act, known.state.left or known.entries[-1], "删除资料", "to erase the data")
    for entry in work.uow.lifecycle.of(known.ref):
        work.uow.lifecycle.rekey(entry.ref, entry.seq, b"")
    for engagement in engagements_of([known.ref], work):
        work.uow.registry.drop_engagement(engagement.id)
    work.uow.registry.erase(known.ref)
    return known.write(Kind.ERASURE, act, {"entries": len(known.entries)}, work)
