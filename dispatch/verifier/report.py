"""The answer: as facts for a program, and as a report that a reader without Python or cryptography can follow."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dispatch.verifier.case import Case, Drawn
from dispatch.verifier.form import Json
from dispatch.verifier.holder import Sentence, in_words, reason
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.steps import MEANING
from dispatch.verifier.verify import Verified

UNTRUSTED: Sentence = (
    "未经独立信任数据核对：以下只依据记录自身的声明；请用另一途径取得的信任数据加 --trust 再核验",
    "NOT CHECKED AGAINST INDEPENDENT TRUST DATA: only the transcript's own claim was used; get the trust file by another way, add --trust",
)
EMBEDDED: Sentence = (
    "注意：日志名以 /embedded 结尾，所有密钥由同一运营者持有，不具独立性",
    "note: the log's origin ends in /embedded: one operator held every key, nothing here is independent",
)
_MOST_SKIPS = 500
_METHODS = {"tickets": "逐人抽取", "panel-lottery": "评委会整体抽签", "composition-lottery": "名额组合抽签"}
_STATUS = {"complete": "完成", "infeasible": "无法组成", "cancelled": "取消"}


def facts(verified: Verified, me: Json | None) -> Json:
    """Everything that was verified, for `--json`."""
    case = verified.case
    return {
        "verified": True,
        "independent": verified.independent,
        "embedded": _in_one_hand(case),
        "m": case.manifest.m.hex(),
        "tender": case.transcript["tender"]["no"],
        "origin": case.quorum.origin,
        "method": case.manifest.method,
        "pool": case.register.pool_size,
        "carried": len(case.transcript["carried"]),
        "status": case.final["status"],
        "why": case.final["why"],
        "informed": _is_informed(case),
        "rounds": [_round_facts(case, r, drawn) for r, drawn in enumerate(verified.rounds)],
        "left_open": _left_open(case, len(verified.rounds)),
        "committee": [{"id": case.register.ids[person], "seat": seat} for person, seat in verified.standing.sitting.items()],
        **({"me": me} if me is not None else {}),
    }


def _vacated(case: Case, r: int) -> list[Json]:
    return [{"id": id_, "reason": why} for id_, why in case.transcript["vacated"].get(str(r), [])]


def _left_open(case: Case, r: int) -> Json | None:
    """The round that a vacate event opened and cancelling left open, with those who left before it; None if there is none."""
    return {"r": r, "vacated": _vacated(case, r)} if str(r) in case.transcript["vacated"] else None


def _round_facts(case: Case, r: int, drawn: Drawn | None) -> Json:
    entry, vacated = case.transcript["rounds"][r], _vacated(case, r)
    if drawn is None:
        return {"r": r, "kind": "infeasible", "vacated": vacated}
    ids, out = case.register.ids, entry["out"]
    ranks = {person: rank for rank, person in enumerate(drawn.order, 1)}
    booths = {row[0]: row[1:] for row in out["booths"]}
    return {
        "r": r,
        "kind": "drawn",
        "candidates": len(drawn.order),
        "seed": entry["seed"],
        "venues": out["venues"],
        "panel": out["panel"],
        "vacated": vacated,
        "drawn": [
            {"id": ids[person], "seat": seat, "rank": ranks[person], "booth": booths.get(ids[person])}
            for person, seat in zip(drawn.panel, drawn.seats, strict=True)
        ],
        "skipped": [{"id": id_, "reason": verdict} for id_, verdict in out["walk"] if verdict not in ("drawn", "standby")],
        "standby": out["standby"],
        "accepted": entry["accepted"],
        "settled": entry["settled"],
    }


def report(verified: Verified, me: Json | None, every_skip: bool) -> Iterator[str]:
    """Lines of the report; a failing trust warning comes first, then the verdict, then what happened."""
    told = facts(verified, me)
    yield from _warnings(told["independent"], told["embedded"])
    yield _both("核验通过：全部步骤成立", "VERIFIED: every step holds")
    for sentence in in_words(me) if me is not None else ():
        yield _both(*sentence)
    number, m, origin = told["tender"], told["m"][:16], told["origin"]
    yield _both(f"项目编号 {number}；抽取标识 {m}；日志 {origin}", f"tender {number}; draw {m}; log {origin}")
    pool, method = told["pool"], told["method"]
    carried = told["carried"]
    yield _both(f"候选名单 {pool} 人，留任 {carried} 人；方法：{_METHODS[method]}", f"pool {pool}, carried {carried}; method: {method}")
    for entry in told["rounds"]:
        yield from _round(entry, every_skip)
    if told["left_open"] is not None:
        yield from _gone(told["left_open"])
    status, why = told["status"], told["why"]
    yield _both(f"结束状态：{_STATUS[status]}{'，理由 ' + why if why else ''}", f"status: {status}{', reason ' + why if why else ''}")
    if told["informed"]:
        yield _both(
            "注意：已有参与方释放数值，或所有密钥在同一手中，可能有人知道过结果",
            "note: informed: a party had released, or one hand held every key; somebody may have known an outcome",
        )
    yield _both(f"结束时在席 {len(told['committee'])} 人", f"{len(told['committee'])} members hold seats at the end")
    for member in told["committee"]:
        yield f"    专家 {_pseudonym(member['id'])}  {member['seat']}"


def _in_one_hand(case: Case) -> bool:
    return case.quorum.origin.endswith("/embedded")


def _is_informed(case: Case) -> bool:
    """Not complete, and somebody may have known an outcome; where one hand holds every key, each such draw is (spec §9)."""
    released = any(event.kind == "release" for event in case.events)
    return case.final["status"] != "complete" and (released or _in_one_hand(case))


def failure(failed: StepFailed, independent: bool) -> Iterator[str]:
    """Lines for a transcript that does not hold: which step, what it means, what was found."""
    meaning = MEANING[failed.step]
    yield from _warnings(independent, False)
    if failed.decided:
        yield _both(f"核验不通过：{failed.step} {meaning.checks}", f"REFUSED: {failed.step} {meaning.checks_en}")
        yield _both(f"含义：{meaning.failing}", f"meaning: {meaning.failing_en}")
    else:
        yield _both(f"未能判定：{failed.step} {meaning.checks}", f"NOT DECIDED: {failed.step} {meaning.checks_en}")
    yield _both(f"发现：{failed.fault.chinese}", f"found: {failed.fault.english}")


def failure_facts(failed: StepFailed, independent: bool) -> Json:
    """The same for `--json`."""
    meaning, fault = MEANING[failed.step], failed.fault
    return {
        "verified": False,
        "independent": independent,
        "decided": failed.decided,
        "step": failed.step,
        "checks": {"zh": meaning.checks, "en": meaning.checks_en},
        "meaning": {"zh": meaning.failing, "en": meaning.failing_en},
        "found": {"zh": harmless(fault.chinese), "en": harmless(fault.english)},
    }


def harmless(text: str) -> str:
    """Text from a stranger's file with control and format characters made visible, so that it cannot steer a terminal."""
    return "".join(sign if unicodedata.category(sign)[0] != "C" else f"\\u{ord(sign):04x}" for sign in text)


def _both(chinese: str, english: str) -> str:
    return harmless(f"{chinese} · {english}")


def _warnings(independent: bool, embedded: bool) -> Iterator[str]:
    if not independent:
        yield _both(*UNTRUSTED)
    if embedded:
        yield _both(*EMBEDDED)


def _pseudonym(id_: str) -> str:
    return id_[:12]


def _gone(entry: Json) -> Iterator[str]:
    for gone in entry["vacated"]:
        who, r, why = _pseudonym(gone["id"]), entry["r"], gone["reason"]
        yield _both(f"第 {r} 轮前离席：{who}，理由 {why}", f"vacated before round {r}: {who}, reason {why}")


def _round(entry: Json, every_skip: bool) -> Iterator[str]:
    r = entry["r"]
    yield from _gone(entry)
    if entry["kind"] == "infeasible":
        yield _both(f"第 {r} 轮：无法组成合规的评委会", f"round {r}: no lawful committee could be formed")
        return
    number, seed = entry["candidates"], entry["seed"]
    yield _both(f"第 {r} 轮：候选 {number} 人，种子 {seed}", f"round {r}: {number} candidates, seed as shown")
    if entry["venues"]:
        names = ", ".join(entry["venues"])
        yield _both(f"  副场：{names}", f"venues: {names}")
    if entry["panel"] is not None:
        yield _both(f"  抽签序号 {entry['panel']}", f"drawn index {entry['panel']}")
    for member in entry["drawn"]:
        booth = " / ".join(filter(None, member["booth"] or ()))
        yield f"    抽中 drawn    {_pseudonym(member['id'])}  签序 {member['rank']}  {member['seat']}  {booth}".rstrip()
    yield from _skips(entry["skipped"], every_skip)
    for id_ in entry["standby"]:
        yield f"    候补 standby  {_pseudonym(id_)}"
    if entry["accepted"] is not None:
        yield from _settlement(entry)


def _skips(skipped: list[Any], every_skip: bool) -> Iterator[str]:
    shown = skipped if every_skip else skipped[:_MOST_SKIPS]
    for entry in shown:
        yield harmless(f"    跳过 skipped  {_pseudonym(entry['id'])}  {reason(entry['reason'])} · {entry['reason']}")
    rest = Counter(entry["reason"] for entry in skipped[len(shown) :])
    for verdict, number in rest.items():
        yield _both(f"    另有 {number} 人：{reason(verdict)}（--all 全部列出）", f"{number} more: {verdict} (--all lists them)")


def _settlement(entry: Json) -> Iterator[str]:
    accepted, seats = entry["accepted"], entry["settled"]["seats"]
    yield _both(f"  应答 {len(accepted)} 人，入席 {len(seats)} 人", f"{len(accepted)} accepted, {len(seats)} seated")
    booths = {row[0]: row[1:] for row in entry["settled"]["booths"]}
    for id_, seat in seats:
        yield f"    入席 seated   {_pseudonym(id_)}  {seat}  {' / '.join(filter(None, booths.get(id_, ())))}".rstrip()
