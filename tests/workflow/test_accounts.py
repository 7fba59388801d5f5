"""One role each, five tries, idle time-out, and a session that the server ends; against a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dispatch.adapters.clock import VirtualClock
from dispatch.bootstrap import Services, Settings, build
from dispatch.kernel.canonical import parse_canonical
from dispatch.workflow import accounts
from dispatch.workflow.known_devices import remember_device
from dispatch.workflow.refusals import AccountExists, AccountNeedsScope, BadAccountName, NoSuchAccount, NotAConsoleRole, WeakPassword
from dispatch.workflow.work import Work
from policies.access import access
from policies.vocabulary.roles import Role

RULES = access(date(2026, 12, 9))
PASSWORD = "一二三四五 six seven"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 12, 9, 1, tzinfo=UTC))


@pytest.fixture
def services(tmp_path: Path, clock: VirtualClock) -> Iterator[Services]:
    made = build(Settings(data_dir=tmp_path), clock=clock)
    with made.work() as work:
        accounts.create_account("甲", Role.SUPERVISOR, PASSWORD, work=work)
    yield made


def enter(services: Services, name: str = "甲", password: str = PASSWORD, device: str = "") -> str | None:
    with services.work() as work:
        return accounts.admit(name, accounts.password_holds(work.uow.web.account(name), password), work, device)


def known_browser(services: Services) -> str:
    with services.work() as work:
        return remember_device("甲", "", work)


def role_behind(token: str, services: Services) -> Role | None:
    with services.work(reads_only=True) as work:
        viewer = accounts.who(token, work)
        return viewer.role if viewer else None


def test_a_right_password_opens_a_session_for_the_one_role(services: Services) -> None:
    token = enter(services)
    assert token and role_behind(token, services) is Role.SUPERVISOR


def test_neither_password_nor_token_is_stored(services: Services, tmp_path: Path) -> None:
    token = enter(services)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("dispatch.db*"))
    assert token and token.encode() not in stored and PASSWORD.encode() not in stored and b"$argon2id$" in stored


@pytest.mark.parametrize(("name", "password"), [("甲", "wrong password"), ("乙", PASSWORD)])
def test_wrong_and_unknown_are_one_answer(services: Services, name: str, password: str) -> None:
    assert enter(services, name, password) is None


def test_five_failures_lock_the_account_for_a_while(services: Services, clock: VirtualClock) -> None:
    for _ in range(RULES.tries):
        assert enter(services, password="wrong password") is None
    assert enter(services) is None
    clock.advance_to(clock() + RULES.locked)
    assert enter(services)


def test_whoever_guesses_elsewhere_does_not_shut_out_a_browser_that_is_known(services: Services) -> None:
    browser = known_browser(services)
    for _ in range(RULES.tries):
        enter(services, password="wrong password")
    assert enter(services) is None
    assert enter(services, device=browser) and enter(services) is None


def test_a_known_browser_has_no_more_tries_than_any_other(services: Services) -> None:
    browser = known_browser(services)
    for _ in range(2 * RULES.tries):
        enter(services, password="wrong password", device=browser)
    assert enter(services, device=browser) is None


def test_a_browser_is_known_for_one_account_only(services: Services) -> None:
    with services.work() as work:
        accounts.create_account("乙", Role.AUDITOR, PASSWORD, work=work)
    browser = known_browser(services)
    for _ in range(RULES.tries):
        enter(services, "乙", "wrong password")
    assert enter(services, "乙", device=browser) is None


@pytest.mark.parametrize("how", ["long ago", "a new password"])
def test_a_browser_is_forgotten(services: Services, clock: VirtualClock, how: str) -> None:
    browser = known_browser(services)
    if how == "long ago":
        clock.advance_to(clock() + RULES.device + timedelta(days=1))
        known_browser(services)
    else:
        with services.work() as work:
            accounts.renew_password("甲", PASSWORD, work)
    for _ in range(RULES.tries):
        enter(services, password="wrong password")
    assert enter(services, device=browser) is None


def test_a_success_forgets_the_failures_before_it(services: Services) -> None:
    for _ in range(2):
        for _ in range(RULES.tries - 1):
            enter(services, password="wrong password")
        assert enter(services)


def test_a_session_ends_when_nobody_is_there(services: Services, clock: VirtualClock) -> None:
    token = enter(services)
    clock.advance_to(clock() + RULES.idle)
    assert token and role_behind(token, services) is None


def test_whoever_is_there_stays_in_but_not_beyond_the_longest_session(services: Services, clock: VirtualClock) -> None:
    token = enter(services)
    opened = clock()
    while token and role_behind(token, services):
        with services.work() as work:
            accounts.touch(token, work)
        clock.advance_to(clock() + timedelta(minutes=20))
    assert clock() - opened == RULES.longest


def test_signing_out_ends_the_session_on_the_server(services: Services) -> None:
    token = enter(services)
    assert token
    with services.work() as work:
        accounts.sign_out(token, work)
    assert role_behind(token, services) is None


def test_the_idle_time_is_written_at_most_once_a_minute(services: Services, clock: VirtualClock) -> None:
    token = enter(services)
    assert token
    with services.work(reads_only=True) as work:
        assert not accounts.wants_touch(token, work)
    clock.advance_to(clock() + accounts.TOUCH)
    with services.work(reads_only=True) as work:
        assert accounts.wants_touch(token, work)


@pytest.mark.parametrize(
    ("name", "role", "password", "refusal"),
    [
        ("甲", Role.OPERATOR, PASSWORD, AccountExists),
        ("", Role.OPERATOR, PASSWORD, BadAccountName),
        ("乙" * 65, Role.OPERATOR, PASSWORD, BadAccountName),
        ("乙", Role.EXPERT, PASSWORD, NotAConsoleRole),
        ("乙", Role.SUBVENUE, PASSWORD, AccountNeedsScope),
        ("乙", Role.OPERATOR, "short", WeakPassword),
    ],
)
def test_an_account_that_cannot_be_is_refused(services: Services, name: str, role: Role, password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal), services.work() as work:
        accounts.create_account(name, role, password, work=work)


LOOKS_LIKE = [
    "甲\u200b",
    "\u2060甲",
    "甲 ",
    "甲\u3000",
    "ｓｕｐ-1",
    "sup\u20111",
    "s\u0443p-1",
    "\u202e1-pus",
    "甲\ufe00",
    "sup-1\n",
    "sup-1\0",
    "\u2f65",
]


@pytest.mark.parametrize("name", LOOKS_LIKE)
def test_name_that_only_looks_like_another_is_refused(services: Services, name: str) -> None:
    with pytest.raises(BadAccountName), services.work() as work:
        accounts.create_account(name, Role.OPERATOR, PASSWORD, work=work)


def test_name_that_differs_only_in_case_is_taken(services: Services) -> None:
    with services.work() as work:
        accounts.create_account("sup-1", Role.SUPERVISOR, PASSWORD, work=work)
    with pytest.raises(AccountExists, match="sup-1"), services.work() as work:
        accounts.create_account("SUP-1", Role.OPERATOR, PASSWORD, work=work)


@pytest.mark.parametrize("name", ["欧阳·阿依古丽", "zhang.san@centre-1", "㛃莹", "𠮷田"])
def test_names_that_people_bear_are_taken(services: Services, name: str) -> None:
    with services.work() as work:
        assert accounts.create_account(name, Role.OPERATOR, PASSWORD, work=work).name == name


def test_name_typed_in_full_width_letters_is_the_one_that_was_meant() -> None:
    assert accounts.as_typed("　ｓｕｐ－１ ") == "sup-1"


def test_demo_users_are_made_once_each_with_a_password_of_its_own(services: Services) -> None:
    with services.work() as work:
        made = accounts.open_demo_accounts(work)
    with services.work() as work:
        assert accounts.open_demo_accounts(work) == ()
    assert len({account.password for account in made}) == len(made) >= 6


def test_a_new_password_ends_the_sessions_of_the_old_one(services: Services) -> None:
    token = enter(services)
    with services.work() as work:
        accounts.renew_password("甲", "另一个足够长的口令 2", work)
    assert token and role_behind(token, services) is None
    assert enter(services) is None and enter(services, password="另一个足够长的口令 2")


def test_a_new_password_opens_a_locked_account(services: Services) -> None:
    for _ in range(RULES.tries):
        enter(services, password="wrong password")
    with services.work() as work:
        accounts.renew_password("甲", PASSWORD, work)
    assert enter(services)


def test_nobody_signs_in_under_a_closed_account_until_it_is_renewed(services: Services) -> None:
    token = enter(services)
    with services.work() as work:
        accounts.close_account("甲", work)
    assert token and role_behind(token, services) is None
    assert enter(services) is None and enter(services, password=accounts.CLOSED) is None
    with services.work() as work:
        accounts.renew_password("甲", PASSWORD, work)
    assert enter(services)


@pytest.mark.parametrize(
    "act", [lambda work: accounts.renew_password("乙", PASSWORD, work), lambda work: accounts.close_account("乙", work)]
)
def test_an_account_that_is_not_there_is_neither_renewed_nor_closed(services: Services, act: Callable[[Work], object]) -> None:
    with pytest.raises(NoSuchAccount), services.work() as work:
        act(work)


def test_every_change_of_an_account_stands_in_the_log_with_its_role_and_no_name(services: Services) -> None:
    with services.work() as work:
        accounts.renew_password("甲", PASSWORD, work)
        accounts.close_account("甲", work)
    with services.work(reads_only=True) as work:
        bodies = [parse_canonical(entry.body) for entry in work.uow.log.entries(0, 3)]
    assert [(body["act"], body["role"]) for body in bodies] == [("made", "SUP"), ("renewed", "SUP"), ("closed", "SUP")]
    assert len({body["a"] for body in bodies}) == 1 and "甲" not in str(bodies)
