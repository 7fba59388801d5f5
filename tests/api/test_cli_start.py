"""What the environment says wrongly stops the start with one sentence in each language, and nothing is made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CASES = [
    ({"DISPATCH_DEM": "1"}, "设置项DISPATCH_DEM有误：没有这个设置项"),
    ({"DISPATCH_DEMO": "yes"}, "只能是 0 或 1"),
    ({"DISPATCH_PROFILE": "nowhere"}, "没有这个地区方案，可用："),
    ({"DISPATCH_DATABASE_URL": "foo"}, "数据库地址写法不对"),
    ({"DISPATCH_DATABASE_URL": "oracle+nothing://x"}, "数据库地址写法不对"),
    ({"DISPATCH_DATABASE_URL": "postgresql+psycopg://u:hush-hush@127.0.0.1:1/none"}, "数据库打不开或连不上"),
    ({"DISPATCH_DATA_DIR": "/dev/null/var"}, "不能建立目录/dev/null/var"),
]


def told(words: list[str], folder: Path, **setting: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": ":".join(sys.path), "DISPATCH_DATA_DIR": str(folder / "var"), **setting}
    call = [sys.executable, "-c", "from api.cli import main; main()", *words]
    return subprocess.run(call, env=environment, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words", [["tender", "apply", "nowhere.yaml"], ["draw", "export"], ["seats", "show", "--date", "xyz"], ["nonsense"]]
)
def test_wrong_usage_ends_with_two_and_says_so_in_chinese_too(words: list[str], tmp_path: Path) -> None:
    done = told(words, tmp_path)
    assert done.returncode == 2 and "用法有误" in done.stderr and "--help" in done.stderr


@pytest.mark.parametrize(("setting", "sentence"), CASES)
def test_a_wrong_setting_is_one_sentence_in_each_language(setting: dict[str, str], sentence: str, tmp_path: Path) -> None:
    done = told(["tender", "show"], tmp_path, **setting)
    assert done.returncode == 1 and sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2 and "Traceback" not in done.stderr and "hush-hush" not in done.stderr


def test_a_damaged_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "dispatch.db").write_bytes(b"no database" * 1000)
    done = told(["tender", "show"], tmp_path)
    assert done.returncode == 1 and "数据库打不开" in done.stderr and "Traceback" not in done.stderr
