"""The verifier's bytes are those of the published vectors: JSON, hashes, trees, notes, signatures, chains, tickets, roots."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

import pytest

from dispatch.verifier import ed25519, merkle, notes, strict_json
from dispatch.verifier.bls.signature import verifies
from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import Broken
from dispatch.verifier.register import carried_record, pool_records, register_of
from dispatch.verifier.seed import beacon_round
from dispatch.verifier.suite import INTERNATIONAL, SM, lp, u32
from dispatch.verifier.tickets import tickets_in_order
from tests.conformance.vectors import vector

ENCODINGS, NOTE, STRICT, MERKLE = (vector(f"{name}.json") for name in ("encodings", "note", "strict", "merkle"))
S = INTERNATIONAL


def unhex(*texts: str) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


@pytest.mark.parametrize("case", ENCODINGS["H"])
def test_labelled_hashes_are_as_published(case: dict[str, Any]) -> None:
    assert S.h(case["label"], *unhex(*case["args"])).hex() == case["out"]


@pytest.mark.parametrize("case", vector("sm.json")["H"])
def test_labelled_hashes_of_the_sm_profile_are_as_published(case: dict[str, Any]) -> None:
    assert SM.h(case["label"], *unhex(*case["args"])).hex() == case["out"]


@pytest.mark.parametrize("case", ENCODINGS["C"])
def test_canonical_json_is_as_published(case: dict[str, Any]) -> None:
    assert strict_json.canonical(case["in"]).decode() == case["utf8"]
    assert strict_json.parse_canonical(case["utf8"].encode()) == case["in"]


@pytest.mark.parametrize("text", ENCODINGS["C_refuse"])
def test_json_that_is_not_strict_is_refused(text: str) -> None:
    with pytest.raises(Broken):
        strict_json.strict(strict_json.parse(text.encode()))


def test_roots_of_every_size_are_as_published() -> None:
    leaves = unhex(*MERKLE["leaves"])
    assert [merkle.root(leaves[:size], S.digest).hex() for size in range(len(leaves) + 1)] == MERKLE["roots"]


@pytest.mark.parametrize("case", MERKLE["inclusion"])
def test_inclusion_proofs_hold_and_no_shorter_or_longer_one_does(case: dict[str, Any]) -> None:
    leaves, proof = unhex(*MERKLE["leaves"]), unhex(*case["proof"])
    tree = case["size"], bytes.fromhex(MERKLE["roots"][case["size"]])
    merkle.included(leaves[case["index"]], case["index"], tree, proof, S.digest)
    for wrong in ([*proof, bytes(32)], proof[:-1]):
        if wrong != proof:
            with pytest.raises(Broken):
                merkle.included(leaves[case["index"]], case["index"], tree, wrong, S.digest)


@pytest.mark.parametrize("case", MERKLE["consistency"])
def test_consistency_proofs_hold_and_no_shorter_or_longer_one_does(case: dict[str, Any]) -> None:
    old, new = ((case[end], bytes.fromhex(MERKLE["roots"][case[end]])) for end in ("from", "to"))
    proof = unhex(*case["proof"])
    merkle.consistent(old, new, proof, S.digest)
    for wrong in ([*proof, bytes(32)], proof[:-1]):
        if wrong != proof:
            with pytest.raises(Broken):
                merkle.consistent(old, new, wrong, S.digest)


def the_quorum(needed: int = 1) -> notes.Quorum:
    log = notes.read_vkey(NOTE["log_vkey"], S, witness=False)
    witness = notes.read_vkey(NOTE["witness_vkey"], S, witness=True)
    return notes.Quorum(log.name, log, (witness,), needed, S)


def test_the_published_checkpoint_opens() -> None:
    checkpoint = notes.open_note(NOTE["note"], the_quorum())
    assert (checkpoint.size, checkpoint.root.hex(), checkpoint.seen_by) == (NOTE["size"], NOTE["root"], NOTE["time"])


@pytest.mark.parametrize("name", NOTE["refuse"])
def test_a_spoilt_checkpoint_is_refused(name: str) -> None:
    with pytest.raises(Broken):
        notes.open_note(NOTE["refuse"][name], the_quorum())


@pytest.mark.parametrize("case", NOTE["quorums"])
def test_which_quorums_are_enough(case: dict[str, int]) -> None:
    assert notes.enough(case["witnesses"], case["quorum"]) == bool(case["ok"])


@pytest.mark.parametrize("case", STRICT["ed25519"], ids=lambda case: case["what"])
def test_ed25519_is_read_strictly(case: dict[str, Any]) -> None:
    assert ed25519.verifies(*unhex(case["public"], case["msg"], case["sig"])) == bool(case["ok"])


@pytest.mark.parametrize("case", STRICT["bls"], ids=lambda case: case["what"])
def test_beacon_signatures_are_read_strictly(case: dict[str, Any]) -> None:
    message = hashlib.sha256(case["round"].to_bytes(8, "big")).digest()
    assert verifies(bytes.fromhex(case["key"]), message, bytes.fromhex(case["sig"])) == bool(case["ok"])


def test_the_published_sm2_signature_holds() -> None:
    case = vector("sm.json")["sm2"]
    assert SM.verifies(*unhex(case["public"], case["msg"], case["sig"]))


@pytest.mark.parametrize("case", vector("chain.json")["beacon_rounds"])
def test_the_beacon_round_follows_from_the_time_of_the_draw(case: dict[str, int]) -> None:
    number = beacon_round(case, case["draw_at"])
    assert (number, case["genesis"] + (number - 1) * case["period"]) == (case["q"], case["time"])


def test_chains_and_seeds_are_as_published() -> None:
    chain = vector("chain.json")
    m, frozen = unhex(chain["m"], chain["F"])
    for case in chain["chains"]:
        value = bytes.fromhex(case["values"][0])
        assert S.h("vd1/chain", m, frozen, case["party"].encode(), value).hex() == case["anchor"]
    for case in chain["seeds"]:
        values = [part for party in sorted(case["values"]) for part in (party.encode(), bytes.fromhex(case["values"][party]))]
        assert S.h("vd1/seed", m, frozen, u32(case["r"]), *values, b"beacon", bytes.fromhex(case["beta"])).hex() == case["seed"]


def test_the_order_of_tickets_is_as_published() -> None:
    tickets = vector("tickets.json")
    ids = sorted(tickets["order_weight_1"])
    register = register_of([[id_, ["L"], "R", "", 1] for id_ in ids], [])
    order = tickets_in_order(S, bytes.fromhex(tickets["S"]), register, range(len(ids)), Limit(time.monotonic))
    assert [ids[person] for person in order] == tickets["order_weight_1"]


def test_roots_of_pool_and_carried_members_are_as_published() -> None:
    roots = vector("roots.json")
    register = register_of(roots["pool"], roots["carried"])
    assert pool_records(register)[0].hex() == roots["record_0"]
    assert merkle.root(pool_records(register), S.digest).hex() == roots["P"]
    assert merkle.root(map(carried_record, roots["carried"]), S.digest).hex() == roots["K"]
    assert merkle.root((b"".join(map(lp, unhex(*pair))) for pair in roots["pairs"]), S.digest).hex() == roots["A"]


def test_tender_vacancies_and_replies_hash_as_published() -> None:
    ids = vector("ids.json")
    m = bytes.fromhex(ids["m"])
    assert all(S.h("vd1/tender", c["no"].encode(), bytes.fromhex(c["salt"])).hex() == c["out"] for c in ids["tender"])
    assert all(S.h("vd1/vac", m, bytes.fromhex(c["id"])).hex() == c["out"] for c in ids["vacated"])
    for case in ids["accepted"]:
        assert S.h("vd1/acc", m, u32(case["r"]), strict_json.canonical(case["ids"])).hex() == case["out"]
    assert json.loads(strict_json.canonical(ids["tender"])) == ids["tender"]
