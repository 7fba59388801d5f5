"""专业分类导入: a whole edition from rows of code and name; a tree with a hole, a code twice or a strange code is refused with its row.

Levels: one letter, then two digits each (A, A08, A0803, A080302); the procurement list (政采) goes one level further.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from policies.refusals import BadClassification
from policies.specialties import Classification, parent, whole_tree

EDITIONS = ("2018", "2010", "政采")
_CODE = {"2018": re.compile(r"[A-E](\d\d){0,3}"), "2010": re.compile(r"[A-E](\d\d){0,3}"), "政采": re.compile(r"[ABC](\d\d){0,4}")}
_CODE_HEADERS, _NAME_HEADERS = ("代码", "专业代码", "编码", "code"), ("名称", "专业名称", "name")
_Row = tuple[int, str, str]  # row of the file, code, name


def read_tree(lines: Iterable[tuple[str, ...]], edition: str) -> Classification:
    """The edition that a table of codes and names holds; its first line is the header.

    Raises BadClassification with the row of the file.
    """
    if edition not in EDITIONS:
        raise BadClassification(row=0, what=f"没有“{edition}”版，应为{'、'.join(EDITIONS)}", what_en=f"no edition {edition}")
    names: dict[str, str] = {}
    rows = list(_rows(lines))
    for row, code, name in rows:
        if fault := _fault(code, name, names, edition):
            raise BadClassification(row=row, what=fault[0], what_en=fault[1])
        names[code] = name
    for row, code, _ in rows:
        if parent(code) not in names:
            raise BadClassification(row=row, what=f"“{code}”的上级“{parent(code)}”不在表中", what_en=f"{parent(code)} is missing")
    if not names:
        raise BadClassification(row=1, what="表中没有专业", what_en="there are no specialties in the table")
    return whole_tree(edition, names)


def tree_csv(tree: Classification) -> str:
    """The tree as it is kept: code and name, in order; reading it again gives the same tree."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(sorted(tree.names.items()))
    return text.getvalue()


def _rows(lines: Iterable[tuple[str, ...]]) -> Iterator[_Row]:
    places: tuple[int, int] | None = None
    for row, cells in enumerate(lines, 1):
        if places is None:
            places = _places(cells)
            continue
        code, name = ("".join(cells[place].split()) if place < len(cells) else "" for place in places)
        if code or name:
            yield row, code.upper(), name
    if places is None:
        raise BadClassification(row=1, what="文件是空的", what_en="the file is empty")


def _places(header: tuple[str, ...]) -> tuple[int, int]:
    shown = [cell.strip().lower() for cell in header]
    code, name = (next((shown.index(word) for word in words if word in shown), None) for words in (_CODE_HEADERS, _NAME_HEADERS))
    if code is None or name is None:
        raise BadClassification(row=1, what="首行须有“代码”“名称”两列", what_en="the first line needs the columns 代码 and 名称")
    return code, name


def _fault(code: str, name: str, names: Mapping[str, str], edition: str) -> tuple[str, str] | None:
    if not _CODE[edition].fullmatch(code):
        return f"“{code[:20]}”不是{edition}版的代码，应如 A080104", f"{code[:20]} is no code of this edition"
    if not name:
        return f"“{code}”没有名称", f"{code} has no name"
    if code in names:
        return f"“{code}”出现了两次", f"{code} stands twice"
    return None
