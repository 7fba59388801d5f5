"""An agent's memory: what is written is written, once, and for its owner only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dispatch.agents.diary import Diary
from dispatch.agents.files import secret_of
from dispatch.agents.party_home import PartyHome, init_party
from dispatch.agents.refusals import AnotherAgent, NoSuchAgent, NoTrustFile
from dispatch.witness.entry import Entry
from dispatch.witness.refusals import BadTrustFile
from tests.agents.world import Chance


def test_the_first_fact_stands_whatever_is_written_later(tmp_path: Path):
    diary = Diary(tmp_path / "diary")
    assert diary.keep("secret", "m", b"first") == b"first"
    assert Diary(tmp_path / "diary").keep("secret", "m", b"second") == b"first"


def test_entries_and_their_checkpoint_are_mirrored_together_or_not_at_all(tmp_path: Path):
    diary = Diary(tmp_path / "diary")
    with pytest.raises(sqlite3.Error):
        diary.mirror("log", [Entry(0, b"a")], 1, b"no text")  # type: ignore[arg-type]
    assert Diary(tmp_path / "diary").mirrored("log") == []


def test_a_secret_is_drawn_once(tmp_path: Path):
    assert secret_of(tmp_path / "key", Chance("a")) == secret_of(tmp_path / "key", Chance("b"))


def test_files_of_an_agent_are_readable_by_their_owner_only(tmp_path: Path):
    home = init_party(tmp_path / "T", "T", Chance("T"))
    Diary(home.path / "diary.sqlite").keep("a", "b", b"c")
    assert [file.name for file in home.path.iterdir() if file.stat().st_mode & 0o077] == []


def test_a_party_keeps_its_keys_and_its_name(tmp_path: Path):
    home = init_party(tmp_path / "T", "T", Chance("T"))
    assert init_party(tmp_path / "T", "T", Chance("other")).public == home.public
    with pytest.raises(AnotherAgent):
        init_party(tmp_path / "T", "S", Chance("T"))


def test_a_party_without_trust_file_does_nothing(tmp_path: Path):
    home = init_party(tmp_path / "T", "T", Chance("T"))
    with pytest.raises(NoTrustFile):
        home.equip()
    with pytest.raises(BadTrustFile):
        home.give_trust(b"{}")
    with pytest.raises(NoSuchAgent):
        PartyHome(tmp_path, Chance("x")).equip()
