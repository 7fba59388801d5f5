"""`expert-dispatch audit monitor`: what a reader of the whole log checks, on a laptop, without the centre."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.clock import system_clock
from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.verify import verify
from dispatch.witness.dump import VerifiedDump, verify_dump
from dispatch.witness.trust import parse_trust
from dispatch.workflow.monitor import Monitored, Office, monitor
from dispatch.workflow.monitored_draw import Finding, Transcript, read_transcript
from dispatch.workflow.refusals import TranscriptUnreadable

Dump = typer.Argument(exists=True, dir_okay=False, help="日志全文（audit export 所写） · full log, as `audit export` writes it")
Trust = typer.Option(..., "--trust", exists=True, dir_okay=False, help="信任文件，须经另一途径取得 · trust file that came by another way")
Transcripts = typer.Option(
    None, "--transcripts", exists=True, file_okay=False, help="已公布的抽取记录所在目录 · folder of published transcripts"
)
Others = typer.Option([], "--other", help="另一日志的“全文:信任文件”，可重复 · another log as DUMP:TRUST, repeatable")
At = typer.Option(None, "--at", help="以此时刻判断逾期，缺省为现在 · the time by which to judge what is late")
_SEALED = ".dse1.json"  # envelopes beside the transcripts, as the demo lays them out: nobody's to read here


@refusals_exit
def look(
    *,
    dump: Path = Dump,
    trust: Path = Trust,
    transcripts: Path | None = Transcripts,
    others: list[str] = Others,
    at: datetime | None = At,
    as_json: bool = JsonFlag,
) -> None:
    """监测全部抽取：有头有尾、不重复、不遗漏，并按经办统计空缺率与取消率 · monitors every draw: 1 if anything was found."""
    trust_text = trust.read_bytes()
    files = [file for file in sorted(transcripts.glob("**/*.json")) if not file.name.endswith(_SEALED)] if transcripts else []
    read, unsound = _transcripts(files, trust_text)
    now = int((at.astimezone() if at else system_clock()).timestamp())
    logs = [_log(Path(log), Path(by).read_bytes()) for log, _, by in (other.partition(":") for other in others)]
    found = monitor(_log(dump, trust_text), read, now, logs)
    findings = (*unsound, *found.findings)
    print_json(_facts(found, findings)) if as_json else _tell(found, findings)
    if findings:
        raise typer.Exit(1)


def _log(dump: Path, trust: bytes) -> VerifiedDump:
    """A log that was replayed: no gap, no rewritten row, no event that its role did not sign. Raises BadDump."""
    return verify_dump(dump.read_text("utf-8"), parse_trust(trust))


def _transcripts(files: list[Path], trust: bytes) -> tuple[list[Transcript], list[Finding]]:
    """Those that can be read, and what the offline verifier says of each file."""
    read, findings = list[Transcript](), list[Finding]()
    for file in files:
        text = file.read_bytes()
        try:
            read.append(read_transcript(text))
            verify(text, trust, Limit(time.monotonic))
        except TranscriptUnreadable as refusal:
            findings.append(Finding("unreadable", "", f"{file.name}：{refusal.chinese}", f"{file.name}: {refusal.english}"))
        except StepFailed as failed:
            where, fault = f"{file.name} {failed.step}", failed.fault
            findings.append(Finding("does-not-verify", read[-1].m, f"{where}：{fault.chinese}", f"{where}: {fault.english}"))
    return read, findings


def _facts(found: Monitored, findings: tuple[Finding, ...]) -> dict[str, Any]:
    offices = [{**asdict(office), "rates": _rates(office)} for office in found.offices]
    return {"draws": found.draws, "open": found.open, "findings": [asdict(finding) for finding in findings], "offices": offices}


def _rates(office: Office) -> dict[str, float]:
    counts = {"vacated": office.vacated, "blind": office.cancelled_blind, "informed": office.cancelled_informed, "redrawn": office.redrawn}
    return {name: office.per_hundred(count) for name, count in counts.items()}


def _tell(found: Monitored, findings: tuple[Finding, ...]) -> None:
    say(f"抽取{found.draws}次，未终结{found.open}次", f"{found.draws} draws, {found.open} without end yet")
    for office in found.offices:
        rates = _rates(office)
        say(
            f"{office.token}：终结{office.ended}次，每百次空缺{rates['vacated']}人，取消{rates['blind']}次（事前）、{rates['informed']}次（揭示之后），"
            f"组成后又另行抽取{rates['redrawn']}次",
            f"{office.token}: ended {office.ended}; per hundred: vacated {rates['vacated']}, cancelled blind {rates['blind']}, "
            f"informed {rates['informed']}, drawn once more after a committee was full {rates['redrawn']}",
        )
    for finding in findings:
        say(f"发现（{finding.code}）{finding.says}", finding.says_en)
    if not findings:
        say("未发现异常", "nothing was found")
