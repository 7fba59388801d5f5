"""列对应文件: a mapping of columns as a person keeps it, so that the next file of the same library is read the same way.

`columns`: their name → ours, `''` to leave one out; `fixed`: one value for a whole column; `words`: their words → ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from dispatch.intake.mapping import ColumnMapping, ColumnProposal
from dispatch.intake.refusals import BadMapping
from dispatch.intake.shapes import Proposed
from dispatch.intake.words import sure_words

_MEMBERS = ("columns", "fixed", "words")


def read_mapping(values: Mapping[str, Any]) -> ColumnMapping:
    """The mapping that a YAML or JSON document holds. Raises BadMapping."""
    for name in values:
        if name not in _MEMBERS:
            raise BadMapping(what=f"不认识“{str(name)[:40]}”", what_en=f"{str(name)[:40]} is not known")
    words = values.get("words") or {}
    if not isinstance(words, dict):
        raise BadMapping(what="words 应为一组“列名: 对应”", what_en="words must be members with names")
    return ColumnMapping(
        _texts(values.get("columns"), "columns"),
        _texts(values.get("fixed"), "fixed"),
        {str(column): _texts(pairs, f"words.{column}") for column, pairs in words.items()},
        strict=False,
    )


def with_words(kept: ColumnMapping, columns: Sequence[str], fixed: Sequence[str]) -> ColumnMapping:
    """A kept mapping with what was given on the command line, `theirs=ours` each, which wins. Raises BadMapping."""
    given = dict(map(_pair, columns))
    values = dict(map(_pair, fixed))
    return ColumnMapping({**kept.columns, **given}, {**kept.fixed, **values}, kept.words, strict=kept.strict and not kept.columns)


def mapping_yaml(tables: Sequence[Proposed], laid_down: ColumnMapping) -> str:
    """The tables of a file, the main one first, as such a file, to be looked through, changed and kept.

    Their words that seem to stand for one of ours are in it, the others stand in a remark; columns of the other tables go by `工作表!列`.
    """
    columns: dict[str, str] = {}
    words = {column: dict(pairs) for column, pairs in laid_down.words.items()}
    remarks = ["他们的列名: 我们的列名；'' 表示不读取 · their name: ours; '' leaves a column out"]
    for nth, one in enumerate(tables):
        before = f"{one.sheet}!" if nth and one.sheet else ""
        for column in one.proposal.columns:
            columns[before + _name(column)] = (column.ours or "") if column.accepted else ""
        for name, pairs in sure_words(one.words).items():
            words[name] = pairs | words.get(name, {})
        remarks += _remarks(one)
    body: dict[str, Any] = {"columns": columns, "fixed": dict(laid_down.fixed), "words": words}
    head = "".join(f"# {' '.join(remark.split())}\n" for remark in remarks)
    return head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=140)


def _remarks(one: Proposed) -> Iterator[str]:
    """What a person has to say yet."""
    for column in one.proposal.doubtful:
        yield f"请确认：{column.written}: {column.ours}（{'；'.join(column.reasons)}）"
    if one.proposal.missing:
        yield f"缺少：{'、'.join(one.proposal.missing)}"
    for word in one.words:
        if not word.ours:
            yield f"词语待定：{word.column}: {{{word.written[:40]}: …}}（{word.count} 行）"


def _name(column: ColumnProposal) -> str:
    return column.written or f"第{column.place + 1}列"


def _pair(text: str) -> tuple[str, str]:
    left, sign, right = text.rpartition("=")
    if not sign or not left.strip():
        raise BadMapping(what=f"“{text[:40]}”应写成“名称=内容”", what_en=f"“{text[:40]}” must be “name=content”")
    return left.strip(), right.strip()


def _texts(pairs: Any, where: str) -> dict[str, str]:
    if pairs is None:
        return {}
    if not isinstance(pairs, dict) or not all(isinstance(value, str) for value in pairs.values()):
        raise BadMapping(what=f"{where} 应为一组“名称: 内容”，内容加引号", what_en=f"{where} must be names with text in quotes")
    return {str(name): value for name, value in pairs.items()}
