"""The options by which a person lays down what columns and words of a file mean, the same for every kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from api.cli import mapping_shown as told
from api.cli.options import Declared
from api.cli.output import print_json
from dispatch.adapters.brought_files import propose_small, read_mapping_file
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.mapping_file import mapping_yaml, with_words
from dispatch.intake.shapes import Proposed

MAPPING: Declared = {
    "columns": (list[str], typer.Option([], "--map", help="“他们的列名=我们的列名”，可重复 · their name=ours, repeatable")),
    "fixed": (list[str], typer.Option([], "--set", help="“列名=值”，全表同一值 · one value for a whole column")),
    "mapping": (
        Path | None,
        typer.Option(None, "--mapping", exists=True, dir_okay=False, readable=True, help="列对应文件（YAML、JSON） · a kept mapping"),
    ),
    "show_mapping": (bool, typer.Option(False, "--show-mapping", help="只显示列的对应，不导入 · show the mapping, import nothing")),
    "save_mapping": (Path | None, typer.Option(None, "--save-mapping", dir_okay=False, help="把列的对应写成文件 · keep the mapping")),
}
ERRORS: Declared = {
    "errors": (Path | None, typer.Option(None, "--errors", dir_okay=False, help="把有错的行写成 XLSX · write the bad rows")),
}


def laid_down_by(given: dict[str, Any]) -> ColumnMapping:
    """The mapping that the options of MAPPING lay down. Raises BadMapping and the refusals of files."""
    kept = read_mapping_file(given["mapping"]) if given["mapping"] else NOTHING_LAID_DOWN
    return with_words(kept, given["columns"], given["fixed"])


def show_tables(tables: Sequence[Proposed], laid_down: ColumnMapping, given: dict[str, Any]) -> None:
    """Shows what the tables of a file seem to hold, and keeps it where that was asked for."""
    if given["save_mapping"]:
        given["save_mapping"].write_text(mapping_yaml(tables, laid_down), encoding="utf-8")
    if given["as_json"]:
        print_json(told.mapping_facts(tables))
    else:
        told.tell_mapping(tables)


def shows_only(kind: str, laid_down: ColumnMapping, given: dict[str, Any]) -> bool:
    """Whether nothing but the mapping of a small file was asked for, which is then shown."""
    if given["show_mapping"] or given["save_mapping"]:
        show_tables(propose_small(given["file"], kind, laid_down), laid_down, given)
        return True
    return False
