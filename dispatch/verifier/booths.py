"""V10 and the rule behind V23: the list of booths (机位) is the frozen one, and every member gets the next one of his venue (spec §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch.verifier import merkle
from dispatch.verifier.case import Case, Drawn, Opened, Standing
from dispatch.verifier.events import Event
from dispatch.verifier.form import Json
from dispatch.verifier.manifest import Manifest
from dispatch.verifier.refusals import demand
from dispatch.verifier.shape import rising
from dispatch.verifier.steps import step
from dispatch.verifier.suite import lp


@step("V10")
def the_booths_are_the_frozen_ones(booths: list[list[str]], manifest: Manifest, pool_event: Event) -> None:
    """Order, venues and root of the list of booths."""
    body = pool_event.body
    demand(rising(booths), "机位未严格递增", "the booths are not strictly rising")
    known = {"", *(venue.name for venue in manifest.venues)}
    demand(all(venue in known for venue, _ in booths), "机位属于未知副场", "a booth of an unknown venue")
    root = merkle.root((lp(venue.encode()) + lp(booth.encode()) for venue, booth in booths), manifest.suite.digest)
    demand(body["nD"] == len(booths) and body["D"] == root.hex(), "机位的根哈希不符", "the root of the booths differs")


def seat_at_booths(case: Case, standing: Standing, people: Sequence[int]) -> tuple[list[list[str]], Standing]:
    """`[id, venue, booth]` for each in order, and the standing with these booths used; nothing without a list."""
    if not case.transcript["booths"]:
        return [], standing
    ordered: dict[str, list[str]] = {}
    for venue, booth in sorted(case.transcript["booths"], key=lambda entry: _rank(case, standing.first_seed, entry)):
        ordered.setdefault(venue, []).append(booth)
    used, rows = dict(standing.booths_used), []
    for person in people:
        venue = _venue_of(case, standing, person)
        number = used.get(venue, 0)
        booths = ordered.get(venue, [])
        rows.append([case.register.ids[person], venue, booths[number] if number < len(booths) else ""])
        used[venue] = number + 1
    return rows, replace(standing, booths_used=used)


def _rank(case: Case, seed: bytes, entry: list[str]) -> tuple[bytes, str]:
    venue, booth = entry
    return case.suite.h("vd1/seat", seed, venue.encode(), booth.encode()), booth


def _venue_of(case: Case, standing: Standing, person: int) -> str:
    region = case.register.kinds[case.register.kind_of[person]][1]
    return next((venue.name for venue in standing.venues if region in venue.regions), "")


@step("V23")
def the_booths_follow_from_the_seed(case: Case, opened: Opened, drawn: Drawn, standing: Standing) -> Standing:
    """Booths of the new members; none yet where standbys may take their places."""
    out: Json = opened.entry["out"]
    if case.manifest.standby:
        demand(not out["booths"], "递补之前不应有机位", "booths before the settlement")
        return standing
    rows, standing = seat_at_booths(case, standing, drawn.panel)
    demand(out["booths"] == rows, "机位与重新计算的不同", "the booths differ from those recomputed")
    return standing
