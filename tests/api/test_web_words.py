"""Every kind of entry that the code adds to the log has a word, so that nobody reads a code on a page or a printed form."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from api.console.words import word
from dispatch.documents.words import LOG_EVENTS

ROOT = Path(__file__).parents[2]
WRITERS = ("draw", "workflow", "centre")


def kinds_in(source: str) -> Iterator[str]:
    """The value of `e` in every dictionary that the source writes down."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (
                value.value
                for key, value in pairs
                if isinstance(key, ast.Constant) and key.value == "e" and isinstance(value, ast.Constant) and isinstance(value.value, str)
            )


def kinds_of_the_code() -> set[str]:
    files = (file for folder in WRITERS for file in (ROOT / "dispatch" / folder).rglob("*.py"))
    return {kind for file in files for kind in kinds_in(file.read_text("utf-8"))}


def names_in_the_code() -> set[str]:
    """Every text that stands as a whole in the code: a kind may have a name there, or be handed on."""
    files = (file for folder in WRITERS for file in (ROOT / "dispatch" / folder).rglob("*.py"))
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_kind_of_log_entry_has_a_chinese_word() -> None:
    kinds = kinds_of_the_code()
    assert len(kinds) > 20 and {"plan", "venues-import", "bidders", "pool-export"} <= kinds
    assert sorted(kinds - LOG_EVENTS.keys()) == []


def test_no_word_is_kept_for_an_entry_that_nothing_writes() -> None:
    assert LOG_EVENTS.keys() - names_in_the_code() <= {"share"}  # of the specification: written by custodians elsewhere


def test_the_console_says_what_the_forms_say() -> None:
    assert [word(kind) for kind in LOG_EVENTS] == list(LOG_EVENTS.values())
