"""Server-side sessions: the cookie holds a random token and nothing else; the forgery token of a form is derived from it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin

from api.context import services
from dispatch.workflow.accounts import touch, wants_touch, who
from dispatch.workflow.shown import ANYBODY, Viewer

CSRF_FIELD = "csrf_token"


class WebSession(dict[str, Any], SessionMixin):
    """What Flask-WTF reads; kept nowhere, since all of it follows from the token."""

    def __init__(self, token: str, key: bytes, *, known: bool) -> None:
        super().__init__()
        self._key = key
        self.renew(token)
        self.new = self.changed = not known

    def renew(self, token: str) -> None:
        """Another token, as after signing in: forms of the former one no longer count."""
        self.token, self.changed = token, True
        self[CSRF_FIELD] = hmac.new(self._key, token.encode("utf-8"), hashlib.sha256).hexdigest()


class ServerSideSessions(SessionInterface):
    def open_session(self, app: Flask, request: Request) -> WebSession:
        kept = request.cookies.get(_cookie(request), "")
        token = kept or base64.urlsafe_b64encode(services().means.entropy(32)).rstrip(b"=").decode("ascii")
        secret = app.secret_key
        assert isinstance(secret, bytes), "the app has no key for forgery tokens"
        return WebSession(token, secret, known=bool(kept))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """The cookie is set only where a form was shown or somebody signed in: readers of the log get none."""
        assert isinstance(session, WebSession)
        if session.changed and (CSRF_FIELD in g or not session.new):
            secure = bool(g.get("secure", False))
            response.set_cookie(_name(secure), session.token, secure=secure, httponly=True, samesite="Lax", path="/")


def identify(session: WebSession) -> Viewer:
    """Who is behind this session; pushes the idle time-out back at most once a minute."""
    if session.new:
        return ANYBODY
    with services().work(reads_only=True) as work:
        found, late = who(session.token, work), wants_touch(session.token, work)
    if found and late:
        with services().work() as work:
            touch(session.token, work)
    return found or ANYBODY


def _cookie(request: Request) -> str:
    g.secure = request.is_secure
    return _name(request.is_secure)


def _name(secure: bool) -> str:
    """`__Host-` binds the cookie to this host, which browsers permit over TLS only."""
    return "__Host-session" if secure else "session"
