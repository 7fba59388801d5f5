"""JSON read strictly, and the one canonical form C(obj) of a value (spec §1)."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from dispatch.verifier.refusals import Broken, NotDecided

LARGEST = 2**53 - 1
LONGEST_TEXT = 1_000_000
DEEPEST = 40


def parse(raw: bytes) -> Any:
    """The value of a JSON text; refuses bytes that are not UTF-8, duplicate members, and numbers that C does not know."""
    try:
        return json.loads(
            raw.decode("utf-8"), object_pairs_hook=_members, parse_int=_whole, parse_float=_not_whole, parse_constant=_not_whole
        )
    except UnicodeDecodeError as fault:
        raise Broken("不是 UTF-8 文本", "not text in UTF-8") from fault
    except (ValueError, RecursionError, MemoryError) as fault:
        raise Broken("不是严格的 JSON 文本", "not strict JSON text") from fault


def parse_canonical(raw: bytes) -> Any:
    """As `parse`, and the bytes must be exactly C(value)."""
    value = parse(raw)
    strict(value)
    if canonical(value) != raw:
        raise Broken("JSON 不是规范形式", "the JSON is not in canonical form")
    return value


def canonical(value: Any) -> bytes:
    """C(value): members sorted, no spaces, no escapes but those RFC 8785 demands. The value has passed `strict`."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def strict(value: Any, depth: int = 0) -> None:
    """Refuses what C cannot hold: booleans, text that is not NFC, member names outside ASCII."""
    if depth > DEEPEST:
        raise Broken("嵌套过深", "nested too deeply")
    if isinstance(value, str):
        nfc(value)
    elif isinstance(value, list):
        for item in value:
            strict(item, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            if not name.isascii():
                raise Broken("成员名不是 ASCII", "a member name is not ASCII")
            strict(item, depth + 1)
    elif value is not None and type(value) is not int:
        raise Broken("布尔值不允许", "a boolean is not allowed")


def nfc(text: str) -> None:
    """Refuses text with lone surrogates or not in Unicode normal form C."""
    if text.isascii():
        return
    if len(text) > LONGEST_TEXT or _piled(text):
        raise NotDecided("文本过长或组合字符过多，无法判定其规范形式", "a text too long, or with too many marks in a row")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Broken("文本含不成对的代理码位", "a text holds a lone surrogate")
    if not unicodedata.is_normalized("NFC", text):
        raise Broken("文本不是 NFC 形式", "a text is not in NFC")


def _piled(text: str) -> bool:
    """More than 1000 combining marks in a row: sorting them takes quadratic time."""
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run > 1000:
            return True
    return False


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Broken("成员重复", "a member stands twice")
    return members


def _whole(digits: str) -> int:
    if digits[0] == "-" or len(digits) > 16 or int(digits) > LARGEST:
        raise Broken("数字不在 0 … 2^53−1 之内", "a number is not within 0 … 2^53−1")
    return int(digits)


def _not_whole(_: str) -> Any:
    raise Broken("数字不是整数", "a number is not whole")
