"""What a command prints comes from files and people, and means nothing to the terminal: no mark-up, no picture in place of a word."""

from __future__ import annotations

import pytest
from rich.table import Table

from api.cli.output import console, say

ODD = "甲[/b]公司[red] :cn: [/]"


def test_brackets_and_colons_are_printed_as_they_were_written(capsys: pytest.CaptureFixture[str]) -> None:
    say(ODD, ODD)
    assert capsys.readouterr().out == f"{ODD}\n{ODD}\n"


def test_a_table_prints_them_as_they_were_written_too(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(ODD, title=ODD)
    table.add_row(ODD)
    console.print(table)
    assert capsys.readouterr().out.count(ODD) == 3
