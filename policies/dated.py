"""Numbers of the law by day in force: each with a title, a unit, its sources and how sure we are of them.

A file holds one value (title, unit, source, in_force at its top) or many, by name. An old value is never overwritten:
a new day is added. A source is an id of data/sources.yaml, or law, article and status written out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from policies.refusals import BadPolicyFile, NotYetInForce
from policies.vocabulary.source import Source, Status

T = TypeVar("T")
DATA = Path(__file__).parent / "data"
Unit = Literal[
    "1", "yuan", "yuan/hour", "yuan/30min", "yuan/day", "minute", "hour", "day", "working_day", "month", "year",
    "person", "round", "attempt", "metre", "time", "date", "text", "choice", "flag", "code", "event", "rule",
]  # fmt: skip
_WEAKEST_FIRST = (Status.SETTING, Status.READING, Status.DESIGN, Status.REPORTED, Status.VERIFIED)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """One value by day in force, oldest first; the last one holds until `repealed`, if that day is known."""

    name: str
    title: str
    unit: str | Mapping[str, str]
    sources: tuple[Source, ...]
    status: Status
    in_force: tuple[tuple[date, T], ...]
    repealed: date | None = None
    note: str = ""

    @property
    def span(self) -> str:
        return f"{self.in_force[0][0]} … {self.repealed - timedelta(days=1) if self.repealed else ''}".rstrip()


def in_force(values: Dated[T], on: date) -> T:
    """The value in force on a day. Raises NotYetInForce before the first day and from the day of repeal on."""
    known = [value for since, value in values.in_force if since <= on]
    if not known or (values.repealed is not None and on >= values.repealed):
        raise NotYetInForce(title=values.title, day=on, span=values.span)
    return known[-1]


def weaker(*statuses: Status) -> Status:
    """What is said of something that rests on several sources."""
    return min(statuses, key=_WEAKEST_FIRST.index)


def load(path: Path, kind: type[T]) -> Dated[T]:
    """The one value of a file, each day's form checked against `kind` (a pydantic model, or a plain type).

    Raises BadPolicyFile with file and line.
    """
    return _dated(_read(path), (), path.stem, kind)


def load_table(path: Path, kind: type[T]) -> dict[str, Dated[T]]:
    """The values of a file by name, all of one form; `object` as `kind` accepts any form. Raises BadPolicyFile."""
    file = _read(path)
    return {name: _dated(file, (name,), name, kind) for name in file.content}


@cache
def known_sources(path: Path = DATA / "sources.yaml") -> Mapping[str, Source]:
    """Sources by id. Raises BadPolicyFile."""
    if not path.exists():
        return {}
    file = _read(path)
    return {name: _source(_checked(file, (name,), entry, _InlineSource), name) for name, entry in file.content.items()}


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _InlineSource(_Form):
    id: str = ""
    law: str
    article: str = ""
    status: Status
    date: str | date | None = None
    url: str = ""
    note: str = ""


class _Entry(_Form):
    title: str = Field(min_length=1)
    unit: Unit | dict[str, Unit]
    source: str | _InlineSource | Annotated[list[str | _InlineSource], Field(min_length=1)]
    status: Status | None = None
    in_force: dict[date, Any] = Field(min_length=1)
    repealed: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    """The content of a YAML file, and its nodes, which know their lines."""

    path: Path
    node: yaml.Node
    content: dict[str, Any]

    def refuse(self, where: tuple[Any, ...], what: str) -> BadPolicyFile:
        return BadPolicyFile(file=self.path.name, line=_line(self.node, where), what=what)


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a number with a point is a Decimal and a key stands once."""


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _unique_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [key.value for key, _ in node.value]
    for key, _ in node.value:
        if keys.count(key.value) > 1:
            raise yaml.MarkedYAMLError(problem=f"“{key.value}” stands twice", problem_mark=key.start_mark)
    return loader.construct_mapping(node, deep=True)


def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as fault:
        raise yaml.MarkedYAMLError(problem=f"“{node.value}” is no day", problem_mark=node.start_mark) from fault


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _unique_mapping)


def _read(path: Path) -> _File:
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        content = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise BadPolicyFile(file=path.name, line=line, what=fault.problem or "not YAML") from fault
    except (UnicodeDecodeError, yaml.reader.ReaderError) as fault:
        raise BadPolicyFile(file=path.name, line=1, what="not text in UTF-8") from fault
    if node is None or not isinstance(content, dict):
        raise BadPolicyFile(file=path.name, line=1, what="no values in the file")
    return _File(path, node, content)


def _dated(file: _File, where: tuple[str, ...], name: str, kind: type[T]) -> Dated[T]:
    raw = file.content[where[0]] if where else file.content
    entry = _checked(file, where, raw, _Entry)
    days = list(entry.in_force)
    for day, value in entry.in_force.items():
        if value is None:
            raise file.refuse((*where, "in_force", day), f"gap: no value from {day} on")
    if days != sorted(days) or (entry.repealed is not None and entry.repealed <= days[-1]):
        raise file.refuse((*where, "in_force"), "days must ascend and end before the repeal")
    values = tuple((day, _checked(file, (*where, "in_force", day), value, kind)) for day, value in entry.in_force.items())
    sources = _sources(file, where, entry, name)
    status = entry.status or weaker(*(source.status for source in sources))
    return Dated(name, entry.title, entry.unit, sources, status, values, entry.repealed, entry.note)


def _checked(file: _File, where: tuple[Any, ...], value: Any, kind: type[T]) -> T:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise file.refuse((*where, *first["loc"]), f"{name}: {first['msg']}".removeprefix(": ")) from fault


def _sources(file: _File, where: tuple[str, ...], entry: _Entry, name: str) -> tuple[Source, ...]:
    given = entry.source if isinstance(entry.source, list) else [entry.source]
    known = known_sources()
    for source in given:
        if isinstance(source, str) and source not in known:
            raise file.refuse((*where, "source"), f"source “{source}” is not in sources.yaml")
    return tuple(known[source] if isinstance(source, str) else _source(source, name) for source in given)


def _source(form: _InlineSource, name: str) -> Source:
    return Source(form.id or name, form.law, form.article, form.status)


def _line(node: yaml.Node, where: tuple[Any, ...]) -> int:
    """The line of the deepest node along `where` that exists."""
    for part in where:
        below: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            below = [value for key, value in node.value if key.value == str(part)]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            below = [node.value[part]]
        if not below:
            break
        node = below[0]
    return int(node.start_mark.line) + 1
