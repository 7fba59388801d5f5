"""Writes down what a demo did: files for every tender, the log, the bank's papers, the verifier, and the index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch.demo.files import Verified, Written, verify_all, write_tender
from dispatch.demo.index import Chapter, index_page
from dispatch.demo.perform import DATA, Performed
from dispatch.verifier.bundle import bundle
from dispatch.workflow.log_export import export_log
from dispatch.workflow.records import TenderRecord
from policies.vocabulary.refused import Refused

Watched = Callable[[Sequence[TenderRecord]], Iterable[TenderRecord]]
PAPERS = {
    "bank/in": ("支付文件（ISO 20022）", "payment files"),
    "bank/out/done": ("银行回执（模拟）", "the bank's answers (simulated)"),
}


@dataclass(frozen=True, slots=True)
class Left:
    """Where to begin reading, and what the independent verifier said of each transcript."""

    index: Path
    verified: Sequence[Verified]


def leave_files(performed: Performed, story: Sequence[str], watched: Watched = iter) -> Left:
    """Writes everything; `watched` is passed the tenders and may show how far the writing has come."""
    out = performed.out
    tenders = out / "tenders"
    general = _general(performed, story)
    with performed.embedded.services.work(reads_only=True) as work:
        chapters = []
        for record in watched(work.uow.tenders.all()):
            written = write_tender(record, tenders / record.id.replace("/", "-"), work)
            draw = work.uow.draws.get(record.draw) if record.draw else None
            chapters.append(Chapter(record, work.uow.tenders.moments(record.id), draw.round + 1 if draw else 0, written))
    verified = verify_all(tenders, out / "verify.pyz", out / "trust.json")
    index = out / "index.html"
    index.write_text(index_page(chapters, [*general, *(each.report for each in verified)], story, out), encoding="utf-8")
    return Left(index, verified)


def _general(performed: Performed, story: Sequence[str]) -> list[Written]:
    out = performed.out
    (out / "verify.pyz").write_bytes(bundle())
    (out / "story.txt").write_text("\n".join(story) + "\n", encoding="utf-8")
    written = [
        Written(out / "story.txt", "经过（逐行）", "the story, line by line"),
        Written(out / "verify.pyz", "单文件核验程序", "one-file verifier"),
    ]
    with performed.embedded.services.work(reads_only=True) as work:
        (out / "trust.json").write_text(json.dumps(work.means.trust, ensure_ascii=False, indent=1), encoding="utf-8")
        written.append(Written(out / "trust.json", "信任数据（正式使用时须经另一途径取得）", "trust file"))
        try:
            (out / "witness-log.jsonl").write_text(export_log(work), encoding="utf-8")
            written.append(Written(out / "witness-log.jsonl", "见证日志全文", "the whole witness log"))
        except Refused:
            pass  # nothing has been cosigned yet: there is no log to export
    written += [Written(out / folder, *words) for folder, words in PAPERS.items() if (out / folder).exists()]
    written.append(Written(out / DATA, "数据目录（`--serve` 打开控制台）", "data directory for the console"))
    return written
