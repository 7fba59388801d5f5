"""表格的打开，另起一个进程: opens one workbook for the process that started it, and dies alone if the file kills its reader.

The library that reads workbooks takes a file at its word: a spoilt one makes it ask for a hundred gigabytes, which ends the whole
process. So it runs here, with little memory to ask for, on bytes from stdin. This file is started by its path and imports nothing of ours.
"""

from __future__ import annotations

import io
import pickle
import resource
import sys
from typing import BinaryIO

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

LARGEST_MEMORY = 4 * 2**30  # bytes of address space; the largest workbook that is taken needs about half
LONGEST_RUN = 600  # seconds of work
LINES = 500  # handed over together


def serve(source: BinaryIO, answers: BinaryIO) -> None:
    """Names of the sheets and which of them are seen, or None where a password is asked for.

    Then, for each line `n` on `source`, the height of sheet n and its lines, some at a time, and an empty end.
    """
    size = int(source.readline())
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.read(size)))
    except PasswordError:
        tell(answers, None)
        return
    tell(answers, [(sheet.name, sheet.visible is SheetVisibleEnum.Visible) for sheet in book.sheets_metadata])
    for wanted in source:
        sheet = book.get_sheet_by_index(int(wanted))
        tell(answers, sheet.total_height)
        pending = []
        for line in sheet.iter_rows():
            pending.append(line)
            if len(pending) == LINES:
                tell(answers, pending)
                pending = []
        if pending:
            tell(answers, pending)
        tell(answers, [])


def tell(answers: BinaryIO, answer: object) -> None:
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_RUN, LONGEST_RUN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold personal data
    serve(sys.stdin.buffer, sys.stdout.buffer)
