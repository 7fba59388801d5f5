"""Duty 2: whether this tender was drawn before, what became of it, and whether the operator agrees to another draw.

Source: docs/spec/draw-protocol.md §5, duty 2. The agent remembers the number behind every m that it was ever shown.
"""

from __future__ import annotations

from itertools import chain

from dispatch.agents.centre import Centre
from dispatch.agents.equipment import Equipment
from dispatch.agents.learn import learn, number_of
from dispatch.agents.refusals import OperatorMustAgree, WillNotCommit
from dispatch.agents.sight import signed_plans_after, was_released
from dispatch.agents.watch import DOES_NOT_VERIFY, remember_course
from dispatch.draw.manifest import Manifest
from policies.vocabulary.refused import Refused

# What to type is said in both languages alike, in the names that `--help` gives.
SAME = "party same HOME ONE OTHER --yes|--no"
Planned = tuple[bool, int]  # plans of earlier logs first


def learn_former(kit: Equipment, centre: Centre, manifest: Manifest) -> None:
    """Asks for the draws that a new one follows, where they are not known here: one that ended while this agent was away.

    Where the centre does not say what fits the log, they stay unknown, and the operator is asked.
    """
    m = manifest.body["prev"]
    while m and not kit.diary.knows("ended", m):
        try:
            learn(kit, centre, m)
        except Refused:
            return
        sight = kit.sight(m)
        if sight is None:
            return
        remember_course(kit, sight)
        m = sight.manifest.body["prev"]


def check_earlier(kit: Equipment, m: str, manifest: Manifest) -> None:
    """Raises OperatorMustAgree for what only he can say, WillNotCommit for a second plan of one tender."""
    number = number_of(kit, m) or ""
    _check_expected(kit, number)
    earlier, prev = _drawn_before(kit, m, number), manifest.body["prev"]
    _check_follows_its_own(kit, number, prev)
    if earlier and prev != earlier[-1]:
        raise WillNotCommit(
            why="该项目已有抽取计划，新计划未注明前次抽取", why_en="this tender was planned before; `prev` is not its last draw"
        )
    for one in dict.fromkeys(chain(earlier, [prev] if prev else [])):
        _check_agreed(kit, one)
    if prev:
        _check_carried(kit, m, manifest, prev)


def _check_expected(kit: Equipment, number: str) -> None:
    known = kit.operator.expects(number)
    if known is None:
        raise OperatorMustAgree(
            why="中心所报项目编号与本方登记的仅写法不同，是否同一项目",
            why_en="is this number the same tender, spelt otherwise?",
            act=SAME,
        )
    if not known:
        raise OperatorMustAgree(
            why="本方尚未登记该项目编号",
            why_en="this tender number was not given by this party's operator",
            act="party expect HOME NUMBER",
        )


def _drawn_before(kit: Equipment, m: str, number: str) -> list[str]:
    """Draws of this tender that were planned before, in their order: known by their number, or since their plan names one of them."""
    own, found = _planned_at(kit, m), dict[str, Planned]()
    for other in kit.diary.all("number"):
        same = kit.operator.same_tender(number, number_of(kit, other) or "")
        at = _planned_at(kit, other) if same is not False and other != m else None
        if at and (own is None or at < own):
            _demand_a_word(same)
            found[other] = at
    waiting = list(found)
    while waiting:
        for plan in signed_plans_after(kit.mirror, waiting.pop(), kit.trust.keys):
            other, at = str(plan.read()["m"]), (True, plan.idx)
            if number_of(kit, other) is None and other not in found and (own is None or at < own):
                found[other] = at
                waiting.append(other)
    return sorted(found, key=lambda other: found[other])


def _check_follows_its_own(kit: Equipment, number: str, prev: str) -> None:
    """`prev` is a draw of the same tender: naming another's would end that one, and hide this one's own past."""
    known = number_of(kit, prev) if prev else None
    same = True if known is None else kit.operator.same_tender(number, known)
    _demand_a_word(same)
    if not same:
        raise WillNotCommit(why="新计划所注明的前次抽取属于另一项目", why_en="`prev` is a draw of another tender")


def _demand_a_word(same: bool | None) -> None:
    if same is None:
        raise OperatorMustAgree(
            why="两次抽取的项目编号仅写法不同，是否同一项目", why_en="do two spellings of a number name one tender?", act=SAME
        )


def _planned_at(kit: Equipment, m: str) -> Planned | None:
    """Where its plan stands; None if it was never planned in a log mirrored here."""
    sight = kit.sight(m)
    plan = None if sight is None else sight.one("plan")
    if plan is not None:
        kit.diary.keep("planned", m, str(plan.idx).encode("ascii"))
        return True, plan.idx
    kept = kit.diary.read("planned", m)
    return None if kept is None else (False, int(kept))


def _check_agreed(kit: Equipment, m: str) -> None:
    """An earlier draw that holds a release, has no end or does not verify needs the operator's word, or his standing rule for its end."""
    ended = (kit.diary.read("ended", m) or b"").decode()
    released = kit.diary.knows("released", m) or was_released(kit.mirror.of_draw(m))
    informed = released or kit.diary.knows(DOES_NOT_VERIFY, m) or kit.trust.embedded  # in one hand every draw may be known (§9)
    if kit.operator.agreed_to_follow(m) or ended in kit.operator.limits.agree_after or (ended and not informed):
        return
    raise OperatorMustAgree(
        why=f"前次抽取{m[:12]}已有揭示、尚未终结或核验不通过，是否同意再次抽取",
        why_en=f"earlier draw {m[:12]} holds a release, has no end or does not verify: may another follow?",
        act=f"party agree HOME {m[:12]}",
    )


def _check_carried(kit: Equipment, m: str, manifest: Manifest, prev: str) -> None:
    before = kit.sight(prev)
    sat = None if before is None else before.history.sat_at_end
    if sat is None:
        return
    if manifest.carried > sat:
        raise WillNotCommit(why=f"留任人数多于前次终结时的{sat}人", why_en=f"more are carried than the {sat} who sat when `prev` ended")
    if manifest.carried < sat and not kit.operator.agreed_to_fewer(m):
        carried = manifest.carried
        raise OperatorMustAgree(
            why=f"前次终结时有{sat}人在席，仅留任{carried}人",
            why_en=f"{sat} sat when `prev` ended, {carried} are carried",
            act=f"party agree HOME {m[:12]} --fewer",
        )
