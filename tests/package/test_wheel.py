"""A wheel holds all that the service needs, and runs where the repository is not."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import Distribution
from pathlib import Path

from tests.architecture.tree import ROOT
from tests.package.conftest import Installed

OURS = ("api", "dispatch", "policies")


def listed(*options: str) -> set[str]:
    command = ["git", "-c", "core.quotepath=off", "ls-files", *options, "--", *OURS]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return {name for name in done.stdout.splitlines() if (ROOT / name).is_file()}


def test_every_tracked_file_that_is_not_python_is_in_the_wheel(installed: Installed) -> None:
    wanted = {name for name in listed() if not name.endswith(".py")}
    assert len(wanted) > 50
    assert wanted - installed.names == set()


def test_the_wheel_holds_every_module_and_nothing_that_git_ignores(installed: Installed) -> None:
    would_be_tracked = listed("--cached", "--others", "--exclude-standard")
    assert listed() - installed.names == set()
    assert installed.names - would_be_tracked == set()


def test_the_command_line_starts_without_the_repository(installed: Installed, tmp_path: Path) -> None:
    told = installed.run("--help", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "verify" in told.stdout and "policy" in told.stdout


def test_the_rules_are_complete_without_the_repository(installed: Installed, tmp_path: Path) -> None:
    checked = installed.run("policy", "check", folder=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "complete and sound" in checked.stdout


def test_tables_keys_and_log_are_made_without_the_repository(installed: Installed, tmp_path: Path) -> None:
    made = installed.run("account", "list", folder=tmp_path, environment={"DISPATCH_DATA_DIR": "centre"})
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "centre" / "dispatch.db").is_file() and (tmp_path / "centre" / "keys").is_dir()


def test_a_shipped_sample_is_read_without_the_repository(installed: Installed, tmp_path: Path) -> None:
    sample = installed.home / "dispatch" / "intake" / "samples" / "pool.csv"
    read = installed.run("pool", "import", str(sample), "--dry-run", folder=tmp_path, environment={"DISPATCH_DEMO": "1"})
    assert read.returncode == 0, read.stdout + read.stderr


def test_the_version_has_one_source(installed: Installed, tmp_path: Path) -> None:
    packed = next(Distribution.discover(name="expert-dispatch", path=[str(installed.home)])).version
    assert f'\nversion = "{packed}"\n' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert installed.run("--version", folder=tmp_path).stdout == f"expert-dispatch {packed}\n"


def test_the_verifier_packed_from_the_wheel_is_that_of_the_repository(installed: Installed, tmp_path: Path) -> None:
    packed = {}
    for name, home in (("wheel", installed.home), ("repository", ROOT)):
        command = [sys.executable, "-m", "dispatch.verifier.bundle", str(tmp_path / name)]
        subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=60)
        packed[name] = (tmp_path / name).read_bytes()
    assert packed["wheel"] == packed["repository"]
