"""An envelope opens for k custodians of one subset, with nothing changed, and for nobody else."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.kernel.canonical import canonical
from dispatch.sealing import hpke
from dispatch.sealing.envelope import head_of, name, open_alone, open_with, share_of
from dispatch.sealing.refusals import CannotSeal, EnvelopeClosed, ProfileNotOffered
from tests.sealing.builders import ENTROPY, an_envelope, opened, private, public_keys

ENVELOPE = an_envelope()
ONE_SUBSET = an_envelope(custodians="CS")  # shares of subsets that are not used stand under no tag: the envelope's name covers them
SHARES = {subset: {who: share_of(ENVELOPE, who, subset, private(who)) for who in subset.split("+")} for subset in ("C+S", "C+T", "S+T")}


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=3000), st.integers(1, 4), st.booleans())
def test_what_was_sealed_opens_again_by_every_subset(plain: bytes, k: int, timed: bool):
    time_share = ENTROPY(32) if timed else None
    envelope = an_envelope(plain, "ABCD", k, time_share=time_share)
    for members in combinations("ABCD", k):
        assert opened(envelope, "+".join(members), time_share) == plain


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(ONE_SUBSET) - 1), st.integers(1, 255))
def test_an_envelope_with_any_byte_changed_stays_closed(position: int, flip: int):
    changed = bytearray(ONE_SUBSET)
    changed[position] ^= flip
    with pytest.raises((EnvelopeClosed, ProfileNotOffered)):
        opened(bytes(changed))


HEAD_MEMBERS = ("ctx", "k", "n", "nbf", "time", "salt", "kem", "aead", "v")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(HEAD_MEMBERS), st.sampled_from([0, 1, 7, "x", "", None, [], {}, ["C"]]))
def test_a_head_with_any_member_changed_stays_closed(member: str, value: Any):
    parsed = json.loads(ENVELOPE)
    if parsed["head"][member] == value:
        return
    parsed["head"][member] = value
    with pytest.raises(EnvelopeClosed):
        opened(canonical(parsed))


@pytest.mark.parametrize("member", ["head", "kc", "shares", "nonce", "body"])
def test_an_envelope_that_lacks_a_member_stays_closed(member: str):
    parsed = json.loads(ENVELOPE)
    del parsed[member]
    with pytest.raises(EnvelopeClosed):
        opened(canonical(parsed))


@pytest.mark.parametrize("spoiled", [ENVELOPE + b"\n", b" " + ENVELOPE, ENVELOPE[:-1] + b',"x":1}', b"[]", b""])
def test_an_envelope_that_is_not_written_exactly_stays_closed(spoiled: bytes):
    with pytest.raises(EnvelopeClosed):
        opened(spoiled)


def test_a_share_does_not_open_for_another_custodian():
    with pytest.raises(EnvelopeClosed):
        share_of(ENVELOPE, "C", "C+S", private("S"))


@pytest.mark.parametrize(("custodian", "subset"), [("T", "C+S"), ("C", "S+C"), ("C", "C"), ("X", "C+X"), ("C", "")])
def test_a_custodian_has_no_share_outside_the_subsets_of_the_envelope(custodian: str, subset: str):
    with pytest.raises(EnvelopeClosed):
        share_of(ENVELOPE, custodian, subset, private(custodian))


def test_shares_of_different_subsets_never_combine():
    with pytest.raises(EnvelopeClosed):
        open_with(ENVELOPE, {"C": SHARES["C+T"]["C"], "S": SHARES["S+T"]["S"]})


@pytest.mark.parametrize("who", ["", "C", "CST"])
def test_fewer_or_more_than_k_shares_open_nothing(who: str):
    shares = {"C": SHARES["C+S"]["C"], "S": SHARES["C+S"]["S"], "T": SHARES["S+T"]["T"]}
    with pytest.raises(EnvelopeClosed):
        open_with(ENVELOPE, {name: shares[name] for name in who})


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_share_of_another_length_opens_nothing(size: int):
    with pytest.raises(EnvelopeClosed):
        open_with(ENVELOPE, SHARES["C+S"] | {"S": bytes(size)})


def test_a_wrong_time_share_opens_nothing():
    envelope = an_envelope(time_share=bytes(31) + b"\x01")
    with pytest.raises(EnvelopeClosed):
        opened(envelope, time_share=bytes(31) + b"\x02")


def test_one_alone_opens_nothing_where_two_are_needed():
    with pytest.raises(EnvelopeClosed):
        open_alone(ENVELOPE, "C", private("C"))


def test_why_an_envelope_stays_closed_is_not_told():
    with pytest.raises(EnvelopeClosed) as closed:
        open_with(ENVELOPE, SHARES["C+S"] | {"S": bytes(32)})
    assert (closed.value.facts, closed.value.__cause__, closed.value.__context__) == ({}, None, None)


def test_texts_of_similar_length_give_envelopes_of_the_same_length():
    assert {len(an_envelope(b"x" * size)) for size in (0, 1, 500, 1020)} == {len(ENVELOPE)}
    assert len(an_envelope(b"x" * 1021)) > len(ENVELOPE)


def test_an_envelope_is_canonical_and_named_by_its_hash():
    assert canonical(json.loads(ENVELOPE)) == ENVELOPE
    assert name(ENVELOPE) != name(an_envelope())


def test_the_head_shows_what_an_agent_needs_before_it_hands_out_a_share():
    head = head_of(an_envelope(nbf=1790005400, ctx={"draw": "d", "what": "结果"}))
    assert (head.nbf, head.k, head.custodians, head.time) == (1790005400, 2, ("C", "S", "T"), False)
    assert head.subsets == ("C+S", "C+T", "S+T")
    assert head.ctx["what"] == "结果"


def test_the_hybrid_suite_follows_from_the_keys_and_opens_again():
    envelope = an_envelope(custodians=public_keys("CS", hpke.HYBRID))
    assert head_of(envelope).kem == "MLKEM768_X25519/HKDF-SHA256/AES-256-GCM"
    assert opened(envelope) == b"plain"


@pytest.mark.parametrize(
    "changes",
    [
        {"k": 0},
        {"k": 4},
        {"custodians": {}},
        {"custodians": public_keys("ABCDEFGH")},
        {"custodians": {"A+B": public_keys("A")["A"], "C": public_keys("C")["C"]}},
        {"custodians": {"A": bytes(31), "B": bytes(31)}},
        {"custodians": {"A": bytes(32), "B": bytes(32)}},
        {"custodians": public_keys("A") | public_keys("B", hpke.HYBRID)},
        {"nbf": -1},
        {"ctx": {"名": "x"}},
        {"ctx": {"x": "e\u0301"}},
        {"ctx": {"x": 1}},
        {"time_share": bytes(16)},
    ],
)
def test_an_envelope_that_could_not_be_opened_by_the_rules_is_not_made(changes: dict[str, Any]):
    with pytest.raises(CannotSeal):
        an_envelope(**changes)


def test_an_envelope_of_the_sm_profile_is_refused_in_words():
    parsed = json.loads(ENVELOPE)
    parsed["head"]["v"] = "dse1-sm"
    with pytest.raises(ProfileNotOffered) as refusal:
        head_of(canonical(parsed))
    assert "国密" in refusal.value.chinese
