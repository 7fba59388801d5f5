"""What `pool import` tells: errors and warnings, what changed, and the same as JSON."""

from __future__ import annotations

from typing import Any

from api.cli.how import ways
from api.cli.output import console, say
from dispatch.intake.english import in_english
from dispatch.intake.findings import Finding
from dispatch.workflow.pool_changes import CHANGED, Change
from dispatch.workflow.pool_import import ImportReport, Way

_SHOWN = 50  # findings printed for a person; JSON holds all
_ROWS = 10  # of those that have one in common


def report_facts(report: ImportReport, way: Way) -> dict[str, Any]:
    """The answer with fixed names (docs/files.md); `changes` only where they were asked for."""
    facts: dict[str, Any] = {
        "stored": report.stored,
        "unchanged": report.unchanged,
        "rejected": [fault.as_json() for fault in report.rejected],
        "warnings": [doubt.as_json() for doubt in report.warnings],
    }
    return {**facts, "changes": [change.as_json() for change in report.changes]} if way.changes else facts


def tell_report(report: ImportReport, way: Way, unit: tuple[str, str] = ("名", "experts")) -> None:
    _list("错误 error", report.rejected)
    _list("提示 warning", report.warnings)
    if any(one.row for one in (*report.rejected, *report.warnings)):
        say("行号从表头的下一行数起，空行也算", "rows are counted from the line under the header, blank ones too")
    for chinese, english in ways(one.code for one in (*report.rejected, *report.warnings)):
        say(chinese, english)
    if way.changes:
        _tell_changes(report.changes)
    if report.rejected and not way.good_rows:
        say(
            f"有 {len(report.rejected)} 处错误，全部未写入；请改正后重新导入，或用 --good-rows 只写入无误的行",
            f"{len(report.rejected)} errors; nothing was stored. Correct them, or use --good-rows for the good rows only",
        )
        return
    verb, verb_en = ("将写入", "would be stored") if way.dry_run else ("已写入", "stored")
    chinese, english = unit
    say(
        f"{verb} {report.stored} {chinese}，未变 {report.unchanged} {chinese}",
        f"{report.stored} {english} {verb_en}, {report.unchanged} unchanged",
    )


def tell_error_sheet(path: object, rows: int) -> None:
    say(f"已写出 {rows} 个有错的行：{path}；文件含个人信息，请妥善保管", f"{rows} bad rows written; the file holds personal data")


def _tell_changes(changes: tuple[Change, ...]) -> None:
    for change in changes[:_SHOWN]:
        what = f"{change.old} → {change.new}" if change.old or change.new else f"{CHANGED} changed"
        console.print(f"{change.expert_no}：{in_english(change.column)} {what}", markup=False)
    _tell_rest(len(changes))


def _list(kind: str, findings: tuple[Finding, ...]) -> None:
    """What many rows have in common is told once, with the first of these rows."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for one in findings:
        rows.setdefault((one.message, one.code, one.english), []).append(one.row)
    for (message, code, english), where in list(rows.items())[:_SHOWN]:
        chinese, place = _rows(where)
        say(f"{kind}：{chinese} {message}（{code}）", f"{place}: {english}")
    if len(rows) > _SHOWN:
        _tell_rest(len(findings))


def _rows(where: list[int]) -> tuple[str, str]:
    """Which rows these are, in both languages; 0 is the header."""
    if where == [0]:
        return "表头", "header"
    first, count = where[:_ROWS], len(where)
    more, more_en = (f"等 {count} 行", f" … {count} in all") if count > _ROWS else ("", "")
    return f"第 {'、'.join(map(str, first))} 行{more}", f"row {', '.join(map(str, first))}{more_en}"


def _tell_rest(count: int) -> None:
    if count > _SHOWN:
        console.print(f"…… 共 {count} 处；--json 列出全部 · {count} in all, --json lists them")
