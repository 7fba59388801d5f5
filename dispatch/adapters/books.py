"""Workbooks (XLSX, XLS) as a process of its own reads them; a file that kills its reader is a damaged file, and nothing else happens."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dispatch.intake.cells import Line
from dispatch.intake.refusals import DamagedFile, LockedFile

_READER = Path(__file__).with_name("book_reader.py")
_CELLS = {("datetime", name) for name in ("date", "datetime", "time", "timedelta")}


class Book:
    """An open workbook; its process ends with it."""

    def __init__(self, content: bytes) -> None:
        """Raises DamagedFile, LockedFile."""
        reader = [sys.executable, "-P", str(_READER)]  # -P: the modules beside it are not for it
        packages = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}  # and nothing else of our environment
        self._process = subprocess.Popen(reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=packages)
        weakref.finalize(self, _end, self._process)
        self._walking, self._turn = False, 0
        self._send(b"%d\n" % len(content), content)
        sheets: list[tuple[str, bool]] | None = self._answer()
        if sheets is None:
            raise LockedFile()
        self.sheet_names = tuple(name for name, _ in sheets)
        self.is_seen = tuple(seen for _, seen in sheets)

    def open(self, sheet: int) -> tuple[int, Iterator[Line]]:
        """Height and lines of one sheet, which can be walked until another is opened. Raises DamagedFile, also while they are walked."""
        while self._walking:
            self._next_lines()  # the rest of the sheet before
        self._send(b"%d\n" % sheet)
        self._walking, self._turn = True, self._turn + 1
        return self._answer(), self._lines(self._turn)

    def _lines(self, turn: int) -> Iterator[Line]:
        while turn == self._turn and (lines := self._next_lines()):
            yield from lines
        if turn != self._turn:
            raise RuntimeError("another sheet of this workbook was opened meanwhile")

    def _next_lines(self) -> list[Line]:
        lines: list[Line] = self._answer()
        self._walking = bool(lines)
        return lines

    def _send(self, *pieces: bytes) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            for piece in pieces:
                pipe.write(piece)
            pipe.flush()
        except BrokenPipeError as fault:
            raise DamagedFile() from fault

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        try:
            return _OnlyCells(self._process.stdout).load()
        except (EOFError, pickle.UnpicklingError) as fault:
            raise DamagedFile() from fault


class _OnlyCells(pickle.Unpickler):
    """Takes lists of plain values and days, whatever the other process says."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _CELLS:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue
    process.kill()
    process.wait()
