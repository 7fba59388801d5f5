"""How the commands about experts tell what they did and found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.cli.output import print_json, say
from dispatch.workflow.experts.entries import Entry
from dispatch.workflow.experts.shown import facts_in_words
from policies.calendar import LOCAL


def told_entry(entry: Entry, no: str, as_json: bool, more: Mapping[str, Any] | None = None) -> None:
    """That an entry was made, without its personal content."""
    if as_json:
        print_json({"no": no, "entry": entry.seq, "kind": entry.kind.value, **(more or {})})
    else:
        say(f"专家 {no}：已记为第 {entry.seq} 项（{entry.kind.word}）", f"expert {no}: entry {entry.seq} ({entry.kind.value})")


def tell_expert(facts: Mapping[str, Any]) -> None:
    until = f"至{facts['suspended_until']}" if facts["suspended_until"] else ""
    standing = f"，状态 {facts['standing']}{until}" if facts["standing"] else ""
    say(
        f"{facts['no']} {facts['name']} {facts['id_no']} {facts['phone']}：{facts['stage']}{standing}",
        f"points taken {facts['points']}, left {facts['points_left']}; trained until {facts['trained_until'] or '–'}",
    )
    if facts["standing_in_file"] not in ("", facts["standing"]):
        say(f"  专家库文件写“{facts['standing_in_file']}”，以本中心记录为准", "")
    for spell in facts["leave"]:
        say(f"  请假 {spell['since']} 至 {spell['until']}（第 {spell['entry']} 项）", "")
    for purpose, statement in facts["consents"].items():
        say(f"  单独同意：{purpose}（告知书 {statement}）", "")
    for each in facts["waiting"]:
        say(f"  待决定：第 {each['entry']} 项 {each['kind']}，应于 {each['answer_by']} 前答复", "")
    for each in facts["proposals"]:
        say(f"  提请暂停：{each['says']}（{each['source']}）", f"  proposed: {each['says_en']}")
    for entry in facts["entries"]:
        _tell_entry(entry)


def tell_due(found: Sequence[Mapping[str, Any]]) -> None:
    for each in found:
        entry = f"（第 {each['entry']} 项）" if "entry" in each else ""
        by = f"，{each['by']} 前" if each["by"] else ""
        say(f"{each['no']}：{each['what']}{entry}{by}", "")
    if not found:
        say("没有待办事项", "nothing waits")


def _tell_entry(entry: Mapping[str, Any]) -> None:
    words = "，".join(f"{name} {value}" for name, value in facts_in_words(entry["facts"]).items() if value not in ("", []))
    void, at = "（已撤回或撤销）" if entry["void"] else "", entry["at"].astimezone(LOCAL)
    say(f"  {entry['entry']} {at:%Y-%m-%d %H:%M} {entry['kind']}{void}：{words}；{entry['why']}（{entry['by']}）", "")
