"""What the page for readers says is what happens: the ticket by hand, the table of files, the command line."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from api.cli.verify import verify
from tests.conformance.vectors import VECTORS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "verifying-a-draw.md").read_text(encoding="utf-8")


def test_the_ticket_computed_by_hand_is_the_one_on_the_page() -> None:
    commands = re.search(r"```bash\n(.*?)```", PAGE, re.DOTALL)
    assert commands is not None
    done = subprocess.run(["bash", "-c", commands.group(1)], capture_output=True, check=True, text=True)
    assert f"`{done.stdout.split()[0]}`" in PAGE


def test_every_file_in_the_table_of_steps_exists() -> None:
    named = {name for line in PAGE.splitlines() if line.startswith("| V") for name in re.findall(r"`([a-z0-9_]+(?:\.py|/))`", line)}
    assert named and all((ROOT / "dispatch" / "verifier" / name).exists() for name in named)


def test_the_command_of_the_system_hands_over_to_the_verifier(capsys: pytest.CaptureFixture[str]) -> None:
    transcript, trust = VECTORS / "transcript-plain.json", VECTORS / "transcript-plain.trust.json"
    for given, code, first in ((trust, 0, "核验通过"), (None, 0, "未经独立信任数据核对")):
        with pytest.raises(typer.Exit) as ended:
            verify(transcript=transcript, trust=given, me=None, as_json=False, every_skip=False, limit=None)
        assert ended.value.exit_code == code and capsys.readouterr().out.startswith(first)
