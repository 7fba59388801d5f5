"""专业分类文件: trees that the centre imported, one file for each edition and first day, never overwritten; and filled-in reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dispatch.adapters.sheets import read_lines
from dispatch.intake.cells import as_code
from dispatch.intake.specialties import split_codes
from dispatch.workflow.refusals import BadMigration
from dispatch.workflow.specialty_migration import Confirmed
from policies.refusals import ClassificationExists
from policies.specialties import Classification, look_in
from policies.specialty_tree import read_tree, tree_csv

_NEEDED = ("专家编号", "原代码", "确认后的代码")
REPORT_COLUMNS = ("专家编号", "原代码", "原名称", "情形", "新名称", "候选代码", "确认后的代码")
NOTHING = "无"  # what people write where an expert keeps nothing in the place of a code


def read_tree_file(path: Path, edition: str) -> Classification:
    """A classification from CSV or XLSX with the columns 代码 and 名称. Raises BadClassification and the refusals of files."""
    return read_tree((tuple(as_code(cell) for cell in line) for line in read_lines(path)), edition)


def read_confirmed(path: Path) -> tuple[Confirmed, ...]:
    """The report of a change of edition as people filled it in; rows are counted from 1. Raises BadMigration and the refusals of files."""
    lines = [tuple(as_code(cell) for cell in line) for line in read_lines(path)]
    header = lines[0] if lines else ()
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise BadMigration(row=1, why=f"缺少列{'、'.join(missing)}", why_en="columns are missing; fill in what `migration --experts` wrote")
    places = [header.index(column) for column in _NEEDED]
    filled = ((row, [line[place] if place < len(line) else "" for place in places]) for row, line in enumerate(lines, 1))
    return tuple(Confirmed(row, no, code, _codes(said)) for row, (no, code, said) in filled if row > 1 and no)


def _codes(said: str) -> tuple[str, ...] | None:
    return () if said.strip() == NOTHING else tuple(split_codes(said)) or None


def keep_tree(folder: Path, tree: Classification, since: date) -> bool:
    """Writes a tree and takes it into use; False where the same is there already. Raises ClassificationExists for another one."""
    path, text = folder / f"{tree.edition}@{since}.csv", tree_csv(tree)
    if path.exists():
        if path.read_text(encoding="utf-8") != text:
            raise ClassificationExists(edition=tree.edition, since=since)
        return False
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
    look_in(folder)
    return True
