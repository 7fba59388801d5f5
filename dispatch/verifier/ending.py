"""V27 and V28: the status fits how the committee stands, and nothing in the record is left unexplained (spec §9)."""

from __future__ import annotations

from dispatch.verifier.case import Case, Standing
from dispatch.verifier.opening import last_commit, vacated
from dispatch.verifier.refusals import demand
from dispatch.verifier.releases import check_releases
from dispatch.verifier.steps import step


@step("V27")
def the_status_fits(case: Case, standing: Standing) -> None:
    """complete: all seats filled; infeasible: the last round was; cancelled, with a reason: seats are open and no round will fill them."""
    status, why = case.final["status"], case.final["why"]
    reopened = case.events.find("vacate", len(case.transcript["rounds"])) is not None
    filled = not standing.infeasible and not standing.unsettled and standing.open_seats(case.manifest) == 0 and not reopened
    actual = "infeasible" if standing.infeasible else "complete" if filled else "cancelled"
    demand(status == actual, f"状态为 {status}，按席位应为 {actual}", f"the status is {status}; by the seats it is {actual}")
    demand(bool(why) == (status == "cancelled"), "取消须写明理由，其他状态不得有理由", "a reason stands exactly with cancelled draws")


@step("V28")
def nothing_is_left_over(case: Case, standing: Standing) -> Standing:
    """Every event belongs to a step, and `vacated` to a vacate event; a round left open by cancelling follows V14 and V15.

    Returns how the committee stands at the end: without those who left before the round that was given up.
    """
    rounds = len(case.transcript["rounds"])
    used = {event.idx for event in case.events if event.kind in ("plan", "pool", "commit", "final")}
    for event in case.events:
        if event.r is not None and event.r < rounds and (event.kind, event.r) != ("vacate", 0):
            used.add(event.idx)
    if case.final["status"] == "cancelled":
        left_open, standing = _left_open(case, rounds, standing)
        used |= left_open
    surplus = [event.idx for event in case.events if event.idx not in used]
    demand(not surplus, f"事件 {surplus[:5]} 没有交代", f"the events {surplus[:5]} belong to no step")
    opened = {str(event.r) for event in case.events if event.kind == "vacate"}
    demand(case.transcript["vacated"].keys() == opened, "离席名单与离席事件不一一对应", "`vacated` has other rounds than the vacate events")
    return standing


def _left_open(case: Case, r: int, standing: Standing) -> tuple[set[int], Standing]:
    """Vacate event and releases of the round that was opened, or could be, when the draw was cancelled; and who then still sits."""
    releases, vacate = case.events.of("release", r), case.events.find("vacate", r)
    end = case.events.ordered[-1].idx
    if vacate is not None:
        demand(0 < r < 64, "多余的离席事件", "a vacate event of an impossible round")
        standing = vacated(case, vacate, standing)
        demand(standing.open_seats(case.manifest) > 0, "没有空席", "no seat is open")
        check_releases(case, r, vacate.idx, end)
    elif releases:
        demand(r == 0, "没有开启的轮次却有释放", "a release in a round that was not opened")
        check_releases(case, r, last_commit(case), end)
    return {event.idx for event in (*releases, *([vacate] if vacate else []))}, standing
