"""CSV files of any size: looked through once for encoding and noise, then read line by line, and refused if they changed between.

Nothing of a file is kept, neither in memory nor in a copy: it holds personal data. What is read the second time is hashed and
compared with the first.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dispatch.intake.cells import Line
from dispatch.intake.refusals import BrokenQuotes, ChangedWhileRead, EmptyFile, FileTooLarge, MixedEncodings, NotText

_NOISE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOST_CHARACTER = "\ufffd".encode()
_PROVES_UTF8 = "\u2e80"  # Chinese begins here; GB18030 text that happens to be UTF-8 gives characters before it
_DELIMITERS = ",\t;"
_HEAD_LINES = 20
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first look at a file found."""

    encoding: str
    delimiter: str
    lines: int
    digest: bytes


def survey(path: Path, largest: int) -> Survey:
    """Looks through the whole file. Raises EmptyFile, FileTooLarge, NotText, MixedEncodings."""
    with path.open("rb") as file:
        if path.stat().st_size > largest:
            raise FileTooLarge(what="大小", what_en="size", limit=f"{largest // 2**20} MB")
        start = file.read(4)
        file.seek(0)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return _survey_utf16(file)
        return _survey_lines(file, has_mark=start.startswith(codecs.BOM_UTF8))


def is_noise(content: bytes) -> bool:
    """Whether bytes hold what no text does."""
    return _NOISE.search(content) is not None


def text_lines(path: Path, found: Survey) -> Iterator[Line]:
    """The lines of the file that was surveyed. Raises BrokenQuotes, and ChangedWhileRead at its end if it is no longer the same."""
    digest, begun = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as raw:
        text = io.TextIOWrapper(io.BufferedReader(_Hashed(raw, digest), _PIECE), found.encoding, newline="")
        try:
            reader = csv.reader(text, delimiter=found.delimiter, strict=True)
            for line in reader:
                yield line
                begun = reader.line_num
        except csv.Error as fault:
            raise BrokenQuotes(line=begun + 1) from fault
        except UnicodeDecodeError as fault:
            raise ChangedWhileRead() from fault
    if digest.digest() != found.digest:
        raise ChangedWhileRead()


class _Hashed(io.RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, raw: Any, digest: Any) -> None:
        self._raw, self._digest = raw, digest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size: int = self._raw.readinto(buffer) or 0
        self._digest.update(memoryview(buffer)[:size])
        return size


@dataclass(slots=True)
class _Encodings:
    """Which lines prove which encoding; numbers of lines from 1, 0 for none yet."""

    utf8: int = 0
    other: int = 0

    def look_at(self, line: bytes, number: int) -> None:
        if line.isascii():
            return
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            _require_gb18030(line)
            self.other = self.other or number
            return
        if not self.utf8 and max(text) >= _PROVES_UTF8:
            self.utf8 = number


def _survey_lines(file: BinaryIO, *, has_mark: bool) -> Survey:
    digest, found, number, blank, head = hashlib.sha256(), _Encodings(utf8=int(has_mark)), 0, True, []
    for number, line in enumerate(file, start=1):
        digest.update(line)
        if is_noise(line):
            raise NotText()
        found.look_at(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line, number)
        blank = blank and not line.strip(b"\xef\xbb\xbf \t\r\n,;")
        if number <= _HEAD_LINES:
            head.append(line)
    if blank:
        raise EmptyFile()
    if found.utf8 and found.other:
        raise MixedEncodings(line=max(found.utf8, found.other))
    if not found.other and any(_LOST_CHARACTER in line for line in head):
        raise NotText()
    encoding = "gb18030" if found.other else "utf-8-sig" if has_mark else "utf-8"
    return Survey(encoding, _delimiter([line.decode(encoding) for line in head]), number, digest.digest())


def _survey_utf16(file: BinaryIO) -> Survey:
    """“Unicode 文本”, as spreadsheet programs save it."""
    digest, decoder, lines, head = hashlib.sha256(), codecs.getincrementaldecoder("utf-16")("strict"), 0, ""
    try:
        while piece := file.read(_PIECE):
            digest.update(piece)
            text = decoder.decode(piece)
            if _NOISE.search(text.encode("utf-8", "surrogatepass")):
                raise NotText()
            lines += text.count("\n")
            head = head or text[:10_000]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        raise NotText() from fault
    if not head.strip():
        raise EmptyFile()
    return Survey("utf-16", _delimiter(head.splitlines()[:_HEAD_LINES]), lines, digest.digest())


def _delimiter(head: list[str]) -> str:
    """The sign that stands most often in one line: titles above the header hold none."""
    return max(_DELIMITERS, key=lambda sign: max((line.count(sign) for line in head), default=0))


def _require_gb18030(line: bytes) -> None:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError as fault:
        raise NotText() from fault
