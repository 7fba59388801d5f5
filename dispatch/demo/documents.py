"""The printed forms of one tender in a demo's folder: PDF/A and XLSX of everything whose event has come."""

from __future__ import annotations

from pathlib import Path

from dispatch.workflow.documents import make_open
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.work import Work


def make_all(record: TenderRecord, folder: Path, work: Work) -> list[tuple[Path, str, str]]:
    """Writes every document that can be made now into `folder`; (path, Chinese, English) of each PDF. By pseudonym only."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for made in make_open(record, work):
        path = folder / f"{made.name}.pdf"
        path.write_bytes(made.pdf)
        path.with_suffix(".xlsx").write_bytes(made.xlsx)
        form = made.paper.form
        written.append((path, f"{form.chinese}（供{made.paper.reader}）", form.english))
    return written
