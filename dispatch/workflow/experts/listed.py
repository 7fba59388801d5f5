"""专家名册: experts by what holds of them today, a page at a time, masked; and one of them found by number or document.

A page opens the identities of its own lines and of nobody else. The stricter of pool file and entries decides, as in screening.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from operator import attrgetter

from dispatch.sealing.blind_index import blind_index
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.experts.entries import Kind
from dispatch.workflow.experts.known import Known, candidates, look_up, stricter
from dispatch.workflow.experts.overlay import kept_states
from dispatch.workflow.experts.refusals import UnknownExpert
from dispatch.workflow.experts.state import ExpertState
from dispatch.workflow.pages import Page, page_of
from dispatch.workflow.records import Person
from dispatch.workflow.roster import specialties_of
from dispatch.workflow.work import Work
from policies.areas import area_name
from policies.calendar import local_day
from policies.specialties import classification
from policies.vocabulary.expert import Identity, Standing

_LONGEST_NUMBER = 14  # characters of 专家编号; documents have more


class Shelf(StrEnum):
    """By what the register is parted."""

    ALL = "all"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"
    CANDIDATES = "candidates"


_ENTRIES = {Standing.SUSPENDED: (Kind.SUSPENSION,), Standing.LEFT: (Kind.EXIT,)}
_STANDINGS = {Shelf.ACTIVE: Standing.ACTIVE, Shelf.SUSPENDED: Standing.SUSPENDED, Shelf.LEFT: Standing.LEFT}


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """One expert in the register; `standing` is None for a candidate, `on_leave` is today."""

    ref: str
    no: str
    name: str
    standing: Standing | None
    until: date | None
    on_leave: bool
    region: str
    specialties: tuple[str, ...]


def expert_page(shelf: Shelf, after: str, work: Work) -> Page[ExpertLine]:
    """The page behind a reference, in the order of 专家编号; an unknown one begins at the first."""
    if shelf is Shelf.CANDIDATES:
        return Page(tuple(_candidate(ref, row) for ref, row in sorted(candidates(work).items(), key=_by_number)), "")
    wanted = _STANDINGS.get(shelf)
    return page_of(partial(_rows, wanted, work), partial(_lines, wanted, work), attrgetter("ref"), after)


def find_expert(text: str, work: Work) -> Known:
    """By 专家编号, or by the number of the identity document that lies on the counter. Raises UnknownExpert."""
    wanted = text.strip()
    mark = blind_index(work.means.keys, "id-number", wanted)
    number = work.uow.registry.numbers_of_documents([mark]).get(mark)
    if number is None:
        rows = candidates(work).values()
        number = next((row["专家编号"] for row in rows if row["证件号码"].upper() == wanted.upper()), None)
    if number is None and len(wanted) > _LONGEST_NUMBER:
        raise UnknownExpert(no="（证件号码）")  # a document's number is not repeated on a page
    return look_up(number or wanted, work)


def known_by_ref(ref: str, work: Work) -> Known:
    """Whoever is kept under this reference, also where a number was given anew. Raises UnknownExpert."""
    person = work.uow.registry.person(ref)
    number = person.expert_no if person else candidates(work).get(ref, {}).get("专家编号")
    if number is None:
        raise UnknownExpert(no=ref[:8])
    found = look_up(number, work)
    if found.ref != ref:
        found = look_up(number, work, candidate_first=True)
    if found.ref != ref:
        raise UnknownExpert(no=ref[:8])
    return found


def refs_of(numbers: Collection[str], work: Work) -> dict[str, str]:
    """The references of these 专家编号, of the pool and of candidates."""
    known = {no: person.ref for no, person in work.uow.registry.by_expert_no(numbers).items()}
    if set(numbers) - known.keys():
        known = {row["专家编号"]: ref for ref, row in candidates(work).items()} | known
    return {no: known[no] for no in numbers if no in known}


def masked_name(name: str) -> str:
    """王**: enough to recognise somebody who is asked for."""
    return name[:1] + "*" * max(len(name) - 1, 1)


def _rows(wanted: Standing | None, work: Work, after: str, most: int) -> list[Person]:
    """Rare standings are not searched for: there are the rows that say so, and those whom our own entries have suspended or let go."""
    person = work.uow.registry.person(after) if after else None
    number = person.expert_no if person else ""
    if wanted not in _ENTRIES:
        return work.uow.registry.page(number, most)
    told = (work.uow.registry.page(number, most, wanted.value), work.uow.registry.page_with(_ENTRIES[wanted], number, most))
    return sorted({each.ref: each for found in told for each in found}.values(), key=_number)[:most]


def _lines(wanted: Standing | None, work: Work, persons: Sequence[Person]) -> Iterator[ExpertLine | None]:
    """The file's standing narrows the search, what our entries say decides."""
    states = kept_states(work, [person.ref for person in persons]).states
    codec = PersonCodec(work.means.keys, work.means.entropy)
    for person in persons:
        line = _line(person, states.get(person.ref), codec, local_day(work.now))
        yield line if wanted is None or line.standing is wanted else None


def _line(person: Person, state: ExpertState | None, codec: PersonCodec, today: date) -> ExpertLine:
    standing, until = Standing(person.standing), person.suspended_until
    if state is not None:
        standing, until = stricter(standing, until, state, today)
    return ExpertLine(
        ref=person.ref,
        no=person.expert_no,
        name=masked_name(codec.open(Identity, person).name),
        standing=standing,
        until=until,
        on_leave=state is not None and any(spell.holds(today) for spell in state.leave),
        region=area_name(person.region),
        specialties=tuple(classification(each.edition).full_name(each.code) for each in specialties_of(person.specialties)),
    )


def _candidate(ref: str, row: Mapping[str, str]) -> ExpertLine:
    edition = classification(row["专业分类版本"])
    names = tuple(edition.full_name(code) for code in row["评标专业代码"].split("、"))
    return ExpertLine(ref, row["专家编号"], masked_name(row["姓名"]), None, None, False, area_name(row["行政区域代码"]), names)


def _number(person: Person) -> str:
    return person.expert_no


def _by_number(candidate: tuple[str, Mapping[str, str]]) -> str:
    return candidate[1]["专家编号"]
