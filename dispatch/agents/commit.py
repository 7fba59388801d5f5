"""Duty 2: this party commits to its chain once, and only to a draw that it has checked.

Source: docs/spec/draw-protocol.md §5, duty 2.
"""

from __future__ import annotations

from datetime import datetime

from dispatch.agents.audit import audited_lists
from dispatch.agents.centre import Centre
from dispatch.agents.chain_secret import own_commit
from dispatch.agents.earlier import check_earlier, learn_former
from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import WillNotCommit
from dispatch.agents.sight import Sight
from dispatch.agents.terms import check_terms
from dispatch.kernel.canonical import canonical


def commit_if_due(kit: Equipment, centre: Centre, sight: Sight, now: datetime) -> bool:
    """Commits to a draw whose pool is frozen; True if the event was handed in. Raises DutyRefused."""
    history = sight.history
    if kit.j in history.anchors or kit.diary.knows("commit-idx", sight.m):
        check_own_commit(kit, sight)
        return False
    if not history.frozen or history.ended or history.superseded or history.ended_by:
        return False
    if not kit.diary.knows("commit", sight.m):
        check_terms(kit, sight.manifest, now)
        learn_former(kit, centre, sight.manifest)
        check_earlier(kit, sight.m, sight.manifest)
        if kit.supervisor:
            audited_lists(kit, centre, sight)
    kit.log_once(centre, "commit", sight.m, own_commit(kit, sight))
    return True


def check_own_commit(kit: Equipment, sight: Sight) -> None:
    """The commit in the log must be the one in the diary: somebody else's under this party's name stops all duties here."""
    standing = sight.one("commit", j=kit.j)
    kept = kit.diary.read("commit", sight.m)
    if standing is not None and standing.text != kept:
        raise WillNotCommit(why="日志中以本方名义的承诺并非本端所作", why_en="the commit under this party's name was not made here")
    logged = kit.diary.read("commit-idx", sight.m)
    if standing is None and logged is not None and int(logged) < kit.mirror.size:
        raise WillNotCommit(why="本方承诺未出现在联署日志中", why_en="this party's commit is missing from the cosigned log")


def has_committed(kit: Equipment, sight: Sight) -> bool:
    """Whether the mirror holds this agent's own commit."""
    standing = sight.one("commit", j=kit.j)
    return standing is not None and standing.text == kit.diary.read("commit", sight.m) == canonical(dict(standing.body))
