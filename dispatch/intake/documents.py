"""YAML and JSON as people write them, read without surprises.

Times stay text, only true and false are truth values, a member stands once, and a number with a point is a float that
whoever reads the member refuses. References (&, *) are refused: an application is what stands in it.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from dispatch.intake.refusals import BadDocument, EmptyFile, NotText, UnknownFileType

DOCUMENT_TYPES = (".yaml", ".yml", ".json")


def read_document(content: bytes, suffix: str) -> dict[str, Any]:
    """The members of a YAML or JSON document. Raises UnknownFileType, EmptyFile, NotText, BadDocument."""
    if suffix.lower() not in DOCUMENT_TYPES:
        raise UnknownFileType(found=suffix or "?", wanted="YAML、JSON、XLSX")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotText() from fault
    if not text.strip():
        raise EmptyFile()
    try:
        value = _json(text) if suffix.lower() == ".json" else _yaml(text)
    except RecursionError as fault:
        raise BadDocument(where="?", where_en="?", what="层次过深", what_en="nested too deeply") from fault
    if not isinstance(value, dict):
        raise BadDocument(where="第1行", where_en="line 1", what="应为一组“名称: 内容”", what_en="it must be members with names")
    return value


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique_members)
    except json.JSONDecodeError as fault:
        raise BadDocument(
            where=f"第{fault.lineno}行", where_en=f"line {fault.lineno}", what="不是有效的 JSON", what_en=f"not JSON: {fault.msg}"
        ) from fault
    except ValueError as fault:  # a number of thousands of digits
        raise BadDocument(where="?", where_en="?", what="数字过长", what_en="a number is too long") from fault


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadDocument(where=twice, where_en=twice, what=f"“{twice}”出现了两次", what_en=f"“{twice}” stands twice")
    return members


def _yaml(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_PlainLoader)  # a SafeLoader with fewer kinds of value
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise BadDocument(
            where=f"第{line}行", where_en=f"line {line}", what=_chinese(fault), what_en=fault.problem or "not YAML"
        ) from fault
    except (yaml.YAMLError, ValueError) as fault:
        raise BadDocument(where="?", where_en="?", what="不是有效的 YAML", what_en="not YAML") from fault


def _chinese(fault: yaml.MarkedYAMLError) -> str:
    return fault.note if isinstance(fault, _Doubtful) and fault.note else "不是有效的 YAML（请核对缩进和引号）"


class _Doubtful(yaml.MarkedYAMLError):
    """Well-formed YAML that an application must not use; `note` is the Chinese sentence."""


class _PlainLoader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  the library's own attribute

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _doubtful(event, "references (& and *) are not allowed", "不能使用引用（& 和 *）")
        return super().compose_node(parent, index)


def _doubtful(place: Any, problem: str, note: str) -> _Doubtful:
    return _Doubtful(problem=problem, problem_mark=place.start_mark, note=note)


def _mapping(loader: _PlainLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    names = [key.value for key, _ in node.value]
    for key, _ in node.value:
        if names.count(key.value) > 1:
            raise _doubtful(key, f"“{key.value}” stands twice", f"“{key.value}”出现了两次")
    return {loader.construct_scalar(key): loader.construct_object(value, deep=True) for key, value in node.value}


def _whole(loader: _PlainLoader, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?(?:[0-9]*\.[0-9]+|[0-9]+\.)(?:[eE][-+]?[0-9]+)?$|^-?\.inf$|^\.nan$"), list("-.0123456789")
)
_PlainLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
_PlainLoader.add_constructor("tag:yaml.org,2002:int", _whole)
