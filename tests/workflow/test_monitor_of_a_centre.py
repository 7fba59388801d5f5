"""The monitor's counts over the log of a real centre: what the supervisor ended, how, and whether anybody could have known."""

from __future__ import annotations

import json
from pathlib import Path

from dispatch.witness.dump import VerifiedDump
from dispatch.witness.trust import read_trust
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.monitor import Office, monitor
from dispatch.workflow.monitored_draw import read_transcript
from dispatch.workflow.publish import transcript
from dispatch.workflow.records import DrawStep, TenderState
from tests.workflow import cast
from tests.workflow.people import DECLINES, in_order
from tests.workflow.world import World, a_world, at

BLIND, INFORMED, DRAWN = (f"SL-2026-000{nth}/1" for nth in (1, 2, 3))


def give_up(world: World, tender_id: str) -> None:
    with world.services.work() as work:
        give_up_tender(tender_id, why="项目资金未落实", by="经办人甲", work=work)


def three_lives(folder: Path) -> World:
    """One tender given up before anybody released, one while it was drawn again, and one that was evaluated."""
    world = a_world(folder / "centre", cast.a_tender("SL-2026-0001"), conduct=in_order(DECLINES))
    world.play(until=at(DrawStep.COMMITS))
    give_up(world, BLIND)
    for nth, (tender_id, step) in enumerate([(INFORMED, at(DrawStep.RELEASES, 1, INFORMED)), (DRAWN, lambda world: False)], start=2):
        world.apply(cast.a_tender(f"SL-2026-000{nth}"))
        world.play(until=step)
        if tender_id == INFORMED:
            give_up(world, INFORMED)
    return world.play()


def test_ends_and_vacancies_of_a_centre_are_counted_blind_and_informed(tmp_path: Path):
    world = three_lives(tmp_path)
    assert world.record(DRAWN).state is TenderState.ARCHIVED
    world.wait_until(max(world.draw(each).publish_from for each in (BLIND, INFORMED, DRAWN)))
    with world.services.work(reads_only=True) as work:
        dump = VerifiedDump(tuple(work.uow.log.entries()), ())
        texts = [json.dumps(transcript(world.draw(each).m, work)).encode() for each in (BLIND, INFORMED, DRAWN)]
    found = monitor(dump, map(read_transcript, texts), int(world.clock().timestamp()))
    assert (found.findings, found.draws, found.open) == ((), 3, 0)
    left = sum(len(vacated) for text in texts for vacated in json.loads(text)["vacated"].values())
    assert left >= 1
    assert found.offices == (Office("S", ended=3, complete=1, infeasible=0, cancelled_blind=1, cancelled_informed=1, vacated=left),)
    assert monitor(dump, [], int(world.clock().timestamp())).offices == found.offices


def test_where_one_operator_holds_every_key_no_end_without_committee_counts_as_blind(tmp_path: Path):
    world = a_world(tmp_path / "centre", cast.a_tender("SL-2026-0001")).play(until=at(DrawStep.COMMITS))
    give_up(world, BLIND)
    world.play()
    with world.services.work(reads_only=True) as work:
        seen = work.means.trust, work.uow.log.latest_note(cosigned_by=2), tuple(work.uow.log.entries())
    dump = VerifiedDump(seen[2], (read_trust(seen[0]).read_checkpoint(seen[1]),))
    (office,) = monitor(dump, [], int(world.clock().timestamp())).offices
    assert (office.cancelled_blind, office.cancelled_informed) == (0, 1)
