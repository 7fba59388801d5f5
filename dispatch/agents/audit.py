"""The supervisor's look into the pool: every hidden id is derived again, and every list held against the log.

Source: docs/spec/draw-protocol.md §4 (audit envelope), §5, duty 2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from dispatch.agents.audited import Audited
from dispatch.agents.carried import check_carried_members
from dispatch.agents.centre import Centre
from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import WillNotCommit
from dispatch.agents.sight import Sight
from dispatch.draw.frame import Frame, Lists, freeze, read_lists
from dispatch.draw.pool import group_tag, hidden_ids
from dispatch.draw.refusals import BadFrame
from dispatch.kernel.canonical import parse_canonical
from dispatch.kernel.refusals import NotCanonical
from dispatch.sealing.envelope import open_alone
from dispatch.sealing.refusals import EnvelopeClosed


def audited_lists(kit: Equipment, centre: Centre, sight: Sight) -> Audited:
    """The frozen lists, if they are those of the log and hide exactly the people of the envelope. Raises WillNotCommit."""
    known = kit.audits.get(sight.m)
    if known is not None and sight.history.frozen == known.frame.F:
        return known
    given = centre.materials(kit.j, sight.m)
    if given.audit is None or given.lists is None:
        raise WillNotCommit(why="未提供名单与审计封套", why_en="lists and audit envelope were not given")
    envelope = _opened(kit, sight, given.audit)
    frame = _frame(sight, envelope, given.lists)
    _check_people(frame, envelope)
    _check_grounds(frame.lists, envelope)
    audited = Audited(frame, envelope["handles"], envelope["employers"])
    check_carried_members(kit, audited)
    kit.audits[sight.m] = audited
    return audited


def _opened(kit: Equipment, sight: Sight, envelope: bytes) -> Mapping[str, Any]:
    pool = sight.one("pool")
    if pool is None or hashlib.sha256(envelope).hexdigest() != pool.body["audit"]:
        raise WillNotCommit(why="审计封套不是日志所记的那一个", why_en="the audit envelope is not the one in the log")
    try:
        content = parse_canonical(open_alone(envelope, kit.j, kit.custody))
    except (EnvelopeClosed, NotCanonical) as fault:
        raise WillNotCommit(why="审计封套无法开启", why_en="the audit envelope does not open") from fault
    if not isinstance(content, dict) or not {"handles", "employers", "k_id", "k_grp", "pairs"} <= content.keys():
        raise WillNotCommit(why="审计封套内容不完整", why_en="the audit envelope is not complete")
    return content


def _frame(sight: Sight, envelope: Mapping[str, Any], lists: Mapping[str, Any]) -> Frame:
    pool = sight.one("pool")
    try:
        frame = freeze(sight.manifest, sight.history.m, bytes.fromhex(envelope["k_id"]), read_lists(sight.manifest, lists))
    except BadFrame as fault:
        raise WillNotCommit(why=fault.chinese, why_en=fault.english) from fault
    except (KeyError, TypeError, ValueError) as fault:
        raise WillNotCommit(why="名单格式不正确", why_en="the lists are malformed") from fault
    if pool is None or sight.history.frozen != frame.F or frame.kid.hex() != pool.body["kid"]:
        raise WillNotCommit(why="名单与日志中的根不符", why_en="the lists are not those of the log")
    return frame


def _check_people(frame: Frame, envelope: Mapping[str, Any]) -> None:
    """Every id is that of a handle, every group that of an employer, nobody is there twice or left over."""
    groups = {row.id: row.group for row in frame.lists.pool} | {row.id: row.group for row in frame.lists.carried}
    try:
        handles = {id: bytes.fromhex(handle) for id, handle in envelope["handles"].items()}
        derived = list(hidden_ids(frame.m, bytes.fromhex(envelope["k_id"]), handles.values()))
        k_grp, employers = bytes.fromhex(envelope["k_grp"]), envelope["employers"]
        tags = {employer: group_tag(k_grp, employer).hex() for employer in set(employers.values())}
        same_groups = employers.keys() == groups.keys() and all(tags[employers[id]] == group for id, group in groups.items())
    except (AttributeError, TypeError, ValueError) as fault:
        raise WillNotCommit(why="审计封套内容不正确", why_en="the audit envelope is malformed") from fault
    if handles.keys() != groups.keys() or derived != list(handles) or len(set(handles.values())) != len(handles):
        raise WillNotCommit(why="候选名单与审计封套中的人员不一致", why_en="the pool does not hide exactly the people of the envelope")
    if any(len(handle) != 16 for handle in handles.values()):
        raise WillNotCommit(why="句柄长度不正确", why_en="a handle has the wrong length")
    if not same_groups:
        raise WillNotCommit(why="单位标记与审计封套不一致", why_en="the group tags are not those of the employers")


def _check_grounds(lists: Lists, envelope: Mapping[str, Any]) -> None:
    grounds = {(row[0], row[1]) for row in envelope["pairs"] if len(row) == 3 and row[2]}
    if not set(lists.pairs) <= grounds:
        raise WillNotCommit(why="有不得同组的配对未说明理由", why_en="a pair has no ground")
