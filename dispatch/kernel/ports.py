"""What the core needs from outside, named after the need; adapters provide it, tests fake it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")
Clock = Callable[[], datetime]  # aware, UTC; read once per use case and passed on as `now`
Entropy = Callable[[int], bytes]  # n random bytes; the only source of chance


class Spread(Protocol):
    """One task done for each of many things, the answers in the order of the things: `map`, or several processes at once."""

    def __call__(self, task: Callable[[A], B], things: Iterable[A], /) -> Iterable[B]: ...


class KeyStore(Protocol):
    """Keys outside the database (docs/spec/sealing.md §2); `purpose` is e.g. `pii`, `bank`, `draw`, `log-sign`."""

    def wrap(self, purpose: str, dek: bytes) -> bytes:
        """The DEK under the purpose's active KEK (AES-256-KWP), prefixed by the KEK's id (8 bytes)."""

    def wrap_all(self, purpose: str, deks: Sequence[bytes]) -> list[bytes]:
        """As `wrap`, for DEKs of one length; the KEK is read once."""

    def unwrap(self, purpose: str, wrapped: bytes) -> bytes: ...

    def mac(self, purpose: str, data: bytes) -> bytes:
        """Blind index: HMAC-SHA256 under the purpose's index key, 16 bytes."""

    def mac_all(self, purpose: str, values: Sequence[bytes]) -> list[bytes]:
        """As `mac`, for each value; the key is read once."""

    def sign(self, purpose: str, message: bytes) -> bytes: ...

    def public(self, purpose: str) -> bytes: ...

    def secret(self, purpose: str) -> bytes:
        """32 secret bytes bound to this purpose (a worker's or a link share's key); made on first use."""

    def rotate(self, purpose: str, epoch: str | None = None) -> str:
        """A new active key, the former one only opens; nothing if the purpose has had this epoch already. Returns the epoch in force."""

    def destroy(self, purpose: str) -> None:
        """Every key of a purpose for good, or by `<purpose>/<epoch>` those of one epoch; any later use is refused."""


class Sms(Protocol):
    """Sends one text to one number; the same key twice sends once.

    Raises dispatch.notify's NumberRefused where the number takes nothing; whatever else it raises, the message is tried again.
    """

    def send(self, phone: str, text: str, key: str) -> None: ...


class BankFiles(Protocol):
    """Hands a payment file over and fetches the answers; the same message id twice is one order."""

    def submit(self, message_id: str, document: bytes) -> None: ...

    def answers(self) -> list[tuple[str, bytes]]:
        """Status documents not yet fetched: (name, bytes), oldest first."""

    def fetched(self, name: str) -> None:
        """The answer is kept on our side; it is not offered again."""
