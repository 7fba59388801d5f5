"""专家库文件成批: the rows of a pool file as batches for the import, read and checked; for an empty registry sealed at once.

The first import of a centre is the long one: nobody has to be compared, everybody has to be sealed. So there a batch needs nothing that
other batches found, and several processes may work on several of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.intake.columns import Table
from dispatch.intake.pool_batch import PoolBatch
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import BATCH, BatchReader, read_batches, unrepeated
from dispatch.kernel.ports import Spread
from dispatch.workflow.pool_import import Way
from dispatch.workflow.pool_seal import ReadAndSealed, Sealer
from dispatch.workflow.work import Work


def batches_of(sheet: Table, day: Day, work: Work, way: Way, spread: Spread = map) -> Iterator[PoolBatch]:
    """As `read_batches`; a first pool by as many hands as `spread` has. Whether it is one is asked when the first batch is wanted."""
    if way.dry_run or work.uow.registry.count():
        yield from read_batches(sheet, day)
    else:
        read = ReadAndSealed(BatchReader(day), Sealer(work.means), work.uow.registry.pack)
        yield from unrepeated(read, sheet.stretches(BATCH), spread)
