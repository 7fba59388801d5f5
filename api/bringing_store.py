"""带进来的文件在各步之间: what was brought lies sealed in a private folder until it is stored or thrown away, two hours at most."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

from api.refusals import NothingBrought
from dispatch.bootstrap import Services
from dispatch.intake.mapping import ColumnMapping
from dispatch.sealing.box import Box

LONGEST = timedelta(hours=2)
SILENT = timedelta(minutes=10)  # after which a run that tells nothing has ended with its process
_INTERRUPTED = (
    "上次处理已中断；请重新核对，核对会说明是否已经写入",
    "The last run was interrupted; check again, which tells whether it was stored",
)
_HANDLE_BYTES, _OWNER_ONLY = 16, 0o700
_HANDLE = re.compile("[A-Za-z0-9_-]{22}")
_CLEAR = "brought-"
_FOLDERS = Lock()  # nothing is swept away while it is laid down
FILE, ERRORS, _ABOUT, _PROGRESS = "file", "errors", "about", "progress"


class Phase(StrEnum):
    """How far one bringing has come."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    STORING = "storing"
    STORED = "stored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Brought:
    """One file on its way: whose it is, how its columns are meant, and what came of the last step."""

    handle: str
    owner: str
    name: str
    phase: Phase = Phase.MAPPING
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    refusal: tuple[str, str] = ("", "")

    @property
    def mapping(self) -> ColumnMapping:
        return ColumnMapping(self.columns, self.fixed)

    @property
    def is_running(self) -> bool:
        return self.phase in (Phase.CHECKING, Phase.STORING)


class BroughtFiles:
    """Everything here is sealed with a key of the web compartment; in the clear it lies only while it is read."""

    def __init__(self, services: Services) -> None:
        self._folder = services.settings.data_dir / "brought"
        self._entropy = services.means.entropy
        self._box = Box(services.means.keys, "web/brought", services.means.entropy)
        self._clock = services.clock

    def take(self, name: str, content: bytes, owner: str) -> Brought:
        """Keeps a new file under a name that nobody can guess."""
        handle = base64.urlsafe_b64encode(self._entropy(_HANDLE_BYTES)).rstrip(b"=").decode("ascii")
        brought = Brought(handle, owner, name)
        with _FOLDERS:
            self._folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
            (self._folder / handle).mkdir(mode=_OWNER_ONLY)
            self.put(handle, FILE, content)
            self.keep(brought)
        return brought

    def find(self, handle: str, owner: str) -> Brought:
        """Raises NothingBrought, also where it is somebody else's, and where its time is over."""
        if _HANDLE.fullmatch(handle) is None or self._is_over(self._folder / handle):
            raise NothingBrought()
        try:
            about = json.loads(self.get(handle, _ABOUT))
        except FileNotFoundError:
            raise NothingBrought() from None
        brought = Brought(**{**about, "phase": Phase(about["phase"]), "refusal": tuple(about["refusal"])})
        if brought.owner != owner:
            raise NothingBrought()
        silent = brought.is_running and self._touched(self._folder / handle / _PROGRESS) < self._now() - SILENT.total_seconds()
        return replace(brought, phase=Phase.REFUSED, refusal=_INTERRUPTED) if silent else brought

    def keep(self, brought: Brought) -> None:
        self.put(brought.handle, _ABOUT, json.dumps(asdict(brought), ensure_ascii=False).encode("utf-8"))

    def put(self, handle: str, part: str, content: bytes) -> None:
        new = self._folder / handle / f".{part}"
        new.write_bytes(self._box.seal(content, f"{handle}/{part}"))
        os.utime(new, (self._now(), self._now()))
        new.replace(self._folder / handle / part)

    def get(self, handle: str, part: str) -> bytes:
        return self._box.open((self._folder / handle / part).read_bytes(), f"{handle}/{part}")

    def has(self, handle: str, part: str) -> bool:
        return (self._folder / handle / part).is_file()

    @contextmanager
    def opened(self, brought: Brought) -> Iterator[Path]:
        """The file in the clear, as long as the block lasts."""
        with self.in_the_clear(brought.name, self.get(brought.handle, FILE)) as path:
            yield path

    @contextmanager
    def in_the_clear(self, name: str, content: bytes) -> Iterator[Path]:
        """A file of this kind in a folder that only this process may enter and that ends with the block."""
        with tempfile.TemporaryDirectory(prefix=_CLEAR) as place:
            path = Path(place) / f"brought{Path(name).suffix.lower()}"
            path.write_bytes(content)
            os.utime(place, (self._now(), self._now()))
            yield path

    def note_progress(self, handle: str, done: int, count: int) -> None:
        """Numbers only; whoever looks at the page reads them."""
        path = self._folder / handle / _PROGRESS
        path.write_text(f"{done} {count}", "ascii")
        os.utime(path, (self._now(), self._now()))

    def progress(self, handle: str) -> tuple[int, int]:
        """How many lines of how many are done."""
        path = self._folder / handle / _PROGRESS
        done, _, count = path.read_text("ascii").partition(" ") if path.is_file() else ("0", "", "0")
        return int(done or 0), int(count or 0)

    def forget(self, handle: str, *parts: str) -> None:
        """Removes these parts, or everything of one file."""
        for part in parts:
            (self._folder / handle / part).unlink(missing_ok=True)
        if not parts:
            shutil.rmtree(self._folder / handle, ignore_errors=True)

    def sweep(self) -> None:
        """Removes what was left lying, also in the clear where a process was killed while it read."""
        with _FOLDERS:
            for folder in self._folder.iterdir() if self._folder.is_dir() else ():
                if self._is_over(folder):
                    shutil.rmtree(folder, ignore_errors=True)
        for place in Path(tempfile.gettempdir()).glob(f"{_CLEAR}*"):
            if not place.is_symlink() and _changed(place) < self._now() - LONGEST.total_seconds():
                shutil.rmtree(place, ignore_errors=True)

    def _is_over(self, folder: Path) -> bool:
        """Its two hours count from when the file was brought, and whatever is still being written is left alone."""
        begun = min((_changed(folder / part) for part in (FILE, _ABOUT) if (folder / part).is_file()), default=0.0)
        is_read = self._touched(folder / _PROGRESS) >= self._now() - SILENT.total_seconds()
        return begun < self._now() - LONGEST.total_seconds() and not is_read

    def _now(self) -> float:
        """By the clock of the services, which the times of the files follow: a demo's is not the machine's."""
        return self._clock().timestamp()

    def _touched(self, path: Path) -> float:
        return _changed(path) if path.is_file() else 0.0


def _changed(path: Path) -> float:
    """When it was last written; long ago where it is gone in the meantime."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
