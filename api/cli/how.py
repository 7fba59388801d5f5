"""How on the command line: what a sentence of the intake asks for, a person here does with these options."""

from __future__ import annotations

from collections.abc import Iterable

_MAPPING = (
    '命令行：--show-mapping 查看，--map "他们的列名=我们的列名"（右边留空则不读取），--set "列名=值"，--save-mapping 保存，--mapping 读入',
    'here: --show-mapping, --map "their name=ours" (nothing after = leaves it out), --set "column=value", --save-mapping, --mapping',
)
HOW = {
    "intake.columns": _MAPPING,
    "intake.mapping": _MAPPING,
    "intake.no_header": _MAPPING,
    "column.taken_as": _MAPPING,
    "value.choice": (
        "命令行：--save-mapping 文件 写出列与词语的对应，在 words 中写明他们的词对应哪个规定的词，再用 --mapping 文件 读入",
        "here: --save-mapping FILE, say under `words` what their words stand for, and bring it with --mapping FILE",
    ),
    "bidders.exist": ("命令行：加 --replace", "here: add --replace"),
    "standing.kept": (
        "命令行：解除暂停用 `expert lift`，再次入库用 `expert apply`",
        "here: `expert lift`, or `expert apply` to come in again",
    ),
}


def ways(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each way once, in Chinese and in English, however many refusals or findings ask for it."""
    return tuple(dict.fromkeys(HOW[code] for code in codes if code in HOW))
