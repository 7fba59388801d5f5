"""A checkpoint reaches every witness: one that is silent is asked again, one that lies harms nobody but itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from waitress.server import create_server

from dispatch.adapters.clock import VirtualClock, system_clock
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.witness_client import HttpWitness
from dispatch.agents.witness_http import witness_app
from dispatch.bootstrap import Settings
from dispatch.embedded import Embedded, embed
from dispatch.jobs import Outside, Patience, tick
from dispatch.workflow.checkpoint import UNREACHABLE, WitnessPort
from tests.agents.desk_over_http import running
from tests.witness.builders import NOON

START = datetime.fromtimestamp(NOON, system_clock().tzinfo)


@dataclass
class Moody:
    """A witness that answers as told as often as told, then as it should."""

    inner: WitnessPort
    moods: list[tuple[int, str]] = field(default_factory=list)
    asked: int = 0

    @property
    def name(self) -> str:
        return self.inner.name

    def add_checkpoint(self, body: str) -> tuple[int, str]:
        self.asked += 1
        return self.moods.pop(0) if self.moods else self.inner.add_checkpoint(body)


@pytest.fixture
def centre(tmp_path: Path) -> Embedded:
    return embed(Settings(data_dir=tmp_path), clock=VirtualClock(START), entropy=os_entropy)


def a_checkpoint_is_due(centre: Embedded) -> None:
    with centre.services.work() as work:
        work.uow.log.append({"e": "note", "n": work.uow.log.size})
        work.uow.tasks.put("checkpoint", work.means.origin, work.now)


def cosigned(centre: Embedded) -> int:
    """How many witnesses have cosigned the log's present size."""
    with centre.services.work(reads_only=True) as work:
        return len(work.uow.log.cosignatures(work.uow.log.size))


def later(centre: Embedded, seconds: int) -> None:
    clock = centre.services.clock
    assert isinstance(clock, VirtualClock)
    clock.advance_to(clock() + timedelta(seconds=seconds))


def test_a_silent_witness_is_asked_again_until_it_answers(centre: Embedded):
    silent = Moody(centre.witnesses[1], [(UNREACHABLE, "")] * 2)
    outside = Outside(centre.gateway, (centre.witnesses[0], silent))
    a_checkpoint_is_due(centre)
    for _ in range(4):
        tick(centre.services, outside)
        later(centre, 10)
    assert (cosigned(centre), silent.asked) == (2, 3)


def test_who_has_cosigned_is_not_asked_again(centre: Embedded):
    first, silent = Moody(centre.witnesses[0]), Moody(centre.witnesses[1], [(UNREACHABLE, "")] * 3)
    a_checkpoint_is_due(centre)
    for _ in range(5):
        tick(centre.services, Outside(centre.gateway, (first, silent)))
        later(centre, 10)
    assert first.asked == 1


@pytest.mark.parametrize("answer", [(200, "— liar AAAA\n"), (409, "99\n"), (422, "no\n"), (500, ""), (200, "")])
def test_a_witness_that_lies_or_refuses_harms_only_itself(centre: Embedded, answer: tuple[int, str]):
    liar = Moody(centre.witnesses[0], [answer] * 9)
    a_checkpoint_is_due(centre)
    tick(centre.services, Outside(centre.gateway, (liar, centre.witnesses[1])))
    assert cosigned(centre) == 1


def test_a_witness_that_the_centre_believed_further_back_says_where_it_stands(centre: Embedded):
    a_checkpoint_is_due(centre)
    ahead = Moody(centre.witnesses[0])
    tick(centre.services, Outside(centre.gateway, (Moody(ahead, [(409, "0\n")]), centre.witnesses[1])))
    assert (cosigned(centre), ahead.asked) == (2, 1)


def test_a_log_that_grew_gets_a_checkpoint_within_a_minute_unasked(centre: Embedded):
    outside = Outside(centre.gateway, centre.witnesses, patience=Patience(growth=timedelta(seconds=60)))
    a_checkpoint_is_due(centre)
    tick(centre.services, outside)
    with centre.services.work() as work:
        work.uow.log.append({"e": "note", "n": 2})
        work.uow.tasks.put("send", "sms", work.now)
    for _ in range(2):
        tick(centre.services, outside)
        later(centre, 61)
    assert cosigned(centre) == 2


@contextmanager
def served(witness: object) -> Iterator[str]:
    with running(create_server(witness_app(witness), host="127.0.0.1", port=0)) as address:  # type: ignore[arg-type]
        yield f"{address}/"


def test_a_witness_over_http_answers_as_one_in_the_same_process(centre: Embedded):
    with served(centre.witnesses[0]) as address:
        far = HttpWitness(centre.witnesses[0].name, address)
        a_checkpoint_is_due(centre)
        tick(centre.services, Outside(centre.gateway, (far, centre.witnesses[1])))
        assert far.add_checkpoint("nonsense")[0] == 400
    assert cosigned(centre) == 2
    assert far.add_checkpoint("nonsense")[0] == UNREACHABLE
