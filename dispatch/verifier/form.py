"""V01: the file is one JSON object with exactly the members, types and ranges that the specification gives (§11)."""

from __future__ import annotations

import re
from typing import Any

from dispatch.verifier import strict_json
from dispatch.verifier.shape import (
    ROUND,
    TOKEN,
    Check,
    either,
    hexa,
    listing,
    malformed,
    mapping,
    members,
    nothing,
    one_of,
    row,
    text,
    token,
    whole,
)
from dispatch.verifier.steps import step

Json = dict[str, Any]
LARGEST_POOL = 200_000
_HEX32 = re.compile(r"[0-9a-f]{64}").fullmatch
_HEX8 = re.compile(r"[0-9a-f]{16}").fullmatch

hex16, hex32, hex48, hex64, hex96 = (hexa(length) for length in (16, 32, 48, 64, 96))
token_or_none = either(one_of(""), token)
a_type = row(listing(token, 1, 64), token, whole(1, 64))
beacon_object = members(chain=hex32, key=hex96, genesis=whole(), period=whole(1), margin=whole())
trust_form = members(
    origin=text,
    log=text,
    witnesses=listing(text, 2, 32),
    quorum=whole(),
    keys=mapping(token, hexa(32, 65)),
    parties=listing(token),
    beacons=listing(beacon_object),
    beacon_needed=whole(0, 1),
)


def _pool(value: Any) -> None:
    """The longest list, so written out: `[id, [labels], region, group, weight]`."""
    if type(value) is not list or len(value) > LARGEST_POOL:
        raise malformed(f"应为至多 {LARGEST_POOL} 项的列表", f"not a list of at most {LARGEST_POOL} items")
    seen: set[str] = set()
    for place, entry in enumerate(value):
        if type(entry) is not list or len(entry) != 5:
            raise malformed(f"[{place}] 应为 5 项的列表", f"[{place}] not a list of 5 items")
        id_, labels, region, group, weight = entry
        good = type(id_) is str and _HEX32(id_) and type(labels) is list and len(labels) <= 1024 and type(weight) is int
        if not good or type(group) is not str or (group and not _HEX8(group)):
            raise malformed(f"[{place}] 编号、专业、单位标记或权重的类型不符", f"[{place}] wrong type of id, labels, group or weight")
        for name in (region, *labels):
            if type(name) is not str or (name not in seen and not TOKEN(name)):
                raise malformed(f"[{place}] 地区或专业不是合规标记", f"[{place}] region or label is not a token")
            seen.add(name)


def _walk(value: Any) -> None:
    """Records `[id, verdict]`, at most as many as experts (a standby's record may follow a skip)."""
    if type(value) is not list or len(value) > 2 * LARGEST_POOL:
        raise malformed("记录过多或不是列表", "not a list, or too many records")
    for place, record in enumerate(value):
        if type(record) is not list or len(record) != 2 or type(record[0]) is not str or not _HEX32(record[0]):
            raise malformed(f"[{place}] 不是 [编号, 结论]", f"[{place}] not [id, verdict]")
        text(record[1])


_drawn_out = members(
    venues=listing(token, 0, 64),
    panel=either(nothing, whole(0, 999)),
    walk=_walk,
    seats=listing(row(hex32, token), 0, 64),
    booths=listing(row(hex32, token_or_none, token_or_none), 0, 64),
    standby=listing(hex32, 0, 64),
)
_settled = members(seats=listing(row(hex32, token), 0, 64), booths=listing(row(hex32, token_or_none, token_or_none), 0, 64))
_drawn = members(
    r=whole(0, 63),
    kind=one_of("drawn"),
    ckpt_open=either(nothing, members(note=text, cons=listing(hex32, 0, 64))),
    beacon=either(nothing, hex48),
    reveals=mapping(token, hex32, 0, 64),
    seed=hex32,
    salt=hex32,
    out=_drawn_out,
    accepted=either(nothing, listing(hex32, 0, 128)),
    settled=either(nothing, _settled),
)
_infeasible = members(
    r=whole(0, 63),
    kind=one_of("infeasible"),
    ckpt_open=nothing,
    beacon=nothing,
    reveals=mapping(token, hex32, 0, 0),
    seed=nothing,
    salt=nothing,
    out=nothing,
    accepted=nothing,
    settled=nothing,
)


def _round(value: Any) -> None:
    infeasible = type(value) is dict and value.get("kind") == "infeasible"
    (_infeasible if infeasible else _drawn)(value)


def _round_name(value: str) -> None:
    if not ROUND(value):
        raise malformed("不是轮次", "not the number of a round")


_event = members(idx=whole(), by=token, sig=hex64, body=text, proof=listing(hex32, 0, 64))
_chances = either(
    nothing,
    members(m=whole(0, 1000), by_id=mapping(hex32, whole(0, 1000))),
    members(m=whole(0, 1000), by_type=listing(row(listing(token, 1, 64), token, whole(), whole()))),
)
_panel = either(
    members(ids=listing(hex32, 0, 64), count=whole(1, 1000)),
    members(types=listing(a_type, 1, 64), count=whole(1, 1000)),
)
TRANSCRIPT: dict[str, Check] = {
    "v": one_of("vd1", "vd1-sm"),
    "manifest": strict_json.strict,
    "manifest_salt": hex32,
    "tender": members(no=text, salt=hex16),
    "pool": _pool,
    "pairs": listing(row(hex32, hex32), 0, 20_000),
    "panels": listing(_panel, 0, 1000),
    "booths": listing(row(token_or_none, token), 0, 4096),
    "carried": listing(row(hex32, token, listing(token, 0, 1024), token, either(one_of(""), hexa(8))), 0, 64),
    "k_id": hex32,
    "rounds": listing(_round, 0, 64),
    "vacated": mapping(_round_name, listing(row(hex32, token), 0, 64), 0, 64),
    "chances": _chances,
    "events": listing(_event, 0, 10_000),
    "checkpoint": text,
    "trust": trust_form,
}


@step("V01")
def the_file_has_the_specified_form(raw: bytes) -> Json:
    """The transcript as JSON; every member present once, of its type, within its range, and no other."""
    value: Json = strict_json.parse(raw)
    members(**TRANSCRIPT)(value)
    return value
