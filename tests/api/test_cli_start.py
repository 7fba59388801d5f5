"""What the environment says wrongly stops the start with one sentence in each language, and nothing is made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from api import cli

CASES = [
    ({"DISPATCH_DEM": "1"}, "设置项DISPATCH_DEM有误：没有这个设置项"),
    ({"DISPATCH_DEMO": "yes"}, "只能是 0 或 1"),
    ({"DISPATCH_PROFILE": "nowhere"}, "没有这个地区方案，可用："),
    ({"DISPATCH_DATABASE_URL": "foo"}, "数据库地址写法不对"),
    ({"DISPATCH_DATABASE_URL": "oracle+nothing://x"}, "数据库地址写法不对"),
    ({"DISPATCH_DATABASE_URL": "postgresql+psycopg://u:hush-hush@127.0.0.1:1/none"}, "数据库打不开或连不上"),
    ({"DISPATCH_DATA_DIR": "/dev/null/var"}, "不能建立目录/dev/null/var"),
]


@dataclass(frozen=True, slots=True)
class Ended:
    code: object
    told: str  # on stderr


Start = Callable[..., Ended]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Start]:
    """Runs a command as the console script does, in an empty folder and under these settings."""

    def started(*words: str, **setting: str) -> Ended:
        for name, value in {"DISPATCH_DATA_DIR": str(tmp_path / "var"), **setting}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["expert-dispatch", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Ended(ended.value.code, capsys.readouterr().err)

    monkeypatch.chdir(tmp_path)
    cli.node.cache_clear()
    yield started
    cli.node.cache_clear()
    structlog.reset_defaults()


def test_before_the_first_checkpoint_audit_says_what_is_missing_and_what_to_do(start: Start) -> None:
    ended = start("audit", "verify", DISPATCH_DEMO="1")
    assert ended.code == 1
    assert "见证节点联署" in ended.told and "expert-dispatch worker --once" in ended.told


@pytest.mark.parametrize(
    "words", [["tender", "apply", "nowhere.yaml"], ["draw", "export"], ["seats", "show", "--date", "xyz"], ["nonsense"]]
)
def test_wrong_usage_ends_with_two_and_says_so_in_chinese_too(start: Start, words: list[str]) -> None:
    ended = start(*words)
    assert ended.code == 2 and "用法有误" in ended.told and "--help" in ended.told


@pytest.mark.parametrize(("setting", "sentence"), CASES)
def test_a_wrong_setting_is_one_sentence_in_each_language(setting: dict[str, str], sentence: str, start: Start) -> None:
    ended = start("tender", "show", **setting)
    assert ended.code == 1 and sentence in ended.told
    assert len(ended.told.strip().splitlines()) == 2 and "hush-hush" not in ended.told


def test_a_damaged_database_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    """In a process of its own: what it says is all that the terminal shows."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "dispatch.db").write_bytes(b"no database" * 1000)
    environment = {"PYTHONPATH": ":".join(sys.path), "DISPATCH_DATA_DIR": str(tmp_path / "var")}
    call = [sys.executable, "-c", "from api.cli import main; main()", "tender", "show"]
    done = subprocess.run(call, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "数据库打不开" in done.stderr and "Traceback" not in done.stderr
