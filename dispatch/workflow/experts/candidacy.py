"""征集与报名: an open call says who is wanted and when; a candidacy is a row of the pool file, sealed until it has been reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dispatch.workflow.experts.entries import Act, Entry, Kind, entries_of, entries_of_kinds, is_readable, write
from dispatch.workflow.experts.known import candidates, rules_of
from dispatch.workflow.experts.refusals import (
    AlreadyInThePool,
    BannedForEver,
    CallExists,
    CallIsClosed,
    CandidacyExists,
    DaysDoNotFit,
    NoSuchCall,
    NotCalledFor,
    WordsMissing,
)
from dispatch.workflow.experts.row import as_row
from dispatch.workflow.experts.state import ExpertState, Stage, fold
from dispatch.workflow.experts.watched import point_at
from dispatch.workflow.pool_seal import Sealer
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.expert import Expert

_REF_BYTES = 16


@dataclass(frozen=True, slots=True)
class OpenCall:
    """征集公告: `codes` are specialties or groups of them (A08 stands for everything below it); none means all."""

    no: str
    title: str
    edition: str
    codes: tuple[str, ...]
    since: date
    until: date

    def wants(self, expert: Expert) -> bool:
        held = [one.code for one in expert.specialties if one.edition == self.edition]
        return not self.codes or any(code.startswith(wanted) for code in held for wanted in self.codes)


def open_call(call: OpenCall, act: Act, work: Work) -> bool:
    """Publishes a call, once; the same one again changes nothing. False if it was there. Raises CallExists, WordsMissing, DaysDoNotFit."""
    work.uow.lifecycle.begin()
    if not (is_readable(call.no) and is_readable(call.title)):
        raise WordsMissing(what="公告编号和名称", what_en="the number and the title of the call")
    if call.until < call.since:
        raise DaysDoNotFit(why="报名截止早于开始", why_en="the call ends before it begins")
    known = open_calls(work).get(call.no)
    if known is not None and known != call:
        raise CallExists(call=call.no)
    if known is None:
        facts = {"no": call.no, "title": call.title, "edition": call.edition, "codes": list(call.codes)}
        days = {"since": call.since.isoformat(), "until": call.until.isoformat()}
        write(work.means.entropy(_REF_BYTES).hex(), Kind.OPEN_CALL, act, {**facts, **days}, work)
    return known is None


def open_calls(work: Work) -> dict[str, OpenCall]:
    """Every call ever published, by number."""
    entries = (entry for found in entries_of_kinds({Kind.OPEN_CALL}, work).values() for entry in found)
    return {entry.facts["no"]: _call(entry) for entry in entries}


def take_candidacies(experts: Sequence[Expert], call_no: str, act: Act, work: Work) -> int:
    """Keeps each row until it is reviewed, all or none; a row that waits already changes nothing. Answers how many are new.

    Raises NoSuchCall, CallIsClosed, NotCalledFor, AlreadyInThePool, BannedForEver, CandidacyExists.
    """
    work.uow.lifecycle.begin()
    call, today = open_calls(work).get(call_no), local_day(work.now)
    if call is None:
        raise NoSuchCall(call=call_no)
    if not call.since <= today <= call.until:
        raise CallIsClosed(call=call.no, since=call.since, until=call.until)
    waiting = candidates(work)
    return sum(_take(expert, call, waiting, act, work) for expert in experts)


def _take(expert: Expert, call: OpenCall, waiting: dict[str, dict[str, str]], act: Act, work: Work) -> bool:
    if not call.wants(expert):
        raise NotCalledFor(no=expert.no, call=call.no, codes="、".join(call.codes))
    row, ref = as_row(expert), _ref_of(expert, waiting, work)
    if ref is None:
        ref = work.means.entropy(_REF_BYTES).hex()
    elif (kept := _waiting_row(_state(ref, work))) is not None:
        if kept != row:
            raise CandidacyExists(no=expert.no)
        return False
    waiting[ref] = row
    write(ref, Kind.CANDIDACY, act, {"call": call.no, "row": [list(cell) for cell in row.items()]}, work)
    point_at(ref, work)
    return True


def _ref_of(expert: Expert, waiting: dict[str, dict[str, str]], work: Work) -> str | None:
    """Under which reference this person is known already: he has left, or was a candidate before. None for somebody new."""
    registry, mark = work.uow.registry, Sealer(work.means).id_marks([expert])[0]
    number = registry.numbers_of_documents([mark]).get(mark)
    by_number = registry.by_expert_no([expert.no]).get(expert.no)
    if number is not None or by_number is not None:
        return _ref_of_returning(expert, number, work)
    same_person = (ref for ref, row in waiting.items() if row["证件号码"] == expert.identity.id_no)
    taken = next((row for row in waiting.values() if row["专家编号"] == expert.no and row["证件号码"] != expert.identity.id_no), None)
    if taken is not None:
        raise CandidacyExists(no=expert.no)
    return next(same_person, None)


def _ref_of_returning(expert: Expert, number: str | None, work: Work) -> str:
    """He comes back under the number that he had. Raises AlreadyInThePool, BannedForEver."""
    person = work.uow.registry.by_expert_no([expert.no]).get(expert.no)
    if number is not None:
        holder = work.uow.registry.by_expert_no([number])[number]
        if _state(holder.ref, work).banned:
            raise BannedForEver()
    if person is None or number != expert.no or _state(person.ref, work).stage is Stage.IN_POOL:
        raise AlreadyInThePool()
    return person.ref


def _waiting_row(state: ExpertState) -> dict[str, str] | None:
    return next((entry.row for entry in state.waiting if entry.kind is Kind.CANDIDACY), None)


def _state(ref: str, work: Work) -> ExpertState:
    return fold(entries_of(ref, work), local_day(work.now), rules_of(work))


def _call(entry: Entry) -> OpenCall:
    facts = entry.facts
    days = date.fromisoformat(facts["since"]), date.fromisoformat(facts["until"])
    return OpenCall(facts["no"], facts["title"], facts["edition"], tuple(facts["codes"]), *days)
