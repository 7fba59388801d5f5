"""`expert`: every act at the command line, told in two languages and as JSON, refused in words, never with a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli import expert
from dispatch.bootstrap import Services
from dispatch.intake.pool_rows import PoolReading
from dispatch.intake.writing import write_pool
from dispatch.workflow.pool import import_pool
from policies.vocabulary.expert import Expert
from tests.api.shop import facts, run, services_in
from tests.workflow import cast

NO, NEW = "SL000001", "SL000050"
LI, WANG, ZHAO = (("--by", name, "--why", "按规定") for name in ("李管理", "王主任", "赵处长"))


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    with made.work() as work:
        import_pool(PoolReading((cast.an_expert(1, cast.WORKS),), rows=(2,)), work)
    monkeypatch.setattr(expert, "_services", lambda: made)
    yield made


def do(*words: object) -> Any:
    return facts(expert.app, *words)


def code(*words: object) -> str:
    return str(do(*words)["refused"]["code"])


def form(folder: Path, *experts: Expert) -> Path:
    write_pool(experts, folder / "报名.xlsx")
    return folder / "报名.xlsx"


def open_call() -> Any:
    return do("open-call", "ZJ-1", "--title", "年度征集", "--from", "2026-12-01", "--to", "2026-12-31", "--code", "A08", *LI)


def test_from_open_call_to_the_pool(centre: Services, tmp_path: Path):
    assert (open_call(), open_call()) == ({"call": "ZJ-1", "published": True}, {"call": "ZJ-1", "published": False})
    file = form(tmp_path, cast.an_expert(50, cast.WORKS))
    assert do("apply", file, "--call", "ZJ-1", *LI) == {"candidacies": 1, "new": 1}
    assert code("review", NEW, "--grant", *LI) == "expert.another_person"
    assert do("review", NEW, "--grant", *WANG)["kind"] == "review"
    assert do("show", NEW)["stage"] == "在库"


def test_a_form_with_a_fault_is_refused_without_the_value(centre: Services, tmp_path: Path):
    open_call()
    table = form(tmp_path, cast.an_expert(50, cast.WORKS)).with_suffix(".csv")
    write_pool([cast.an_expert(50, cast.WORKS)], table)
    number = cast.an_expert(50, cast.WORKS).identity.id_no
    table.write_text(table.read_text("utf-8").replace(number, number[:-1] + "Y"), "utf-8")
    outcome = run(expert.app, "apply", table, "--call", "ZJ-1", *LI)
    assert (outcome.exit_code, "Traceback" in outcome.output, number[:-1] in outcome.output) == (1, False, False)


def test_points_propose_another_suspends_a_third_lifts(centre: Services):
    proposed = do("points", NO, "--code", "ZJ508", *LI)["proposals"]
    assert ("青政务" in proposed[0]["source"], proposed[0]["ground"]) == (True, "points")
    assert code("suspend", NO, "--ground", "points", *LI) == "expert.another_person"
    do("suspend", NO, "--ground", "points", *WANG)
    assert (do("show", NO)["standing"], do("show", NO)["suspended_until"]) == ("暂停", "2027-06-09")
    do("lift", NO, *ZHAO)
    assert do("show", NO)["standing"] == "正常"


def test_leave_training_and_consent_are_shown_and_taken_back(centre: Services):
    do("leave", NO, "--from", "2026-12-16", "--to", "2026-12-18", *LI)
    do("train", NO, "--course", "电子评标", "--until", "2027-12-31", *LI)
    do("consent", NO, "--purpose", "face", "--statement", "v1", *LI)
    do("withdraw", NO, "--entry", "1", *LI)
    do("consent", NO, "--purpose", "face", "--statement", "v1", "--revoke", *LI)
    shown = do("show", NO)
    assert (shown["leave"], shown["trained_until"], shown["consents"]) == ([], "2027-12-31", {})
    assert [entry["void"] for entry in shown["entries"]] == [True, False, False, False, False]


def test_all_entries_are_checked_against_the_log(centre: Services):
    assert [do("suspend", NO, "--ground", "enquiry", *who)["kind"] for who in (LI, WANG)] == ["proposal", "suspension"]
    do("lift", NO, *ZHAO)
    assert do("check") == {"entries": 3}


def test_an_earlier_day_is_shown_as_it_was(centre: Services):
    do("suspend", NO, "--ground", "enquiry", *LI)
    do("suspend", NO, "--ground", "enquiry", *WANG)
    assert do("show", NO, "--on", "2026-12-08")["standing"] == "正常"


def test_correction_and_appeal_wait_in_due_until_another_decides(centre: Services):
    do("correct", NO, "--set", "手机号码=16199998888", *LI)
    do("appeal", NO, *LI)
    assert [each["what"] for each in do("due")] == ["申请更正待决定", "申诉待决定"] == [each["what"] for each in do("due", "--anew")]
    assert code("review", NO, "--grant", *WANG) == "expert.nothing_to_decide"
    do("review", NO, "--entry", "1", "--grant", *WANG)
    do("review", NO, "--entry", "2", "--refuse", *WANG)
    assert (do("due"), do("show", NO)["phone"]) == ([], "161****8888")


def test_the_file_for_the_person_is_for_its_owner_only(centre: Services, tmp_path: Path):
    out = tmp_path / "本人.json"
    run(expert.app, "access", NO, "--out", out, *LI)
    assert (out.stat().st_mode & 0o777, json.loads(out.read_text("utf-8"))["登记信息"]["姓名"]) == (
        0o600,
        cast.an_expert(1, cast.WORKS).identity.name,
    )


def test_a_hand_out_overwrites_nothing_and_leaves_no_entry_where_it_cannot_be_written(centre: Services, tmp_path: Path):
    taken = tmp_path / "dispatch.db"
    taken.write_bytes(b"precious")
    for out in (taken, tmp_path / "nowhere" / "本人.json"):
        assert run(expert.app, "access", NO, "--out", out, *LI).exit_code == 2
    assert (taken.read_bytes(), do("show", NO)["entries"]) == (b"precious", [])


def test_who_exits_is_shown_as_left_and_kept_by_law(centre: Services):
    do("exit", NO, *LI)
    assert (do("show", NO)["standing"], do("show", NO)["standing_in_file"]) == ("退出", "正常")
    assert code("erase", NO, *WANG) == "expert.kept_by_law"


@pytest.mark.parametrize(
    "words",
    [
        ("show", "SL999999"),
        ("leave", NO, "--from", "2026-12-18", "--to", "2026-12-16", *LI),
        ("points", NO, "--code", "nonsense", *LI),
        ("suspend", NO, "--ground", "nonsense", *LI),
        ("lift", NO, *LI),
        ("correct", NO, "--set", "状态=正常", *LI),
        ("withdraw", NO, "--entry", "9", *LI),
        ("appeal", NO, "--against", "9", *LI),
        ("exit", NO, "--ground", "nonsense", *LI),
        ("consent", NO, "--purpose", "nonsense", "--statement", "v1", *LI),
        ("leave", NO, "--from", "2026-12-16", "--to", "2026-12-16", "--by", " ", "--why", "病"),
    ],
)
def test_a_refusal_is_one_sentence_in_two_languages(centre: Services, words: tuple[str, ...]):
    outcome = run(expert.app, *words)
    assert (outcome.exit_code, "Traceback" in outcome.output, len(outcome.stderr.strip().splitlines())) == (1, False, 2)


def test_everything_is_told_in_words_without_name_or_number(centre: Services):
    expert_ = cast.an_expert(1, cast.WORKS)
    do("points", NO, "--code", "ZJ508", *LI)
    do("appeal", NO, "--against", "1", *LI)
    told = run(expert.app, "show", NO).output + run(expert.app, "due").output
    assert "提请暂停：一次扣分15" in told and "待决定：第 2 项 申诉" in told
    assert [secret for secret in (expert_.identity.name, expert_.identity.id_no, expert_.contact.phone) if secret in told] == []
