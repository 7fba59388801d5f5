"""Looks into a packed spreadsheet before it is opened: how much does it really unpack to?

The sizes that a ZIP file declares are claims; every member is unpacked piece by piece and counted, and nothing is kept.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from dispatch.intake.refusals import DamagedFile, OpensTooLarge

LARGEST_UNPACKED = 1536 * 2**20  # bytes; about 1.5 million lines of a pool
LARGEST_RATIO = 400  # a sheet of a pool packs about 1:15, one of blank cells about 1:100
RATIO_FROM = 16 * 2**20  # below this size the ratio is nobody's harm
MOST_MEMBERS = 2_000
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_PIECE = 2**20


def check_zip(content: bytes) -> None:
    """Raises OpensTooLarge for what unpacks beyond the limits, DamagedFile for what is no sound ZIP file."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
        if len(members) > MOST_MEMBERS:
            raise OpensTooLarge(limit=f"{MOST_MEMBERS} 个文件")
        total = 0
        for member in members:
            total += _unpacked_size(content, member, LARGEST_UNPACKED - total)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as fault:
        raise DamagedFile() from fault


def _unpacked_size(content: bytes, member: zipfile.ZipInfo, room: int) -> int:
    packed = _packed_bytes(content, member)
    if member.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & 1:
        raise DamagedFile()
    most = min(room, max(RATIO_FROM, LARGEST_RATIO * len(packed)))
    unpacker, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    piece = unpacker.decompress(packed, _PIECE)
    while piece:
        size += len(piece)
        if size > most:
            raise OpensTooLarge(limit=f"{most // 2**20} MB")
        piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
    return size


def _packed_bytes(content: bytes, member: zipfile.ZipInfo) -> memoryview:
    """The packed bytes behind the member's own header, whatever the table of contents says about its name."""
    start = member.header_offset
    signature, name, extra = _LOCAL_HEADER.unpack_from(content, start)
    if signature != b"PK\x03\x04":
        raise DamagedFile()
    begin = start + _LOCAL_HEADER.size + name + extra
    return memoryview(content)[begin : begin + member.compress_size]
