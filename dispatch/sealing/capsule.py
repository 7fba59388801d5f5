"""Contact capsules: from a drawn number to a telephone without registry, worker or notifier learning each other's half.

Source: docs/spec/sealing.md §5: fixed size, AEAD under a key of this draw that registry and notifier hold, aad = pool id.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dispatch.kernel.ports import Entropy
from dispatch.sealing.padding import PaddingBroken, padded_to, unpadded
from dispatch.sealing.refusals import CapsuleClosed
from policies.vocabulary.ids import PoolId

CONTENT_BYTES = 256
CAPSULE_BYTES = 12 + CONTENT_BYTES + 16


def seal_capsule(key: bytes, pool_id: PoolId, content: bytes, entropy: Entropy) -> bytes:
    """CAPSULE_BYTES bytes whatever the content; `key` is the draw's capsule key (32 bytes). Raises ContentTooLong above 252 bytes."""
    nonce = entropy(12)
    return nonce + AESGCM(key).encrypt(nonce, padded_to(content, CONTENT_BYTES), bytes.fromhex(pool_id))


def open_capsule(key: bytes, pool_id: PoolId, capsule: bytes) -> bytes:
    """The content; raises CapsuleClosed for another id, another draw's key, or a changed byte."""
    if len(capsule) != CAPSULE_BYTES:
        raise CapsuleClosed()
    try:
        return unpadded(AESGCM(key).decrypt(capsule[:12], capsule[12:], bytes.fromhex(pool_id)), CONTENT_BYTES)
    except (InvalidTag, PaddingBroken, ValueError):
        raise CapsuleClosed() from None
