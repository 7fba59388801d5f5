"""All rules about persons over a million experts beside one pass over the columns that they read.

`python -m tests.benchmarks.bench_screening`. The floor asks every column one question and joins the answers: is the value one of
these (a look-up in a table, for employers, specialties, regions, words), or is the day before that one (a comparison)?
Then what a long past costs: 20,000 engagements of fifteen years, all of them opened, or those that rules look back on.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np

from dispatch.bootstrap import Settings, build
from dispatch.draw.roster import Roster
from dispatch.workflow.engagements import engage, engagements_since, remember_encounters
from policies.calendar import local_day
from policies.screening import PERSON_RULES, screen
from policies.vocabulary.expert import Category, Specialty, Standing
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RosterLine, UnitKeys
from tests.policies.builders import BUILDING, SUPPLIER, a_line, a_relation, the_facts
from tests.workflow.cast import START

EXPERTS = 1_000_000
ROUNDS = 7
SPECIALTIES = (BUILDING, *(Specialty("2018", f"A0601{nth:02d}") for nth in range(1, 60)))
REGIONS = tuple(RegionCode(f"4301{nth:02d}") for nth in range(1, 15))
SOME_DAY = date(2000, 1, 1).toordinal()
TITLES = ("正高级", "高级", "中级")


def lines(count: int) -> Iterator[RosterLine]:
    """Invented people: 8,000 employers, 60 specialties, one in fifty with a relation, one in sixty suspended."""
    employers = [UnitKeys(f"name {nth}".encode(), f"code {nth}".encode()) for nth in range(8000)]
    line, related = a_line(), (a_relation("任职", SUPPLIER),)
    for n in range(count):
        yield replace(
            line,
            ref=f"p{n}",
            handle=n.to_bytes(16, "big"),
            employer=employers[n * 7919 % 8000],
            specialties=(SPECIALTIES[n % 60], SPECIALTIES[n * 7 % 59]),
            category=list(Category)[n % 3],
            title=TITLES[n % 3],
            region=REGIONS[n % 14],
            birth=date(1950, 1, 1) + timedelta(days=n % 15_000),
            standing=Standing.SUSPENDED if n % 61 == 0 else Standing.ACTIVE,
            relations=related if n % 50 == 0 else (),
        )


def one_pass(roster: Roster) -> Callable[[], int]:
    """The floor over the roster's own arrays."""
    words = (roster.category, roster.title, roster.area, roster.standing)
    coded = [roster.employer.names.numbers, roster.employer.usccs.numbers, *(word.coded.numbers for word in words), *roster._held]
    tables = [np.arange(int(numbers.max()) + 1) % 2 == 0 for numbers in coded]
    days = [each.ordinals for each in (roster.birth, roster.field_since, roster.admitted, roster.suspended_until)]
    flags = [np.asarray(roster.on_job), np.asarray(roster.relations_declared)]

    def floor() -> int:
        fit = np.ones(len(roster), np.bool_)
        for table, numbers in zip(tables, coded, strict=True):
            fit &= table[numbers]
        for ordinals in days:
            fit &= ordinals < SOME_DAY
        for flag in flags:
            fit &= flag
        return int(np.count_nonzero(fit))

    return floor


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of some rounds: the others met somebody else's work."""
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return min(times)


def long_past(engagements: int, years: int) -> None:
    """What the past adds to one screening; the rows that are opened lie on the same disk as all others."""
    today = local_day(START)
    with tempfile.TemporaryDirectory() as folder:
        services = build(Settings(data_dir=Path(folder), demo=True), clock=lambda: START)
        with services.work() as work:
            for n in range(engagements):
                engage(f"e{n}", f"p{n * 7919 % 3000}", (today - timedelta(days=1 + n % (365 * years)),), work)
            for n in range(0, engagements, 500):
                remember_encounters([f"e{n}" for n in range(n, n + 500)], f"c{n}", (), work)
        with services.work(reads_only=True) as work:
            for words, first in (("all", date.min), ("those of the last year", today - timedelta(days=365)), ("those to come", today)):
                started = perf_counter()
                opened = sum(1 for _ in engagements_since(first, work))
                print(f"of {engagements:,} engagements in {years} years {words}, {opened:,}: {perf_counter() - started:.3f} s")


def main(count: int) -> None:
    gc.disable()
    started = perf_counter()
    roster = Roster(lines(count))
    built = perf_counter() - started
    facts, floor_of = the_facts(), one_pass(roster)
    found = screen(roster, facts)  # and what is made once a day is made
    whole, floor = fastest(lambda: screen(roster, facts)), fastest(floor_of)
    print(f"screening {count:,} experts by {len(PERSON_RULES)} rules, which leave {len(found.eligible):,}: {whole * 1000:.1f} ms")
    print(f"beside one pass over the same columns of {floor * 1000:.1f} ms: {whole / floor:.1f}×")
    print(f"(the roster of the day, built once: {built:.1f} s with the invention of its people)")
    long_past(20_000, 15)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EXPERTS)
