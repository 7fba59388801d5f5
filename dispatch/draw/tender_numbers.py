"""Whether two tender numbers may name one tender: as two people would compare them, not as two programs.

Source: docs/spec/draw-protocol.md §5, duty 2.
"""

from __future__ import annotations

import unicodedata

_LEFT_OUT = ("Z", "P", "S", "Cf")  # spaces, punctuation, symbols, format characters


def folded(number: str) -> str:
    """NFKC, without case, spaces, punctuation, symbols and format characters."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", number).casefold())
    return "".join(char for char in plain if not unicodedata.category(char).startswith(_LEFT_OUT))
