"""账号与会话: who may use the console, signed in by password, out after a while; a session lives on the server, by a hash only.

A password is checked between two transactions, because argon2id is slow on purpose and must not hold the database.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from dispatch.sealing.blind_index import blind_index
from dispatch.workflow.known_devices import known_device
from dispatch.workflow.records import Account, Device, SignedIn
from dispatch.workflow.refusals import AccountExists, AccountNeedsScope, BadAccountName, NoSuchAccount, NotAConsoleRole, WeakPassword
from dispatch.workflow.shown import Viewer
from dispatch.workflow.work import Work
from policies.access import access
from policies.calendar import local_day
from policies.vocabulary.roles import Role

TOUCH = timedelta(minutes=1)  # engineering: a session is written once a minute at most, not at every request
LONGEST_NAME = 64  # engineering: what fits a line of the console
_NAME = re.compile(
    rf"[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ebef\U00030000-\U000323af._·@-]{{1,{LONGEST_NAME}}}"
)  # nothing that only looks like something else

CONSOLE_ROLES = (
    Role.OPERATOR,
    Role.HOST,
    Role.SUBVENUE,
    Role.SUPERVISOR,
    Role.TENDERER,
    Role.LIBRARIAN,
    Role.FINANCE,
    Role.AUDITOR,
)
SCOPED_ROLES = frozenset({Role.SUBVENUE, Role.TENDERER})
CLOSED = ""  # in place of a password's hash: no password fits
_MEMORY, _PASSES, _LANES = 65536, 3, 1  # KiB, RFC 9106 §4 second recommendation, on one lane
_NOBODY = Argon2id(salt=bytes(16), length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY).derive_phc_encoded(b"")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What the demo prints: an invented user and the password made for this run."""

    name: str
    role: Role
    scope: str
    password: str


def create_account(name: str, role: Role, password: str, *, scope: str = "", work: Work) -> Account:
    """A new user with one role. Raises BadAccountName, AccountExists, NotAConsoleRole, AccountNeedsScope, WeakPassword.

    A name that people would read as another's is refused: in other letters of the same look, or only in another case.
    """
    if role not in CONSOLE_ROLES:
        raise NotAConsoleRole(role=role.value, known="、".join(CONSOLE_ROLES))
    if role in SCOPED_ROLES and not scope:
        raise AccountNeedsScope(role=role.value)
    if _NAME.fullmatch(name) is None:
        raise BadAccountName(most=LONGEST_NAME)
    for other in work.uow.web.accounts():
        if other.name.casefold() == name.casefold():
            raise AccountExists(name=other.name)
    account = Account(name, role.value, _checked(password, work), scope)
    work.uow.web.save_account(account)
    _log("made", account, work)
    return account


def renew_password(name: str, password: str, work: Work) -> Account:
    """A new password; whoever was signed in under the old one is signed out. Raises NoSuchAccount, WeakPassword."""
    account = replace(_known(name, work), password=_checked(password, work), failures=0, locked_until=None)
    _replace(account, "renewed", work)
    return account


def close_account(name: str, work: Work) -> Account:
    """Nobody signs in under this name any more; its acts stay in the log. Raises NoSuchAccount."""
    account = replace(_known(name, work), password=CLOSED)
    _replace(account, "closed", work)
    return account


def as_typed(name: str) -> str:
    """The name that somebody meant who typed it in full-width letters or with blanks around it."""
    return unicodedata.normalize("NFKC", name).strip()


def password_holds(account: Account | None, password: str) -> bool:
    """Whether the password is this account's; takes as long where there is no such account, or a closed one."""
    if account is None or account.password == CLOSED:
        account = None
    kept = account.password if account else _NOBODY
    try:
        Argon2id.verify_phc_encoded(_normal(password).encode("utf-8"), kept)
    except InvalidKey:
        return False
    return account is not None


def admit(name: str, holds: bool, work: Work, device: str = "") -> str | None:
    """A session token for the cookie, or None: wrong, unknown and locked are one answer. Some failures in a row lock for a while.

    They lock the browser, where its token `device` says that this user has signed in there before; else the account, for all
    browsers but those (dispatch/workflow/known_devices.py).
    """
    account = work.uow.web.account(name)
    counted = (known_device(account, device, work) or account) if account else None
    if account is None or counted is None or (counted.locked_until and work.now < counted.locked_until):
        return None
    if not holds:
        _count_failure(counted, work)
        return None
    _save(replace(counted, failures=0, locked_until=None), work)
    work.uow.web.close_old_sessions(work.now)
    token = base64.urlsafe_b64encode(work.means.entropy(32)).rstrip(b"=").decode("ascii")
    work.uow.web.open_session(SignedIn(_mark(token), account.name, work.now, work.now + access(local_day(work.now)).idle))
    return token


def who(token: str, work: Work) -> Viewer | None:
    """Who is signed in under this token, if the session is still open."""
    kept = work.uow.web.session(_mark(token)) if token else None
    account = work.uow.web.account(kept.account) if kept and work.now < kept.expires_at else None
    return Viewer(account.name, Role(account.role), account.scope) if account else None


def wants_touch(token: str, work: Work) -> bool:
    """Whether the idle time-out should be pushed back: at most once a minute, never beyond the longest session."""
    kept = work.uow.web.session(_mark(token))
    return kept is not None and _extended(kept, work.now) - kept.expires_at >= TOUCH


def touch(token: str, work: Work) -> None:
    """The user is still there."""
    kept = work.uow.web.session(_mark(token))
    if kept and work.now < kept.expires_at:
        work.uow.web.open_session(replace(kept, expires_at=_extended(kept, work.now)))


def sign_out(token: str, work: Work) -> None:
    work.uow.web.close_session(_mark(token))


def open_demo_accounts(work: Work) -> tuple[DemoAccount, ...]:
    """One invented user for each role of the console, with a password drawn for this run; an existing name is left out."""
    venues = sorted(venue.id for venue in work.uow.venues.all())
    tenderers = [record.tender.tenderer for record in work.uow.tenders.all()]
    wanted = [
        ("经办人", Role.OPERATOR, ""),
        ("主场", Role.HOST, ""),
        ("监督人", Role.SUPERVISOR, ""),
        ("专家库", Role.LIBRARIAN, ""),
        ("库复核", Role.LIBRARIAN, ""),  # what one of them files the other decides
        ("财务", Role.FINANCE, ""),
        ("审计员", Role.AUDITOR, ""),
        *(("招标人", Role.TENDERER, unit.uscc or unit.name) for unit in tenderers[:1]),
        *(("副场", Role.SUBVENUE, venue) for venue in venues[-1:]),
    ]
    return tuple(_demo_account(*each, work) for each in wanted if work.uow.web.account(each[0]) is None)


def _demo_account(name: str, role: Role, scope: str, work: Work) -> DemoAccount:
    password = "-".join(work.means.entropy(2).hex() for _ in range(3))
    create_account(name, role, password, scope=scope, work=work)
    return DemoAccount(name, role, scope, password)


def _known(name: str, work: Work) -> Account:
    account = work.uow.web.account(name)
    if account is None:
        raise NoSuchAccount(name=name)
    return account


def _replace(account: Account, act: str, work: Work) -> None:
    work.uow.web.save_account(account)
    work.uow.web.close_sessions_of(account.name)
    work.uow.web.forget_devices_of(account.name)
    _log(act, account, work)


def _log(act: str, account: Account, work: Work) -> None:
    """Who may see what is decided here, so it stands in the log: the role in clear, the name as a mark."""
    mark = blind_index(work.means.keys, "account", account.name).hex()
    work.uow.log.append({"e": "account", "act": act, "role": account.role, "a": mark}, kind="account")


def _count_failure(counted: Account | Device, work: Work) -> None:
    failures, rules = counted.failures + 1, access(local_day(work.now))
    if failures < rules.tries:
        _save(replace(counted, failures=failures), work)
    else:
        _save(replace(counted, failures=0, locked_until=work.now + rules.locked), work)


def _save(counted: Account | Device, work: Work) -> None:
    if isinstance(counted, Account):
        work.uow.web.save_account(counted)
    else:
        work.uow.web.save_device(counted)


def _extended(kept: SignedIn, now: datetime) -> datetime:
    rules = access(local_day(now))
    return min(now + rules.idle, kept.opened_at + rules.longest)


def _checked(password: str, work: Work) -> str:
    """The hash of a password that is long enough. Raises WeakPassword."""
    least = access(local_day(work.now)).password_least
    if len(_normal(password)) < least:
        raise WeakPassword(least=least)
    hasher = Argon2id(salt=work.means.entropy(16), length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY)
    return hasher.derive_phc_encoded(_normal(password).encode("utf-8"))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _mark(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8")).digest()
