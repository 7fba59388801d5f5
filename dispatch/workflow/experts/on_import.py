"""What an import of a pool may not undo: suspensions, exits and granted corrections of this centre.

The pool file and the entries never write each other: a file says what another library holds, without author or reason, so it can
neither lift a suspension of this centre nor bring back who has left, and a correction that was granted stays until the file brings
a third value. What the file says beyond that counts.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.intake.findings import Finding, finding
from dispatch.intake.pool_rows import PoolBatch
from dispatch.workflow.experts.entries import Entry, Kind, entries_of, entries_of_kinds
from dispatch.workflow.experts.known import rules_of, stricter
from dispatch.workflow.experts.row import as_expert, as_row
from dispatch.workflow.experts.state import ExpertState, fold, granted_changes
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.expert import Expert, Standing


class KeptOnImport:
    """What an import of a pool leaves as it is: see above. The entries are read once, when the import begins."""

    def __init__(self, work: Work) -> None:
        self._work, self._today = work, local_day(work.now)
        self._known: dict[str, tuple[Entry, ...]] = {}
        for ref in entries_of_kinds({Kind.SUSPENSION, Kind.EXIT, Kind.CORRECTION}, work):
            person = work.uow.registry.person(ref)
            if person is not None:
                self._known[person.expert_no] = entries_of(ref, work)

    def over(self, batch: PoolBatch) -> PoolBatch:
        """The batch with granted corrections kept, and a warning for each row that says less than we have decided."""
        if not any(expert.no in self._known for expert in batch.experts):
            return batch
        kept = [self._kept(expert, row) for expert, row in zip(batch.experts, batch.rows, strict=True)]
        warnings = tuple(warning for _, found in kept for warning in found)
        return replace(batch, experts=tuple(expert for expert, _ in kept), warnings=(*batch.warnings, *warnings))

    def _kept(self, expert: Expert, row: int) -> tuple[Expert, list[Finding]]:
        entries = self._known.get(expert.no, ())
        if not entries:
            return expert, []
        state = fold(entries, self._today, rules_of(self._work))
        said = expert.standing, expert.suspended_until
        lenient = stricter(*said, state, self._today) != said and expert.standing is not Standing.LEFT
        warnings = [finding(row, "状态", "standing.kept")] if lenient else []
        corrected = _corrected(expert, entries, state, self._work)
        return corrected, warnings + ([finding(row, "姓名", "correction.kept")] if corrected != expert else [])


def _corrected(expert: Expert, entries: tuple[Entry, ...], state: ExpertState, work: Work) -> Expert:
    """With each granted value where the file brings the very one that was found to be wrong."""
    row = as_row(expert)
    again = {column: new for column, (old, new) in granted_changes(entries, state.void).items() if row[column] == old}
    corrected, _ = as_expert(row | again, work) if again else (None, ())
    return replace(corrected, standing=expert.standing, suspended_until=expert.suspended_until) if corrected else expert
