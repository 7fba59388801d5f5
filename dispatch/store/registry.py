"""Persons and what is known of them: rows in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from dispatch.store.rows import as_record, as_row, insert_all, insert_packed, merge_packed, packed, some_at_a_time
from dispatch.store.staging import Staging
from dispatch.store.tables.lifecycle import ExpertEntryRow
from dispatch.store.tables.registry import NOT_OVER, EngagementRow, EquityRow, PersonRow, RelationRow
from dispatch.workflow.records import KnownRelation, KnownShare, Person

PAGE = 2000
_SEALED = select(EngagementRow.id, EngagementRow.sealed)


class SqlRegistry:
    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self) -> int:
        return self._session.scalar(select(func.count()).select_from(PersonRow)) or 0

    def persons(self, *, by_number: bool = False) -> Iterator[Person]:
        """Everybody, in the order of the references, or of 专家编号."""
        order = PersonRow.expert_no if by_number else PersonRow.ref
        for row in self._session.scalars(select(PersonRow).order_by(order).execution_options(yield_per=PAGE)):
            yield as_record(Person, row)

    def page(self, after: str, most: int, standing: str = "") -> list[Person]:
        """At most so many persons behind a 专家编号, in its order; with a standing only those whose row says it."""
        wanted = select(PersonRow).where(PersonRow.expert_no > after).order_by(PersonRow.expert_no).limit(most)
        rows = self._session.scalars(wanted.where(PersonRow.standing == standing) if standing else wanted)
        return [as_record(Person, row) for row in rows]

    def page_with(self, kinds: Iterable[str], after: str, most: int) -> list[Person]:
        """As `page`, of people about whom there is an entry of these kinds."""
        told = select(ExpertEntryRow.ref).where(ExpertEntryRow.kind.in_(tuple(kinds)))
        wanted = select(PersonRow).where(PersonRow.ref.in_(told), PersonRow.expert_no > after)
        return [as_record(Person, row) for row in self._session.scalars(wanted.order_by(PersonRow.expert_no).limit(most))]

    def person(self, ref: str) -> Person | None:
        row = self._session.get(PersonRow, ref)
        return as_record(Person, row) if row else None

    def by_expert_no(self, numbers: Iterable[str]) -> dict[str, Person]:
        return {row.expert_no: as_record(Person, row) for (row,) in self._asked(select(PersonRow), PersonRow.expert_no, numbers)}

    def has_suspension_end(self) -> bool:
        """Whether anybody's suspension has an end (暂停至)."""
        return self._session.scalar(select(PersonRow.ref).where(PersonRow.suspended_until.is_not(None)).limit(1)) is not None

    def anybody_holds(self, code: str) -> bool:
        """Whether anybody holds this specialty (`2018:A080104`), or one below a group's code."""
        held = PersonRow.specialties.contains(code, autoescape=True)
        return self._session.scalar(select(PersonRow.ref).where(held).limit(1)) is not None

    def numbers(self) -> dict[str, str]:
        """专家编号 by reference."""
        return {row.ref: row.expert_no for row in self._session.execute(select(PersonRow.ref, PersonRow.expert_no))}

    def numbers_of_documents(self, id_marks: Iterable[bytes]) -> dict[bytes, str]:
        """专家编号 of those who hold these documents, by the blind index of the identity number."""
        return dict(self._asked(select(PersonRow.id_mark, PersonRow.expert_no), PersonRow.id_mark, id_marks))

    def content_marks(self, numbers: Iterable[str]) -> dict[str, bytes]:
        """The content marks of these 专家编号, as far as they are here."""
        return dict(self._asked(select(PersonRow.expert_no, PersonRow.content_mark), PersonRow.expert_no, numbers))

    def births_and_employers(self) -> Iterator[tuple[date, bytes, str]]:
        """Of everybody with an employer, in no order; the reference beside them."""
        known = select(PersonRow.birth, PersonRow.employer_name_mark, PersonRow.ref).where(PersonRow.employer_name_mark != b"")
        rows = self._session.execute(known.execution_options(yield_per=PAGE))
        return ((row.birth, row.employer_name_mark, row.ref) for row in rows)

    def begin_import(self) -> None:
        """Lets one import at a time in; a second one waits here. On SQLite the transaction itself does that."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE"))

    def add_all(self, persons: Iterable[Person]) -> None:
        """Inserts people who are not here yet."""
        insert_all(self._session, PersonRow, persons)

    @staticmethod
    def pack(persons: Iterable[Person]) -> list[bytes]:
        """People as rows that can be put aside; another process may do it."""
        return list(packed(PersonRow, persons))

    @staticmethod
    def staging() -> Staging:
        """A place outside the database for rows that will be stored in one go."""
        return Staging()

    def add_packed(self, rows: Iterable[bytes]) -> None:
        """As `add_all`, of rows that were packed."""
        insert_packed(self._session, PersonRow, rows)

    def save_packed(self, rows: Iterable[bytes]) -> None:
        """As `save_all`, of rows that were packed."""
        merge_packed(self._session, PersonRow, rows, key="ref")

    def save_all(self, persons: Iterable[Person]) -> None:
        """Brings people up to date, or inserts them."""
        self.save_packed(self.pack(persons))

    def erase(self, ref: str) -> None:
        """The person's row with its wrapped keys, and every relation; SQLite overwrites what it frees (`secure_delete`)."""
        self._session.execute(delete(RelationRow).where(RelationRow.ref == ref))
        self._session.execute(delete(PersonRow).where(PersonRow.ref == ref))

    def relations(self) -> Iterator[KnownRelation]:
        for row in self._session.scalars(select(RelationRow).order_by(RelationRow.id)):
            yield as_record(KnownRelation, row)

    def relations_of(self, refs: Iterable[str]) -> Iterator[KnownRelation]:
        """Of these people only."""
        for (row,) in self._asked(select(RelationRow).order_by(RelationRow.id), RelationRow.ref, refs):
            yield as_record(KnownRelation, row)

    def add_relations(self, relations: Iterable[KnownRelation]) -> None:
        rows = [as_row(relation) for relation in relations]
        if rows:
            self._session.execute(insert(RelationRow), rows)

    def drop_relation(self, relation: KnownRelation) -> None:
        """Takes one out; whoever calls this keeps what it was among the expert's entries."""
        self._session.execute(delete(RelationRow).where(RelationRow.ref == relation.ref, RelationRow.sealed == relation.sealed))

    def engagements(self, ids: Iterable[str]) -> dict[str, bytes]:
        """These engagements, as far as they are here."""
        return {row.id: row.sealed for row in self._asked(_SEALED, EngagementRow.id, ids)}

    def engagements_until(self, day: date) -> dict[str, bytes]:
        """What is not over before that day, whatever has no end yet among it."""
        return {row.id: row.sealed for row in self._session.execute(_SEALED.where(EngagementRow.over >= day))}

    def engagements_of(self, marks: Iterable[bytes]) -> dict[str, bytes]:
        """What was marked as theirs when it was over, and whatever is not over: that is not marked yet."""
        return {row.id: row.sealed for row in self._asked(_SEALED, EngagementRow.who, (b"", *marks))}

    def add_engagement(self, engagement_id: str, sealed: bytes, who: bytes = b"", over: date = NOT_OVER) -> None:
        """Until it is over nothing but its id stands beside what is sealed."""
        self._session.merge(EngagementRow(id=engagement_id, sealed=sealed, who=who, over=over))
        self._session.flush()

    def drop_engagement(self, engagement_id: str) -> None:
        self._session.execute(delete(EngagementRow).where(EngagementRow.id == engagement_id))

    def equities(self) -> Iterator[KnownShare]:
        for row in self._session.scalars(select(EquityRow).order_by(EquityRow.id)):
            yield as_record(KnownShare, row)

    def replace_equities(self, equities: Iterable[KnownShare]) -> None:
        self._session.execute(delete(EquityRow))
        rows = [as_row(share) for share in equities]
        if rows:
            self._session.execute(insert(EquityRow), rows)

    def _asked(self, query: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
        """The query's rows for any number of values, some at a time."""
        for wanted in some_at_a_time(values):
            yield from self._session.execute(query.where(column.in_(wanted)))
