"""`--me`: what the record says about the holder of one handle (句柄): in the pool, rank, drawn, reached, seated, or absent (spec §12)."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from dispatch.verifier.case import Case, Drawn
from dispatch.verifier.form import Json
from dispatch.verifier.verify import Verified

Sentence = tuple[str, str]
UNREACHABLE = ("no-answer", "unreachable", "not-accepted")  # reasons of vacancy that say so
NOT_REACHED, ANOTHER_PANEL = "not reached", "another panel"  # outcomes of whom no record of a walk names


def id_of(case: Case, handle: bytes) -> str:
    """id = H("vd1/id", k_id, e) with e = H("vd1/expert", h, m)."""
    e = case.suite.h("vd1/expert", handle, case.manifest.m)
    return case.suite.h("vd1/id", bytes.fromhex(case.transcript["k_id"]), e).hex()


def about(verified: Verified, handle: bytes) -> Json:
    """Facts about the holder: `status` in-pool, carried or absent, the answer in short, and for each round his rank and what happened."""
    case = verified.case
    id_ = id_of(case, handle)
    person = case.register.place.get(id_)
    if person is None:
        pool = case.register.ids[: case.register.pool_size]
        place = bisect_left(pool, id_)
        neighbours = [*pool[max(0, place - 1) : place], *pool[place : place + 1]]
        return {"id": id_, "status": "absent", "answer": "not in the pool", "neighbours": neighbours}
    found = (_in_round(case, r, drawn, person) for r, drawn in enumerate(verified.rounds) if drawn is not None)
    rounds, gone = [entry for entry in found if entry is not None], _vacated(case, id_)
    return {
        "id": id_,
        "status": "in-pool" if person < case.register.pool_size else "carried",
        "answer": _answer(rounds, gone) if person < case.register.pool_size else "carried",
        "rounds": rounds,
        "vacated": gone,
        "seated": verified.standing.sitting.get(person),
    }


def _answer(rounds: list[Json], gone: str | None) -> str:
    """All of it in a few words."""
    if not any(entry["outcome"] in ("drawn", "standby") for entry in rounds):
        return "not drawn"
    unreached = gone in UNREACHABLE or any(entry.get("reply") == "not-accepted" for entry in rounds)
    return "drawn and recorded as unreachable" if unreached else "drawn"


def _in_round(case: Case, r: int, drawn: Drawn, person: int) -> Json | None:
    """Rank among the candidates of a round and the outcome; None if he was no candidate."""
    if person not in drawn.order:
        return None
    id_, entry = case.register.ids[person], case.transcript["rounds"][r]
    verdicts = [verdict for record_id, verdict in entry["out"]["walk"] if record_id == id_]
    unseen = ANOTHER_PANEL if case.manifest.method == "panel-lottery" and r == 0 else NOT_REACHED
    outcome = "standby" if person in drawn.standbys else "drawn" if person in drawn.panel else verdicts[0] if verdicts else unseen
    facts: dict[str, Any] = {"r": r, "rank": drawn.order.index(person) + 1, "of": len(drawn.order), "outcome": outcome}
    if entry["accepted"] is not None and person in drawn.called:
        seated = {row[0] for row in entry["settled"]["seats"]}
        facts["reply"] = "not-accepted" if id_ not in entry["accepted"] else "seated" if id_ in seated else "released"
    return facts


def _vacated(case: Case, id_: str) -> str | None:
    """The reason under which he was recorded as gone, if he was."""
    return next((reason for rows in case.transcript["vacated"].values() for named, reason in rows if named == id_), None)


_UNSEEN: dict[str, Sentence] = {
    NOT_REACHED: ("席位在您之前已满", "the seats were filled before your turn"),
    ANOTHER_PANEL: ("抽中的是清单中另一组委员会", "another panel of the list was drawn"),
}
_REPLIES: dict[str, Sentence] = {
    "not-accepted": ("被抽中，但记录为未接受（拒绝或未应答，记录不作区分）", "drawn, no acceptance on record (declined or gave no answer)"),
    "seated": ("被抽中，已应答，递补入席", "drawn, accepted, seated"),
    "released": ("被抽中，已应答，未排到席位", "drawn, accepted, released without a seat"),
}


def in_words(me: Json) -> list[Sentence]:
    """The facts as sentences, Chinese and English."""
    if me["status"] == "absent":
        near = " … ".join(neighbour[:16] for neighbour in me["neighbours"])
        return [
            ("您不在候选名单中", "you were not in the pool"),
            (f"您的编号 {me['id'][:16]} 应排在相邻的 {near} 处，名单中没有", f"your id {me['id'][:16]} would stand at {near}"),
        ]
    said: list[Sentence] = []
    if me["status"] == "carried":
        said.append(("您是上次抽取的留任成员，不参加本次抽取", "you are a carried member of the earlier draw, not a candidate of this one"))
    for entry in me["rounds"]:
        said.append(_round_in_words(entry))
    if me["status"] == "in-pool" and not me["rounds"]:
        said.append(("您在候选名单中；没有进行过抽取", "you were in the pool; no round was drawn"))
    if me["vacated"] in UNREACHABLE:
        said.append((f"您被抽中，并被记录为联系不上（{me['vacated']}）", f"you were drawn and recorded as unreachable ({me['vacated']})"))
    elif me["vacated"]:
        said.append((f"您被记录为离席，理由：{me['vacated']}", f"you were recorded as vacated, reason: {me['vacated']}"))
    if me["seated"]:
        said.append((f"结束时您在席，席位类别 {me['seated']}", f"at the end you hold a seat of class {me['seated']}"))
    return said


def _round_in_words(entry: Json) -> Sentence:
    head = f"第 {entry['r']} 轮：您在候选名单中，签序第 {entry['rank']} 位（共 {entry['of']} 人）"
    head_en = f"round {entry['r']}: you were in the pool, rank {entry['rank']} of {entry['of']}"
    if "reply" in entry:
        role, role_en = ("候补", "standby") if entry["outcome"] == "standby" else ("正选", "member")
        reply, reply_en = _REPLIES[entry["reply"]]
        return f"{head}，{reply}（{role}）", f"{head_en}, {reply_en} ({role_en})"
    if entry["outcome"] in ("drawn", "standby"):
        drawn, drawn_en = {"drawn": ("被抽中", "drawn"), "standby": ("被抽为候补", "drawn as standby")}[entry["outcome"]]
        return f"{head}，{drawn}", f"{head_en}, {drawn_en}"
    if entry["outcome"] in _UNSEEN:
        why, why_en = _UNSEEN[entry["outcome"]]
        return f"{head}，未被抽中（{why}）", f"{head_en}, not drawn ({why_en})"
    return f"{head}，未被抽中（{reason(entry['outcome'])}）", f"{head_en}, not drawn ({entry['outcome']})"


def reason(verdict: str) -> str:
    """A verdict of the walk in Chinese."""
    if verdict.startswith("rule "):
        kind = verdict[5:].split("#")[0]
        return f"违反规则 {verdict[5:]}：{_RULES.get(kind, kind)}"
    return _VERDICTS.get(verdict, verdict)


_RULES = {
    "group_cap": "同一单位人数已满",
    "region_max": "该地区人数已满",
    "venue_max": "该副场人数已满",
    "apart": "与已入选者不得同组",
    "composition": "该类型名额已满或未列入",
}
_VERDICTS = {
    "drawn": "抽中",
    "no seat left": "所适合的席位已满",
    "not completable": "若选入，其余席位将无法依规补齐",
    "standby": "候补",
    "no place": "无法替补任何一席",
}
