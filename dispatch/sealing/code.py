"""Single-use codes behind a link: seven digits, five tries, ten minutes.

Source: docs/spec/sealing.md §4 (≥ 20 bit). A try is a value, not an exception: a wrong try must be written down,
and an exception would undo the writing.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch.kernel.canonical import lp
from dispatch.kernel.ports import Entropy, KeyStore
from dispatch.sealing.chance import below

DIGITS = 7  # 23 bit
TRIES = 5
LIFE = timedelta(minutes=10)
PURPOSE = "index/link-code"


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"  # used, tried too often, or too old


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """What is stored of a code; a keyed mark, since seven digits can be guessed from a plain hash."""

    mark: bytes
    expires: datetime
    tries_left: int


def issue_code(keys: KeyStore, locator: str, action: str, now: datetime, entropy: Entropy) -> tuple[str, OneTimeCode]:
    """A fresh code for one action behind one link, and what to store of it."""
    digits = f"{below(10**DIGITS, entropy):0{DIGITS}d}"
    return digits, OneTimeCode(_mark(keys, locator, action, digits), now + LIFE, TRIES)


def try_code(keys: KeyStore, code: OneTimeCode, given: tuple[str, str, str], now: datetime) -> tuple[Verdict, OneTimeCode]:
    """The verdict on `given` (locator, action, digits) and what to store now; a right code is spent at once."""
    if code.tries_left <= 0 or now >= code.expires:
        return Verdict.SPENT, code
    if hmac.compare_digest(_mark(keys, *given), code.mark):
        return Verdict.RIGHT, replace(code, tries_left=0)
    return Verdict.WRONG, replace(code, tries_left=code.tries_left - 1)


def _mark(keys: KeyStore, locator: str, action: str, digits: str) -> bytes:
    return keys.mac(PURPOSE, b"".join(lp(part.encode("utf-8")) for part in (locator, action, digits)))
