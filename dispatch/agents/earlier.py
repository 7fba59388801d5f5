"""Duty 2: whether this tender was drawn before, what became of it, and whether the operator agrees to another draw.

Source: docs/spec/draw-protocol.md §5, duty 2. The agent remembers the number behind every m that it was ever shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from dispatch.agents.equipment import Equipment
from dispatch.agents.learn import number_of
from dispatch.agents.refusals import OperatorMustAgree, WillNotCommit
from dispatch.agents.sight import Sight, was_released
from dispatch.draw.event_shape import COMPLETE
from dispatch.draw.manifest import Manifest


def check_earlier(kit: Equipment, m: str, manifest: Manifest) -> None:
    """Raises OperatorMustAgree for what only he can say, WillNotCommit for a second plan of one tender."""
    number = number_of(kit, m) or ""
    _check_expected(kit, number)
    earlier = list(_same_tender(kit, m, number))
    prev = manifest.body["prev"]
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
            why="中心所报项目编号与本方登记的仅写法不同，是否同一项目", why_en="is this number the same tender, spelt otherwise?"
        )
    if not known:
        raise OperatorMustAgree(why="本方尚未登记该项目编号", why_en="this tender number was not given by this party's operator")


def _same_tender(kit: Equipment, m: str, number: str) -> Iterator[str]:
    """Other draws of this tender whose plan stands in a mirrored log, in the order planned."""
    planned = [(at, other) for other in kit.diary.all("number") if other != m and (at := _planned_at(kit, other))]
    for _, other in sorted(planned):
        same = kit.operator.same_tender(number, number_of(kit, other) or "")
        if same is None:
            raise OperatorMustAgree(
                why="两次抽取的项目编号仅写法不同，是否同一项目", why_en="do two spellings of a number name one tender?"
            )
        if same:
            yield other


def _planned_at(kit: Equipment, m: str) -> tuple[bool, int] | None:
    """Where its plan stands, plans of earlier logs first; None if it was never planned in a log mirrored here."""
    sight = kit.sight(m)
    plan = None if sight is None else sight.one("plan")
    if plan is not None:
        kit.diary.keep("planned", m, str(plan.idx).encode("ascii"))
        return True, plan.idx
    kept = kit.diary.read("planned", m)
    return None if kept is None else (False, int(kept))


def _check_agreed(kit: Equipment, m: str) -> None:
    """An earlier draw that holds a release or has no end needs the operator's word, or his standing rule for its end."""
    ended = (kit.diary.read("ended", m) or b"").decode()
    released = kit.diary.knows("released", m) or was_released(kit.mirror.of_draw(m))
    if kit.operator.agreed_to_follow(m) or ended in kit.operator.limits.agree_after or (ended and not released):
        return
    raise OperatorMustAgree(
        why=f"前次抽取{m[:12]}已有揭示或尚未终结，是否同意再次抽取", why_en=f"earlier draw {m[:12]} holds a release or has no end: agree?"
    )


def _check_carried(kit: Equipment, m: str, manifest: Manifest, prev: str) -> None:
    before = kit.sight(prev)
    sat = None if before is None else sat_at_end(before)
    if sat is None:
        return
    if manifest.carried > sat:
        raise WillNotCommit(why=f"留任人数多于前次终结时的{sat}人", why_en=f"more are carried than the {sat} who sat when `prev` ended")
    if manifest.carried < sat and not kit.operator.agreed_to_fewer(m):
        carried = manifest.carried
        raise OperatorMustAgree(
            why=f"前次终结时有{sat}人在席，仅留任{carried}人", why_en=f"{sat} sat when `prev` ended, {carried} are carried"
        )


def sat_at_end(sight: Sight) -> int | None:
    """How many sat when the draw ended, where the log shows it: with standbys only a complete draw or none seated does."""
    history, manifest = sight.history, sight.manifest
    drawn = sum(end == "result" for end in history.ended_by)
    if history.status == COMPLETE:
        return manifest.seat_total
    if drawn == 0:
        return manifest.carried
    if manifest.standby:
        return None
    opened = sight.one("vacate", r=drawn)
    return manifest.seat_total - (0 if opened is None else len(opened.body["vac"]))
