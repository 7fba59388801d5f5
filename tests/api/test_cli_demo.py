"""`demo` on files that somebody brings: the whole flow, and everything it leaves behind for a visitor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from api.cli import app
from dispatch.intake import shipped
from tests.api.shop import run

OWN = "JY-2026-0142"
PARTS = [
    "index.html",
    "story.txt",
    "trust.json",
    "verify.pyz",
    "witness-log.jsonl",
    "bank/in/*.xml",
    "bank/out/done/*.xml",
    "data/dispatch.db",
    "tenders/*/transcript.json",
    "tenders/*/verification.txt",
    "tenders/*/calls.csv",
    "tenders/*/attendance.csv",
    "tenders/*/ladder.csv",
    "tenders/*/rooms-*.svg",
    "tenders/*/rooms-*.html",
    "tenders/*/fees.xlsx",
    "tenders/*/tax.xlsx",
    "tenders/*/sealed/*.dse1.json",
    "tenders/*/sealed/notice-*.bin",
    "tenders/*/documents/*.pdf",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def played(folder: Path) -> Iterator[Result]:
    """A pool of one's own as a spreadsheet, and an application of one's own."""
    assert run(app, "pool", "generate", "--experts", "400", "--out", str(folder / "my.xlsx")).exit_code == 0
    mine = shipped.APPLICATIONS[0].read_text("utf-8").replace("DEMO-2026-0001", OWN)
    (folder / "my.yaml").write_text(mine, "utf-8")
    files = ("--pool", str(folder / "my.xlsx"), "--tender", str(folder / "my.yaml"))
    yield run(app, "demo", *files, "--out", str(folder / "out"))


def test_the_whole_flow_runs_on_files_of_ones_own(played: Result) -> None:
    assert played.exit_code == 0, played.output
    assert f"{OWN}-1：独立核验通过" in played.output


@pytest.mark.parametrize(
    "told", ["已由另一人审批|由另一人审批", "第0轮抽取完成", "评标开始，名单解封", "支付指令已交银行", "银行回执：成功"]
)
def test_the_story_tells_every_stage(played: Result, told: str) -> None:
    assert re.search(told, played.output)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_lies_in_the_folder_and_holds_something(played: Result, folder: Path, part: str) -> None:
    found = list((folder / "out").glob(part))
    assert found and all(each.stat().st_size > 0 for each in found)


def test_the_index_leads_to_everything_it_names(played: Result, folder: Path) -> None:
    links = re.findall(r'(?:href|src)="([^"#]+)"', (folder / "out" / "index.html").read_text("utf-8"))
    local = [link for link in links if not link.startswith(("http:", "https:", "data:"))]
    assert len(local) > len(PARTS)
    assert [link for link in local if not (folder / "out" / link).exists()] == []


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("一生的心血")
    refused = run(app, "demo", "--out", str(tmp_path))
    assert refused.exit_code == 1
    assert "请换一个 --out 目录" in refused.output
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_pool_with_a_wrong_number_stops_before_anything_is_made(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    lines = shipped.POOL.read_text("utf-8-sig").splitlines(keepends=True)
    bad.write_text(lines[0] + lines[1].replace(lines[1].split(",")[4], "620000199001011234"), "utf-8")
    refused = run(app, "demo", "--pool", str(bad), "--out", str(tmp_path / "out"))
    assert (refused.exit_code, (tmp_path / "out").exists()) == (1, False)
    assert "第1行“证件号码”" in refused.output
