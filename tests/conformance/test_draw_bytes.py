"""Encodings, ids, chains, seeds, tickets and roots are those of the specification, to the byte."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from dispatch.draw import chain, pool, seed, ticket, values
from dispatch.draw.candidates import candidates_of
from dispatch.draw.commitments import accepted_hash, tender_hash, vacated_hash
from dispatch.draw.frame import Lists, frozen_hash, roots_of
from dispatch.draw.pool import CarriedRow, Composition, Panel, PoolRow
from dispatch.kernel.canonical import canonical, labelled_hash, lp, parse_strict, u32, u64
from dispatch.kernel.merkle import root
from dispatch.kernel.refusals import BadSignature, NotCanonical
from dispatch.kernel.signing import verify
from tests.conformance.vectors import vector

hexed = bytes.fromhex
ENCODINGS, IDS, CHAIN, TICKETS, ROOTS = (vector(f"{name}.json") for name in ("encodings", "ids", "chain", "tickets", "roots"))
M, FROZEN, SEED = hexed(CHAIN["m"]), hexed(CHAIN["F"]), hexed(TICKETS["S"])


def test_lengths_and_numbers_are_written_as_the_specification_writes_them() -> None:
    assert all(lp(hexed(case["in"])).hex() == case["out"] for case in ENCODINGS["LP"])
    assert all(u32(case["in"]).hex() == case["out"] for case in ENCODINGS["u32"])
    assert all(u64(case["in"]).hex() == case["out"] for case in ENCODINGS["u64"])


def test_labelled_hashes_are_those_of_the_specification() -> None:
    for case in ENCODINGS["H"]:
        assert labelled_hash(case["label"], *map(hexed, case["args"])).hex() == case["out"]


def test_canonical_json_is_that_of_the_specification() -> None:
    for case in ENCODINGS["C"]:
        assert canonical(case["in"]) == case["utf8"].encode()
        assert hashlib.sha256(canonical(case["in"])).hexdigest() == case["sha256"]


@pytest.mark.parametrize("text", ENCODINGS["C_refuse"])
def test_a_strict_reader_refuses_what_has_no_canonical_form(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse_strict(text.encode())


def test_ids_follow_from_handles_and_the_keys_of_the_draw() -> None:
    m, k_id = hexed(IDS["m"]), hexed(IDS["k_id"])
    for case in IDS["experts"]:
        e = pool.expert_e(hexed(case["h"]), m)
        assert (e.hex(), pool.pool_id(k_id, e).hex()) == (case["e"], case["id"])
    assert list(pool.hidden_ids(m, k_id, (hexed(case["h"]) for case in IDS["experts"]))) == [case["id"] for case in IDS["experts"]]
    assert pool.kid(k_id).hex() == IDS["kid"]


def test_groups_tenders_vacancies_and_accepted_lists_are_hidden_as_specified() -> None:
    m = hexed(IDS["m"])
    assert all(pool.group_tag(hexed(IDS["k_grp"]), case["employer"]).hex() == case["group"] for case in IDS["groups"])
    assert all(tender_hash(case["no"], hexed(case["salt"])).hex() == case["out"] for case in IDS["tender"])
    assert all(vacated_hash(m, case["id"]).hex() == case["out"] for case in IDS["vacated"])
    assert all(accepted_hash(m, case["r"], case["ids"]).hex() == case["out"] for case in IDS["accepted"])


def test_chains_run_from_secret_to_anchor() -> None:
    for case in CHAIN["chains"]:
        secret, party, length = hexed(case["secret"]), case["party"], case["L"]
        assert chain.anchor(M, FROZEN, party, secret=secret, length=length).hex() == case["anchor"]
        for r, expected in enumerate(case["values"]):
            value = chain.value_of_round(M, FROZEN, party, secret=secret, length=length, r=r)
            assert value.hex() == expected
            chain.check_value(M, FROZEN, party, value=value, r=r, anchor=hexed(case["anchor"]))


def test_seeds_hold_every_value_and_the_beacon() -> None:
    for case in CHAIN["seeds"]:
        parties = {party: hexed(value) for party, value in case["values"].items()}
        assert seed.seed_of_round(M, FROZEN, case["r"], values=parties, beta=hexed(case["beta"])).hex() == case["seed"]
    assert all(seed.seed_commitment(hexed(case["seed"])).hex() == case["out"] for case in CHAIN["seed_commitment"])


def test_beacon_rounds_come_after_the_time_of_the_draw_and_its_margin() -> None:
    assert all(seed.beacon_round(case, case["draw_at"]) == (case["q"], case["time"]) for case in CHAIN["beacon_rounds"])


def test_the_worker_opens_what_a_party_sealed_to_it() -> None:
    secret = hexed(CHAIN["worker_secret"])
    for case in CHAIN["sealed"]:
        context = values.value_context(M, FROZEN, case["j"], case["r"])
        assert context.hex() == case["info"]
        opened = values.open_value(secret, hexed(case["sealed"]), context=context, party=case["j"], r=case["r"])
        assert opened.hex() == case["value"]


def test_tickets_and_their_order_are_those_of_the_specification() -> None:
    assert all(ticket.ticket(SEED, case["id"], case["weight"]).hex() == case["ticket"] for case in TICKETS["tickets"])
    rows = [PoolRow(id, (), "", "", 1) for id in sorted(TICKETS["order_weight_1"])]
    assert list(ticket.order_by_ticket(SEED, candidates_of(rows))) == TICKETS["order_weight_1"]


def test_venues_booths_and_panels_have_the_tickets_of_the_specification() -> None:
    assert all(ticket.venue_ticket(SEED, case["venue"]).hex() == case["ticket"] for case in TICKETS["venues"])
    assert all(ticket.booth_ticket(SEED, case["venue"], case["booth"]).hex() == case["ticket"] for case in TICKETS["booths"])
    assert ticket.panel_index(SEED, TICKETS["panel"]["m"]) == TICKETS["panel"]["index"]


def lists_of(body: dict[str, Any]) -> Lists:
    return Lists(
        pool=tuple(PoolRow(id, tuple(labels), *rest) for id, labels, *rest in body["pool"]),
        pairs=tuple(map(tuple, body["pairs"])),
        panels=tuple(Panel(tuple(panel["ids"]), panel["count"]) for panel in body["panels"]),
        booths=tuple(map(tuple, body["booths"])),
        carried=tuple(CarriedRow(id, seat, tuple(labels), *rest) for id, seat, labels, *rest in body["carried"]),
    )


def test_records_roots_and_the_frozen_hash_are_those_of_the_specification() -> None:
    lists = lists_of(ROOTS)
    roots = roots_of(lists)
    assert {name: getattr(roots, name).hex() for name in "PABDK"} == {name: ROOTS[name] for name in "PABDK"}
    assert frozen_hash(hexed(ROOTS["m"]), roots).hex() == ROOTS["F"]
    assert next(iter(pool.pool_records(lists.pool))).hex() == ROOTS["record_0"]
    assert next(iter(pool.carried_records(lists.carried))).hex() == ROOTS["carried_record_0"]
    assert roots_of(Lists()).P.hex() == ROOTS["empty"]


def test_compositions_have_the_records_and_the_root_of_the_specification() -> None:
    compositions = [
        Composition(tuple((tuple(labels), region, number) for labels, region, number in body["types"]), body["count"])
        for body in ROOTS["compositions"]
    ]
    records = list(pool.panel_records(compositions))
    assert records[0].hex() == ROOTS["composition_record_0"]
    assert root(records).hex() == ROOTS["B_compositions"]


@pytest.mark.parametrize("case", vector("strict.json")["ed25519"], ids=lambda case: case["what"])
def test_signatures_are_read_strictly(case: dict[str, Any]) -> None:
    public, sig, message = (hexed(case[name]) for name in ("public", "sig", "msg"))
    if case["ok"]:
        verify(public, sig, message)
    else:
        with pytest.raises(BadSignature):
            verify(public, sig, message)
