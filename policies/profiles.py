"""地区方案: the numbers of the base with the few that a region changes; a profile may change only what is declared changeable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from policies.dated import DATA, Dated, in_force, load, load_table, weaker
from policies.ladder_order import ladder_order
from policies.refusals import BadPolicyFile, UnknownProfile
from policies.value_forms import faults
from policies.vocabulary.money import Money
from policies.vocabulary.source import Source, Status
from policies.vocabulary.tender import LawFamily

T = TypeVar("T")
PROFILES = DATA / "profiles"
TABLES = (
    "panel",
    "screening",
    "ladder",
    "intervals",
    "disclosure",
    "settlement",
    "access",
    "lifecycle",
    "conduct",
    "retention",
    "duties",
    "exceptions",
)
DEFAULT = "hunan-default"


@dataclass(frozen=True, slots=True)
class Setting:
    """One number or table as one profile has it on one day, with where it comes from."""

    name: str
    title: str
    value: Any
    sources: tuple[Source, ...]
    status: Status
    changed: bool  # by the profile

    @property
    def verified(self) -> bool:
        return self.status is not Status.SETTING

    @property
    def cited(self) -> str:
        """What it rests on, as a refusal cites it; 未核实 where nobody has confirmed it."""
        clauses = "；".join(source.clause for source in self.sources)
        return clauses if self.verified else f"{clauses}（未核实）"


@dataclass(frozen=True, slots=True)
class Profile:
    """A region's rules: `ask` gives a value of a day, `setting` the value with its sources."""

    id: str
    about: Dated[Any]
    base: Mapping[str, Dated[Any]]
    changes: Mapping[str, Dated[Any]]

    @property
    def title(self) -> str:
        return self.about.title

    def ask(self, name: str, on: date, kind: type[T]) -> T:
        """The value of a day in the form asked for. Raises NotYetInForce before the first day of the base."""
        form: TypeAdapter[T] = _form(cast(Any, kind))
        return form.validate_python(self.setting(name, on).value)

    def setting(self, name: str, on: date, part: str = "") -> Setting:
        """A change counts from its own first day on; of a table, it replaces only the entries that it names.

        A table of which it leaves some entries rests on the sources of both, and is as sure as the weaker. `part` is one entry
        alone (a family of law), with the source that is its own.
        """
        base, change = self.base[name], self.changes.get(name)
        value = in_force(base, on)
        if change is None or on < change.in_force[0][0]:
            return _setting(name, base, _part_of(value, part), changed=False)
        own = in_force(change, on)
        if not isinstance(value, dict) or part in own or own.keys() >= value.keys():
            return _setting(name, change, _part_of(own, part), changed=True)
        if part in value:
            return _setting(name, base, value[part], changed=False)
        sources = (*change.sources, *(source for source in base.sources if source not in change.sources))
        return Setting(name, base.title, {**value, **own}, sources, weaker(change.status, base.status), changed=True)

    def on(self, day: date) -> PolicyDay:
        return PolicyDay(self, day)

    def settings(self, on: date, part: str = "") -> tuple[Setting, ...]:
        """Everything in force on a day, by name; of tables by family of law, the entry of one family if it is named."""
        return tuple(self.setting(name, on, part) for name in sorted(self.base) if self.base[name].in_force[0][0] <= on)


def _setting(name: str, of: Dated[Any], value: Any, changed: bool) -> Setting:
    return Setting(name, of.title, value, of.sources, of.status, changed)


def _part_of(value: Any, part: str) -> Any:
    return value[part] if part and isinstance(value, dict) and part in value else value


@dataclass(frozen=True, slots=True)
class PolicyDay:
    """The numbers of one profile on one day, in the forms that rules ask for."""

    profile: Profile
    day: date

    def ask(self, name: str, kind: type[T]) -> T:
        return self.profile.ask(name, self.day, kind)

    def count(self, name: str) -> int:
        return self.ask(name, int)

    def money(self, name: str) -> Money:
        """A sum that the table gives in yuan."""
        return Money.yuan(self.ask(name, int))

    def share(self, name: str) -> Fraction:
        return Fraction(self.ask(name, str))

    def count_for(self, name: str, family: LawFamily) -> int:
        """A number that differs between tendering and procurement."""
        return self.ask(name, dict[str, int])[family]

    def own_source(self, name: str, part: str = "") -> Source | None:
        """Where the region's own number comes from; None where it has none and the base holds."""
        setting = self.profile.setting(name, self.day, part)
        return setting.sources[0] if setting.changed else None

    def word_for(self, name: str, family: LawFamily) -> str:
        return self.ask(name, dict[str, str])[family]


class _Brought:
    """Where the centre keeps profiles of its own; whoever opens the centre says so."""

    folder: Path | None = None


def look_in(folder: Path) -> None:
    """From now on a profile of this folder counts before the shipped one of the same id."""
    _Brought.folder = folder
    profile.cache_clear()


@lru_cache(maxsize=64)
def profile(name: str = DEFAULT, directory: Path | None = None) -> Profile:
    """A profile by its id: of one directory, or the centre's own before the shipped one.

    Raises UnknownProfile, or BadPolicyFile if it changes what it may not.
    """
    found = [path for path in _files(directory) if path.stem == name]
    if not found:
        raise UnknownProfile(profile=name, known="、".join(profile_names(directory)))
    path = found[0]
    changes: dict[str, Dated[Any]] = load_table(path, object)
    about = changes.pop("profile", None)
    if about is None:
        raise BadPolicyFile(file=path.name, line=1, what="no entry “profile”")
    for setting, change in changes.items():
        _check_change(path, setting, change)
    return Profile(name, about, _base(), changes)


def profile_names(directory: Path | None = None) -> tuple[str, ...]:
    return tuple(sorted({path.stem for path in _files(directory)}))


def is_own(name: str) -> bool:
    """Whether the centre keeps this profile itself."""
    return _Brought.folder is not None and (_Brought.folder / f"{name}.yaml").exists()


def _files(directory: Path | None) -> list[Path]:
    """The files of profiles, those that count first in front."""
    folders = [directory] if directory else [folder for folder in (_Brought.folder, PROFILES) if folder]
    return [path for folder in folders for path in sorted(folder.glob("*.yaml"))]


@cache
def _base() -> Mapping[str, Dated[Any]]:
    ladder_order()
    tables = ((table, load_table(DATA / f"{table}.yaml", object)) for table in TABLES)
    return {f"{table}.{name}": value for table, values in tables for name, value in values.items()}


@cache
def changeable() -> frozenset[str]:
    """The settings that a profile may change."""
    names = load(DATA / "changeable.yaml", tuple[str, ...])
    return frozenset(names.in_force[-1][1])


def _check_change(path: Path, name: str, change: Dated[Any]) -> None:
    base = _base().get(name)
    if base is None:
        raise _refuse(path, name, f"there is no rule “{name}”")
    if name not in changeable():
        raise _refuse(path, name, f"“{name}” is fixed; a profile may not change it")
    if isinstance(base.unit, Mapping) != isinstance(change.unit, Mapping) or not _units(change) <= _units(base):
        raise _refuse(path, name, f"unit of “{name}” must be that of the base")
    if not all(_has_form_of(base.in_force[-1][1], value) for _, value in change.in_force):
        raise _refuse(path, name, f"“{name}” must have the form of the base")
    if change.repealed is not None:
        raise _refuse(path, name, f"gap: no value from {change.repealed} on; write what holds then instead of a repeal")
    for day, value in change.in_force:
        for wrong in faults(name, change.unit, value):
            raise _refuse(path, name, f"{day}: {wrong}")


def _has_form_of(base: Any, value: Any) -> bool:
    """A number where there is a number, a table of lists where there is one."""
    if type(value) is not type(base):
        return False
    kinds = {type(each) for each in base.values()} if isinstance(base, dict) else set()
    return not kinds or {type(each) for each in value.values()} <= kinds


def _units(value: Dated[Any]) -> set[tuple[str, str]]:
    return set(value.unit.items()) if isinstance(value.unit, Mapping) else {("", value.unit)}


def _refuse(path: Path, name: str, what: str) -> BadPolicyFile:
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if text.startswith(f"{name}:")), 1)
    return BadPolicyFile(file=path.name, line=line, what=what)


@cache
def _form(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
