"""The source archive is enough to build the same wheel; the image takes what it needs, and runs without root."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tests.architecture.tree import ROOT
from tests.package.conftest import Installed, build, laid_out

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_source_archive_builds_the_same_wheel(installed: Installed, source: Path, tmp_path: Path) -> None:
    again = laid_out(build("wheel", source, tmp_path / "wheel"), tmp_path / "installed")
    assert again.names == installed.names


def test_the_source_archive_can_be_checked_and_installed(source: Path) -> None:
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "Makefile", "Dockerfile", "requirements.lock", ".ci/environment"):
        assert (source / name).is_file(), name
    assert (source / "tests" / "conformance").is_dir() and any((source / "docs" / "spec").rglob("*.json"))


def test_the_source_archive_names_its_content_one_by_one() -> None:
    """Whatever lies in a developer's folder, a real pool perhaps, is not packed by accident."""
    named = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    assert "." not in named and all((ROOT / name).exists() for name in named)


def test_everything_that_the_service_needs_is_pinned_with_hashes() -> None:
    """The image takes the lock as a constraint: what it does not pin would come unchecked."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for requirement in (*PROJECT["project"]["dependencies"], "hatchling", "uv"):
        name = re.split(r"[\[<>=~! ]", requirement)[0].lower()
        assert re.search(rf"^{re.escape(name)}(\[[\w,-]+\])?==\S+( ; .+)? \\\n\s+--hash=sha256:", lock, re.MULTILINE), name


def test_the_image_is_given_what_it_copies_and_nothing_else() -> None:
    copied = {word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert copied == allowed


def test_the_image_runs_without_root_tells_its_health_and_keeps_its_data() -> None:
    final = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER [1-9]\d*$", final, re.MULTILINE)
    assert "HEALTHCHECK" in final and "/healthz" in final
    volume = re.search(r"^VOLUME (\S+)$", final, re.MULTILINE)
    assert volume and f"DISPATCH_DATA_DIR={volume[1]}/" in final
