"""A centre is founded on cards: public keys in files, from people whose secrets it never sees."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.refusals import SecondShareMissing
from dispatch.bootstrap import Settings
from dispatch.centre.founding import Foundation, found, is_founded, least_cosigners, read_party_card, read_witness_card
from dispatch.centre.node import founded_node
from dispatch.centre.refusals import CannotFound, CardMalformed
from dispatch.embedded import Embedded, open_node
from dispatch.witness.trust import quorum_is_enough
from dispatch.witness.vkey import witness_key
from tests.witness.builders import a_signer


def a_party(token: str, **changes: Any) -> bytes:
    keys = {"key": a_signer(token).public.hex(), "custody": a_signer(f"{token}-custody").public.hex()}
    return json.dumps({"party": token, "supervisor": int(token == "S"), **keys, **changes}).encode()


def a_witness(name: str, **changes: Any) -> bytes:
    vkey = str(witness_key(name, a_signer(name).public))
    return json.dumps({"witness": name, "vkey": vkey, "address": f"https://{name}", **changes}).encode()


def a_foundation(*parties: str, **changes: Any) -> Foundation:
    cards = tuple(read_party_card(a_party(token)) for token in parties or ("CA", "S", "T"))
    witnesses = tuple(read_witness_card(a_witness(name)) for name in ("w1.example", "w2.example"))
    return replace(Foundation("ggzy.example/log1", cards, witnesses, own=("CA",)), **changes)


def test_a_founded_centre_demands_every_party_that_is_not_its_own(tmp_path: Path):
    trust = found(tmp_path, a_foundation(), os_entropy)
    assert (trust.parties, trust.quorum, trust.embedded) == (("S", "T"), 2, False)
    assert trust.keys.keys() == {"C", "CA", "S", "T"}


def test_founding_again_changes_nothing_and_founding_another_is_refused(tmp_path: Path):
    first = found(tmp_path, a_foundation(), os_entropy)
    assert found(tmp_path, a_foundation(), os_entropy) == first
    with pytest.raises(CannotFound):
        found(tmp_path, a_foundation(links=8), os_entropy)


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "ggzy.example/embedded"},
        {"own": ("CA", "S")},
        {"own": ("X",)},
        {"witnesses": ()},
        {"cosigners": 1},
    ],
)
def test_a_foundation_without_independence_is_refused(tmp_path: Path, changes: dict[str, Any]):
    with pytest.raises(CannotFound):
        found(tmp_path, a_foundation(**changes), os_entropy)
    assert not is_founded(tmp_path)


@pytest.mark.parametrize("parties", [("S",), ("CA", "T"), ("C", "S"), ("S", "S")])
def test_parties_are_at_least_two_with_one_supervisor_and_not_the_office(tmp_path: Path, parties: tuple[str, ...]):
    with pytest.raises(CannotFound):
        found(tmp_path, a_foundation(*parties, own=()), os_entropy)


@pytest.mark.parametrize("card", [b"", b"[]", a_party("S", key="00"), a_party("S", custody="x" * 64), a_party("a b")])
def test_a_malformed_card_of_a_party_is_refused(card: bytes):
    with pytest.raises(CardMalformed):
        read_party_card(card)


@pytest.mark.parametrize("card", [b"{}", a_witness("w1.example", vkey="w1+00+AA"), a_witness("w1.example", address="ftp://w1")])
def test_a_malformed_card_of_a_witness_is_refused(card: bytes):
    with pytest.raises(CardMalformed):
        read_witness_card(card)


def test_a_founded_centre_holds_no_key_of_a_party_or_witness(tmp_path: Path):
    found(tmp_path, a_foundation(), os_entropy)
    node = open_node(Settings(data_dir=tmp_path))
    assert not isinstance(node, Embedded)
    assert not (tmp_path / "parties").exists() and not (tmp_path / "witnesses").exists()
    assert [witness.name for witness in founded_node(Settings(data_dir=tmp_path)).witnesses] == ["w1.example", "w2.example"]


def test_where_no_centre_was_founded_the_embedded_mode_says_so(tmp_path: Path):
    node = open_node(Settings(data_dir=tmp_path))
    assert isinstance(node, Embedded) and node.services.means.origin.endswith("/embedded")


@pytest.mark.parametrize("founded", [True, False])
def test_a_second_share_that_was_set_at_the_first_start_is_needed_at_every_start(tmp_path: Path, founded: bool):
    share = "ABCDE-FGHIJ-KLMNO-PQRST"
    if founded:
        found(tmp_path, a_foundation(), os_entropy, lambda: share)
    for _ in "first", "second":
        assert not open_node(Settings(data_dir=tmp_path, root_share=share)).services.means.keys.single_handed
    with pytest.raises(SecondShareMissing):
        open_node(Settings(data_dir=tmp_path)).services.means.keys.public("log-sign")


@given(st.integers(2, 32))
def test_the_least_number_of_cosignatures_is_lawful_and_one_less_is_not(witnesses: int):
    least = least_cosigners(witnesses)
    assert quorum_is_enough(witnesses, least) and not quorum_is_enough(witnesses, least - 1)
