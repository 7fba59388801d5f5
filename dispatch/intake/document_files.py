"""写出文档: applications and venues as YAML, JSON or workbooks, in the shapes that we read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from dispatch.intake.refusals import UnknownFileType
from dispatch.intake.table_files import whole_file, write_tables
from dispatch.intake.venue_sheet import venue_members, venue_tables
from dispatch.intake.writing import application_members, application_xlsx
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue

WANTED = "YAML、JSON、XLSX"


def write_application(tender: Tender, path: Path) -> None:
    """One application under the name's kind of file. Raises UnknownFileType."""
    if path.suffix.lower() == ".xlsx":
        _write(path, application_xlsx(tender))
    else:
        _write(path, _document(application_members(tender), path))


def write_venues(venues: Iterable[Venue], path: Path) -> None:
    """Venues, rooms and booths under the name's kind of file. Raises UnknownFileType."""
    if path.suffix.lower() == ".xlsx":
        write_tables(path, venue_tables(venues))
    else:
        _write(path, _document(venue_members(venues), path))


def _document(members: dict[str, Any], path: Path) -> bytes:
    if path.suffix.lower() in (".yaml", ".yml"):
        return yaml.dump(members, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=140).encode("utf-8")
    if path.suffix.lower() == ".json":
        return (json.dumps(members, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    raise UnknownFileType(found=path.suffix or path.name, wanted=WANTED)


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as part:
        part.write_bytes(content)


class _Plain(yaml.SafeDumper):
    """Without references, which our reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
