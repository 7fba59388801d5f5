"""Nothing about a person lies in clear, everything held is handed to himself, and entries changed behind our back show."""

from __future__ import annotations

import json
import sqlite3
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.adapters.refusals import KeyDestroyed
from dispatch.sealing.entry import EntryCodec
from dispatch.sealing.refusals import FieldClosed
from dispatch.workflow.engagements import engage
from dispatch.workflow.experts import conduct, correction, leaving, review, service
from dispatch.workflow.experts.access import hand_out
from dispatch.workflow.experts.entries import Act, checked_entries, rewrap
from dispatch.workflow.experts.refusals import RecordsDamaged
from dispatch.workflow.experts.shown import due, shown
from dispatch.workflow.pool_relations import import_relations
from dispatch.workflow.relation_changes import add_relation
from policies.vocabulary.expert import Relation
from policies.vocabulary.ids import ExpertNo
from tests.workflow import cast
from tests.workflow.library import ANNA, BORIS, CLARA, NO, Library, a_candidate, a_library, suspend

PHONE = "16199998888"
WORDS = ("张三举报说他住院了", "示例微信群", "李管理", "王主任", PHONE, "本人甄示例")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path)


def everything_happens(library: Library) -> None:
    """One of each act, with words that must not be found anywhere."""
    gossip = Act("李管理", WORDS[0])
    library.call_for("A08")
    library.take(a_candidate(), by=Act("本人甄示例", "示例微信群"))
    library.do(conduct.take_points, NO, "ZJ508", gossip)
    library.do(suspend, NO, "points", BORIS)
    library.do(review.appeal, NO, 2, gossip)
    library.do(review.decide, NO, None, CLARA, granted=False)
    library.do(service.take_leave, NO, library.today, library.today + timedelta(days=3), gossip)
    library.do(service.note_consent, NO, "health", "v1", gossip)
    library.do(correction.ask_correction, NO, {"手机号码": PHONE}, gossip)
    library.do(review.decide, NO, None, BORIS, granted=True)


def test_no_byte_of_the_database_tells_name_number_reason_or_author(library: Library):
    everything_happens(library)
    files = b"\0".join(path.read_bytes() for path in (library.folder / "var").glob("dispatch.db*"))
    people = [cast.an_expert(1, cast.WORKS), a_candidate()]
    secrets = [secret for each in people for secret in (each.identity.name, each.identity.id_no, each.contact.phone, each.bank.card)]
    assert [word for word in (*WORDS, *secrets) if word.encode() in files] == []
    assert b"expert_entry" in files and b"suspension" in files  # the search does find what is there


def test_the_log_commits_to_every_entry_and_names_nobody(library: Library):
    everything_happens(library)
    with library.work(reads_only=True) as work:
        bodies = [entry.body for entry in work.uow.log.entries()]
        assert checked_entries(work) == 10
    assert [word for word in (*WORDS, NO, "SL000050") if word.encode() in b"".join(bodies)] == []


def test_an_entry_moved_to_another_person_or_number_stays_closed(library: Library):
    library.do(conduct.suspend, NO, "enquiry", BORIS)
    other = library.known("SL000002").ref
    with pytest.raises(FieldClosed), library.work() as work:
        (kept,) = work.uow.lifecycle.of(library.known().ref)
        work.uow.lifecycle.add(type(kept)(other, 1, kept.kind, kept.wrapped_dek, kept.sealed, kept.log_idx))
        checked_entries(work)


@pytest.mark.parametrize("guard", ["no_update", "no_delete"])
def test_an_entry_replaced_or_removed_behind_our_back_shows(library: Library, guard: str):
    library.do(conduct.suspend, NO, "enquiry", BORIS)
    with library.work(reads_only=True) as work:
        other = EntryCodec(work.means.keys, work.means.entropy).seal(b"{}", library.known().ref, 1, "proposal")
    with sqlite3.connect(library.folder / "var" / "dispatch.db") as database:
        database.execute(f"DROP TRIGGER expert_entry_{guard}")
        changes = {"no_update": "UPDATE expert_entry SET wrapped_dek = ?, sealed = ?", "no_delete": "DELETE FROM expert_entry WHERE ? <> ?"}
        database.execute(changes[guard], (other.wrapped_dek, other.sealed))
    with pytest.raises(RecordsDamaged), library.work(reads_only=True) as work:
        checked_entries(work)


@pytest.mark.parametrize("anew", [True, False])
def test_entries_outlive_the_month_whose_key_is_destroyed_if_they_are_wrapped_anew(library: Library, anew: bool):
    keys = library.services.means.keys
    keys.rotate("shred", "2026-12")
    library.do(conduct.suspend, NO, "enquiry", BORIS)
    keys.rotate("shred", "2027-01")
    assert not anew or library.do(rewrap) == 1
    keys.destroy("shred/2026-12")
    with nullcontext() if anew else pytest.raises(KeyDestroyed), library.work(reads_only=True) as work:
        assert checked_entries(work) == 1


def test_what_staff_see_is_masked(library: Library):
    everything_happens(library)
    with library.work(reads_only=True) as work:
        told = json.dumps(shown(library.known(), work), default=str, ensure_ascii=False)
    expert = cast.an_expert(1, cast.WORKS)
    assert [secret for secret in (expert.identity.name, expert.identity.id_no, PHONE, expert.bank.card) if secret in told] == []
    assert "甄***" in told and "161****8888" in told


def handed_out(library: Library, no: str = NO) -> dict[str, Any]:
    document: dict[str, Any] = library.do(hand_out, no, ANNA)
    return document


def test_a_person_gets_everything_that_is_held_about_him(library: Library):
    everything_happens(library)
    document = handed_out(library)
    assert (document["登记信息"]["手机号码"], document["登记信息"]["银行卡号"]) == (PHONE, cast.an_expert(1, cast.WORKS).bank.card)
    assert [entry["事项"] for entry in document["专家管理记录"]][:3] == ["扣分", "暂停", "申诉"]
    assert document["专家管理记录"][0]["理由"] == WORDS[0]
    json.dumps(document)


def test_that_it_was_handed_out_is_an_entry_too(library: Library):
    handed_out(library)
    assert [entry.kind.word for entry in library.known().entries] == ["查阅复制"]


def test_what_is_secret_still_and_what_is_about_others_is_left_out(library: Library):
    apart = Relation(ExpertNo(NO), "不宜同组", "SL000002", "", None, None, "", "夫妻")
    library.do(lambda work: import_relations([apart], [], work))
    ref, past, coming = library.known().ref, library.today, library.today + timedelta(days=9)
    library.do(lambda work: [engage(name, ref, (day,), work) for name, day in (("e1", past), ("e2", coming))])
    library.wait(1)
    document = handed_out(library)
    assert document["参评日期"] == [past.isoformat()]
    assert "SL000002" not in json.dumps(document) and "夫妻" not in json.dumps(document, ensure_ascii=False)


def test_of_an_entry_about_a_relation_nobody_else_gets_the_other_side(library: Library):
    other = library.known("SL000002").no
    library.do(add_relation, Relation(ExpertNo(NO), "不宜同组", other, "", None, None, "", "二人系夫妻"), ANNA)
    library.do(add_relation, Relation(ExpertNo(NO), "近亲属任职", "示例第一建设有限公司", "", None, None, "", ""), ANNA)
    document = str(handed_out(library))
    with library.work(reads_only=True) as work:
        seen = str(shown(library.known(), work)["entries"])
    assert (other in document, "夫妻" in document, "示例第一建设" in document) == (False, False, True)
    assert (other in seen, "夫妻" in seen, "示例第一建设" in seen, "近亲属任职" in seen) == (False, False, False, True)


def test_a_candidate_may_see_his_candidacy(library: Library):
    library.call_for("A08")
    library.take(a_candidate())
    (entry,) = handed_out(library, "SL000050")["专家管理记录"]
    assert dict(entry["内容"]["报名表"])["姓名"] == a_candidate().identity.name


def test_due_lists_what_waits_for_people(library: Library):
    everything_happens(library)
    library.do(conduct.take_points, "SL000002", "ZJ508", ANNA)
    library.do(leaving.leave_the_pool, "SL000003", ANNA)
    with library.work(reads_only=True) as work:
        found = {(each["no"], each["what"][:4]) for each in due(work)}
    assert found == {("SL000050", "报名待决"), ("SL000002", "提请暂停")}
    library.wait(3 * 366)
    with library.work(reads_only=True) as work:
        assert ("SL000003", "资料保存期已满，应予删除") in {(each["no"], each["what"]) for each in due(work)}
