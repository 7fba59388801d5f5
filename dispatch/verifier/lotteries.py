"""V09: the list of panels or compositions of a lottery is the frozen one, lawful throughout, with the chances as published (spec §8)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dispatch.verifier import merkle
from dispatch.verifier.case import Case
from dispatch.verifier.form import Json
from dispatch.verifier.limit import Limit
from dispatch.verifier.problem import Composition, Problem, composition_fits, is_lawful
from dispatch.verifier.question import question_of
from dispatch.verifier.refusals import Broken, demand
from dispatch.verifier.register import Register
from dispatch.verifier.search import completion
from dispatch.verifier.shape import rising
from dispatch.verifier.steps import step
from dispatch.verifier.suite import lp, u32
from dispatch.verifier.supply import supply_of


@step("V09")
def the_lottery_list_is_the_frozen_one(case: Case, problem: Problem) -> None:
    """Order, total and root of the list; every panel lawful, every composition completable; chances as they follow."""
    transcript, manifest, body = case.transcript, case.manifest, case.pool_event.body
    panels = transcript["panels"]
    member = {"panel-lottery": "ids", "composition-lottery": "types"}.get(manifest.method)
    demand(all(panel.keys() == {member, "count"} for panel in panels), "清单与抽取方法不符", "the list does not suit the method")
    demand(rising([panel[member] for panel in panels]), "清单未严格递增", "the list is not strictly rising")
    demand(sum(panel["count"] for panel in panels) <= 1000, "清单总数超过 1000", "the counts sum to more than 1000")
    record = _panel_record if member == "ids" else _composition_record
    root = merkle.root(map(record, panels), manifest.suite.digest).hex()
    demand(body["nB"] == len(panels) and body["B"] == root, "清单的根哈希不符", "the root of the list differs")
    if manifest.is_lottery:
        drawn = any(entry["r"] == 0 and entry["kind"] == "drawn" for entry in transcript["rounds"])
        demand(bool(panels) or not drawn, "第 0 轮已抽取但清单为空", "round 0 was drawn from an empty list")
        _all_lawful(panels, problem, case.limit)
    expected = None if not panels else _panel_chances(panels) if member == "ids" else _composition_chances(panels, problem.register)
    demand(transcript["chances"] == expected, "公布的机会数与清单不符", "the published chances do not follow from the list")


def composition_of(panel: Json, register: Register) -> Composition:
    """Kinds and their numbers; raises Broken for a type that nobody has."""
    kinds = {kind: number for number, kind in enumerate(register.kinds)}
    composition = {}
    for labels, region, number in panel["types"]:
        kind = kinds.get((tuple(labels), region))
        if kind is None:
            raise Broken("名额组合含无人的类型", "a composition holds a type that nobody has")
        composition[kind] = number
    return composition


def _all_lawful(panels: list[Json], problem: Problem, limit: Limit) -> None:
    supply = supply_of(problem.register, problem.partners, range(problem.register.pool_size))
    for place, panel in enumerate(panels):
        limit.check()
        try:
            if "ids" in panel:
                _panel_is_lawful(panel, problem)
                continue
            composition = _composition_is_well_formed(panel, problem)
            fits = composition_fits(problem, composition)
            found = completion(question_of(problem, composition), supply, (), limit) if fits else None
            demand(found is not None, "名额组合无法补全", "a composition that cannot be completed")
        except Broken as fault:
            raise fault.inside(f"panels[{place}]") from None


def _panel_is_lawful(panel: Json, problem: Problem) -> None:
    register = problem.register
    demand(rising(panel["ids"]), "编号未严格递增", "ids are not strictly rising")
    people = [register.place.get(id_, register.pool_size) for id_ in panel["ids"]]
    demand(all(person < register.pool_size for person in people), "名单外的人", "somebody outside the pool")
    demand(is_lawful(problem, people), "不是合规的评委会", "not a lawful panel")


def _composition_is_well_formed(panel: Json, problem: Problem) -> Composition:
    demand(rising([entry[:2] for entry in panel["types"]]), "类型未严格递增", "types are not strictly rising")
    return composition_of(panel, problem.register)


def _panel_record(panel: Json) -> bytes:
    return lp(u32(panel["count"])) + b"".join(lp(bytes.fromhex(id_)) for id_ in panel["ids"])


def _composition_record(panel: Json) -> bytes:
    types = (lp(",".join(labels).encode()) + lp(region.encode()) + lp(u32(number)) for labels, region, number in panel["types"])
    return lp(u32(panel["count"])) + b"".join(types)


def _panel_chances(panels: list[Json]) -> Json:
    by_id: Counter[str] = Counter()
    for panel in panels:
        by_id.update(dict.fromkeys(panel["ids"], panel["count"]))
    return {"m": sum(panel["count"] for panel in panels), "by_id": dict(by_id)}


def _composition_chances(panels: list[Json], register: Register) -> Json:
    members = Counter(register.kind_of[: register.pool_size])
    expected: Counter[int] = Counter()
    for panel in panels:
        for kind, number in composition_of(panel, register).items():
            expected[kind] += panel["count"] * number
    rows: list[list[Any]] = [[list(register.kinds[kind][0]), register.kinds[kind][1], members[kind], s] for kind, s in expected.items()]
    return {"m": sum(panel["count"] for panel in panels), "by_type": sorted(rows)}
