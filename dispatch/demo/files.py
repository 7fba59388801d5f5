"""What a demo leaves behind for every tender: transcript and verification, calls, rooms, attendance, fees; as inspectable files."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dispatch.demo.documents import make_all
from dispatch.kernel.canonical import canonical
from dispatch.workflow.capsules import capsule_purpose
from dispatch.workflow.fee_files import fee_files
from dispatch.workflow.gate import passages
from dispatch.workflow.publish import transcript
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.seat_pictures import pictures_of
from dispatch.workflow.work import Work
from policies.calendar import LOCAL
from policies.vocabulary.refused import Refused


@dataclass(frozen=True, slots=True)
class Written:
    """One file for the index: where it is, and what it is."""

    path: Path
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What the independent verifier said of one transcript."""

    report: Written
    holds: bool


def write_tender(record: TenderRecord, folder: Path, work: Work) -> list[Written]:
    """Everything about one tender that has come to pass."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [_ladder(record, folder, work)]
    if record.draw:
        written += _transcript(record, folder, work)
        written += [_calls(record, folder, work), _attendance(record, folder, work)]
        written += _sealed(record, folder, work)
        written += _rooms(record, folder, work)
        written += _fees(record, folder, work)
    written += [Written(*document) for document in make_all(record, folder / "documents", work)]
    return written


def verify_all(folder: Path, verifier: Path, trust: Path) -> list[Verified]:
    """Runs the one-file verifier, as anybody could, on every transcript; its report stands beside each."""
    return [_verify(path, verifier, trust) for path in sorted(folder.glob("*/transcript.json"))]


def _verify(path: Path, verifier: Path, trust: Path) -> Verified:
    done = subprocess.run([sys.executable, str(verifier), str(path), "--trust", str(trust)], capture_output=True, check=False)
    report = path.with_name("verification.txt")
    report.write_bytes(done.stdout + f"\n退出码 exit code {done.returncode}\n".encode())
    holds = done.returncode == 0
    verdict = ("独立核验通过", "verified independently") if holds else ("独立核验未通过", "verification failed")
    return Verified(Written(report, f"{path.parent.name}：{verdict[0]}", verdict[1]), holds)


def _ladder(record: TenderRecord, folder: Path, work: Work) -> Written:
    taken = work.uow.tenders.ladder(record.id)
    rows: list[list[Any]] = [[step["seat"] + 1, step["step"], step["pool"], step["wanted"], step["reason"]] for step in taken]
    for sentence in record.refusal:
        rows.append(["", "", "", "", sentence])
    path = _csv(folder / "ladder.csv", ["名额", "级", "合格人数", "须有人数", "理由"], rows)
    return Written(path, "逐级扩大记录", "refill ladder, step by step")


def _transcript(record: TenderRecord, folder: Path, work: Work) -> list[Written]:
    try:
        body = transcript(str(record.draw), work)
    except Refused as refusal:
        why = _text(folder / "transcript-not-yet.txt", f"{refusal.chinese}\n{refusal.english}\n")
        return [Written(why, "抽取记录尚不能公布", "not yet public")]
    path = _text(folder / "transcript.json", canonical(body).decode("utf-8"))
    return [Written(path, "可核验抽取记录（vd1）", "verifiable transcript (vd1)")]


def _calls(record: TenderRecord, folder: Path, work: Work) -> Written:
    """By capability, a random word for one call-out: no name, no telephone, no rank."""
    rows = [
        [call.capability[:12], _hour(call.called_at), _hour(call.reply_by), call.state.value, call.reason, _hour(call.replied_at)]
        for call in work.uow.calls.under(capsule_purpose(str(record.draw)))
    ]
    header = ["通知代号", "通知时间", "应答截止", "状态", "理由码", "应答时间"]
    path = _csv(folder / "calls.csv", header, sorted(rows, key=lambda row: (row[1], row[0])))
    return Written(path, "通知与应答记录（无姓名、无号码）", "call-out log (no names, no numbers)")


def _attendance(record: TenderRecord, folder: Path, work: Work) -> Written:
    rows = []
    for kept, passage in passages(record, work).values():
        times = map(_hour, (kept.arrived_at, kept.entered_at, kept.left_at))
        rows.append([passage.gate, kept.venue, *times, kept.state, kept.reason])
    header = ["到场码", "场地", "签到", "入席", "离席", "状态", "理由"]
    return Written(_csv(folder / "attendance.csv", header, sorted(rows)), "签到与在席记录（按到场码）", "attendance by gate code")


def _sealed(record: TenderRecord, folder: Path, work: Work) -> list[Written]:
    """The envelopes as they lie in the database, and the sealed stage bodies that the messages pointed to."""
    sealed = folder / "sealed"
    sealed.mkdir(exist_ok=True)
    for name, envelope in sorted(work.uow.draws.envelopes(str(record.draw)).items()):
        (sealed / f"{name.replace('/', '-')}.dse1.json").write_bytes(envelope)
    for call in work.uow.calls.under(capsule_purpose(str(record.draw))):
        for link in work.uow.calls.links(call.capability):
            (sealed / f"notice-{link.stage}-{link.locator}.bin").write_bytes(link.body)
    return [Written(sealed, "密封件与密封通知（目录）", "sealed envelopes and notifications (folder)")]


def _rooms(record: TenderRecord, folder: Path, work: Work) -> list[Written]:
    written = []
    for venue, svg, html in pictures_of(record, work):
        written.append(Written(_text(folder / f"rooms-{venue}.svg", svg), f"席位图 {venue}", f"room plan {venue}"))
        written.append(Written(_text(folder / f"rooms-{venue}.html", html), f"席位页 {venue}", f"room page {venue}"))
    return written


def _fees(record: TenderRecord, folder: Path, work: Work) -> list[Written]:
    try:
        files = fee_files(record, work)
    except Refused:
        return []  # nobody sat down: there is no fee to show
    return [
        Written(_bytes(folder / "fees.xlsx", files.sheet), "专家劳务报酬发放表（代号、掩码）", "fee sheet (codes and masks)"),
        Written(_bytes(folder / "tax.xlsx", files.tax), "个税申报表", "tax file"),
    ]


def _hour(at: datetime | None) -> str:
    return f"{at.astimezone(LOCAL):%m-%d %H:%M}" if at else ""


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return _text(path, "\ufeff" + text.getvalue())


def _text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
