"""更正: what an expert says is wrong is asked for by one person and granted by another; then a new version of the row is sealed.

Source: 《个人信息保护法》第四十六条. The old value stays in the entry: later imports know by it that they bring the mistake again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dispatch.intake.columns import POOL_COLUMNS
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.experts.admission import seal_into_registry
from dispatch.workflow.experts.entries import Act, Entry, Kind
from dispatch.workflow.experts.known import Known, look_up_to_change
from dispatch.workflow.experts.refusals import BadCorrection
from dispatch.workflow.experts.row import as_expert, as_row
from dispatch.workflow.pool import opened
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Expert

_ELSEWHERE = {"专家编号": "编号不更改", "状态": "请用 suspend、lift、exit", "入库时间": "入库时间由审核决定"}


def ask_correction(no: str, changes: Mapping[str, str], act: Act, work: Work) -> Entry:
    """Files what shall be changed, column by column, checked as a pool file is. Raises UnknownExpert, NotInThePool, BadCorrection."""
    known = look_up_to_change(no, work)
    known.require_in_pool()
    row = as_row(stored(known, work))
    wrong = [column for column in changes if column not in POOL_COLUMNS or column in _ELSEWHERE]
    if wrong or not changes:
        raise BadCorrection(why=_why_not(wrong), why_en="name columns of the pool file, but not number, standing or day of admission")
    differing = {column: (row[column], new.strip()) for column, new in changes.items() if row[column] != new.strip()}
    if not differing:
        raise BadCorrection(why="与登记的内容相同", why_en="this is what is stored already")
    _checked({**row, **{column: new for column, (_, new) in differing.items()}}, work)
    return known.write(Kind.CORRECTION, act, {"changes": [[column, old, new] for column, (old, new) in differing.items()]}, work)


def apply_correction(known: Known, asked: Entry, work: Work) -> None:
    """Seals the row anew with the granted values; everything else is as it stands now. Raises BadCorrection, AlreadyInThePool."""
    before = stored(known, work)
    row = as_row(before) | {column: new for column, (_, new) in asked.changes.items()}
    corrected = replace(_checked(row, work), standing=before.standing, suspended_until=before.suspended_until)
    seal_into_registry(known.ref, corrected, work)


def stored(known: Known, work: Work) -> Expert:
    """The expert as the registry has him. Raises BadCorrection for a candidate, who hands his candidacy in anew."""
    person: Person | None = known.person
    if person is None:
        raise BadCorrection(why="尚未入库；请撤回报名后重新提交", why_en="not admitted yet; withdraw the candidacy and hand in another")
    return opened(person, PersonCodec(work.means.keys, work.means.entropy))


def _checked(row: Mapping[str, str], work: Work) -> Expert:
    expert, errors = as_expert(row, work)
    if expert is None:
        why = "；".join(dict.fromkeys(error.message for error in errors))
        raise BadCorrection(why=why, why_en="the row would not pass the checks of a pool file")
    return expert


def _why_not(wrong: Sequence[str]) -> str:
    if not wrong:
        return "请用 --set 列名=值 写明更正的内容"
    return "；".join(f"“{column}”{_ELSEWHERE.get(column, '不是专家库的列名')}" for column in wrong)
