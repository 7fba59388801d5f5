"""A monitor sees what the centre, the supervisor or a publisher would rather not be seen."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import audit
from dispatch.draw import events
from dispatch.draw.history import History
from dispatch.draw.manifest import check_manifest
from dispatch.kernel.canonical import canonical
from dispatch.verifier.limit import Limit
from dispatch.verifier.verify import verify
from dispatch.witness.dump import VerifiedDump, dump_lines
from dispatch.witness.entry import EVENT_PREFIX, Entry
from dispatch.witness.tree import Tree
from dispatch.workflow.monitor import Monitored, monitor
from dispatch.workflow.monitored_draw import Transcript, read_transcript
from dispatch.workflow.refusals import TranscriptUnreadable
from tests.agents.world import BEFORE, DRAW_TIME, World
from tests.witness.builders import NAMES, NOON, a_checkpoint, a_note, a_signer, a_trust_value

VECTORS = Path(__file__).parents[2] / "docs/spec/vectors"
TRANSCRIPTS = [path for path in sorted(VECTORS.glob("transcript-*.json")) if path.name.count(".") == 1 and "-sm-" not in path.name]
SOON, LATE = NOON + 3600, NOON + 86400 * 32


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def a_complete_draw(world: World, **changes: Any) -> str:
    """Drawn twice, since one member did not come."""
    m = world.a_frozen_draw(**changes)
    for _ in range(3):
        world.tick()
    world.centre.draw_round(m)
    world.centre.propose_vacate(m)
    for _ in range(4):
        world.centre.checkpoint()
        world.tick()
    world.centre.draw_round(m)
    return an_end(world, m, "complete")


def an_end(world: World, m: str, status: str, why: str = "") -> str:
    world.centre.propose_final(m, status, why)
    world.centre.checkpoint()
    world.tick("S", now=BEFORE)
    world.centre.offers.clear()
    assert world.centre.all_draws[m].history.ended
    world.centre.checkpoint()
    return m


def a_cancelled_draw(world: World, *, released: bool, **changes: Any) -> str:
    m = world.a_frozen_draw(**changes)
    for _ in range(2):
        world.tick(now=DRAW_TIME if released else BEFORE)
    return an_end(world, m, "cancelled", "given-up")


def published(world: World, m: str) -> Transcript:
    given, history = world.centre.all_draws[m].given, world.centre.all_draws[m].history
    entries = [world.centre.log[event.idx] for event in history.events]
    shown = frozenset((entry.idx, entry.body, entry.by, entry.sig) for entry in entries)
    return Transcript(m, check_manifest(given.manifest), given.tender_no, shown)


def seen(world: World, *draws: str, at: int = LATE, log: list[Entry] | None = None) -> Monitored:
    dump = VerifiedDump(tuple(world.centre.log if log is None else log), ())
    return monitor(dump, [published(world, m) for m in draws], at)


def codes(found: Monitored) -> list[str]:
    return [finding.code for finding in found.findings]


def sign(world: World, j: str, body: dict[str, Any]) -> bytes:
    signer = a_signer(j) if j == "C" else world.homes[j].equip().signer
    return signer.sign(EVENT_PREFIX + canonical(body))


def test_an_honest_log_whose_draws_are_published_shows_nothing(world: World):
    found = seen(world, a_complete_draw(world))
    assert (found.draws, found.open, codes(found)) == (1, 0, [])


def test_a_draw_that_is_under_way_is_no_finding_until_it_is_late(world: World):
    m = world.a_drawn_round()
    assert (codes(seen(world, at=SOON)), codes(seen(world, m, at=LATE))) == ([], ["no-end"])


def test_a_plan_that_is_given_up_before_its_pool_must_end_all_the_same(world: World):
    world.centre.plan()
    assert codes(seen(world)) == ["no-end"]


def test_a_draw_that_is_not_published_in_time_is_found(world: World):
    a_complete_draw(world)
    assert codes(seen(world)) == ["not-published"]


def test_a_transcript_that_leaves_out_or_invents_an_event_is_found(world: World):
    m = a_complete_draw(world)
    whole = published(world, m)
    less = replace(whole, shown=frozenset(sorted(whole.shown)[1:]))
    more = replace(whole, shown=whole.shown | {(99, b"{}", "S", b"")})
    dump = VerifiedDump(tuple(world.centre.log), ())
    assert [codes(monitor(dump, [shown], LATE)) for shown in (less, more)] == [["event-left-out"], ["event-unknown"]]


def test_a_second_plan_for_a_tender_is_found_also_under_another_spelling(world: World):
    first, second = a_cancelled_draw(world, released=False), world.a_frozen_draw("ｊｙ-2026-0142/1")
    assert codes(seen(world, first, second, at=SOON)) == ["planned-twice"]


def test_a_successor_that_names_its_predecessor_is_found_good(world: World):
    first = a_cancelled_draw(world, released=False)
    second = world.a_frozen_draw(prev=first)
    assert codes(seen(world, first, second, at=SOON)) == []


def test_a_plan_in_between_that_was_never_published_breaks_no_chain(world: World):
    first = a_cancelled_draw(world, released=False)
    between = an_end(world, world.centre.plan(prev=first), "cancelled", "given-up")
    second = world.a_frozen_draw(prev=between)
    assert codes(seen(world, first, second, at=SOON)) == []
    assert codes(seen(world, first, world.a_frozen_draw(), at=SOON)) == ["planned-twice"]


def test_two_successors_of_one_draw_are_found(world: World):
    first = a_cancelled_draw(world, released=False)
    world.a_frozen_draw(prev=first)
    world.a_frozen_draw(prev=first)
    assert codes(seen(world, at=SOON)) == ["followed-twice"]


def test_more_carried_members_than_sat_are_found(world: World):
    first = a_cancelled_draw(world, released=False)
    second = world.a_frozen_draw(prev=first, carried=1)
    assert codes(seen(world, first, second, at=SOON)) == ["carried-too-many"]


def test_where_the_log_does_not_show_who_sat_the_transcript_does(world: World, monkeypatch: pytest.MonkeyPatch):
    first = a_cancelled_draw(world, released=False)
    carried = published(world, world.a_frozen_draw(prev=first, carried=2))
    monkeypatch.setattr(History, "sat_at_end", None)
    dump = VerifiedDump(tuple(world.centre.log), ())
    found = [codes(monitor(dump, [replace(published(world, first), sat=sat), carried], SOON)) for sat in (1, 2)]
    assert found == [["carried-too-many"], []]


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_who_sat_at_the_end_is_read_from_a_transcript_as_the_verifier_finds_it(transcript: Path):
    verified = verify(transcript.read_bytes(), None, Limit(time.monotonic))
    assert read_transcript(transcript.read_bytes()).sat == len(verified.standing.sitting)


def test_a_draw_that_names_another_tenders_draw_is_found(world: World):
    first = a_cancelled_draw(world, released=False)
    second = world.a_frozen_draw("JY-2026-0143/1", prev=first)
    assert codes(seen(world, first, second, at=SOON)) == ["another-tender"]


@pytest.mark.parametrize("known", [True, False])
def test_an_entry_that_the_log_should_have_refused_is_found(world: World, known: bool):
    m = a_complete_draw(world)
    late = events.release(m, 1, "T", n=3, seen=b"\0" * 32)
    world.centre.enter(late, "T", sign(world, "T", late))
    assert codes(seen(world, *([m] if known else []), at=SOON)) == ["false-entry"]


def test_a_release_that_saw_another_history_is_found(world: World):
    m = world.a_frozen_draw()
    world.tick(now=BEFORE)
    released = events.release(m, 0, "T", n=len(world.centre.log), seen=b"\0" * 32)
    world.centre.enter(released, "T", sign(world, "T", released))
    assert codes(seen(world, at=SOON)) == ["wrong-seen"]
    assert codes(seen(world, m, at=SOON)) == ["false-entry"]


def test_a_final_event_that_leaves_one_out_is_found(world: World):
    m = world.a_frozen_draw()
    ended = events.final(m, rounds=0, status="cancelled", why="given-up", idx=[0])
    world.centre.enter(ended, "S", sign(world, "S", ended))
    assert codes(seen(world, at=SOON)) == ["left-out"]


def test_a_draw_that_stands_in_two_logs_is_found(world: World):
    m = a_cancelled_draw(world, released=False)
    dump = VerifiedDump(tuple(world.centre.log), ())
    assert codes(monitor(dump, [published(world, m)], LATE, [dump])) == ["two-logs"]


def test_vacancies_and_cancellations_are_counted_by_who_signed_them(world: World):
    for number, make in enumerate((a_complete_draw, a_cancelled_draw, a_cancelled_draw, a_cancelled_draw)):
        no = f"JY-2026-{number}/1"
        world.expect(no)
        make(world, no=no, **({"released": number == 3} if number else {}))
    (office,) = seen(world, at=SOON).offices
    assert (office.token, office.ended, office.complete, office.cancelled_blind, office.cancelled_informed) == ("S", 4, 1, 2, 1)
    assert (office.vacated, office.per_hundred(office.cancelled_informed)) == (1, 25.0)


def test_a_full_committee_that_was_given_up_and_drawn_once_more_is_counted(world: World):
    first = a_complete_draw(world)
    (before,) = seen(world, at=SOON).offices
    world.a_frozen_draw(prev=first)
    (after,) = seen(world, at=SOON).offices
    assert (before.redrawn, after.redrawn, after.complete, after.cancelled_informed) == (0, 1, 1, 0)


def test_a_file_that_is_no_transcript_is_refused():
    for text in (b"", b"[]", b"{}", b'{"manifest":{}}', b'{"manifest":1.5}'):
        with pytest.raises(TranscriptUnreadable):
            read_transcript(text)


def test_the_command_reads_a_dump_and_ends_with_one_if_it_found_anything(world: World, tmp_path: Path):
    a_complete_draw(world)
    keys = {token: key.hex() for token, key in world.centre.keys.items()}
    (tmp_path / "trust").write_bytes(canonical(a_trust_value(keys=keys, parties=["S", "T"])))
    note = a_note(a_checkpoint(Tree(entry.body for entry in world.centre.log)), NAMES)
    (tmp_path / "dump").write_text("".join(dump_lines(world.centre.log, note)), "utf-8")
    (folder := tmp_path / "published").mkdir()
    (folder / "round-0.dse1.json").write_bytes(b"{}")  # a sealed file is no transcript that cannot be read
    words = ["monitor", str(tmp_path / "dump"), "--trust", str(tmp_path / "trust"), "--transcripts", str(folder), "--json", "--at"]
    early, late = (CliRunner().invoke(audit.app, [*words, day]) for day in ("2026-09-22", "2026-12-01"))
    assert (early.exit_code, late.exit_code) == (0, 1)
    assert [finding["code"] for finding in json.loads(late.stdout)["findings"]] == ["not-published"]
