"""One entry of the log: canonical bytes, and the signature of the role that stands behind it, if any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.kernel.canonical import parse_canonical
from dispatch.kernel.refusals import NotCanonical
from dispatch.kernel.signing import verify

EVENT_PREFIX = b"vd1/event\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """`body` is C(body); `by` and `sig` are empty where no specification gives the entry to a role."""

    idx: int
    body: bytes
    by: str = ""
    sig: bytes = b""

    def read(self) -> Mapping[str, Any]:
        """The body's members; raises NotCanonical, also where the body is no object."""
        value = parse_canonical(self.body)
        if not isinstance(value, dict):
            raise NotCanonical(what="an entry is an object")
        return value

    def check_signature(self, public: bytes) -> None:
        """Raises BadSignature unless the role's key signed `"vd1/event\\n" ‖ C(body)` (docs/spec/draw-protocol.md §5)."""
        verify(public, self.sig, EVENT_PREFIX + self.body)
