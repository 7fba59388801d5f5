"""The root of the key store: half of it on disk, half typed by a second person at start, the whole only in memory.

Source: docs/spec/sealing.md §2: root = H("dse1/root", share on disk, share typed). Without a second share – the embedded
mode – whoever copies the disk holds every key; `single_handed` says so, and callers show it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from dispatch.adapters.refusals import KeyStoreDamaged, SecondShareMissing, SecondShareShort, SecondShareWrong
from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from dispatch.kernel.ports import Entropy
from dispatch.kernel.refusals import NotCanonical

SHARE_BYTES = 32
LEAST_TYPED = 20  # characters; a share that can be guessed protects nothing once the disk is lost
SecondShare = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Root:
    key: bytes = field(repr=False)
    single_handed: bool


def new_root(second: SecondShare | None, entropy: Entropy) -> tuple[Root, bytes]:
    """A new root, and the bytes of its file: the disk's share. Raises SecondShareShort."""
    typed = second().strip() if second else ""
    if second and len(typed) < LEAST_TYPED:
        raise SecondShareShort(least=LEAST_TYPED)
    share = entropy(SHARE_BYTES)
    root, check = _root(share, typed)
    return root, canonical({"v": 1, "share": share.hex(), "check": check.hex(), "second": int(not root.single_handed)})


def open_root(content: bytes, second: SecondShare | None) -> Root:
    """Raises SecondShareMissing, SecondShareWrong or KeyStoreDamaged."""
    try:
        members = parse_canonical(content)
        share, expected, needs_second = bytes.fromhex(members["share"]), bytes.fromhex(members["check"]), members["second"] == 1
    except (NotCanonical, KeyError, TypeError, ValueError):
        raise KeyStoreDamaged() from None
    if needs_second and second is None:
        raise SecondShareMissing()
    root, check = _root(share, second().strip() if second else "")
    if not hmac.compare_digest(check, expected):
        raise SecondShareWrong()
    return root


def _root(share: bytes, typed: str) -> tuple[Root, bytes]:
    """The root, and a check value by which a wrong second share is told from a damaged file."""
    key = labelled_hash("dse1/root", share, typed.encode("utf-8"))
    return Root(key, single_handed=not typed), labelled_hash("dse1/root-check", key)[:8]
