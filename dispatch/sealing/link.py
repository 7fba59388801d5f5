"""The link in a message: an address anybody may log, and a secret after the # that no server log ever sees.

Source: docs/spec/sealing.md §4. The database lacks the secret, the SMS gateway lacks the server's share: neither alone
opens what the link shows.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dispatch.kernel.addresses import site_of
from dispatch.kernel.canonical import canonical
from dispatch.kernel.ports import Entropy
from dispatch.sealing.padding import PaddingBroken, padded_to, unpadded
from dispatch.sealing.refusals import LinkClosed

SECRET_BYTES = 16
BODY_BYTES = 2048  # one size for members and standbys: the length of an answer tells nothing
LABEL = b"dse1/link"
_FORM = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Link:
    """128 random bits each, base64url; the secret goes into the message and is not stored."""

    locator: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Binding:
    """What a stage body belongs to: its locator, its stage, and when it ends (Unix seconds)."""

    locator: str
    stage: str
    expires: int

    @property
    def aad(self) -> bytes:
        return canonical({"exp": self.expires, "locator": self.locator, "stage": self.stage})


def new_link(entropy: Entropy) -> Link:
    return Link(_text(entropy(SECRET_BYTES)), _text(entropy(SECRET_BYTES)))


def fragment_url(host: str, link: Link) -> str:
    """`https://host/c/<locator>#<secret>`: a browser never sends what follows the #."""
    return f"{site_of(host)}/c/{link.locator}#{link.secret}"


def stored_mark(secret: str) -> bytes:
    """SHA-256("dse1/link" ‖ secret): recognises the secret, does not give it away. Raises LinkClosed if it is malformed."""
    return hashlib.sha256(LABEL + _bytes(secret)).digest()


def check_secret(secret: str, mark: bytes) -> None:
    """Raises LinkClosed unless `secret` is the one that was marked."""
    if not hmac.compare_digest(stored_mark(secret), mark):
        raise LinkClosed()


def seal_body(link: Link, server_share: bytes, body: bytes, binding: Binding, entropy: Entropy) -> bytes:
    """The stage body under a key that needs secret and share; raises ContentTooLong above 2044 bytes."""
    nonce = entropy(12)
    return nonce + AESGCM(_body_key(link, server_share)).encrypt(nonce, padded_to(body, BODY_BYTES), binding.aad)


def open_body(link: Link, server_share: bytes, sealed: bytes, binding: Binding, now: int) -> bytes:
    """Raises LinkClosed once `now` (Unix seconds) has reached the end, or if link, share, stage or bytes do not fit."""
    if now >= binding.expires or binding.locator != link.locator:
        raise LinkClosed()
    try:
        plain = AESGCM(_body_key(link, server_share)).decrypt(sealed[:12], sealed[12:], binding.aad)
        return unpadded(plain, BODY_BYTES)
    except (InvalidTag, PaddingBroken, ValueError):
        raise LinkClosed() from None


def _body_key(link: Link, server_share: bytes) -> bytes:
    """HKDF-SHA256(secret ‖ server_share, info = "dse1/link" ‖ locator)."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=LABEL + _bytes(link.locator))
    return derivation.derive(_bytes(link.secret) + server_share)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    """The 16 bytes of 22 characters; exactly one text stands for them."""
    if _FORM.fullmatch(text) is None:
        raise LinkClosed()
    raw = base64.urlsafe_b64decode(text + "==")
    if _text(raw) != text:
        raise LinkClosed()
    return raw
