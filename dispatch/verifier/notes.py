"""Checkpoints of the witness log as signed notes, and the keys that may sign them (witness-log §2)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.verifier.ed25519 import canonical_key
from dispatch.verifier.refusals import Broken
from dispatch.verifier.sm2 import decode_key
from dispatch.verifier.suite import Suite

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}").fullmatch
_KEY_ID = re.compile(r"[0-9a-f]{8}").fullmatch
_KIND = {"vd1": (b"\x01", b"\x04"), "vd1-sm": (b"\xffvd1-sm2\x00", b"\xffvd1-sm2\x01")}


@dataclass(frozen=True, slots=True)
class Signer:
    """The log or a witness: a name, a key id, a public key."""

    name: str
    key_id: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who must have signed a checkpoint before it counts."""

    origin: str
    log: Signer
    witnesses: tuple[Signer, ...]
    needed: int
    suite: Suite


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of the log that the quorum has seen; `seen_by` is the quorum-th smallest witness time."""

    size: int
    root: bytes
    seen_by: int


def read_vkey(vkey: str, suite: Suite, witness: bool) -> Signer:
    """The signer in `name+id+base64(k)`; refuses another profile, another kind, a wrong id or key."""
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not _is_name(parts[0]) or not _KEY_ID(parts[1]):
        raise Broken("验证密钥（vkey）格式不符", "a vkey is malformed")
    material = _base64(parts[2])
    prefix = _KIND[suite.v][witness]
    key = material[len(prefix) :]
    if not material.startswith(prefix) or len(key) != suite.key_bytes:
        raise Broken("验证密钥的类型与国密/国际档案不符", "a vkey is of another kind or profile")
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + material).digest()[:4]
    if key_id.hex() != parts[1] or not _is_point(key, suite):
        raise Broken("验证密钥的标识或公钥不正确", "a vkey has a wrong id or key")
    return Signer(parts[0], key_id, key)


def _is_point(key: bytes, suite: Suite) -> bool:
    return canonical_key(key) if suite.v == "vd1" else decode_key(key) is not None


def enough(witnesses: int, quorum: int) -> bool:
    """Whether two quorums share two witnesses at least, and a quorum can be had at all."""
    return 2 * quorum >= witnesses + 2 and quorum <= witnesses


def open_note(note: str, quorum: Quorum) -> Checkpoint:
    """The checkpoint in a note with the log's signature and a quorum of cosignatures.

    Raises Broken for a malformed line, a bad signature by a known key (even if others suffice), two lines of one key.
    """
    origin, size, root, lines = _split(note)
    if origin != quorum.origin:
        raise Broken("检查点属于另一本日志", "the checkpoint is of another log")
    message = "\n".join(note.split("\n")[:3]).encode() + b"\n"
    known = {(signer.name, signer.key_id): signer for signer in (quorum.log, *quorum.witnesses)}
    times: dict[Signer, int] = {}
    for name, signature in lines:
        signer = known.get((name, signature[:4]))
        if signer in times:
            raise Broken(f"{name} 签名两次", f"{name} signs twice")
        if signer is not None:
            times[signer] = _signed_at(signer, signature[4:], message, quorum)
    if quorum.log not in times:
        raise Broken("检查点没有日志的签名", "the log's signature is missing")
    cosigned = sorted(time for signer, time in times.items() if signer != quorum.log)
    if len(cosigned) < quorum.needed:
        few, needed = len(cosigned), quorum.needed
        raise Broken(f"见证签名 {few} 个，至少应有 {needed} 个", f"{few} cosignatures, {needed} are needed")
    return Checkpoint(size, root, cosigned[quorum.needed - 1])


def _signed_at(signer: Signer, signature: bytes, message: bytes, quorum: Quorum) -> int:
    """Time of a valid witness line, 0 for the log's own."""
    time = 0
    if signer != quorum.log:
        time = int.from_bytes(signature[:8], "big")
        signature, message = signature[8:], f"cosignature/v1\ntime {time}\n".encode() + message
    if not quorum.suite.verifies(signer.key, message, signature):
        raise Broken(f"{signer.name} 的签名无效", f"the signature of {signer.name} is bad")
    return time


def _split(note: str) -> tuple[str, int, bytes, Sequence[tuple[str, bytes]]]:
    lines = note.split("\n")
    if any(sign != "\n" and unicodedata.category(sign) == "Cc" for sign in note):
        raise Broken("检查点含控制字符", "a note holds control characters")
    if len(lines) < 6 or lines[3] or lines[-1] or not lines[0] or not _DECIMAL(lines[1]):
        raise Broken("检查点格式不符", "a note is malformed")
    root = _base64(lines[2])
    if len(root) != 32:
        raise Broken("检查点格式不符", "a note is malformed")
    return lines[0], int(lines[1]), root, [_signature_line(line) for line in lines[4:-1]]


def _signature_line(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or not _is_name(parts[1]):
        raise Broken("检查点的签名行格式不符", "a signature line is malformed")
    signature = _base64(parts[2])
    if len(signature) < 5:
        raise Broken("检查点的签名行格式不符", "a signature line is malformed")
    return parts[1], signature


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(sign.isspace() or unicodedata.category(sign) == "Cc" for sign in name)


def _base64(encoded: str) -> bytes:
    try:
        value = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Broken("base64 不合规", "bad base64") from fault
    if base64.b64encode(value).decode() != encoded:
        raise Broken("base64 不是规范形式", "base64 is not canonical")
    return value
