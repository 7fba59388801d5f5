"""What an agent sees of the centre: a desk that it reads from and hands events to, in one process or over HTTP.

Nothing that comes from here is believed before it is checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dispatch.witness.entry import Entry


class Materials(Protocol):
    """What a party gets of a draw before it commits; audit envelope (dse1 to S) and lists for the supervisor only."""

    @property
    def manifest(self) -> Mapping[str, Any]: ...
    @property
    def salt(self) -> bytes: ...
    @property
    def tender_no(self) -> str: ...
    @property
    def tender_salt(self) -> bytes: ...
    @property
    def audit(self) -> bytes | None: ...
    @property
    def lists(self) -> Mapping[str, Any] | None: ...


class Proposal(Protocol):
    """An event that a role is asked to sign, C(body), with what it needs to recompute it."""

    @property
    def body(self) -> bytes: ...
    @property
    def evidence(self) -> Mapping[str, Any]: ...


class Centre(Protocol):
    """`j` is the party's token, `m` a draw's hex32, `r` a round."""

    def entries(self, start: int) -> Sequence[Entry]:
        """Log entries from `start` on, in order; as many as the centre likes to give at once."""

    def note(self) -> str:
        """The latest checkpoint with its cosignatures; empty before the first."""

    def draws(self, j: str) -> Sequence[str]:
        """Draws that this party has to serve and that have not ended."""

    def materials(self, j: str, m: str) -> Materials: ...

    def transcript(self, m: str) -> bytes | None:
        """The published transcript of a draw as text; None before it is published."""

    def submit(self, j: str, body: bytes, sig: bytes) -> int:
        """Logs a signed event and returns its index; the same event again returns the same index."""

    def deliver(self, j: str, m: str, r: int, sealed: bytes) -> None:
        """Hands a sealed value to the draw worker; again is harmless."""

    def wanted(self, j: str) -> Sequence[tuple[str, int]]:
        """Values that the worker still misses from this party."""

    def proposals(self, j: str) -> Sequence[Proposal]: ...

    def decline(self, j: str, sha256: str, reason: str) -> None:
        """Says why the event whose body has this hash is not signed."""
