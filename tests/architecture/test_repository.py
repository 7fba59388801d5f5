"""What the repository holds: nothing of one developer's machine, no index address, no test that is switched off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, tracked

TEXTS = [
    path
    for path in tracked()
    if path.suffix not in (".png", ".woff2", ".ico", ".mo", ".xlsx", ".xls", ".db") and "vendor" not in path.parts
]
MACHINES = re.compile(r"/(?:root|home/\w+|Users/\w+|work)/|\.\./shared\b|/tmp/\w{3,}/\w+/")
INDEXES = re.compile(
    "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "registry\\." + "npmjs", "--(?:extra-)?" + "index-url", "find" + "-links"))
)
OFF = re.compile(r"pytest\.(?:mark\." + r"(?:skip|xfail)|skip\(|importor" + "skip)")
SUITE = Path(__file__)


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    texts = ((path, path.read_text("utf-8", "replace")) for path in paths if path != SUITE)
    return [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1} {hit[0]}"
        for path, text in texts
        for hit in pattern.finditer(text)
    ]


def test_no_file_names_a_path_of_somebodys_machine():
    assert found(MACHINES, TEXTS) == []


def test_no_file_names_the_address_of_a_package_index():
    assert found(INDEXES, TEXTS) == []


def test_no_test_is_skipped_or_expected_to_fail():
    assert found(OFF, [path for path in TEXTS if path.parts[len(ROOT.parts)] == "tests"]) == []


def test_the_lock_pins_every_package_with_hashes():
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [line for line in lines if re.match(r"[a-z0-9]", line)]
    assert pins and all(re.match(r"[a-z0-9._-]+(\[[a-z0-9,_-]+\])?==\S+", line) and line.endswith("\\") for line in pins)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "LICENSE", "Makefile", "Dockerfile", ".ci/run", "requirements.lock"])
def test_the_repository_has_what_a_newcomer_looks_for(name: str):
    assert (ROOT / name).is_file()


def test_the_readme_is_read_in_one_sitting():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 200


def test_an_architecture_decision_fits_one_page():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert records and [path.name for path in records if len(path.read_text("utf-8").splitlines()) > 60] == []


def test_every_page_that_is_cited_is_there():
    cited = re.compile(r"docs/[\w/.-]+\.md|(?<=\]\()(?!http|#)[\w/.-]+\.(?:md|png)")
    for path in (path for path in TEXTS if path != SUITE and path.suffix in (".py", ".md", ".yaml", ".html", ".toml")):
        for page in cited.findall(path.read_text("utf-8")):
            assert (ROOT / page).exists() or (path.parent / page).exists(), f"{path.relative_to(ROOT)} cites {page}"
