"""What the columns and words of a file seem to mean, told to a person or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from api.cli.output import console, say
from dispatch.intake.english import all_in_english, english_of
from dispatch.intake.mapping import ColumnProposal, Proposal
from dispatch.intake.shapes import Proposed
from dispatch.intake.words import WordProposal


def mapping_facts(tables: Sequence[Proposed]) -> dict[str, Any]:
    """The main table's columns with fixed names (docs/files.md), the words of all tables, and the columns of those beside."""
    if not tables:  # a document names its members itself
        return {"columns": [], "words": [], "beside": []}
    main, *beside = tables
    words = [_word_facts(one.sheet, word) for one in tables for word in one.words]
    others = [{"sheet": one.sheet, "shape": one.shape.name, **_columns(one.proposal)} for one in beside]
    return {**_columns(main.proposal), "words": words, "beside": others}


def _word_facts(sheet: str, word: WordProposal) -> dict[str, Any]:
    return {"sheet": sheet, "column": word.column, "written": word.written, "count": word.count, "ours": word.ours}


def _columns(proposal: Proposal) -> dict[str, Any]:
    columns = [
        {
            "place": column.place + 1,
            "written": column.written,
            "ours": column.ours,
            "confidence": column.confidence,
            "accepted": column.accepted,
            "reasons": list(column.reasons),
            "reasons_en": list(column.reasons_en),
        }
        for column in proposal.columns
    ]
    return {"header_line": proposal.header_line, "columns": columns, "missing": list(proposal.missing), "twice": list(proposal.twice)}


def tell_mapping(tables: Sequence[Proposed]) -> None:
    """The proposed mapping of each table, their words that are none of ours, and how to change both."""
    for one in tables:
        _tell_columns(one)
        _tell_words(one)
    say(
        '更改：--map "他们的列名=我们的列名"（右边留空则不读取），--set "列名=值"，--save-mapping 保存；词语在保存的文件里改',
        "change with --map and --set; keep it; words are changed in the file that is kept",
    )


def _tell_words(one: Proposed) -> None:
    table = Table("列 column", "他们的词 theirs", "行数 rows", "我们的词 ours", title="词语的对应 words")
    for word in one.words:
        table.add_row(word.column, Text(word.written), str(word.count), Text(word.ours or "（待定）"))
    if one.words:
        console.print(table)


def _tell_columns(one: Proposed) -> None:
    proposal = one.proposal
    title = f"{one.sheet}（{one.shape.name}）：" if one.sheet else ""
    table = Table(title=Text(f"{title}表头在第 {proposal.header_line} 行 · header in line {proposal.header_line}"))
    for head in ("列 #", "他们的列名 theirs", "我们的列名 ours", "把握 sure", "理由 why"):
        table.add_column(head, overflow="fold")
    for column in proposal.columns:
        sure = f"{column.confidence:.0%}" if column.ours else ""
        table.add_row(str(column.place + 1), column.written, Text(_ours(column)), sure, _both(column.reasons, column.reasons_en))
    console.print(table)
    if proposal.twice:
        say(
            f"出现两次：{'、'.join(proposal.twice)}；请用 --map 指明用哪一列", f"twice: {all_in_english(proposal.twice)}; choose with --map"
        )
    if proposal.missing:
        say(
            f"缺少：{'、'.join(proposal.missing)}；请用 --map 指明是哪一列，或用 --set 给出全表相同的值",
            f"missing: {all_in_english(proposal.missing)}; say which with --map, or give one value with --set",
        )


def _ours(column: ColumnProposal) -> str:
    if column.ours is None:
        return "（不读取）\nnot read"
    doubt = "" if column.accepted else "？"
    return f"{column.ours}{doubt}\n{english_of(column.ours)}"


def _both(chinese: Sequence[str], english: Sequence[str]) -> Text:
    return Text("\n".join(filter(None, ("；".join(chinese), "; ".join(english)))))
