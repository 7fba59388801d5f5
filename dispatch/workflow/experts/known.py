"""Looking an expert up by 专家编号: the registry's row if there is one, the entries, the rules of the day, and what holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dispatch.draw.tender_numbers import folded
from dispatch.workflow.experts.entries import Act, Entry, Kind, entries_of, entries_of_strangers, write
from dispatch.workflow.experts.refusals import AnotherPerson, NotInThePool, UnknownExpert, UnknownWord
from dispatch.workflow.experts.state import ExpertState, Stage, fold
from dispatch.workflow.experts.watched import point_at
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.lifecycle import LifecycleRules, lifecycle_rules
from policies.profiles import profile
from policies.vocabulary.expert import Standing

STANDING = "standing"  # the task by which draws look again


@dataclass(frozen=True, slots=True)
class Known:
    """An expert or candidate as everything known says; `person` is None before admission."""

    no: str
    ref: str
    person: Person | None
    entries: tuple[Entry, ...]
    rules: LifecycleRules
    on: date
    state: ExpertState

    @property
    def standing(self) -> Standing:
        """What screening goes by: the stricter of the pool file and our own entries."""
        row = Standing(self.person.standing) if self.person else Standing.LEFT
        return stricter(row, self.person.suspended_until if self.person else None, self.state, self.on)[0]

    def basis(self, setting: str, work: Work) -> str:
        """On which rule a number of `rules` rests, as a refusal cites it."""
        return profile(work.means.profile).setting(f"lifecycle.{setting}", self.on).cited

    def entry(self, seq: int) -> Entry | None:
        return next((entry for entry in self.entries if entry.seq == seq), None)

    def require_in_pool(self) -> None:
        """Raises NotInThePool for a candidate and for whoever has left."""
        if self.state.stage is not Stage.IN_POOL:
            raise NotInThePool(no=self.no, stage=self.state.stage.value)

    def write_and_wake(self, kind: Kind, act: Act, facts: dict[str, object], work: Work) -> Entry:
        """For what may end somebody's service: every draw under way looks again."""
        work.uow.tasks.put(STANDING, "", work.now)
        return self.write(kind, act, facts, work)

    def write(self, kind: Kind, act: Act, facts: dict[str, object], work: Work) -> Entry:
        entry = write(self.ref, kind, act, facts, work)
        point_at(self.ref, work)
        return entry


def look_up(no: str, work: Work, on: date | None = None, *, candidate_first: bool = False) -> Known:
    """Raises UnknownExpert. A number that was given anew after an erasure finds the one who holds it now.

    A pool file may bring somebody under a number whose candidacy still waits; `candidate_first` finds that one.
    """
    number = no.strip()
    person = work.uow.registry.by_expert_no([number]).get(number)
    ref = person.ref if person and not candidate_first else _candidate(number, work)
    if ref is None and person:
        ref = person.ref
    person = person if person and person.ref == ref else None
    if ref is None:
        raise UnknownExpert(no=number)
    return _known(number, ref, person, on or local_day(work.now), work)


def look_up_to_change(no: str, work: Work, *, row_too: bool = False) -> Known:
    """As `look_up`, and nobody else writes entries until this unit of work ends; nor, with `row_too`, rows of the registry;
    then a candidate of this number is found before whoever holds it.

    The registry is always taken first, so that two acts never wait for each other. Raises UnknownExpert.
    """
    if row_too:
        work.uow.registry.begin_import()
    work.uow.lifecycle.begin()
    return look_up(no, work, candidate_first=row_too)


def each_of(refs: Iterable[str], work: Work) -> Iterator[Known]:
    """Those of these whom a number names: neither an open call nor somebody erased."""
    today, rules = local_day(work.now), rules_of(work)
    for ref in refs:
        person, entries = work.uow.registry.person(ref), entries_of(ref, work)
        no = person.expert_no if person else next((each.row["专家编号"] for each in reversed(entries) if each.kind is Kind.CANDIDACY), None)
        if no is not None:
            yield Known(no, ref, person, entries, rules, today, fold(entries, today, rules))


def rules_of(work: Work, on: date | None = None) -> LifecycleRules:
    return lifecycle_rules(profile(work.means.profile), on or local_day(work.now))


def candidates(work: Work) -> dict[str, dict[str, str]]:
    """The latest row that each candidate handed in, by reference; whoever is in the registry is no candidate."""
    return {entry.ref: entry.row for entry in entries_of_strangers(Kind.CANDIDACY, work)}


def stricter(row: Standing, row_until: date | None, state: ExpertState, on: date) -> tuple[Standing, date | None]:
    """状态 and 暂停至 of a pool file's row beside our own entries: neither side can lift what the other one has decided."""
    if row is Standing.LEFT or state.stage is not Stage.IN_POOL:
        return Standing.LEFT, None
    if not state.suspended:
        return row, row_until
    if row is not Standing.SUSPENDED or (row_until is not None and row_until < on):
        return Standing.SUSPENDED, state.suspended_until
    ends = (row_until, state.suspended_until)
    return Standing.SUSPENDED, None if None in ends else max(end for end in ends if end)


def require_another(act: Act, than: Entry, what: str, what_en: str) -> None:
    """Raises AnotherPerson if the author of this entry acts himself, however he spells his name."""
    if folded(act.by) == folded(than.by):
        raise AnotherPerson(what=what, what_en=what_en, than=f"办理第{than.seq}项（{than.kind.word}）的人")


def require_word(word: str, known: dict[str, str], kind: str, kind_en: str) -> None:
    """Raises UnknownWord, which says what there is: code and title."""
    if word not in known:
        raise UnknownWord(word=word, kind=kind, kind_en=kind_en, known="、".join(f"{code} {title}" for code, title in known.items()))


def _known(no: str, ref: str, person: Person | None, on: date, work: Work) -> Known:
    entries, rules = entries_of(ref, work), rules_of(work, on)
    return Known(no, ref, person, entries, rules, on, fold(entries, on, rules))


def _candidate(number: str, work: Work) -> str | None:
    return next((ref for ref, row in candidates(work).items() if row["专家编号"] == number), None)
