"""dse1: a text sealed so that k of n custodians together, and nobody else, can open it.

Source: docs/spec/sealing.md §1. Before an agent hands out a share it refuses if now < nbf by two clocks and logs
the release; that is the agent's duty (dispatch.agents), `head_of` tells it what it needs.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.kernel.ports import Entropy
from dispatch.kernel.refusals import NotCanonical
from dispatch.sealing import envelope_form as form
from dispatch.sealing import hpke
from dispatch.sealing.padding import PaddingBroken, padded, unpadded
from dispatch.sealing.refusals import CannotSeal, EnvelopeClosed

KEY_BYTES = 32


def seal(
    plain: bytes,
    *,
    ctx: Mapping[str, str],
    custodians: Mapping[str, bytes],
    k: int,
    nbf: int,
    entropy: Entropy,
    time_share: bytes | None = None,
) -> bytes:
    """C(envelope) of `plain`, to be opened by any k of `custodians` (id → public key), not before `nbf` (Unix seconds).

    A `time_share` (32 random bytes kept by another agency) is needed besides the k shares. Raises CannotSeal.
    """
    head = _new_head(ctx, custodians, k, nbf, time=time_share is not None, salt=entropy(16))
    hh, dek = form.head_hash(head), entropy(KEY_BYTES)
    inner = dek if time_share is None else _xor(dek, _checked_time_share(time_share))
    nonce = entropy(12)
    return canonical(
        {
            "head": head,
            "kc": labelled_hash("dse1/kc", dek, hh).hex(),
            "shares": {subset: _seal_shares(inner, subset, custodians, hh, entropy) for subset in form.subsets(custodians, k)},
            "nonce": nonce.hex(),
            "body": AESGCM(labelled_hash("dse1/body", dek, hh)).encrypt(nonce, padded(plain), hh).hex(),
        }
    )


def head_of(envelope: bytes) -> form.Head:
    """The readable part, read strictly; it is authentic only once the envelope has been opened."""
    return form.parse(envelope).head


def share_of(envelope: bytes, custodian: str, subset: str, private: bytes) -> bytes:
    """The custodian's share (32 bytes) for `subset`, ids joined by "+"; raises EnvelopeClosed."""
    parsed = form.parse(envelope)
    sealed = parsed.shares.get(subset, {}).get(custodian)
    if sealed is None:
        raise EnvelopeClosed()
    try:
        share = hpke.open_with_key(parsed.head.kem, private, sealed, _share_context(parsed.head.hh, subset, custodian))
    except hpke.HpkeFault:
        raise EnvelopeClosed() from None
    if len(share) != form.SHARE_BYTES:
        raise EnvelopeClosed()
    return share


def open_with(envelope: bytes, shares: Mapping[str, bytes], time_share: bytes | None = None) -> bytes:
    """The plain bytes from the shares of exactly one subset (custodian id → share); raises EnvelopeClosed."""
    parsed = form.parse(envelope)
    lawful = "+".join(sorted(shares)) in parsed.shares and (time_share is not None) == parsed.head.time
    parts = [*shares.values(), *([] if time_share is None else [time_share])]
    if not lawful or any(len(part) != form.SHARE_BYTES for part in parts):
        raise EnvelopeClosed()
    return _open_body(parsed, _xor(*parts))


def open_alone(envelope: bytes, custodian: str, private: bytes, time_share: bytes | None = None) -> bytes:
    """Opens an envelope with k = 1 by one custodian's key; raises EnvelopeClosed."""
    return open_with(envelope, {custodian: share_of(envelope, custodian, custodian, private)}, time_share)


def name(envelope: bytes) -> str:
    """The name of an envelope: SHA-256 of C(envelope), hex."""
    return hashlib.sha256(envelope).hexdigest()


def _new_head(ctx: Mapping[str, str], custodians: Mapping[str, bytes], k: int, nbf: int, *, time: bool, salt: bytes) -> dict[str, Any]:
    head = {
        "v": "dse1",
        "ctx": dict(ctx),
        "k": k,
        "n": sorted(custodians),
        "nbf": nbf,
        "time": int(time),
        "salt": salt.hex(),
        "kem": _common_suite(custodians),
        "aead": form.AEAD,
    }
    try:
        lawful = form.head_is_lawful(head)
    except NotCanonical:
        lawful = False
    if not lawful:
        raise CannotSeal(
            what=f"保管人须为1至{form.MOST_CUSTODIANS}名、代码合规，门限须在人数之内，上下文须为文本",
            what_en=f"1 to {form.MOST_CUSTODIANS} custodians with tokens as ids, k within their number, a context of texts",
        )
    return head


def _common_suite(custodians: Mapping[str, bytes]) -> str:
    try:
        suites = {hpke.suite_of(public) for public in custodians.values()}
    except hpke.HpkeFault:
        suites = set()
    if len(suites) != 1:
        raise CannotSeal(what="保管人公钥须为同一种类型", what_en="the custodians' public keys must all be of one kind")
    return suites.pop()


def _checked_time_share(time_share: bytes) -> bytes:
    if len(time_share) != form.SHARE_BYTES:
        raise CannotSeal(what="时间份额须为32字节", what_en="a time share has 32 bytes")
    return time_share


def _seal_shares(inner: bytes, subset: str, custodians: Mapping[str, bytes], hh: bytes, entropy: Entropy) -> dict[str, str]:
    members = subset.split("+")
    blinds = [entropy(form.SHARE_BYTES) for _ in members[1:]]
    shares = [*blinds, _xor(inner, *blinds)]
    try:
        return {
            member: hpke.seal_to(custodians[member], share, _share_context(hh, subset, member)).hex()
            for member, share in zip(members, shares, strict=True)
        }
    except hpke.HpkeFault:
        raise CannotSeal(what="保管人公钥无效", what_en="a custodian's public key is not valid") from None


def _share_context(hh: bytes, subset: str, custodian: str) -> bytes:
    """The HPKE info: a share fits one envelope, one subset and one custodian only."""
    return labelled_hash("dse1/share", hh, subset.encode("ascii"), custodian.encode("ascii"))


def _open_body(parsed: form.Envelope, dek: bytes) -> bytes:
    hh = parsed.head.hh
    if not hmac.compare_digest(labelled_hash("dse1/kc", dek, hh), parsed.kc):
        raise EnvelopeClosed()
    try:
        return unpadded(AESGCM(labelled_hash("dse1/body", dek, hh)).decrypt(parsed.nonce, parsed.body, hh))
    except (InvalidTag, PaddingBroken):
        raise EnvelopeClosed() from None


def _xor(*parts: bytes) -> bytes:
    joined = 0
    for part in parts:
        joined ^= int.from_bytes(part, "big")
    return joined.to_bytes(form.SHARE_BYTES, "big")
