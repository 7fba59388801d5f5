"""V02: the plan of the draw (manifest M) is lawful in every member (spec §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.verifier.form import Json, hex16, hex32, hex96
from dispatch.verifier.refusals import demand
from dispatch.verifier.shape import Check, either, hexa, listing, malformed, mapping, members, nothing, one_of, rising, text, token, whole
from dispatch.verifier.steps import step
from dispatch.verifier.strict_json import canonical
from dispatch.verifier.suite import SUITES, Suite

METHODS = ("tickets", "panel-lottery", "composition-lottery")
ROLES = ("plan", "pool", "result", "infeasible", "settle", "vacate", "final")
DRAWERS, ENDERS = ROLES[:4], ROLES[4:]


@dataclass(frozen=True, slots=True)
class SeatClass:
    """A class of seats (席位类别): its name, the labels that fit, how many seats."""

    seat: str
    labels: frozenset[str]
    count: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule on the committee as a whole; its name stands in the record of whoever was skipped for it."""

    name: str
    kind: str
    bound: int = 0
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Venue:
    """A candidate for a sub-venue (副场)."""

    name: str
    regions: frozenset[str]
    least: int
    most: int

    def rules(self) -> tuple[Rule, Rule]:
        """What it adds behind M.rules when it is taken: its minimum, then its maximum (spec §6)."""
        return (
            Rule(f"venue_min#{self.name}", "region_min", self.least, self.regions),
            Rule(f"venue_max#{self.name}", "region_max", self.most, self.regions),
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """M as the later steps need it; `raw` is the object itself and `m` its name in the log."""

    raw: Json
    m: bytes
    suite: Suite
    seats: tuple[SeatClass, ...]
    rules: tuple[Rule, ...]
    venues: tuple[Venue, ...]
    venue_count: int

    @property
    def method(self) -> str:
        return str(self.raw["method"])

    @property
    def is_lottery(self) -> bool:
        return self.method != "tickets"

    @property
    def standby(self) -> int:
        return int(self.raw["standby"])

    @property
    def parties(self) -> dict[str, int]:
        parties: dict[str, int] = self.raw["parties"]
        return parties


_region_list = listing(token, 1, 256)
_RULES: dict[str, Check] = {
    "group_cap": members(rule=one_of("group_cap"), cap=whole(1, 64)),
    "region_min": members(rule=one_of("region_min"), regions=_region_list, min=whole(1, 64)),
    "region_max": members(rule=one_of("region_max"), regions=_region_list, max=whole(0, 64)),
    "apart": members(rule=one_of("apart")),
}


def _rule(value: Any) -> None:
    kind = value.get("rule") if type(value) is dict else None
    if type(kind) is not str or kind not in _RULES:
        raise malformed("未知的规则", "an unknown rule")
    _RULES[kind](value)


_seat = members(seat=token, labels=listing(token, 1, 64), count=whole(1, 32))
_candidate = members(venue=token, regions=listing(token, 0, 256), seats_min=whole(0, 64), seats_max=whole(0, 64))
_venues = members(candidates=listing(_candidate, 1, 64), count=whole(1, 4))
_beacon = members(chain=hex32, key=hex96, genesis=whole(), period=whole(1), margin=whole(6))


def _form(suite: Suite) -> Check:
    key = hexa(suite.key_bytes)
    return members(
        v=one_of(suite.v),
        method=one_of(*METHODS),
        draw=hex16,
        log=text,
        tender=hex32,
        prev=either(one_of(""), hex32),
        carried=whole(0, 64),
        standby=whole(0, 64),
        seats=listing(_seat, 1, 16),
        rules=listing(_rule, 0, 32),
        venues=either(nothing, _venues),
        keys=mapping(token, key, 2, 64),
        parties=mapping(token, whole(1, 64), 2, 16),
        roles=members(**dict.fromkeys(ROLES, token)),
        beacon=either(nothing, _beacon),
        worker=hexa(65 if suite.v == "vd1-sm" else 32),
        times=members(draw_at=whole(), publish_from=whole()),
        snapshot=hex32,
        policy=hex32,
    )


@step("V02")
def the_manifest_is_lawful(transcript: Json) -> Manifest:
    """M with its hash m; all of section 3 holds for it."""
    raw, suite = transcript["manifest"], SUITES[transcript["v"]]
    _form(suite)(raw)
    _seats_are_lawful(raw)
    _rules_are_lawful(raw)
    _venues_are_lawful(raw)
    _people_of_the_draw_are_lawful(raw)
    venues = raw["venues"] or {"candidates": [], "count": 0}
    return Manifest(
        raw=raw,
        m=suite.h("vd1/manifest", canonical(raw), bytes.fromhex(transcript["manifest_salt"])),
        suite=suite,
        seats=tuple(SeatClass(s["seat"], frozenset(s["labels"]), s["count"]) for s in raw["seats"]),
        rules=tuple(_as_rule(place, rule) for place, rule in enumerate(raw["rules"])),
        venues=tuple(Venue(v["venue"], frozenset(v["regions"]), v["seats_min"], v["seats_max"]) for v in venues["candidates"]),
        venue_count=venues["count"],
    )


def _as_rule(place: int, rule: Json) -> Rule:
    kind = rule["rule"]
    bound = next((rule[name] for name in ("cap", "min", "max") if name in rule), 0)
    return Rule(f"{kind}#{place}", kind, bound, frozenset(rule.get("regions", ())))


def _seats_are_lawful(raw: Json) -> None:
    names = [seat["seat"] for seat in raw["seats"]]
    seats = sum(seat["count"] for seat in raw["seats"])
    demand(len(set(names)) == len(names), "席位类别名重复", "two seat classes share a name")
    demand(seats <= 64, "席位总数超过 64", "more than 64 seats")
    demand(all(rising(seat["labels"]) for seat in raw["seats"]), "席位专业未排序或重复", "labels of a seat class not sorted, or repeated")
    demand(raw["carried"] < seats, "留任人数不少于席位总数", "as many carried members as seats")
    demand(bool(raw["prev"]) or not raw["carried"], "没有前次抽取却有留任成员", "carried members without an earlier draw")


def _rules_are_lawful(raw: Json) -> None:
    aparts = sum(rule["rule"] == "apart" for rule in raw["rules"])
    demand(aparts <= 1, "apart 规则出现多次", "the rule apart stands more than once")
    ordered = all(rising(rule.get("regions", [])) for rule in raw["rules"])
    demand(ordered, "规则的地区未排序或重复", "regions of a rule not sorted, or repeated")


def _venues_are_lawful(raw: Json) -> None:
    if raw["venues"] is None:
        return
    candidates = raw["venues"]["candidates"]
    demand(rising([c["venue"] for c in candidates]), "候选副场未排序或重复", "venues not sorted, or repeated")
    demand(all(rising(c["regions"]) for c in candidates), "副场地区未排序或重复", "regions of a venue not sorted, or repeated")
    demand(raw["venues"]["count"] <= len(candidates), "副场数多于候选", "more venues wanted than there are candidates")
    demand(all(c["seats_min"] <= c["seats_max"] for c in candidates), "副场人数下限大于上限", "a venue's minimum above its maximum")
    unbounded = all((c["seats_min"], c["seats_max"]) == (0, 64) for c in candidates)
    demand(raw["method"] == "tickets" or unbounded, "抽签方式下副场不得设人数限制", "a lottery with bounded venues")


def _people_of_the_draw_are_lawful(raw: Json) -> None:
    keys, roles = raw["keys"], raw["roles"]
    demand(len(set(keys.values())) == len(keys), "两个角色共用一把密钥", "two tokens share a key")
    demand(raw["parties"].keys() <= keys.keys(), "参与方没有密钥", "a party without a key")
    demand(set(roles.values()) <= keys.keys(), "签署角色没有密钥", "a role without a key")
    drawers, enders = ({roles[role] for role in group} for group in (DRAWERS, ENDERS))
    demand(not drawers & enders, "抽取方同时签署递补、离席或结束", "who draws also settles, vacates or ends")
    demand(raw["times"]["draw_at"] <= raw["times"]["publish_from"], "公布时间早于抽取时间", "published before it is drawn")
