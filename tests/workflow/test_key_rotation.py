"""Keys change each quarter and month by two persons; what was sealed before still opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.sealing.person import PersonCodec
from dispatch.workflow.experts.entries import checked_entries
from dispatch.workflow.experts.refusals import AnotherPerson
from dispatch.workflow.key_rotation import rotate_keys, rotations
from policies.vocabulary.expert import Identity
from tests.workflow import cast
from tests.workflow.library import ANNA, NO, Library, a_library, suspend


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path)


def test_after_a_rotation_what_was_sealed_before_opens_and_the_log_says_so(library: Library):
    library.do(suspend, NO, "enquiry", ANNA)
    assert library.do(rotate_keys, ANNA, "王主任") == {"pii": "2026Q4", "bank": "2026Q4", "notify": "2026-12", "shred": "2026-12"}
    with library.work(reads_only=True) as work:
        person = work.uow.registry.by_expert_no([NO])[NO]
        name = PersonCodec(work.means.keys, work.means.entropy).open(Identity, person).name
        assert (name, checked_entries(work)) == (cast.a_pool()[0].identity.name, 2)
        (entry,), (told,) = work.uow.log.entries_of("keys"), rotations(work)
    assert entry.read()["epochs"]["pii"] == told["epochs"]["pii"] == "2026Q4"
    assert (told["by"], told["with"], told["why"]) == (ANNA.by, "王主任", ANNA.why) and ANNA.by.encode() not in entry.body


@pytest.mark.parametrize("second", ["", " 李 管理 "])
def test_one_person_alone_rotates_nothing(library: Library, second: str):
    with pytest.raises(AnotherPerson):
        library.do(rotate_keys, ANNA, second)
    assert library.log_kinds() == []
