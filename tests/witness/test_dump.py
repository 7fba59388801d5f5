"""A dump of the log is replayed offline, and whatever was changed in it is found."""

from __future__ import annotations

import pytest

from dispatch.witness.dump import dump_lines, verify_dump
from dispatch.witness.entry import Entry
from dispatch.witness.refusals import BadDump
from dispatch.witness.tree import Tree
from tests.witness.builders import NAMES, NOON, a_checkpoint, a_note, a_trust, an_event, records

ENTRIES = (
    *(Entry(idx, body) for idx, body in enumerate(records("first", "评标"))),
    an_event(2, "C", e="plan", m="00" * 32, prev="", publish_from=NOON),
)
TREE = Tree(entry.body for entry in ENTRIES)
NOTE = a_note(a_checkpoint(TREE), NAMES)


def a_dump(entries: tuple[Entry, ...] = ENTRIES, note: str = NOTE) -> str:
    return "".join(dump_lines(entries, note))


def the_step_that_fails(text: str, earlier: tuple[str, ...] = ()) -> int:
    with pytest.raises(BadDump) as refusal:
        verify_dump(text, a_trust(), earlier)
    return int(str(refusal.value.facts["step"]))


def test_an_honest_dump_replays_to_its_checkpoint():
    assert verify_dump(a_dump(), a_trust(), [a_note(a_checkpoint(TREE, 2), NAMES)]).entries == ENTRIES


def test_a_missing_or_misplaced_entry_is_found():
    assert the_step_that_fails(a_dump(ENTRIES[1:])) == 1
    assert the_step_that_fails(a_dump((ENTRIES[0], ENTRIES[0], *ENTRIES[2:]))) == 1
    assert the_step_that_fails(a_dump(ENTRIES[:2])) == 3


def test_a_body_that_is_not_canonical_is_found():
    assert the_step_that_fails(a_dump((Entry(0, b'{"e": "note"}'), *ENTRIES[1:]))) == 2


def test_a_changed_body_is_found_by_the_root():
    assert the_step_that_fails(a_dump((Entry(0, records("other")[0]), *ENTRIES[1:]))) == 3


def test_an_earlier_checkpoint_of_another_history_is_found():
    other = Tree(records("first", "other"))
    assert the_step_that_fails(a_dump(), (a_note(a_checkpoint(other), NAMES),)) == 3


def test_a_checkpoint_without_quorum_is_found():
    assert the_step_that_fails(a_dump(note=a_note(a_checkpoint(TREE), NAMES[:1]))) == 4


def test_an_event_signed_by_another_role_is_found():
    forged = Entry(2, ENTRIES[2].body, "S", ENTRIES[2].sig)
    assert the_step_that_fails(a_dump((*ENTRIES[:2], forged))) == 5
    unsigned = Entry(2, ENTRIES[2].body)
    assert the_step_that_fails(a_dump((*ENTRIES[:2], unsigned))) == 5


def test_times_may_not_run_back_more_than_five_minutes():
    late = tuple(a_note(a_checkpoint(TREE, 2), NAMES, times=(NOON + back, NOON + back)) for back in (301, 302))
    assert verify_dump(a_dump(), a_trust(), late[:1])
    assert the_step_that_fails(a_dump(), late[1:]) == 6
