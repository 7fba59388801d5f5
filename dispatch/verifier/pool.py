"""V07 and V08: the pool, the carried members and the pairs are those that were frozen before anybody committed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dispatch.verifier import merkle
from dispatch.verifier.events import Event
from dispatch.verifier.form import Json
from dispatch.verifier.manifest import Manifest
from dispatch.verifier.refusals import demand
from dispatch.verifier.register import Register, carried_record, pool_records, register_of
from dispatch.verifier.shape import rising
from dispatch.verifier.steps import step
from dispatch.verifier.suite import lp

Partners = Mapping[int, frozenset[int]]


@step("V07")
def the_pool_is_the_frozen_one(transcript: Json, manifest: Manifest, pool_event: Event) -> Register:
    """Order, labels, weights, number and root of the pool; the same of the carried members, who hold lawful seats."""
    pool, carried = transcript["pool"], transcript["carried"]
    register = register_of(pool, carried)
    body, suite = pool_event.body, manifest.suite
    demand(rising(register.ids[: len(pool)]), "名单未按编号严格递增", "the pool is not strictly rising by id")
    _labels_are_of_the_draw(register, manifest)
    allowed = range(1, 2) if manifest.is_lottery else range(1, 65)
    demand(all(weight in allowed for weight in set(register.weights)), "权重不在允许范围", "a weight is not allowed")
    demand(body["N"] == len(pool), "名单人数不符", "the pool has another size")
    demand(body["P"] == merkle.root(pool_records(register), suite.digest).hex(), "名单的根哈希不符", "the root of the pool differs")
    demand(
        body["kid"] == suite.h("vd1/kid", bytes.fromhex(transcript["k_id"])).hex(), "编号密钥不是冻结的那一个", "k_id is not the frozen one"
    )
    _carried_are_lawful(carried, register, manifest)
    root = merkle.root(map(carried_record, carried), suite.digest).hex()
    demand(body["nK"] == len(carried) and body["K"] == root, "留任名单的根哈希不符", "the root of the carried members differs")
    return register


def _labels_are_of_the_draw(register: Register, manifest: Manifest) -> None:
    used = frozenset[str]().union(*(seat.labels for seat in manifest.seats))
    for labels, _ in register.kinds:
        lawful = labels and rising(list(labels)) and used.issuperset(labels)
        demand(bool(lawful), "专业为空、未排序或不属于任何席位", "labels are empty, not sorted, or of no seat class")


def _carried_are_lawful(carried: list[list[str]], register: Register, manifest: Manifest) -> None:
    ids = [entry[0] for entry in carried]
    demand(len(carried) == manifest.raw["carried"], "留任人数与方案不符", "another number of carried members than planned")
    demand(rising(ids), "留任名单未按编号严格递增", "the carried members are not strictly rising by id")
    demand(len(register.place) == len(register.ids), "留任成员又在名单中", "a carried member is in the pool too")
    classes = {seat.seat: seat for seat in manifest.seats}
    for _, seat, labels, _, _ in carried:
        fits = seat in classes and not classes[seat].labels.isdisjoint(labels)
        demand(fits, "留任成员的席位不存在或专业不符", "a carried member's seat is unknown or does not fit")
    held = Counter(entry[1] for entry in carried)
    demand(
        all(held[seat.seat] <= seat.count for seat in manifest.seats), "留任成员超过席位数", "more carried members than seats in a class"
    )


@step("V08")
def the_pairs_are_the_frozen_ones(transcript: Json, manifest: Manifest, pool_event: Event, register: Register) -> Partners:
    """Order and root of the pairs, none without the rule; the carried members together break no upper bound."""
    pairs, body = transcript["pairs"], pool_event.body
    apart = any(rule.kind == "apart" for rule in manifest.rules)
    demand(apart or not pairs, "没有 apart 规则却列出了回避对", "pairs are listed without the rule apart")
    demand(rising(pairs) and all(one < other for one, other in pairs), "回避对未排序或重复", "pairs are not sorted, or repeated")
    known = all(one in register.place and other in register.place for one, other in pairs)
    demand(known, "回避对中有名单外的人", "a pair names somebody outside pool and carried members")
    root = merkle.root((b"".join(lp(bytes.fromhex(id_)) for id_ in pair) for pair in pairs), manifest.suite.digest)
    demand(body["nA"] == len(pairs) and body["A"] == root.hex(), "回避对的根哈希不符", "the root of the pairs differs")
    partners = partners_of([(register.place[one], register.place[other]) for one, other in pairs])
    _carried_break_no_upper_bound(register, manifest, partners)
    return partners


def partners_of(pairs: list[tuple[int, int]]) -> Partners:
    """For each person in a listed pair, all of his partners."""
    partners: dict[int, set[int]] = {}
    for one, other in pairs:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    return {person: frozenset(others) for person, others in partners.items()}


def _carried_break_no_upper_bound(register: Register, manifest: Manifest, partners: Partners) -> None:
    places = range(register.pool_size, len(register.ids))
    groups = Counter(register.groups[place] for place in places if register.groups[place])
    regions = Counter(register.kinds[register.kind_of[place]][1] for place in places)
    for rule in manifest.rules:
        broken = (
            (rule.kind == "group_cap" and max(groups.values(), default=0) > rule.bound)
            or (rule.kind == "region_max" and sum(regions[region] for region in rule.regions) > rule.bound)
            or (rule.kind == "apart" and any(partners.get(place, frozenset()).intersection(places) for place in places))
        )
        demand(not broken, f"留任成员已违反规则 {rule.name}", f"the carried members break the rule {rule.name}")
