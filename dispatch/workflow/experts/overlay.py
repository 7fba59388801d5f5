"""What our own entries say about everybody in the pool, laid over the roster of a draw: standing, leave, bad records (R7)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dispatch.workflow.experts.entries import entries_of_each, entries_of_kinds
from dispatch.workflow.experts.known import rules_of, stricter
from dispatch.workflow.experts.state import FOR_SCREENING, ExpertState, fold
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.standing import BAD_RECORD, LEAVE
from policies.vocabulary.expert import Standing
from policies.vocabulary.roster import RecordLine, RosterLine


@dataclass(frozen=True, slots=True)
class KeptStates:
    """States by reference, of those about whom there is an entry that screening needs."""

    states: Mapping[str, ExpertState]
    work: Work

    def over(self, line: RosterLine) -> RosterLine:
        """The same line with standing, leave and bad records of our own entries."""
        state = self.states.get(line.ref)
        if state is None:
            return line
        standing, until = stricter(line.standing, line.suspended_until, state, local_day(self.work.now))
        records = [RecordLine(LEAVE, spell.since, spell.until, f"第{spell.seq}项") for spell in state.leave]
        records += [RecordLine(BAD_RECORD, spell.since, spell.until, f"第{spell.seq}项") for spell in state.bad_records]
        return replace(line, standing=standing, suspended_until=until, records=tuple(records))


def kept_states(work: Work, refs: Collection[str] | None = None) -> KeptStates:
    """Everybody's state of today, or some people's, as far as screening needs it."""
    known = entries_of_kinds(FOR_SCREENING, work) if refs is None else entries_of_each(refs, FOR_SCREENING, work)
    if not known:
        return KeptStates({}, work)
    today, rules = local_day(work.now), rules_of(work)
    return KeptStates({ref: fold(entries, today, rules) for ref, entries in known.items()}, work)


def out_of_service(days: Sequence[date], work: Work) -> Callable[[str], bool]:
    """Tells of a reference whether this person may not come by now: suspended, gone, erased, or on leave on one of these days.

    Without days leave does not count: whoever has accepted asks for it behind his link, in time.
    """
    today = local_day(work.now)

    def is_out(ref: str) -> bool:
        person = work.uow.registry.person(ref)
        if person is None:
            return True
        standing, until = Standing(person.standing), person.suspended_until
        state = kept_states(work, [ref]).states.get(ref)
        if state is not None:
            standing, until = stricter(standing, until, state, today)
        away = bool(days) and any(
            spell.since <= days[-1] and (spell.until is None or spell.until >= days[0]) for spell in (state.leave if state else ())
        )
        return away or standing is Standing.LEFT or (standing is Standing.SUSPENDED and (until is None or until >= today))

    return is_out
