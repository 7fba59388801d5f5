"""The package as it is handed out: built once, laid out in a folder of its own, and run without the repository."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

# Runs the entry point with the unpacked wheel first on the path and the repository off it; fails if anything came from elsewhere.
START = """
import sys
from pathlib import Path
home, root, *arguments = sys.argv[1:]
sys.path = [home, *(entry for entry in sys.path if entry and Path(entry).resolve() != Path(root).resolve())]
sys.argv = ["expert-dispatch", *arguments]
from api.cli import main
try:
    main()
finally:
    ours = [module for name, module in sys.modules.items() if name.split(".")[0] in ("api", "dispatch", "policies")]
    strangers = [module.__file__ for module in ours if getattr(module, "__file__", None) and not module.__file__.startswith(home)]
    assert not strangers, strangers
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """A wheel laid out in a folder."""

    home: Path
    names: frozenset[str]

    def run(self, *arguments: str, folder: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """The command line out of this folder, in another working directory, with nothing of the caller's environment."""
        given = {"PATH": "/usr/bin:/bin", "HOME": str(folder), **(environment or {})}
        command = [sys.executable, "-I", "-c", START, str(self.home), str(ROOT), *arguments]
        return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=120)


def build(kind: str, source: Path, out: Path) -> Path:
    """Packs the project in `source` as `wheel` or `sdist`."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(out)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=120)
    return next(path for path in out.iterdir() if path.suffix == (".whl" if kind == "wheel" else ".gz"))


def laid_out(wheel: Path, home: Path) -> Installed:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(home)
        return Installed(home, frozenset(name for name in packed.namelist() if ".dist-info/" not in name))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    wheel = build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))
    return laid_out(wheel, tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, unpacked."""
    archive = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return next(folder.iterdir())
