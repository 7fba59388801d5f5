"""The project's own source as these tests read it: every Python file once, parsed, with its own names."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("policies", "dispatch", "api")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path from the root, for messages."""
        return str(self.path.relative_to(ROOT))

    @property
    def dotted(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def own_names(self) -> Iterator[tuple[str, int]]:
        """Every name that this module gives: to itself, classes, functions, parameters, variables and attributes."""
        yield self.path.stem, 1
        for node in ast.walk(self.tree):
            if isinstance(node, Function | ast.ClassDef):
                yield node.name, node.lineno
            elif isinstance(node, ast.arg):
                yield node.arg, node.lineno
            elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
                yield (node.id if isinstance(node, ast.Name) else node.attr), node.lineno


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the three packages; migrations are written by a tool and not read as ours."""
    paths = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)
    return tuple(_read(path) for path in paths)


@cache
def test_text() -> str:
    """All tests in one string, to look for codes in."""
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*")) if path.suffix in (".py", ".yaml"))


def tracked() -> list[Path]:
    """Every file that the repository holds."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def words(name: str) -> list[str]:
    """`FeeRequest` and `fee_request` are both fee, request."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def _read(path: Path) -> Module:
    text = path.read_text("utf-8")
    return Module(path, text, ast.parse(text))
