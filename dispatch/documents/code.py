"""二维码: a QR code that leads to verification, as a drawing for paper and as a picture for a spreadsheet."""

from __future__ import annotations

import io
from typing import Any

import segno


def qr_drawing(url: str) -> str:
    """SVG; error correction M, so that a stamp's edge on it does no harm."""
    return _saved(url, kind="svg", xmldecl=False, border=0).decode("utf-8")


def qr_picture(url: str) -> bytes:
    """PNG, three pixels to a module."""
    return _saved(url, kind="png", scale=3, border=1)


def _saved(url: str, **options: Any) -> bytes:
    file = io.BytesIO()
    segno.make(url, error="m", micro=False).save(file, **options)
    return file.getvalue()
