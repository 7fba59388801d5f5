"""Duty 3: this party releases its link of a round once, when that round is lawfully open, and logs it before it sends anything.

Source: docs/spec/draw-protocol.md §5, duty 3.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from dispatch.agents.centre import Centre
from dispatch.agents.chain_secret import own_value
from dispatch.agents.commit import has_committed
from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import WillNotRelease
from dispatch.agents.sight import Sight
from dispatch.draw.events import release
from dispatch.draw.values import seal_value, value_context


def release_if_due(kit: Equipment, centre: Centre, sight: Sight, now: datetime) -> bool:
    """Logs the release of the open round once `draw_at` has come; True if it was handed in. Raises WillNotRelease."""
    r = sight.open_round()
    if r is None or not has_committed(kit, sight) or kit.j in sight.history.released(r):
        return False
    if kit.diary.knows("release-idx", _key(sight, r)):
        _check_own_release(kit, sight, r)
        return False
    if now.timestamp() < sight.draw_at(r):
        return False
    _check_open(kit, sight, r)
    n = kit.mirror.size
    body = release(sight.m, r, kit.j, n=n, seen=sight.history.seen(n))
    kit.log_once(centre, "release", _key(sight, r), body)
    return True


def send_if_due(kit: Equipment, centre: Centre, sight: Sight, now: datetime) -> bool:
    """Sends the value of the open round once this agent's release of it stands in the cosigned log; True if it was sent."""
    r = sight.open_round()
    if r is None or kit.diary.knows("sent", _key(sight, r)) or not _stands(kit, sight, r):
        return False
    _send(kit, centre, sight, r)
    return True


def send_again(kit: Equipment, centre: Centre, m: str, r: int) -> bool:
    """Sends a value on demand, and waits where its release is logged but not cosigned yet. Raises WillNotRelease for any other."""
    sight = kit.sight(m)
    if sight is None or not has_committed(kit, sight):
        raise WillNotRelease(why="本方未对该抽取作出承诺", why_en="this party has not committed to that draw")
    if _is_on_its_way(kit, sight, r):
        return False
    if not _stands(kit, sight, r):
        raise WillNotRelease(
            why=f"第{r}轮的揭示尚未记入联署日志，不得索取其值", why_en=f"the release of round {r} is not in the cosigned log yet"
        )
    _send(kit, centre, sight, r)
    return True


def _is_on_its_way(kit: Equipment, sight: Sight, r: int) -> bool:
    logged = kit.diary.read("release-idx", _key(sight, r))
    return logged is not None and int(logged) >= kit.mirror.size


def _check_open(kit: Equipment, sight: Sight, r: int) -> None:
    history = sight.history
    if r >= sight.manifest.parties[kit.j]:
        raise WillNotRelease(why=f"链已用尽，没有第{r}轮的值", why_en=f"the chain has no link for round {r}")
    if r and not sight.round_has_ended(r - 1):
        raise WillNotRelease(why=f"第{r - 1}轮尚未结束", why_en=f"round {r - 1} has not ended")
    if not history.opening_index(r) < kit.mirror.size:
        raise WillNotRelease(why="开启该轮的事件尚无联署检查点", why_en="no cosigned checkpoint holds the event that opens the round")
    for event in history.events:
        own = event.by == kit.j and event.body["e"] in ("settle", "vacate")
        if own and not kit.diary.knows("signed", hashlib.sha256(event.text).hexdigest()):
            raise WillNotRelease(why="日志中以本方名义的签署并非本端所作", why_en="an event under this party's name was not signed here")


def _check_own_release(kit: Equipment, sight: Sight, r: int) -> None:
    logged = int(kit.diary.read("release-idx", _key(sight, r)) or b"0")
    if logged < kit.mirror.size:
        raise WillNotRelease(
            why=f"本方第{r}轮揭示未出现在联署日志中", why_en=f"this party's release of round {r} is missing from the cosigned log"
        )


def _stands(kit: Equipment, sight: Sight, r: int) -> bool:
    """Whether the mirror holds the release that this agent made: the rounds before have ended, so the next link may be known."""
    standing = sight.one("release", r=r, j=kit.j)
    own = standing is not None and standing.text == kit.diary.read("release", _key(sight, r))
    return own and has_committed(kit, sight) and (r == 0 or sight.round_has_ended(r - 1))


def _send(kit: Equipment, centre: Centre, sight: Sight, r: int) -> None:
    context = value_context(sight.history.m, sight.history.frozen, kit.j, r)
    sealed = seal_value(_reader(kit, sight, r), own_value(kit, sight, r), context=context)
    centre.deliver(kit.j, sight.m, r, sealed)
    kit.diary.keep("sent", _key(sight, r), b"yes")


def _reader(kit: Equipment, sight: Sight, r: int) -> bytes:
    """The worker's key, or another that the operator confirmed, once all releases of the round stand."""
    other = kit.operator.worker_key(sight.m, r)
    complete = sight.history.released(r) == sight.manifest.parties.keys()
    return other if other is not None and complete else sight.manifest.worker


def _key(sight: Sight, r: int) -> str:
    return f"{sight.m}/{r}"
