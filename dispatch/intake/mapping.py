"""列的对应: which of their columns is which of ours, proposed from names and contents, with reasons, for a person to change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from dispatch.intake.cells import Line, is_blank
from dispatch.intake.column_names import ALIAS, ALIASES, EXACT, POOL_COLUMNS, SIMILAR, SUSPENDED_UNTIL, Aliases, Names, plain
from dispatch.intake.contents import Seems, are_births_of, are_dates, column_of, looks_of
from dispatch.intake.english import with_english_names
from dispatch.intake.header import DEEPEST, SAMPLE, Header, find_header
from dispatch.intake.refusals import BadMapping, EmptyFile, NoHeader

HEAD = DEEPEST + SAMPLE + 2  # lines of a sheet that a proposal is made from
ACCEPTED = 0.8  # from this confidence on a proposal is taken without being asked for
Reason = tuple[str, str]  # in Chinese, and in English
SAME_NAME: Reason = ("列名相同", "the same name")
OTHER_NAME: Reason = ("列名是常用的另一叫法", "another usual name")
_BY_NAME = {EXACT: (1.0, SAME_NAME), ALIAS: (0.95, OTHER_NAME), SIMILAR: (0.6, ("列名相近", "a name like it"))}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a person laid down: their column → ours (empty: leave it out), one value for a whole column, their words → ours."""

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    strict: bool = True  # whether each of `columns` must stand in the file

    def of_sheet(self, sheet: str, known: Sequence[str], others: Sequence[str], *, main: bool = False) -> ColumnMapping:
        """What of it is meant for one table of several, whose columns of ours are `known`; `others` are those of the other tables.

        `工作表!列` names the column of one sheet, which is laid down for that sheet alone; a plain name is one of any sheet,
        but a place (第3列) is one of the main table, or of the only one of a file.
        """
        of_main = main or not sheet
        plain_names = {written: ours for written, ours in self.columns.items() if not _QUALIFIED.fullmatch(written)}
        of_any = {written: ours for written, ours in plain_names.items() if of_main or not PLACED.fullmatch(written)}
        own = {written[len(sheet) + 1 :]: ours for written, ours in self.columns.items() if sheet and written.startswith(f"{sheet}!")}
        elsewhere = set(others) - set(known)
        return ColumnMapping(
            {written: ours for written, ours in {**of_any, **own}.items() if ours not in elsewhere},
            {name: value for name, value in self.fixed.items() if name not in elsewhere},
            {name: words for name, words in self.words.items() if name not in elsewhere},
            strict=self.strict,
        )


NOTHING_LAID_DOWN = ColumnMapping()
_AS_LAID_DOWN: tuple[Reason, ...] = (("按指定", "as laid down"),)
_QUALIFIED, PLACED = re.compile(r"[^!]+![^!]+"), re.compile(r"第\d+列")


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column of theirs: `ours` is what it seems to be, `confidence` from 0 to 1, and why."""

    place: int
    written: str
    ours: str | None
    confidence: float
    why: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(chinese for chinese, _ in self.why)

    @property
    def reasons_en(self) -> tuple[str, ...]:
        return tuple(english for _, english in self.why)

    @property
    def is_laid_down(self) -> bool:
        return self.why == _AS_LAID_DOWN

    @property
    def accepted(self) -> bool:
        return self.ours is not None and self.confidence >= ACCEPTED


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet's columns seem to be; lines before `begins` are titles and header."""

    header_line: int
    begins: int
    columns: tuple[ColumnProposal, ...]
    missing: tuple[str, ...]
    twice: tuple[str, ...] = ()  # columns of ours that two of theirs name with equal right

    @property
    def doubtful(self) -> tuple[ColumnProposal, ...]:
        """Proposals that a person has to confirm."""
        return tuple(column for column in self.columns if column.ours is not None and not column.accepted)

    @property
    def names(self) -> tuple[str | None, ...]:
        """For each column of theirs ours, where it is sure enough."""
        return tuple(column.ours if column.accepted else None for column in self.columns)


def propose_mapping(
    lines: Iterable[Line],
    laid_down: ColumnMapping = NOTHING_LAID_DOWN,
    wanted: tuple[str, ...] = POOL_COLUMNS,
    optional: tuple[str, ...] = (SUSPENDED_UNTIL,),
    aliases: Aliases = ALIASES,
) -> Proposal:
    """What the columns of a sheet seem to be, from its first lines; nothing is read into anything.

    Raises EmptyFile, NoHeader where no line names or shows a column, BadMapping for a mapping that does not fit the file.
    """
    head = list(islice(lines, HEAD))
    if all(is_blank(line) for line in head):
        raise EmptyFile()
    known = (*wanted, *optional)
    header = find_header(head, Names((*known, *laid_down.columns), aliases), by_contents=bool(aliases))
    if header is None:
        raise NoHeader(wanted="、".join(wanted))
    records = [line for line in head[header.below :] if not is_blank(line)][:SAMPLE]
    chosen = _laid_down(header, laid_down, known)
    offers = _offers(header, records if aliases else (), Names(known, aliases), set(chosen))
    twice = _choose(offers, chosen, set(laid_down.fixed))
    if aliases:
        _add_births(header, records, chosen)
    columns = tuple(chosen.get(place) or ColumnProposal(place, label, None, 0.0, ()) for place, label in enumerate(header.labels))
    have = {column.ours for column in columns if column.accepted} | set(laid_down.fixed)
    return Proposal(header.first + 1, header.below, columns, tuple(name for name in wanted if name not in have), twice)


def _choose(offers: Sequence[ColumnProposal], chosen: dict[int, ColumnProposal], fixed: set[str]) -> tuple[str, ...]:
    """Gives each column of theirs and of ours at most one partner, the surest first; answers what two claim equally by name."""
    twice = []
    for offer in sorted(offers, key=lambda offer: -offer.confidence):
        owner = next((other for other in chosen.values() if other.ours == offer.ours), None)
        if owner is None and offer.place not in chosen and offer.ours not in fixed:
            chosen[offer.place] = offer
        elif owner is not None and owner.place != offer.place and owner.confidence == offer.confidence >= _BY_NAME[ALIAS][0]:
            twice += [offer.ours] if not owner.is_laid_down and offer.ours else []
    return tuple(dict.fromkeys(twice))


def _laid_down(header: Header, laid_down: ColumnMapping, known: Sequence[str]) -> dict[int, ColumnProposal]:
    found: dict[int, ColumnProposal] = {}
    strangers = [name for name in (*laid_down.fixed, *laid_down.words) if name not in known]
    if strangers:
        raise BadMapping(what=f"没有名为“{strangers[0][:40]}”的列", what_en=f"there is no column of ours named {strangers[0][:40]}")
    for written, ours in laid_down.columns.items():
        if ours and ours not in known:
            raise BadMapping(what=f"没有名为“{ours}”的列", what_en=f"there is no column of ours named {ours}")
        names = ((place, {*map(plain, ways), f"第{place + 1}列"}) for place, ways in enumerate(header.names))
        places = [place for place, known_as in names if plain(written) in known_as]
        if not places and laid_down.strict:
            raise BadMapping(what=f"文件中没有列“{written[:40]}”", what_en=f"the file has no column {written[:40]}")
        for place in places[:1]:
            found[place] = ColumnProposal(place, header.labels[place], ours or None, 1.0, _AS_LAID_DOWN)
    return found


def _offers(header: Header, records: Sequence[Line], names: Names, laid_down: set[int]) -> list[ColumnProposal]:
    """What each column could be: by name, borne out or contradicted by its cells, or by its cells alone."""
    offers = []
    for place, ways in enumerate(header.names):
        if place not in laid_down:
            seems = looks_of(column_of(records, place))
            by_name = _alike(ways, names)
            offers += [_by_name(place, ways[0], ours, alike, seems) for ours, alike in by_name.items()]
            offers += [_by_contents(place, ways, look, bool(by_name)) for look in seems if names.knows(look.column, by_name)]
    return offers


def _alike(ways: tuple[str, ...], names: Names) -> dict[str, str]:
    best: dict[str, str] = {}
    for written in ways:
        for ours, alike in names.of(written).items():
            if _BY_NAME[alike][0] > (_BY_NAME[best[ours]][0] if ours in best else 0.0):
                best[ours] = alike
    return best


def _by_name(place: int, written: str, ours: str, alike: str, seems: tuple[Seems, ...]) -> ColumnProposal:
    confidence, (reason, reason_en) = _BY_NAME[alike]
    why = [(f"{reason}（“{written[:20]}”）", reason_en)]
    look = next((look for look in seems if look.column == ours), None)
    strong = next((look for look in seems if look.strong), None)
    if look is not None:
        why.append((f"{look.percent}%的内容相符", f"{look.percent}% of the cells fit"))
        sure = 0.9 if look.strong else 0.65
        confidence = max(confidence + 0.02 * (alike == ALIAS), sure)
    elif strong is not None:
        why.append((f"但内容看来是“{strong.column}”", with_english_names(f"but the cells look like “{strong.column}”")))
    return ColumnProposal(place, written, ours, confidence, tuple(why))


def _by_contents(place: int, ways: tuple[str, ...], look: Seems, named: bool) -> ColumnProposal:
    confidence = 0.3 if named else ACCEPTED if look.strong else 0.4
    english = with_english_names(f"{look.percent}% of the cells look like “{look.column}”")
    return ColumnProposal(place, ways[0] if ways else "", look.column, confidence, ((f"{look.percent}%的内容像“{look.column}”", english),))


def _add_births(header: Header, records: Sequence[Line], taken: dict[int, ColumnProposal]) -> None:
    """Among dates without a name, those that stand inside the identity numbers too are birth dates."""
    numbers = next((place for place, chosen in taken.items() if chosen.ours == "证件号码"), None)
    if numbers is None or any(chosen.ours == "出生日期" for chosen in taken.values()):
        return
    for place in range(len(header.names)):
        days = column_of(records, place)
        if place not in taken and are_dates(days) and are_births_of(column_of(records, numbers), days):
            reason = ("与证件号码中的日期一致", "the dates inside the identity numbers")
            taken[place] = ColumnProposal(place, header.labels[place], "出生日期", 0.9, (reason,))
            return
