"""A draw of 7 from 120,000 eligible of a million, beside hashing each id once and taking the minimum (aim: twice that);
freezing and committing the roster, beside one pass that reads the rows and hashes each leaf and node once (aim: three times).

`python -m tests.benchmarks.bench_draw`
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterable
from itertools import count

from dispatch.draw.course import Course
from dispatch.draw.frame import Frame, Lists, freeze
from dispatch.draw.manifest import manifest_hash
from dispatch.draw.pool import Entrant, PoolRow, enrol
from tests.draw.builders import K_GRP, K_ID, SALT, a_hash, a_manifest, an_entrant

ELIGIBLE = 120_000
REGIONS = tuple(f"4301{number:02d}" for number in range(1, 15))
SEATS = [
    {"seat": "works", "labels": ["A080104"], "count": 4},
    {"seat": "cost", "labels": ["A060101"], "count": 2},
    {"seat": "rare", "labels": ["A050101"], "count": 1},
]
RULES = [{"rule": "group_cap", "cap": 1}, {"rule": "region_max", "regions": list(REGIONS[:3]), "max": 2}, {"rule": "apart"}]


def entrants() -> list[Entrant]:
    """A rare specialty with a thousandth of the pool, so that the walk is long; 8,000 employers."""
    labels = [("A080104",), ("A060101",), ("A060101", "A080104")]
    look = [(labels[n % 3] if n % 1000 else ("A050101",), REGIONS[n % 14], f"employer {n * 7919 % 8000}") for n in range(ELIGIBLE)]
    return [an_entrant(n, *each) for n, each in enumerate(look)]


def pairs_of(rows: tuple[PoolRow, ...]) -> tuple[tuple[str, str], ...]:
    """Two thousand pairs that must not sit together."""
    return tuple(sorted((rows[n].id, rows[n + 31].id) for n in range(0, ELIGIBLE - 31, 60)))


def a_big_frame(people: Iterable[Entrant]) -> Frame:
    manifest = a_manifest(seats=SEATS, rules=RULES)
    m = manifest_hash(manifest.body, SALT)
    rows = enrol(m, K_ID, K_GRP, people)
    return freeze(manifest, m, K_ID, Lists(pool=rows, pairs=pairs_of(rows)))


def lp(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def least_hash(ids: list[bytes], seed: bytes) -> bytes:
    """The floor of a lot that anybody can check: every id hashed once, the least one found."""
    head, sha256, end = lp(b"vd1/ticket") + lp(seed) + b"\x00\x00\x00\x20", hashlib.sha256, lp(bytes(4))
    return min(sha256(head + id + end).digest() for id in ids)


def one_pass(rows: tuple[PoolRow, ...]) -> bytes:
    """Reads the rows and hashes each leaf and node once."""
    sha256, level = hashlib.sha256, []
    for id, labels, region, group, weight in rows:
        texts = lp(",".join(labels).encode()) + lp(region.encode()) + lp(bytes.fromhex(group))
        level.append(sha256(b"\x00" + lp(bytes.fromhex(id)) + texts + lp(weight.to_bytes(4, "big"))).digest())
    while len(level) > 1:
        above = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = above + level[len(above) * 2 :]
    return level[0]


def fastest(*works: Callable[[], object], times: int = 7) -> list[float]:
    """Seconds of the best run of each, in turns: the machine is shared, and what disturbs one disturbs the others."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, seconds in zip(works, taken, strict=True):
            gc.collect()
            began = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - began)
    return [min(seconds) for seconds in taken]


def main() -> None:
    people = entrants()
    frame, seeds = a_big_frame(people), count()
    rows, ids = frame.lists.pool, [bytes.fromhex(row.id) for row in frame.lists.pool]
    start = Course.start(frame)
    asked = [start.draw(a_hash(f"seed {next(seeds)}"))[1].questions for _ in range(3)]  # warm: the solver is imported
    gc.disable()
    draw, least = fastest(lambda: start.draw(a_hash(f"seed {next(seeds)}")), lambda: least_hash(ids, a_hash("seed")))
    frozen, read, hidden = fastest(
        lambda: freeze(frame.manifest, frame.m, K_ID, frame.lists),
        lambda: one_pass(rows),
        lambda: enrol(frame.m, K_ID, K_GRP, people),
        times=5,
    )
    gc.enable()
    print(f"draw of 7 from {ELIGIBLE}: {draw * 1e3:.0f} ms, {draw / least:.2f} times hashing each id once and the minimum (aim 2)")
    print(f"questions to the solver in three draws: {asked}")
    print(f"freezing the lists of {ELIGIBLE}: {frozen * 1e3:.0f} ms, {frozen / read:.2f} times one pass (aim 3)")
    print(f"hiding {ELIGIBLE} experts behind ids, before that: {hidden * 1e3:.0f} ms, {hidden / read:.2f} times one pass")


if __name__ == "__main__":
    main()
