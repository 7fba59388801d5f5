"""Whoever changes one byte of a valid transcript is noticed, or has changed nothing: neither a value nor an answer.

With independent trust data the transcript's own claim of it decides nothing; a change there is harmless.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.verify import verify
from tests.conformance.vectors import VECTORS, transcripts

HONEST = [*transcripts(), *transcripts("vd1-sm")]
SAMPLE = 60


def trust_of(name: str) -> bytes:
    return (VECTORS / name.replace(".json", ".trust.json")).read_bytes()


def mutants(raw: bytes, place: int) -> Iterator[bytes]:
    """The byte turned into its neighbour, into another case or a control character, left out, and doubled."""
    before, byte, after = raw[:place], raw[place], raw[place + 1 :]
    for other in {byte ^ 1, byte ^ 0x20, byte ^ 0x80} - {byte}:
        yield before + bytes([other]) + after
    yield before + after
    yield before + bytes([byte, byte]) + after


def accepted(raw: bytes, trust: bytes) -> bool:
    try:
        verify(raw, trust, Limit(time.monotonic))
    except StepFailed:
        return False
    return True


def decisive(raw: bytes) -> Any:
    """The values that a verifier with its own trust data reads."""
    value = json.loads(raw)
    return {name: part for name, part in value.items() if name != "trust"}


def check(name: str, places: range | list[int]) -> None:
    raw, trust = (VECTORS / name).read_bytes(), trust_of(name)
    honest = decisive(raw)
    for place in places:
        for mutant in mutants(raw, place):
            assert not accepted(mutant, trust) or decisive(mutant) == honest, f"byte {place} of {name}"


def some_places(name: str, length: int) -> list[int]:
    """A fixed sample, spread by hash."""
    return [int.from_bytes(hashlib.sha256(f"{name}/{n}".encode()).digest()[:6], "big") % length for n in range(SAMPLE)]


@pytest.mark.parametrize("name", HONEST)
def test_a_changed_byte_is_noticed_or_harmless(name: str) -> None:
    check(name, some_places(name, len((VECTORS / name).read_bytes())))


@pytest.mark.soak
@pytest.mark.parametrize("name", HONEST)
def test_every_changed_byte_is_noticed_or_harmless(name: str) -> None:
    check(name, range(len((VECTORS / name).read_bytes())))
