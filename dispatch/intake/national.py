"""国家数据规范的交换文件: experts under the item names of the national data specification, by a table that lies beside this module.

Source: 《公共资源交易平台系统数据规范（V2.0）》 (发改办法规〔2018〕1156号). Its text was not available: names of items are as reported
(docs/domain/05-identifiers-and-data.md §7), identifiers and code tables are 未核实, and the file says so itself.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dispatch.intake.cells import Line
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.refusals import BadDocument, EmptyFile, UnknownFileType
from dispatch.intake.table_files import whole_file
from dispatch.intake.writing import pool_line
from policies.vocabulary.expert import Expert

TABLE = Path(__file__).parent / "national-experts.csv"
STANDARD = "公共资源交易平台系统数据规范（V2.0） 发改办法规〔2018〕1156号"
UNVERIFIED = "未核实：规范全文未取得，数据项名称为转述，标识与代码表待核对后填入 national-experts.csv"


@dataclass(frozen=True, slots=True)
class Item:
    """数据项: one item of the specification and the column of ours that it is; `identifier` is empty until the text was seen."""

    name: str
    identifier: str
    ours: str
    form: str
    status: str
    note: str


@cache
def items() -> tuple[Item, ...]:
    """The items of an expert, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return tuple(Item(*row) for row in rows)


def write_national(experts: Iterable[Expert], path: Path) -> int:
    """Writes experts as JSON, one after the other; answers how many. Raises UnknownFileType."""
    if path.suffix.lower() != ".json":
        raise UnknownFileType(found=path.suffix or path.name, wanted="JSON")
    count = 0
    with whole_file(path) as part, part.open("w", encoding="utf-8") as file:
        file.write(json.dumps(_head(), ensure_ascii=False, indent=1)[:-2] + ',\n "records": [')
        for count, expert in enumerate(experts, start=1):
            file.write((",\n  " if count > 1 else "\n  ") + json.dumps(_record(expert), ensure_ascii=False))
        file.write("\n ]\n}\n")
    return count


def national_lines(values: Mapping[str, Any]) -> Iterator[Line]:
    """The records of such a document as lines under a header of our columns; of items that are no column of ours, under their own name.

    Raises BadDocument, EmptyFile.
    """
    records = values.get("records")
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise BadDocument(where="records", where_en="records", what="应为一组专家记录", what_en="must be a list of records")
    if not records:
        raise EmptyFile()
    names = tuple(dict.fromkeys(name for record in records for name in record))
    by_name = {known: item.ours for item in items() for known in (item.name, item.identifier) if known}
    yield tuple(by_name.get(name, str(name)) for name in names)
    for record in records:
        yield tuple(_cell(record.get(name)) for name in names)


def _head() -> dict[str, Any]:
    listed = [
        {"数据项": i.name, "数据项标识": i.identifier or None, "本库列": i.ours, "形式": i.form, "核实状态": i.status} for i in items()
    ]
    return {"standard": STANDARD, "status": UNVERIFIED, "table": "评标专家", "items": listed}


def _record(expert: Expert) -> dict[str, str]:
    values = dict(zip(POOL_COLUMNS, pool_line(expert), strict=True))
    return {item.identifier or item.name: str(values[item.ours] or "") for item in items()}


def _cell(value: Any) -> Any:
    """A value of JSON as a cell; lists of codes are joined, what is no cell shows as its own text and is refused later."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(value)
    return value if value is None or isinstance(value, (str, int, float)) else json.dumps(value, ensure_ascii=False)
