"""专业分类文件: trees that the centre imported, in its data directory, one file for each edition and first day; never overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dispatch.adapters.sheets import read_lines
from dispatch.intake.cells import as_code
from policies.refusals import ClassificationExists
from policies.specialties import Classification, look_in
from policies.specialty_tree import read_tree, tree_csv


def read_tree_file(path: Path, edition: str) -> Classification:
    """A classification from CSV or XLSX with the columns 代码 and 名称. Raises BadClassification and the refusals of files."""
    return read_tree((tuple(as_code(cell) for cell in line) for line in read_lines(path)), edition)


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
