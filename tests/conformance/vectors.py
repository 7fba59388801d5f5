"""Reads the published conformance vectors, which stand beside the specification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parents[2] / "docs" / "spec" / "vectors"


def vector(name: str) -> Any:
    """One JSON vector, e.g. `vector("chain.json")` or `vector("tampered/index.json")`."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def cases(name: str) -> list[Any]:
    """The cases of a `.jsonl` file, one a line."""
    return [json.loads(line) for line in (VECTORS / name).read_text(encoding="utf-8").splitlines() if line]


def transcripts(profile: str = "vd1") -> list[str]:
    """Names of the honest transcripts of a profile."""
    names = (path.name for path in sorted(VECTORS.glob("transcript-*.json")) if path.name.count(".") == 1)
    return [name for name in names if vector(name)["v"] == profile]
