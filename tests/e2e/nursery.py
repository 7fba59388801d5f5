"""Starts programs as processes of their own by forking one that has imported everything: a restart takes no second of imports.

`python -m tests.e2e.nursery` reads one JSON line for each program to start and answers with its process id.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

DIES_WITH_PARENT = 1  # prctl(PR_SET_PDEATHSIG)


class Nursery:
    """The test's side."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._forker = subprocess.Popen([sys.executable, "-m", "tests.e2e.nursery"], stdin=pipe, stdout=pipe, text=True)

    def start(self, words: list[str], out: Path, *, fuse: int | None = None, count: Path | None = None) -> int:
        """The process id of the program; its output is added to `out`."""
        asked = {"words": words, "out": str(out), "fuse": fuse, "count": str(count) if count else None}
        assert self._forker.stdin is not None and self._forker.stdout is not None
        self._forker.stdin.write(json.dumps(asked) + "\n")
        self._forker.stdin.flush()
        return int(self._forker.stdout.readline())

    def close(self) -> None:
        assert self._forker.stdin is not None
        self._forker.stdin.close()
        self._forker.wait(timeout=10)


class Executables:
    """The programs as they are installed: slower to start, and nothing of them is shared."""

    def start(self, words: list[str], out: Path) -> int:
        installed = str(Path(sys.executable).with_name("expert-dispatch"))
        command = [sys.executable, "-m", "tests.e2e.centre_program", *words[1:]] if words[0] == "centre-program" else [installed, *words]
        with out.open("ab") as output:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output).pid


def is_alive(pid: int) -> bool:
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass  # the nursery's child, not ours
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def kill(pid: int) -> None:
    """kill -9, of one process that we started."""
    if is_alive(pid):
        os.kill(pid, signal.SIGKILL)


def _serve() -> None:
    import tests.e2e.centre_program  # noqa: F401 - imported once, for every program to come

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(json.loads(line))
        print(pid, flush=True)


def _become(asked: dict[str, Any]) -> None:
    """In the child: the program, with its own output, until it ends."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(asked["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    try:
        _run(asked)
    finally:
        os._exit(1)


def _run(asked: dict[str, Any]) -> None:
    import traceback

    from api.cli import main
    from tests.e2e import centre_program
    from tests.e2e.fuse import Fuse, build_in

    if asked["fuse"] is not None or asked["count"]:
        build_in(Fuse(asked["fuse"], Path(asked["count"]) if asked["count"] else None))
    sys.argv = ["expert-dispatch", *asked["words"]]
    try:
        centre_program.main(asked["words"][1:]) if asked["words"][0] == "centre-program" else main()
    except BaseException:
        traceback.print_exc()
        raise


if __name__ == "__main__":
    _serve()
