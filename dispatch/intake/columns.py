"""表头: which column holds which fact, by the shipped names and the names that centres also use."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dispatch.intake.cells import Cell, Line, as_text, is_blank
from dispatch.intake.findings import Finding, finding
from dispatch.intake.refusals import EmptyFile, NoHeader, WrongColumns

POOL_COLUMNS = (
    "专家编号", "姓名", "性别", "证件类型", "证件号码", "出生日期", "手机号码", "所在单位", "单位统一社会信用代码",
    "职务/职称", "评标专业代码", "专业分类版本", "专家类别", "行政区域代码", "从业起始时间", "是否在职", "入库时间",
    "状态", "开户行", "联行号", "银行卡号",
)  # fmt: skip
SUSPENDED_UNTIL = "暂停至"
RELATION_COLUMNS = ("专家编号", "关系", "对方名称", "对方统一社会信用代码", "起", "止", "比例", "说明")
EQUITY_COLUMNS = ("上级名称", "上级代码", "下级名称", "下级代码", "比例", "起", "止")

ALIASES = {
    "专家编号": ("编号", "专家代码", "专家号"),
    "姓名": ("专家姓名", "名字"),
    "证件类型": ("证件种类", "身份证件类型"),
    "证件号码": ("身份证号", "身份证号码", "证件号", "公民身份号码", "身份证件号码"),
    "出生日期": ("出生年月日", "生日"),
    "手机号码": ("手机", "手机号", "联系电话", "移动电话", "联系方式"),
    "所在单位": ("工作单位", "单位名称", "单位"),
    "单位统一社会信用代码": ("统一社会信用代码", "单位信用代码", "工作单位统一社会信用代码"),
    "职务/职称": ("职称", "职务职称", "职务、职称"),
    "评标专业代码": ("专业代码", "评标专业", "评审专业代码"),
    "专业分类版本": ("分类版本", "专业版本"),
    "专家类别": ("类别",),
    "行政区域代码": ("行政区划代码", "区域代码", "地区代码"),
    "从业起始时间": ("从业时间", "从业起始日期"),
    "是否在职": ("在职",),
    "入库时间": ("入库日期",),
    "状态": ("专家状态",),
    "开户行": ("开户银行", "开户行名称"),
    "联行号": ("银行联行号", "开户行联行号", "行号"),
    "银行卡号": ("银行账号", "卡号", "银行卡", "银行账户"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The lines under a header: `records` yields (row from 1, cells by column name); blank lines are passed over but counted."""

    names: tuple[str | None, ...]
    lines: Iterator[Line]
    warnings: tuple[Finding, ...]

    def records(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        places = [(index, name) for index, name in enumerate(self.names) if name is not None]
        for row, line in enumerate(self.lines, start=1):
            if not is_blank(line):
                width = len(line)
                yield row, {name: line[index] if index < width else None for index, name in places}


def table(
    lines: Iterable[Line], wanted: tuple[str, ...], optional: tuple[str, ...] = (), aliases: Mapping[str, tuple[str, ...]] = ALIASES
) -> Table:
    """The table under the first line that is not blank. Raises EmptyFile, NoHeader, WrongColumns."""
    rest = iter(lines)
    header = next((line for line in rest if not is_blank(line)), None)
    if header is None:
        raise EmptyFile()
    names = tuple(_canonical(cell, wanted + optional, aliases) for cell in header)
    if not any(names):
        raise NoHeader(wanted="、".join(wanted))
    _check_names(names, wanted)
    strangers = [as_text(cell) for cell, name in zip(header, names, strict=True) if name is None and as_text(cell)]
    return Table(names, rest, tuple(finding(0, stranger[:40], "column.unknown") for stranger in strangers))


def has_columns(header: Line, wanted: tuple[str, ...]) -> bool:
    """Whether a line is the header of this kind of table."""
    return set(wanted) <= {_canonical(cell, wanted, {}) for cell in header}


def _check_names(names: tuple[str | None, ...], wanted: tuple[str, ...]) -> None:
    missing = "、".join(name for name in wanted if name not in names)
    if missing:
        raise WrongColumns(what=f"缺少列“{missing}”", what_en=f"missing {missing}")
    twice = "、".join(dict.fromkeys(name for name in names if name is not None and names.count(name) > 1))
    if twice:
        raise WrongColumns(what=f"列“{twice}”出现了两次", what_en=f"{twice} stands twice")


def _canonical(cell: Cell, wanted: tuple[str, ...], aliases: Mapping[str, tuple[str, ...]]) -> str | None:
    written = _plain(cell if isinstance(cell, str) else "")
    for name in wanted:
        if written == _plain(name) or any(written == _plain(alias) for alias in aliases.get(name, ())):
            return name
    return None


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).strip("*:\ufeff")
