"""What `pool import` tells: the mapping of columns, errors and warnings, what changed, and the same as JSON."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from api.cli.output import console, say
from dispatch.intake.findings import Finding
from dispatch.intake.mapping import Proposal
from dispatch.workflow.pool_changes import CHANGED, Change
from dispatch.workflow.pool_import import ImportReport, Way

_SHOWN = 50  # findings printed for a person; JSON holds all


def report_facts(report: ImportReport, way: Way) -> dict[str, Any]:
    """The answer with fixed names (docs/files.md); `changes` only where they were asked for."""
    facts: dict[str, Any] = {
        "stored": report.stored,
        "unchanged": report.unchanged,
        "rejected": [fault.as_json() for fault in report.rejected],
        "warnings": [doubt.as_json() for doubt in report.warnings],
    }
    return {**facts, "changes": [change.as_json() for change in report.changes]} if way.changes else facts


def tell_report(report: ImportReport, way: Way) -> None:
    _list("错误 error", report.rejected)
    _list("提示 warning", report.warnings)
    if way.changes:
        _tell_changes(report.changes)
    if report.rejected and not way.good_rows:
        say(
            f"有 {len(report.rejected)} 处错误，全部未写入；请改正后重新导入，或用 --good-rows 只写入无误的行",
            f"{len(report.rejected)} errors; nothing was stored. Correct them, or use --good-rows for the good rows only",
        )
        return
    verb, verb_en = ("将写入", "would be stored") if way.dry_run else ("已写入", "stored")
    say(f"{verb} {report.stored} 名，未变 {report.unchanged} 名", f"{report.stored} {verb_en}, {report.unchanged} unchanged")


def tell_error_sheet(path: object, rows: int) -> None:
    say(f"已写出 {rows} 个有错的行：{path}；文件含个人信息，请妥善保管", f"{rows} bad rows written; the file holds personal data")


def mapping_facts(proposal: Proposal) -> dict[str, Any]:
    columns = [
        {
            "place": column.place + 1,
            "written": column.written,
            "ours": column.ours,
            "confidence": column.confidence,
            "accepted": column.accepted,
            "reasons": list(column.reasons),
        }
        for column in proposal.columns
    ]
    return {"header_line": proposal.header_line, "columns": columns, "missing": list(proposal.missing), "twice": list(proposal.twice)}


def tell_mapping(proposal: Proposal) -> None:
    """The proposed mapping as a table, and how to change it."""
    table = Table("列 #", "他们的列名 theirs", "我们的列名 ours", "把握 sure", title=f"表头在第 {proposal.header_line} 行")
    table.add_column("理由 why", overflow="fold")
    for column in proposal.columns:
        ours = "（不读取）" if column.ours is None else column.ours if column.accepted else f"{column.ours}？"
        sure = f"{column.confidence:.0%}" if column.ours else ""
        table.add_row(str(column.place + 1), column.written, ours, sure, "；".join(column.reasons))
    console.print(table)
    if proposal.twice:
        say(f"出现两次：{'、'.join(proposal.twice)}；请用 --map 指明用哪一列", f"twice: {', '.join(proposal.twice)}; choose with --map")
    if proposal.missing:
        say(f"缺少：{'、'.join(proposal.missing)}", "missing; say which with --map, or give one value with --set")
    say(
        '更改：--map "他们的列名=我们的列名"（右边留空则不读取），--set "列名=值"，--save-mapping 保存',
        "change with --map and --set; keep it",
    )


def _tell_changes(changes: tuple[Change, ...]) -> None:
    for change in changes[:_SHOWN]:
        what = f"{change.old} → {change.new}" if change.old or change.new else CHANGED
        console.print(f"{change.expert_no}：{change.column} {what}")
    _tell_rest(len(changes))


def _list(kind: str, findings: tuple[Finding, ...]) -> None:
    for one in findings[:_SHOWN]:
        console.print(f"{kind}：第 {one.row} 行 {one.message}（{one.code}）")
    _tell_rest(len(findings))


def _tell_rest(count: int) -> None:
    if count > _SHOWN:
        console.print(f"…… 共 {count} 处；--json 列出全部 · {count} in all, --json lists them")
