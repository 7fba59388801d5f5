"""Runs the exhaustive tests (`soak`) one by one, remembers what has passed, goes on where it stopped: `make soak`.

What has passed is kept under `.soak/`, apart for each state of the sources and each seed. The outcome goes into the table of
docs/reliability.md. `make soak ARGS="--minutes 10 --only verifier"` runs a part; with `--seed 2` Hypothesis looks elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from dispatch.adapters.clock import system_clock

ROOT = Path(__file__).parents[2]
KEPT, PAGE = ROOT / ".soak", ROOT / "docs" / "reliability.md"
SOURCES, KINDS = ("api", "dispatch", "policies", "tests"), (".py", ".yaml", ".json", ".csv")
BEGIN, END = "<!-- soak: begin, written by make soak -->", "<!-- soak: end -->"
HEAD = "| date | seed | cases passed | failed | not run | seconds | passed by part | machine |\n|---|---|---|---|---|---|---|---|\n"
ROWS = 12  # of the table, the newest first


@dataclass(frozen=True, slots=True)
class Case:
    """One test that was run to its end."""

    name: str
    passed: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Memory:
    """A file of one line for each case, written as soon as it has ended; a line that was cut off is a case that was not run."""

    path: Path

    def cases(self) -> dict[str, Case]:
        found: dict[str, Case] = {}
        for line in self.path.read_text("utf-8").splitlines() if self.path.exists() else ():
            try:
                case = Case(**json.loads(line))
            except ValueError:
                continue
            found[case.name] = case
        return found

    def add(self, case: Case) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        cut = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\n" * cut + json.dumps(asdict(case), ensure_ascii=False) + "\n")


def state_of(root: Path) -> str:
    """What the sources are, whatever the version control says of them."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in SOURCES for path in (root / folder).rglob("*") if path.suffix in KINDS):
        digest.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def all_cases() -> list[str]:
    """Every exhaustive test there is. Raises CalledProcessError where tests cannot even be collected."""
    listed = _pytest("--collect-only", "-m", "soak")
    listed.check_returncode()
    return [line for line in listed.stdout.splitlines() if "::" in line]


def run_case(name: str, seed: int, log: Path) -> Case:
    began = time.monotonic()
    ended = _pytest(f"--hypothesis-seed={seed}", name)
    if ended.returncode:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(ended.stdout + ended.stderr, "utf-8")
    return Case(name, ended.returncode == 0, round(time.monotonic() - began, 1))


def soak(names: Sequence[str], memory: Memory, run: Callable[[str], Case], until: float) -> None:
    """Runs what has not passed yet, until it is done or the time is over; a case that was begun is ended."""
    passed = {name for name, case in memory.cases().items() if case.passed}
    for number, name in enumerate(names, start=1):
        if name in passed:
            continue
        if time.monotonic() >= until:
            return
        print(f"[{number}/{len(names)}] {name}", end=" … ", flush=True)
        case = run(name)
        memory.add(case)
        print(f"{'passed' if case.passed else 'FAILED'} in {case.seconds:.0f} s", flush=True)


def row(day: str, seed: int, names: Sequence[str], cases: dict[str, Case]) -> str:
    """One line of the table: what passed, failed and was not run, of all exhaustive tests there are."""
    ended = [cases[name] for name in names if name in cases]
    failed, seconds = sum(not case.passed for case in ended), sum(case.seconds for case in ended)
    parts = []
    for part in sorted({_part(name) for name in names}):
        mine = [name for name in names if _part(name) == part]
        parts.append(f"{part} {sum(name in cases and cases[name].passed for name in mine)}/{len(mine)}")
    machine = f"{os.cpu_count()} CPU {platform.machine()}, Python {platform.python_version()}"
    numbers = f"{len(ended) - failed} | {failed} | {len(names) - len(ended)} | {seconds:.0f}"
    return f"| {day} | {seed} | {numbers} | {', '.join(parts)} | {machine} |"


def with_row(page: str, new: str) -> str:
    """The page with this row on top of its table; an earlier row of the same day and seed makes room."""
    before, rest = page.split(BEGIN)
    table, after = rest.split(END)
    same = new.split("|")[1:3]
    rows = [line for line in table.strip().splitlines()[2:] if line.split("|")[1:3] != same]
    return f"{before}{BEGIN}\n{HEAD}" + "\n".join([new, *rows][:ROWS]) + f"\n{END}{after}"


def _part(name: str) -> str:
    return name.split("/")[1]


def _pytest(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--only", default="", help="a word in the names of the tests")
    words.add_argument("--minutes", type=float, default=24 * 60.0, help="begin nothing new after so long")
    words.add_argument("--seed", type=int, default=1, help="of Hypothesis")
    given, names = words.parse_args(), all_cases()
    memory, wanted = Memory(KEPT / f"{state_of(ROOT)}-{given.seed}.jsonl"), [name for name in names if given.only in name]
    logs, until = memory.path.with_suffix(""), time.monotonic() + 60 * given.minutes
    with suppress(KeyboardInterrupt):
        soak(wanted, memory, lambda name: run_case(name, given.seed, logs / f"{wanted.index(name)}.log"), until)
    cases, day = memory.cases(), f"{system_clock():%Y-%m-%d}"
    PAGE.write_text(with_row(PAGE.read_text("utf-8"), row(day, given.seed, names, cases)), "utf-8")
    failed = [name for name in wanted if name in cases and not cases[name].passed]
    print(f"{sum(name in cases for name in wanted) - len(failed)} of {len(wanted)} passed; failed: {failed or 'none'}; logs: {logs}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
