"""带进来的文件在各步之间: what was brought lies sealed in a private folder until it is stored or thrown away, two hours at most."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

from api.refusals import NothingBrought
from dispatch.bootstrap import Services
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
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
POOL, RELATIONS = "pool", "relations"  # kinds of what is brought
LONGEST_STEM = 60  # characters of a file's name that are kept: 180 bytes
_HARMLESS = re.compile(r"[^\w.-]")
Named = tuple[str, bytes]
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
    """What was brought in one go, on its way: whose it is, how its columns are meant, and what came of the last step."""

    handle: str
    owner: str
    name: str
    kind: str = POOL
    beside: tuple[str, ...] = ()  # names of the files that came with it
    phase: Phase = Phase.MAPPING
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    why: str = ""  # a bidder list corrects the one that is there
    role: str = ""  # in which its owner acts, and the unit or venue to which he is bound
    scope: str = ""
    serial: int = 0  # of the last check: what is confirmed is what was looked at
    report: dict[str, Any] = field(default_factory=dict)
    refusal: tuple[str, str] = ("", "")

    @property
    def mapping(self) -> ColumnMapping:
        return ColumnMapping(self.columns, self.fixed, self.words, strict=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.beside)

    @property
    def is_running(self) -> bool:
        return self.phase in (Phase.CHECKING, Phase.STORING)


class BroughtFiles:
    """Everything here is sealed with a key of the web compartment; in the clear it lies only while it is read."""

    def __init__(self, services: Services) -> None:
        self._folder = services.settings.data_dir / "brought"
        whose = hashlib.sha256(str(self._folder.resolve()).encode()).hexdigest()[:12]  # another centre's clock says nothing of these
        self._clear = f"{_CLEAR}{whose}-"
        self._entropy = services.means.entropy
        self._box = Box(services.means.keys, "web/brought", services.means.entropy)
        self._clock = services.clock

    def take(
        self, files: Sequence[Named], owner: str, kind: str = POOL, laid_down: ColumnMapping = NOTHING_LAID_DOWN, *, why: str = ""
    ) -> Brought:
        """Keeps new files under a name that nobody can guess."""
        handle = base64.urlsafe_b64encode(self._entropy(_HANDLE_BYTES)).rstrip(b"=").decode("ascii")
        name, *beside = (name for name, _ in files)
        words = {column: dict(pairs) for column, pairs in laid_down.words.items()}
        columns, fixed = dict(laid_down.columns), dict(laid_down.fixed)
        brought = Brought(handle, owner, name, kind, tuple(beside), Phase.MAPPING, columns, fixed, words, why)
        with _FOLDERS:
            self._folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
            (self._folder / handle).mkdir(mode=_OWNER_ONLY)
            for part, (_, content) in zip(_parts(brought), files, strict=True):
                self.put(handle, part, content)
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
        told = {"phase": Phase(about["phase"]), "refusal": tuple(about["refusal"]), "beside": tuple(about["beside"])}
        brought = Brought(**{**about, **told})
        if brought.owner != owner:
            raise NothingBrought()
        silent = brought.is_running and self._touched(self._folder / handle / _PROGRESS) < self._now() - SILENT.total_seconds()
        return replace(brought, phase=Phase.REFUSED, refusal=_INTERRUPTED) if silent else brought

    def of(self, owner: str) -> tuple[Brought, ...]:
        """What somebody brought and has neither stored nor thrown away, the latest first: a closed tab or a new sign-in loses nothing."""
        found = []
        for folder in sorted(self._folder.iterdir(), key=_changed, reverse=True) if self._folder.is_dir() else ():
            with suppress(NothingBrought):
                found.append(self.find(folder.name, owner))
        return tuple(brought for brought in found if brought.phase is not Phase.STORED)

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
    def opened(self, brought: Brought) -> Iterator[tuple[Path, ...]]:
        """The files in the clear, as long as the block lasts."""
        contents = [self.get(brought.handle, part) for part in _parts(brought)]
        with self.in_the_clear(list(zip(brought.names, contents, strict=True))) as paths:
            yield paths

    @contextmanager
    def in_the_clear(self, files: Sequence[Named]) -> Iterator[tuple[Path, ...]]:
        """Files of these kinds and names in a folder that only this process may enter and that ends with the block."""
        with tempfile.TemporaryDirectory(prefix=self._clear) as place:
            paths = []
            for nth, (name, content) in enumerate(files):
                folder = Path(place) / str(nth)
                folder.mkdir()
                path = folder / f"{_HARMLESS.sub('_', Path(name).stem)[:LONGEST_STEM] or '_'}{Path(name).suffix.lower()}"
                path.write_bytes(content)
                paths.append(path)
            os.utime(place, (self._now(), self._now()))
            yield tuple(paths)

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

    def forget_files(self, brought: Brought) -> None:
        """What is stored is not kept."""
        self.forget(brought.handle, *_parts(brought))

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
        for place in Path(tempfile.gettempdir()).glob(f"{self._clear}*"):
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


def _parts(brought: Brought) -> tuple[str, ...]:
    """Under what its files lie."""
    return (FILE, *(f"{FILE}-{nth}" for nth in range(1, len(brought.names))))


def _changed(path: Path) -> float:
    """When it was last written; long ago where it is gone in the meantime."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
