"""A centre's services in a folder of the test, on the day before the samples' first draw."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from click.testing import Result
from typer.testing import CliRunner

from dispatch.bootstrap import Services, Settings, build

NOW = datetime(2026, 12, 9, 1, tzinfo=UTC)


def services_in(folder: Path, *, demo: bool = True) -> Services:
    return build(Settings(data_dir=folder / "var", demo=demo), clock=lambda: NOW)


def run(app: typer.Typer, *words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def facts(app: typer.Typer, *words: object) -> Any:
    return json.loads(run(app, *words, "--json").stdout)
