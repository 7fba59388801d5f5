"""Whatever a file holds, the verifier answers with a step: never a traceback, never after more than 30 seconds."""

from __future__ import annotations

import copy
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.verify import verify
from tests.conformance.vectors import VECTORS, transcripts, vector

HONEST = [*transcripts(), *transcripts("vd1-sm")]
PLAIN = vector("transcript-plain.json")
TRUST = (VECTORS / "transcript-plain.trust.json").read_bytes()
MB = 1_000_000
Path = tuple[str | int, ...]
BAD_VALUES = [None, True, 1.5, -1, 0, 2**53, 10**40, "", "x", "é", "e\u0301", "\ud800", "A" * 5000, [], [[]], {}, {"a": 1}, [None]]


def failing(raw: bytes, trust: bytes | None = TRUST) -> StepFailed:
    with pytest.raises(StepFailed) as failed:
        verify(raw, trust, Limit(time.monotonic))
    return failed.value


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode()


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """Every place in a JSON value; of long lists the first, second and last."""
    yield here
    if isinstance(value, dict):
        for name, item in value.items():
            yield from paths(item, (*here, name))
    elif isinstance(value, list):
        for place in sorted({0, 1, len(value) - 1} & set(range(len(value)))):
            yield from paths(value[place], (*here, place))


def changed(value: Any, path: Path, change: Callable[[Any, Any], None]) -> Any:
    """A copy with the member at the end of the path changed by `change(container, key)`."""
    copied = copy.deepcopy(value)
    container = copied
    for key in path[:-1]:
        container = container[key]
    change(container, path[-1])
    return copied


def put(bad: Any) -> Callable[[Any, Any], None]:
    return lambda container, key: container.__setitem__(key, bad)


@pytest.mark.parametrize("name", HONEST)
def test_a_field_of_another_type_or_range_fails_a_step_or_changes_nothing(name: str) -> None:
    whole, trust = vector(name), (VECTORS / name.replace(".json", ".trust.json")).read_bytes()
    for number, path in enumerate(paths(whole)):
        bad = BAD_VALUES[(number * 7 + len(name)) % len(BAD_VALUES)]
        if path and path[0] != "trust":
            mutant = changed(whole, path, put(bad))
            assert mutant == whole or failing(dumped(mutant), trust).step


@pytest.mark.soak
@pytest.mark.parametrize("name", HONEST)
def test_every_field_with_every_bad_value_fails_a_step_or_changes_nothing(name: str) -> None:
    whole, trust = vector(name), (VECTORS / name.replace(".json", ".trust.json")).read_bytes()
    for path in (path for path in paths(whole) if path and path[0] != "trust"):
        for mutant in (changed(whole, path, put(bad)) for bad in BAD_VALUES):
            assert mutant == whole or failing(dumped(mutant), trust).step


@pytest.mark.parametrize("name", ["transcript-plain.json", "transcript-standby.json", "transcript-composition.json"])
def test_a_missing_member_is_a_fault_of_form(name: str) -> None:
    whole = vector(name)
    for path in (path for path in paths(whole) if path and isinstance(path[-1], str)):
        mutant = changed(whole, path, lambda container, key: container.__delitem__(key))
        assert failing(dumped(mutant), None).step in ("V01", "V02", "V03", "V05", "V09", "V14", "V17", "V28")


def test_a_surplus_member_is_a_fault_of_form() -> None:
    for path in paths(PLAIN):
        mutant = changed(PLAIN, (*path, "surplus"), put(1)) if isinstance(_at(PLAIN, path), dict) else None
        if mutant is not None:
            assert failing(dumped(mutant), None).step in ("V01", "V02", "V17", "V03")


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def test_a_member_that_stands_twice_is_a_fault_of_form() -> None:
    text = (VECTORS / "transcript-plain.json").read_bytes()
    for name in PLAIN:
        assert failing(text.replace(b"{", b'{"%s":null,' % name.encode(), 1)).step == "V01"


def whole_with(name: str, raw: bytes) -> bytes:
    """The plain transcript with one member replaced by raw JSON text."""
    return dumped({**PLAIN, name: "@@"}).replace(b'"@@"', raw)


def bombs(size: int) -> dict[str, Callable[[], bytes]]:
    """Makers of files of about that size, each of which would exhaust a careless reader."""
    tender = b'{"no":"%s","salt":"' + b"0" * 32 + b'"}'
    event = PLAIN["events"][0]
    return {
        "nothing": lambda: b"",
        "zeros": lambda: bytes(size),
        "another encoding": lambda: "{}".encode("utf-16"),
        "byte order mark": lambda: b"\xef\xbb\xbf" + dumped(PLAIN),
        "deep lists": lambda: b"[" * size,
        "deep objects": lambda: b'{"a":' * (size // 5),
        "deep manifest": lambda: whole_with("manifest", b"[" * 900 + b"]" * 900),
        "many lists": lambda: whole_with("pool", b"[" + b"[]," * (size // 3) + b"[]]"),
        "many members": lambda: whole_with("manifest", b"{" + b",".join(b'"%x":0' % n for n in range(size // 12)) + b"}"),
        "one member often": lambda: whole_with("manifest", b"{" + b'"a":0,' * (size // 6) + b'"a":1}'),
        "many numbers": lambda: whole_with("pool", b"[" + b"1," * (size // 2) + b"1]"),
        "a long number": lambda: whole_with("pool", b"1" * size),
        "an exponent": lambda: whole_with("pool", b"1e999999999"),
        "not a number": lambda: whole_with("pool", b"NaN"),
        "infinity": lambda: whole_with("pool", b"-Infinity"),
        "a lone surrogate": lambda: whole_with("tender", tender % b"\\ud800"),
        "a long text": lambda: whole_with("tender", tender % (b"a" * size)),
        "piled marks": lambda: whole_with("tender", tender % ("a" + "\u0301\u0316" * (size // 4)).encode()),
        "short runs of marks": lambda: whole_with("tender", tender % ("\u8bc4\u0301" * min(size // 5, 100_000)).encode()),
        "a long note": lambda: whole_with("checkpoint", dumped(PLAIN["checkpoint"] + "\u2014 x AAAAAAAA\n" * (size // 20) + "\u2014")),
        "empty lines": lambda: whole_with("checkpoint", dumped("\n" * (size // 2))),
        "a deep body": lambda: whole_with("events", dumped([{**event, "body": "[" * size}])),
        "one event often": lambda: whole_with("events", dumped([event] * min(10_000, size // 800))),
        "one expert often": lambda: whole_with("pool", dumped([PLAIN["pool"][0]] * min(200_000, size // 110))),
    }


@pytest.mark.parametrize("what", bombs(10))
def test_a_bomb_of_a_megabyte_fails_a_step_at_once(what: str) -> None:
    raw, began = bombs(MB)[what](), time.monotonic()
    assert failing(raw).step in ("V01", "V02", "V04", "V05", "V07", "V13")
    assert time.monotonic() - began < 3


@pytest.mark.soak
@pytest.mark.parametrize("what", bombs(10))
def test_a_bomb_of_fifty_megabytes_fails_a_step_within_thirty_seconds(what: str) -> None:
    raw = bombs(50 * MB)[what]()
    began = time.monotonic()
    assert failing(raw).step in ("V01", "V02", "V04", "V05", "V07", "V13")
    assert time.monotonic() - began < 30


def test_a_trust_file_that_is_none_fails_the_step_of_trust() -> None:
    raw = (VECTORS / "transcript-plain.json").read_bytes()
    for trust in (b"", b"{}", b"[" * MB, b'{"origin":1}', TRUST.replace(b'"quorum": 3', b'"quorum": true'), TRUST + b"x"):
        assert failing(raw, trust).step == "V03"


def test_random_bytes_fail_the_step_of_form() -> None:
    for number in range(50):
        assert failing(hashlib.shake_128(bytes([number])).digest(4000)).step == "V01"
