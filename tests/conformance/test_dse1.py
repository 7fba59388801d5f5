"""Envelopes of the published dse1 vectors open exactly as published, and every published variant stays closed."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.sealing.envelope import head_of, open_alone, open_with, share_of
from dispatch.sealing.refusals import EnvelopeClosed
from tests.conformance.vectors import vector

DSE1 = vector("dse1.json")
SECRETS = {name: bytes.fromhex(secret) for name, secret in DSE1["custodian_secrets"].items()}
EVERY_SUBSET = [(number, subset) for number, case in enumerate(DSE1["open"]) for subset in case["envelope"]["shares"]]


def open_by(envelope: bytes, subset: str, time_share: bytes | None = None) -> bytes:
    shares = {name: share_of(envelope, name, subset, SECRETS[name]) for name in subset.split("+")}
    return open_with(envelope, shares, time_share)


def time_share_of(case: dict[str, Any]) -> bytes | None:
    return bytes.fromhex(case["time_share"]) or None


@pytest.mark.parametrize(("number", "subset"), EVERY_SUBSET)
def test_every_subset_opens_a_published_envelope(number: int, subset: str):
    case = DSE1["open"][number]
    assert open_by(canonical(case["envelope"]), subset, time_share_of(case)) == bytes.fromhex(case["plain"])


@pytest.mark.parametrize("case", DSE1["open"])
def test_the_head_hash_and_the_key_commitment_are_as_published(case: dict[str, Any]):
    hh, dek = bytes.fromhex(case["hh"]), bytes.fromhex(case["dek"])
    assert head_of(canonical(case["envelope"])).hh == hh
    assert labelled_hash("dse1/kc", dek, hh).hex() == case["envelope"]["kc"]


@pytest.mark.parametrize("case", [case for case in DSE1["open"] if case["time_share"]])
def test_an_envelope_with_a_time_share_does_not_open_without_it(case: dict[str, Any]):
    subset = next(iter(case["envelope"]["shares"]))
    with pytest.raises(EnvelopeClosed):
        open_by(canonical(case["envelope"]), subset)


@pytest.mark.parametrize("case", [case for case in DSE1["open"] if not case["time_share"]])
def test_an_envelope_without_a_time_share_takes_none(case: dict[str, Any]):
    subset = next(iter(case["envelope"]["shares"]))
    with pytest.raises(EnvelopeClosed):
        open_by(canonical(case["envelope"]), subset, bytes(32))


@pytest.mark.parametrize("case", [case for case in DSE1["open"] if case["envelope"]["head"]["k"] == 1])
def test_one_custodian_alone_opens_where_one_is_enough(case: dict[str, Any]):
    for name, secret in SECRETS.items():
        assert open_alone(canonical(case["envelope"]), name, secret) == bytes.fromhex(case["plain"])


@pytest.mark.parametrize("case", DSE1["refuse"], ids=lambda case: case["what"])
def test_every_published_variant_stays_closed(case: dict[str, Any]):
    with pytest.raises(EnvelopeClosed):
        open_by(canonical(case["envelope"]), case["use"])
