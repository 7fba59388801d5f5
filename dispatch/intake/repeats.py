"""重复的行: no row brings a number or a document that an earlier one brought; a person who seems to come again is pointed out."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dispatch.intake.findings import finding
from dispatch.intake.pool_batch import PoolBatch
from dispatch.intake.seen import Seen


@dataclass(slots=True)
class Repeats:
    """What already stood in the file; it is shown every batch, in the order of the rows."""

    numbers: Seen = field(default_factory=Seen)
    documents: Seen = field(default_factory=Seen)
    people: Seen = field(default_factory=Seen)

    def sifted(self, batch: PoolBatch) -> PoolBatch:
        """The batch without the rows that bring a number again, and with a warning for each that seems to bring a person again."""
        keys = batch.keys
        again = [finding(row, "专家编号", "no.twice", first=first) for row, first in _again(keys.rows, keys.numbers, self.numbers)]
        again += [finding(row, "证件号码", "id.twice", first=first) for row, first in _again(keys.rows, keys.documents, self.documents)]
        batch = batch.without(again)
        bad = {one.row for one in batch.bad}
        people = [None if row in bad else key for row, key in zip(keys.rows, keys.people, strict=True)] if bad else keys.people
        alike = [finding(row, "姓名", "person.alike", first=first) for row, first in _again(keys.rows, people, self.people)]
        return replace(batch, warnings=tuple(sorted((*batch.warnings, *alike), key=lambda one: one.row))) if alike else batch


def _again(rows: Sequence[int], values: Sequence[Hashable], seen: Seen) -> Iterator[tuple[int, int]]:
    """Rows whose value stood in an earlier row, each with that row; empty values are nobody's."""
    if not all(values):
        filled = [(row, value) for row, value in zip(rows, values, strict=True) if value]
        rows, values = [row for row, _ in filled], [value for _, value in filled]
    return ((rows[place], first) for place, first in seen.repeats(values, rows).items())
