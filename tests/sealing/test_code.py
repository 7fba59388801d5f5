"""A code works once, five tries long, for ten minutes, for one action behind one link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dispatch.adapters.keystore import FileKeyStore
from dispatch.sealing.code import Verdict, issue_code, try_code
from tests.sealing.builders import ENTROPY

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**7:07d}"


def test_a_right_code_is_accepted_once(keys: FileKeyStore):
    digits, code = issue_code(keys, "L", "accept", NOW, ENTROPY)
    verdict, spent = try_code(keys, code, ("L", "accept", digits), NOW)
    assert (verdict, len(digits)) == (Verdict.RIGHT, 7)
    assert try_code(keys, spent, ("L", "accept", digits), NOW)[0] is Verdict.SPENT


def test_five_wrong_tries_spend_a_code(keys: FileKeyStore):
    digits, code = issue_code(keys, "L", "accept", NOW, ENTROPY)
    for _ in range(5):
        verdict, code = try_code(keys, code, ("L", "accept", wrong(digits)), NOW)
        assert verdict is Verdict.WRONG
    assert try_code(keys, code, ("L", "accept", digits), NOW)[0] is Verdict.SPENT


def test_a_code_ends_after_ten_minutes(keys: FileKeyStore):
    digits, code = issue_code(keys, "L", "accept", NOW, ENTROPY)
    last, over = NOW + timedelta(minutes=10, microseconds=-1), NOW + timedelta(minutes=10)
    assert try_code(keys, code, ("L", "accept", digits), last)[0] is Verdict.RIGHT
    assert try_code(keys, code, ("L", "accept", digits), over)[0] is Verdict.SPENT


def test_a_code_for_one_action_or_link_does_not_fit_another(keys: FileKeyStore):
    digits, code = issue_code(keys, "L", "accept", NOW, ENTROPY)
    for given in (("L", "decline", digits), ("M", "accept", digits)):
        assert try_code(keys, code, given, NOW)[0] is Verdict.WRONG
