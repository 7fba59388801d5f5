"""登录与会话: how long somebody stays signed in, and how often a password may be wrong; one set for the whole centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from policies.profiles import profile


@dataclass(frozen=True, slots=True)
class Access:
    """`idle` without a request ends a session, `longest` ends it anyhow; `tries` wrong passwords lock for `locked`.

    device: how long a browser is known after somebody signed in there. password_least: characters.
    """

    idle: timedelta
    longest: timedelta
    tries: int
    locked: timedelta
    device: timedelta
    password_least: int


def access(on: date) -> Access:
    """The settings of a day; no profile changes them, since an account belongs to no tender. Raises NotYetInForce."""
    rules = profile().on(on)
    of = {name: rules.count(f"access.{name}") for name in Access.__slots__}
    return Access(
        idle=timedelta(minutes=of["idle"]),
        longest=timedelta(hours=of["longest"]),
        tries=of["tries"],
        locked=timedelta(minutes=of["locked"]),
        device=timedelta(days=of["device"]),
        password_least=of["password_least"],
    )
