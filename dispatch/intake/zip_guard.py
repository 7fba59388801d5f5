"""Looks into a packed spreadsheet before it is opened: how much does it really unpack to, and how large is its sheet?

What a ZIP file declares are claims: every member is unpacked piece by piece and counted, and nothing is kept. A sheet is
measured too: its reader sets up every place between the first and the last cell, so two cells far apart fill the memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.intake.refusals import DamagedFile, OpensTooLarge, RunsPrograms, UnknownFileType

LARGEST_UNPACKED = 1536 * 2**20  # bytes; about 1.2 million lines of a pool
LARGEST_RATIO = 400  # a sheet of a pool packs about 1:10, one of blank cells about 1:100
RATIO_FROM = 16 * 2**20  # below this size the ratio is nobody's harm
MOST_MEMBERS = 2_000
MOST_CELLS = 32 * 2**20  # a million lines of 30 columns: about one gigabyte in the reader
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_PIECE = 2**20
_OVERLAP = 64  # longer than any word looked for
_LONGEST_TAG = 65_536
_FAR = re.compile(rb"r\s*=\s*[\"'](?:([A-Za-z]{2,})(\d+)|([A-Za-z]?)(\d{6,}))")  # beyond column Z or row 99,999
_STARTS_PROGRAM = re.compile(rb"<ddeLink|<(?:[^\s<>/:]*:)?f(?:\s[^>]*)?>\s*'?[\w.\\:]+'?\s*\|")  # <f>cmd|'/c calc'!A1</f>
_WITHOUT_PLACE = re.compile(rb"<(?:[^\s<>/:]*:)?(c|row)(?=[\s/>])(?!\s+r\s*=\s*[\"'][A-Za-z]*\d)")
_NEAR_COLUMNS, _NEAR_ROWS = 26, 99_999
_LONGEST_COLUMN = 3  # letters: the last column of a workbook is XFD


def check_zip(content: bytes) -> None:
    """Raises OpensTooLarge for what is beyond the limits, DamagedFile for no sound XLSX, UnknownFileType for its kin.

    A workbook that asks for another program to be started (DDE) is refused too: RunsPrograms.
    """
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
        _check_kind({member.filename.lower() for member in members})
        if len(members) > MOST_MEMBERS:
            raise OpensTooLarge(limit=f"{MOST_MEMBERS} 个文件")
        total = 0
        for member in members:
            total += _check_member(content, member, LARGEST_UNPACKED - total)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as fault:
        raise DamagedFile() from fault


@dataclass(slots=True)
class _Extent:
    """How far the cells of one sheet reach; members that hold no sheet are not looked at."""

    is_sheet: bool = False
    columns: int = _NEAR_COLUMNS
    rows: int = _NEAR_ROWS
    rows_without_number: int = 0

    def grow(self, piece: bytes) -> None:
        self.is_sheet = self.is_sheet or b"sheetData" in piece
        if not self.is_sheet:
            return
        for nameless in _WITHOUT_PLACE.finditer(piece):
            if nameless[1] == b"c":
                raise DamagedFile()  # a cell that does not say where it stands cannot be measured
            self.rows_without_number += 1
        for far in _FAR.finditer(piece):
            self.columns = max(self.columns, _column(far[1] or far[3]))
            self.rows = max(self.rows, int(far[2] or far[4]))
        if self.columns * (self.rows + self.rows_without_number) > MOST_CELLS:
            raise OpensTooLarge(limit=f"{MOST_CELLS // 2**20 * 100} 万个单元格")


def _check_kind(names: set[str]) -> None:
    """Binary workbooks and OpenDocument are ZIP files too; the reader would open them, but they cannot be measured."""
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise UnknownFileType(found="XLSB / ODS", wanted="CSV、XLSX")


def _check_member(content: bytes, member: zipfile.ZipInfo, room: int) -> int:
    """The true size of one member, unpacked; its cells are measured on the way."""
    packed = _packed_bytes(content, member)
    most = min(room, max(RATIO_FROM, LARGEST_RATIO * len(packed)))
    extent, size, end = _Extent(), 0, b""
    for piece in _pieces(packed, member):
        size += len(piece)
        if size > most:
            raise OpensTooLarge(limit=f"{most // 2**20} MB")
        whole = end + piece
        if _STARTS_PROGRAM.search(whole):
            raise RunsPrograms()
        cut = _last_whole_tag(whole)
        extent.grow(whole[:cut])
        end = whole[cut:]
    extent.grow(end)
    return size


def _pieces(packed: memoryview, member: zipfile.ZipInfo) -> Iterator[bytes]:
    if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DamagedFile()
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[start : start + _PIECE]) for start in range(0, len(packed), _PIECE))
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    piece = unpacker.decompress(packed, _PIECE)
    while piece:
        yield piece
        piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)


def _packed_bytes(content: bytes, member: zipfile.ZipInfo) -> memoryview:
    """The packed bytes behind the member's own header, whatever the table of contents says about its name."""
    signature, name, extra = _LOCAL_HEADER.unpack_from(content, member.header_offset)
    if signature != b"PK\x03\x04":
        raise DamagedFile()
    begin = member.header_offset + _LOCAL_HEADER.size + name + extra
    return memoryview(content)[begin : begin + member.compress_size]


def _last_whole_tag(text: bytes) -> int:
    """Where an open tag at the end begins, so that it is looked at together with the next piece."""
    start = text.rfind(b"<", max(0, len(text) - _LONGEST_TAG))
    return start if start >= 0 else max(0, len(text) - _OVERLAP)


def _column(letters: bytes) -> int:
    """A=1. Raises OpensTooLarge: the number of a column of ten thousand letters would take hours to reckon."""
    if len(letters) > _LONGEST_COLUMN:
        raise OpensTooLarge(limit="XFD 列")
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
