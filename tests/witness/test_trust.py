"""The trust file is read strictly and refuses a quorum that two histories could both reach."""

from __future__ import annotations

import json

import pytest

from dispatch.kernel.canonical import canonical
from dispatch.witness.refusals import BadTrustFile
from dispatch.witness.trust import parse_trust, read_trust
from dispatch.witness.vkey import log_key
from tests.witness.builders import a_signer, a_trust, a_trust_value


def test_a_trust_file_is_written_back_as_it_was_read():
    assert a_trust().as_value() == a_trust_value()
    assert parse_trust(json.dumps(a_trust_value(), indent=2).encode()) == a_trust()


@pytest.mark.parametrize(
    "changes",
    [
        {"quorum": 1},
        {"quorum": 3},
        {"origin": "other.example/log"},
        {"witnesses": []},
        {"witnesses": a_trust_value()["witnesses"][:1] * 2},
        {"parties": ["X"]},
        {"parties": ["S", "S"]},
        {"keys": {"S": "00"}},
        {"beacons": [{"chain": "00"}]},
        {"beacon_needed": 2},
        {"surplus": 1},
        {"log": a_trust_value()["witnesses"][0]},
    ],
)
def test_a_trust_file_that_is_not_sound_is_refused(changes: dict[str, object]):
    with pytest.raises(BadTrustFile):
        read_trust(a_trust_value(**changes))


def test_a_trust_file_that_is_not_strict_json_is_refused():
    with pytest.raises(BadTrustFile):
        parse_trust(canonical(a_trust_value()).replace(b'"quorum":2', b'"quorum":2.0'))


def test_a_log_whose_operator_holds_every_key_says_so():
    origin = "centre.example/embedded"
    assert a_trust(origin=origin, log=str(log_key(origin, a_signer("log").public))).embedded
    assert not a_trust().embedded
