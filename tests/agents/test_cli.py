"""`party` and `witness` on a local directory: keys once, trust by its own way, refusals as sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from api.cli import audit, party, witness
from dispatch.adapters.entropy import os_entropy
from dispatch.agents.party_home import PartyHome
from dispatch.kernel.canonical import canonical
from dispatch.witness.entry import Entry
from dispatch.witness.receipt import a_receipt
from dispatch.witness.tree import Tree
from tests.agents.world import World
from tests.witness.builders import LOG, NAMES, ORIGIN, a_checkpoint, a_note, a_trust_value, an_addition, records


def run(app: typer.Typer, *words: object) -> tuple[int, str]:
    outcome = CliRunner().invoke(app, [str(word) for word in words])
    return outcome.exit_code, outcome.stdout + outcome.stderr


def facts(app: typer.Typer, *words: object) -> dict[str, Any]:
    code, text = run(app, *words, "--json")
    assert code == 0, text
    found: dict[str, Any] = json.loads(text)
    return found


def test_party_init_makes_keys_once(tmp_path: Path):
    first = facts(party.app, "init", tmp_path / "S", "--name", "S", "--supervisor")
    assert facts(party.app, "init", tmp_path / "S", "--name", "S") == first
    assert (first["party"], len(first["key"]), len(first["custody"]), first["trust"]) == ("S", 64, 64, 0)


def test_party_status_shows_what_is_kept_there(tmp_path: Path):
    (tmp_path / "trust.json").write_bytes(canonical(a_trust_value()))
    run(party.app, "init", tmp_path / "S", "--name", "S", "--trust", tmp_path / "trust.json")
    assert run(party.app, "expect", tmp_path / "S", "JY-1")[0] == 0
    found = facts(party.app, "status", tmp_path / "S")
    assert (found["trust"], found["draws"], found["remarks"]) == (1, [], [])


def test_a_receipt_proves_its_entry_to_anybody_with_the_trust_file(tmp_path: Path):
    tree, events = Tree(records("a", "b", "c")), records("a", "b", "c")
    written = a_receipt(ORIGIN, Entry(2, events[2], "", b""), tree.inclusion(2, 3), a_note(a_checkpoint(tree), NAMES))
    (tmp_path / "receipt.json").write_text(json.dumps(written), encoding="utf-8")
    (tmp_path / "trust.json").write_bytes(canonical(a_trust_value()))
    told = facts(audit.app, "receipt", tmp_path / "receipt.json", "--trust", tmp_path / "trust.json")
    assert told["idx"] == 2
    (tmp_path / "receipt.json").write_text(json.dumps(written | {"idx": 1}), encoding="utf-8")
    assert run(audit.app, "receipt", tmp_path / "receipt.json", "--trust", tmp_path / "trust.json")[0] == 1


def test_a_receipt_of_an_entry_that_is_not_mirrored_yet_is_wrong_usage(tmp_path: Path):
    (tmp_path / "trust.json").write_bytes(canonical(a_trust_value()))
    run(party.app, "init", tmp_path / "S", "--name", "S", "--trust", tmp_path / "trust.json")
    assert run(party.app, "receipt", tmp_path / "S", "0", "--out", tmp_path / "receipt.json")[0] == 2


def test_a_directory_without_agent_is_refused_in_two_languages(tmp_path: Path):
    code, text = run(party.app, "status", tmp_path)
    assert (code, "尚未初始化" in text, "run init first" in text) == (1, True, True)


def test_party_run_asks_for_the_centres_address(tmp_path: Path):
    (tmp_path / "trust.json").write_bytes(canonical(a_trust_value()))
    run(party.app, "init", tmp_path / "S", "--name", "S", "--trust", tmp_path / "trust.json")
    code, text = run(party.app, "run", tmp_path / "S")
    assert (code, "--centre" in text) == (1, True)


def test_an_address_in_clear_text_is_refused_but_on_one_machine(tmp_path: Path):
    code, text = run(party.app, "init", tmp_path / "S", "--name", "S", "--centre", "http://ggzy.example.gov.cn")
    assert (code, "https" in text) == (1, True)
    assert run(party.app, "init", tmp_path / "S", "--name", "S", "--centre", "http://127.0.0.1:8080")[0] == 0


def test_limits_and_another_worker_key_are_the_operators_words(tmp_path: Path):
    (tmp_path / "trust.json").write_bytes(canonical(a_trust_value()))
    run(party.app, "init", tmp_path / "S", "--name", "S", "--trust", tmp_path / "trust.json")
    assert run(party.app, "limits", tmp_path / "S", "--links-least", "5", "--agree-after", "cancelled")[0] == 0
    assert [run(party.app, "confirm-key", tmp_path / "S", "00" * 32, "0", key)[0] for key in ("ab" * 32, "short")] == [0, 2]
    operator = PartyHome(tmp_path / "S", os_entropy).equip().operator
    assert (operator.limits.links_least, operator.limits.agree_after) == (5, ("cancelled",))
    assert operator.worker_key("00" * 32, 0) == b"\xab" * 32


def test_the_operator_names_a_draw_by_its_beginning_and_hears_when_there_is_none(tmp_path: Path):
    world = World(tmp_path)
    m = world.a_frozen_draw()
    world.tick("T")
    home, operator = world.homes["T"].path, world.agents["T"].operator
    assert run(party.app, "agree", home, m[:12])[0] == 0 and operator.agreed_to_follow(m)
    assert run(party.app, "agree", home, m, "--fewer")[0] == 0 and operator.agreed_to_fewer(m)
    for given in (m[:7], "0123456789ab", ""):
        code, text = run(party.app, "agree", home, given)
        assert (code, "party status" in text) == (1, True)


def test_witness_init_shows_the_verifier_key_and_the_logs(tmp_path: Path):
    found = facts(witness.app, "init", tmp_path / "w", "--name", "w1.example", "--log", LOG)
    assert (found["vkey"].startswith("w1.example+"), found["logs"]) == (True, [LOG.name])


def test_a_witness_cosigns_across_an_air_gap(tmp_path: Path):
    run(witness.app, "init", tmp_path / "w", "--name", "w1.example", "--log", LOG)
    (tmp_path / "asked").write_text(an_addition(Tree(records("a")), 0).text)
    assert run(witness.app, "run", tmp_path / "w", "--in", tmp_path / "asked", "--out", tmp_path / "line")[0] == 0
    assert (tmp_path / "line").read_text().startswith("— w1.example ")
    (tmp_path / "asked").write_text(an_addition(Tree(records("b")), 0).text)
    assert run(witness.app, "run", tmp_path / "w", "--in", tmp_path / "asked")[0] == 1
