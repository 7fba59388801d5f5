"""Finding a person by identity number, telephone or company code without storing any of them.

Source: docs/spec/sealing.md §2: HMAC-SHA256 of the normalised value under a key that never leaves the key store;
a plain hash of such values could be guessed.
"""

from __future__ import annotations

import unicodedata

from dispatch.kernel.ports import KeyStore


def blind_index(keys: KeyStore, column: str, value: str) -> bytes:
    """16 bytes, equal for equal values of one column, unlike across columns; the key's purpose is `index/<column>`."""
    return keys.mac(f"index/{column}", normalised(value).encode("utf-8"))


def normalised(value: str) -> str:
    """Width, case, spaces, hyphens and invisible characters do not make a value another one.

    >>> normalised("４３０１０２ 19800101－001x")
    '43010219800101001X'
    """
    if value.isalnum() and (value.isascii() or unicodedata.is_normalized("NFKC", value)):
        return value.upper()  # letters and digits only, as most values
    folded = unicodedata.normalize("NFKC", value).upper()
    return "".join(char for char in folded if unicodedata.category(char) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd"))
