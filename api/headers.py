"""What every answer tells the browser: nothing from elsewhere, nothing inline without this answer's nonce, nothing kept."""

from __future__ import annotations

import base64

from flask import Response, g, request

from api.context import services

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_YEAR = 31_536_000


def choose_nonce() -> None:
    g.nonce = base64.b64encode(services().means.entropy(16)).decode("ascii")


def nonce() -> str:
    return str(g.get("nonce", ""))


def add_headers(response: Response) -> Response:
    """After every request; a link page sends no referrer at all, the console one to itself (its forms are checked by it)."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=nonce()))
    response.headers.setdefault("Referrer-Policy", "no-referrer" if request.path.startswith("/c/") else "same-origin")
    if request.endpoint not in ("assets.file", "assets.favicon") or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}; includeSubDomains")
    return response
