"""认得的浏览器: a browser in which somebody signed in before has a count of failures of its own, apart from everybody else's.

So nobody shuts an account's user out by guessing from elsewhere, and whoever guesses gets no more tries than before.
Source: OWASP, “Slow Down Online Guessing Attacks with Device Cookies”. The cookie alone opens nothing; a hash of it is stored.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta

from dispatch.workflow.records import Account, Device
from dispatch.workflow.work import Work
from policies.access import access
from policies.calendar import local_day

_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def known_device(account: Account, token: str, work: Work) -> Device | None:
    """The browser with this token, if this account's user signed in there before and it did not use up its own tries."""
    device = work.uow.web.device(_mark(account.name, token)) if token else None
    return None if device is None or (device.locked_until and work.now < device.locked_until) else device


def kept_for(work: Work) -> timedelta:
    """How long a browser stays known after the last time that somebody signed in there."""
    return access(local_day(work.now)).device


def remember_device(account: str, token: str, work: Work) -> str:
    """Remembers the browser in which somebody has just signed in; its token, fresh where it had none."""
    work.uow.web.forget_devices(work.now - kept_for(work))
    kept = token if _FORM.fullmatch(token) else base64.urlsafe_b64encode(work.means.entropy(32)).rstrip(b"=").decode("ascii")
    work.uow.web.save_device(Device(_mark(account, kept), account, work.now))
    return kept


def _mark(account: str, token: str) -> bytes:
    return hashlib.sha256(f"{account}\n{token}".encode()).digest()
