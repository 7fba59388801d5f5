"""Each number of the law has a day, a unit, a source and a status; nothing in policies/data escapes that form."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.dated import DATA, Dated, known_sources, load, load_table
from policies.refusals import BadPolicyFile
from tests.architecture.tree import ROOT

FILES = sorted(path for path in DATA.rglob("*.yaml") if path.name not in ("sources.yaml", "english.yaml"))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))


def values(path: Path) -> list[Dated[object]]:
    try:
        return [load(path, object)]
    except BadPolicyFile:
        return list(load_table(path, object).values())


@each_file
def test_a_number_has_day_unit_source_and_status(path: Path):
    for value in values(path):
        assert value.in_force and value.unit and value.sources and value.status, value.name
        assert all(source.law for source in value.sources), value.name


def test_each_source_names_a_law_and_how_it_was_checked():
    assert all(source.law and source.status for source in known_sources().values())


def test_all_numbers_of_the_law_are_in_one_folder():
    others = [path for package in ("policies", "dispatch", "api") for path in (ROOT / package).rglob("*.y*ml")]
    assert [str(path) for path in others if DATA not in path.parents and path.parent.name != "samples"] == []
