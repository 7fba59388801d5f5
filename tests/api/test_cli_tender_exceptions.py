"""The lawful exceptions at the command line: each does one act, says what follows, and refuses in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import tender
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from tests.api.shop import facts, run, services_in

WORKS = shipped.APPLICATIONS[0]
NUMBER = "DEMO-2026-0001/1"
CONSENT = ("--ground", "complex", "--consent-by", "示例监督局", "--consent-no", "示监〔2026〕7号")


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    monkeypatch.setattr("api.cli.services", lambda: made)
    facts(tender.app, "apply", WORKS)
    yield made


def later(day: str = "18") -> tuple[str, ...]:
    return "--opening-at", f"2026-12-{day} 09:00", "--why", "答疑延后"


def test_postpone_moves_the_opening_and_keeps_the_lead_of_check_in(centre: Services) -> None:
    moved = facts(tender.app, "postpone", NUMBER, *later())
    assert (moved["opening_at"], moved["checkin_at"]) == ("2026-12-18T09:00:00+08:00", "2026-12-18T08:30:00+08:00")
    assert "答疑延后" in run(tender.app, "show", NUMBER).output


def test_nobody_neither_approves_nor_postpones(centre: Services) -> None:
    assert facts(tender.app, "approve", NUMBER, "--by", "")["refused"]["code"] == "expert.author_and_reason"
    assert facts(tender.app, "postpone", NUMBER, *later(), "--by", " ")["refused"]["code"] == "expert.author_and_reason"


def test_postpone_needs_a_reason_and_a_later_time(centre: Services) -> None:
    assert run(tender.app, "postpone", NUMBER, *later()[:2]).exit_code == 2
    assert facts(tender.app, "postpone", NUMBER, *later("10"))["refused"]["code"] == "postpone.not_later"


def test_no_opening_is_refused_while_nothing_is_approved(centre: Services) -> None:
    assert facts(tender.app, "no-opening", NUMBER, "--bidders", "2")["refused"]["code"] == "exception.not_under_way"


def test_appoint_knows_its_experts_and_the_law(centre: Services) -> None:
    words = ("appoint", NUMBER, *(word for n in range(1, 6) for word in ("--expert", f"{n}:X{n}")))
    assert facts(tender.app, *words, *CONSENT)["refused"]["code"] == "appoint.other_seats"
    assert facts(tender.app, *words, "--ground", "haste", *CONSENT[2:])["refused"]["code"] == "appoint.not_lawful"
    for spelled in ("SL000001", "²:SL000001"):
        assert run(tender.app, "appoint", NUMBER, "--expert", spelled, *CONSENT).exit_code == 2


def test_recall_waits_for_the_report(centre: Services) -> None:
    refused = facts(tender.app, "recall", NUMBER, "--at", "2026-12-30 09:00", "--why", "候选人情况变化")["refused"]
    assert refused["code"] == "exception.not_under_way"


def test_a_section_does_not_share_with_itself(centre: Services) -> None:
    assert facts(tender.app, "share", NUMBER, "--with", NUMBER)["refused"]["code"] == "sections.not_one_committee"
