"""Kills the program that it is built into (SIGKILL) at the n-th moment between two things that last: no chance to tidy up."""

from __future__ import annotations

import functools
import os
import signal
from pathlib import Path
from threading import Lock
from typing import Any


class Fuse:
    """Burns at moment `at`; where a file is given, writes down how many moments there were so far."""

    def __init__(self, at: int | None, count: Path | None) -> None:
        self._at, self._count, self._passed, self._lock = at, count, 0, Lock()

    def pass_by(self) -> None:
        with self._lock:
            if self._passed == self._at:
                os.kill(os.getpid(), signal.SIGKILL)
            self._passed += 1
            if self._count is not None:
                self._count.write_text(str(self._passed))

    def around(self, owner: Any, name: str, counts: Any = lambda *_: True) -> None:
        """A moment before and one after each call of this function that `counts`."""
        act = getattr(owner, name)

        @functools.wraps(act)
        def watched(*words: Any, **named: Any) -> Any:
            if not counts(*words):
                return act(*words, **named)
            self.pass_by()
            answer = act(*words, **named)
            self.pass_by()
            return answer

        setattr(owner, name, watched)


class _Changes:
    """Whether a transaction has changed anything: the end of one that only looked is no moment."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def __call__(self, session: Any) -> bool:
        connection: Any = session.connection().connection.dbapi_connection
        changed = connection.total_changes != self._seen.get(id(connection), 0)
        self._seen[id(connection)] = connection.total_changes
        return bool(changed)


def build_in(fuse: Fuse) -> None:
    """Into whatever this process will be: what a party writes and hands in, a witness keeps, the centre commits and sends."""
    from sqlalchemy.orm import Session

    from dispatch.adapters.witness_client import HttpWitness
    from dispatch.agents import witness_home
    from dispatch.agents.centre_http import HttpCentre
    from dispatch.agents.diary import Diary
    from dispatch.agents.witness import Witness
    from tests.e2e.centre_program import Telephones

    fuse.around(Diary, "keep", lambda diary, kind, key, value: not diary.knows(kind, key))
    fuse.around(Diary, "mirror")
    fuse.around(HttpCentre, "_call", lambda centre, method, *_: method == "POST")
    fuse.around(witness_home, "write_json")
    fuse.around(Witness, "add_checkpoint")
    fuse.around(Session, "commit", _Changes())
    fuse.around(HttpWitness, "add_checkpoint")
    fuse.around(Telephones, "send")
