"""A call at the centre's desk over HTTP carries its party's signature: no password, and nothing to steal from the centre.

The signature binds the call to this log, method, address, body and time. A call that is heard and sent again within the
window does nothing new: whatever a party hands in is the same act the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.agents.refusals import CallNotSigned, ClocksDiffer
from dispatch.kernel.canonical import labelled_hash, u64
from dispatch.kernel.ports import Clock
from dispatch.kernel.refusals import BadSignature
from dispatch.kernel.signing import Signer, verify

PARTY, TIME, SIGNATURE = "Desk-Party", "Desk-Time", "Desk-Signature"
CLOCKS_DIFFER = 300  # seconds
_PREFIX = b"expert-dispatch/desk/v1\n"  # never that of an event: a call's signature cannot become one


@dataclass(frozen=True, slots=True)
class Call:
    """What is signed: `target` is path and query below the centre's address, `origin` the log that both mean."""

    origin: str
    method: str
    target: str
    body: bytes = b""

    def words(self, j: str, at: int) -> bytes:
        parts = (self.origin.encode(), self.method.encode(), self.target.encode(), j.encode(), u64(at), self.body)
        return _PREFIX + labelled_hash("desk/call", *parts)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the party, its key, its own clock, and the log that it means."""

    j: str
    signer: Signer
    clock: Clock
    origin: str

    def headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        """What makes a call this party's."""
        at = int(self.clock().timestamp())
        words = Call(self.origin, method, target, body).words(self.j, at)
        return {PARTY: self.j, TIME: str(at), SIGNATURE: self.signer.sign(words).hex()}


def caller_of(call: Call, headers: Mapping[str, str], key_of: Callable[[str], bytes | None], now: datetime) -> str:
    """The party that signed this call. Raises CallNotSigned, or ClocksDiffer for a call of another time."""
    j, at, sig = headers.get(PARTY, ""), headers.get(TIME, ""), headers.get(SIGNATURE, "")
    key = key_of(j)
    if key is None or not at.isascii() or not at.isdigit() or len(at) > 12:
        raise CallNotSigned()
    try:
        verify(key, bytes.fromhex(sig), call.words(j, int(at)))
    except (BadSignature, ValueError) as fault:
        raise CallNotSigned() from fault
    if abs(int(at) - int(now.timestamp())) > CLOCKS_DIFFER:
        raise ClocksDiffer(seconds=CLOCKS_DIFFER)
    return j
