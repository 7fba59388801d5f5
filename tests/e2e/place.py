"""A centre, three parties and two witnesses, each with a directory and a process of its own, on loopback."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from typer.testing import CliRunner

import api.cli
from dispatch.adapters.brought_files import read_venues_file
from dispatch.adapters.clock import VirtualClock, system_clock
from dispatch.bootstrap import Settings, build
from dispatch.intake import shipped
from dispatch.workflow.publish import transcript
from tests.e2e.nursery import is_alive, kill

PARTIES = ("CA", "S", "T")
WITNESSES = ("w1", "w2")
COPY = "-copy"  # a second program over a party's directory
PROGRAMS = ("centre", *PARTIES, *WITNESSES)
TENDER = "E2E-0001/1"
LONGEST = 300  # seconds for a whole draw on a busy machine, kills included
Start = Callable[[str, list[str], Path], int]  # name, command line, file for the output → process id


@dataclass
class Place:
    """`folder` holds everything; a copy of it is the same centre at the same moment."""

    folder: Path
    ports: Mapping[str, int]
    running: dict[str, int] = field(default_factory=dict)
    started: dict[str, int] = field(default_factory=dict)

    @property
    def data_dir(self) -> Path:
        return self.folder / "centre"

    def copy_to(self, folder: Path) -> Place:
        shutil.copytree(self.folder, folder)
        return Place(folder, self.ports)

    def words(self, name: str) -> list[str]:
        """The command line of one program."""
        if name == "centre":
            return ["centre-program", str(self.data_dir), str(self.ports["centre"])]
        if name in WITNESSES:
            return ["witness", "run", str(self.folder / name), "--listen", f"127.0.0.1:{self.ports[name]}"]
        return ["party", "run", str(self.folder / name.removesuffix(COPY)), "--every", "0.05", "--at-most", "0.4"]

    def run(self, start: Start, programs: Sequence[str] = PROGRAMS, *, every: Callable[[], None] = lambda: None) -> None:
        """Until the draw has ended; whoever dies on the way is started again by `start`; `every` is called now and then."""
        ends_at = time.monotonic() + LONGEST
        try:
            while not self._ended():
                assert time.monotonic() < ends_at, self._told()
                for name in programs:
                    if name not in self.running or not is_alive(self.running[name]):
                        self.running[name] = start(name, self.words(name), self.folder / f"{name}.out")
                        self.started[name] = self.started.get(name, 0) + 1
                every()
                time.sleep(0.05)
        finally:
            for pid in self.running.values():
                kill(pid)

    def log_size(self) -> int:
        """How many entries the centre's log has."""
        with closing(sqlite3.connect(self.data_dir / "dispatch.db", timeout=30)) as database:
            return int(database.execute("SELECT count(*) FROM tlog_entry").fetchone()[0])

    def _ended(self) -> bool:
        """For the centre, and for every party."""
        return (self.data_dir / "ended").exists() and all(self._facts(j, "ended") for j in PARTIES)

    def _told(self) -> str:
        outputs = {path.stem: path.read_text("utf-8", "replace")[-1500:] for path in sorted(self.folder.glob("*.out"))}
        return f"no end; started {self.started}\n" + "\n".join(f"== {name}\n{text}" for name, text in outputs.items())

    def transcript(self) -> dict[str, Any]:
        """As it will be published when its time has come."""
        later = VirtualClock(system_clock() + timedelta(days=60))
        services = build(Settings(data_dir=self.data_dir, demo=True), clock=later)
        with services.work(reads_only=True) as work:
            (draw,) = work.uow.draws.all()
            return transcript(draw.m, work)

    def secrets(self, m: str) -> dict[str, bytes]:
        """Each party's chain secret, from its own directory."""
        return {j: self._facts(j, "secret")[m] for j in PARTIES}

    def _facts(self, j: str, kind: str) -> dict[str, bytes]:
        """What a party's diary holds of one kind."""
        with closing(sqlite3.connect(self.folder / j / "diary.sqlite", timeout=30)) as diary:
            return dict(diary.execute("SELECT key, value FROM fact WHERE kind = ?", (kind,)).fetchall())

    def status(self, j: str) -> dict[str, Any]:
        return _json("party", "status", self.folder / j)


def a_place(folder: Path) -> Place:
    """Founded as docs/operating-parties.md says, with the sample pool and an approved application for today."""
    place = Place(folder, {name: _free_port() for name in ("centre", *WITNESSES)})
    env = {"DISPATCH_DATA_DIR": str(place.data_dir), "DISPATCH_DEMO": "1"}
    address = f"http://127.0.0.1:{place.ports['centre']}"
    for name in WITNESSES:
        listens = f"http://127.0.0.1:{place.ports[name]}"
        _card(folder / f"{name}.card", "witness", "init", folder / name, "--name", f"witness.example/{name}", "--address", listens)
    for j in PARTIES:
        flags = ["--supervisor"] if j == "S" else []
        _card(folder / f"{j}.card", "party", "init", folder / j, "--name", j, "--centre", address, *flags)
    cards = [word for j in PARTIES for word in ("--party", folder / f"{j}.card")]
    cards += [word for name in WITNESSES for word in ("--witness", folder / f"{name}.card")]
    founded = _json("centre", "found", "--origin", "ggzy.example/log1", *cards, "--own", "CA", env=env)
    for name in WITNESSES:
        _json("witness", "init", folder / name, "--name", f"witness.example/{name}", "--log", founded["log"])
    for j in PARTIES:
        _json("party", "init", folder / j, "--name", j, "--trust", place.data_dir / "trust.json")
        _cli("party", "expect", folder / j, TENDER)
    _fill(place, env)
    return place


def _fill(place: Place, env: Mapping[str, str]) -> None:
    application = yaml.safe_load(shipped.APPLICATIONS[0].read_text("utf-8"))
    opening = system_clock().replace(microsecond=0) + timedelta(hours=11)
    times = {"opening_at": opening.isoformat(), "checkin_at": (opening - timedelta(minutes=30)).isoformat()}
    file = place.folder / "application.yaml"
    number, section = TENDER.split("/")
    file.write_text(yaml.safe_dump({**application, **times, "id": number, "section": section}, allow_unicode=True), "utf-8")
    _cli("pool", "import", shipped.POOL, env=env)
    with build(Settings(data_dir=place.data_dir, demo=True)).work() as work:
        work.uow.venues.save_all(read_venues_file(shipped.VENUES))
    _cli("tender", "apply", file, "--by", "经办人", env=env)
    _cli("tender", "approve", TENDER, "--by", "审批人", env=env)


def _card(file: Path, *words: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(_json(*words), ensure_ascii=False), "utf-8")


def _json(*words: object, env: Mapping[str, str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_cli(*words, "--json", env=env))
    return found


def _cli(*words: object, env: Mapping[str, str] | None = None) -> str:
    api.cli.node.cache_clear()
    outcome = CliRunner().invoke(api.cli.app, [str(word) for word in words], env=dict(env or {}))
    assert outcome.exit_code == 0, f"{words}\n{outcome.output}\n{outcome.exception!r}"
    return outcome.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
