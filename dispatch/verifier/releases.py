"""V15: every party released its link in time, having seen this very history of the draw (spec §5)."""

from __future__ import annotations

from dispatch.verifier.case import Case, Opened
from dispatch.verifier.opening import last_commit
from dispatch.verifier.refusals import demand
from dispatch.verifier.steps import step


@step("V15")
def the_releases_are_lawful(case: Case, opened: Opened) -> int:
    """All between opening and end, all parties if the round was drawn. Returns the index of the last release."""
    released = {event.party for event in case.events.of("release", opened.r)}
    opening = last_commit(case) if opened.r == 0 and released else opened.opening  # all commits come before any release
    last = check_releases(case, opened.r, opening, opened.end.idx)
    demand(
        opened.entry["kind"] == "infeasible" or released == case.manifest.parties.keys(),
        "并非每个参与方都已释放",
        "a party has not released",
    )
    return last


def check_releases(case: Case, r: int, opening: int, end: int) -> int:
    """Each release of round r: after the opening, before the end, `n` between opening and itself, `seen` right, a link left."""
    last = opening
    for event in case.events.of("release", r):
        party, size = event.body["j"], event.body["n"]
        demand(opening < event.idx < end, f"{party} 的释放不在本轮之内", f"the release of {party} is not within the round")
        demand(opening < size <= event.idx, f"{party} 所见检查点的大小不对", f"{party} names a checkpoint of a wrong size")
        seen = case.events.seen_below(size).hex()
        demand(event.body["seen"] == seen, f"{party} 看到的是另一份历史", f"{party} has seen another history of the draw")
        demand(case.manifest.parties[party] > r, f"{party} 的链已用尽", f"the chain of {party} is used up")
        last = max(last, event.idx)
    return last
