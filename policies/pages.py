"""Pages for people, written from the rules themselves: docs/rules.md and docs/domain/visibility.md are never edited by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policies.dated import DATA, Dated, load, load_table
from policies.english import duty_of, note_of, profile_of, title_of
from policies.five_unknowns import UNKNOWNS
from policies.page_words import shown, shown_in_english, unit_in_english, unit_shown
from policies.profiles import Profile, changeable, profile, profile_names
from policies.vocabulary.roles import Event, Field, Role
from policies.vocabulary.rule import BoardRule, CommitteeRule, PersonRule, Rule
from policies.vocabulary.source import Source, Status

_KINDS: tuple[tuple[type[Rule], str], ...] = (
    (CommitteeRule, "评标委员会与抽取 · committee and draw"),
    (PersonRule, "专家资格与回避 · who may be drawn"),
    (BoardRule, "席位 · seats"),
)
_COLUMNS = tuple(role for role in Role if role not in (Role.OPERATOR, Role.PUBLIC))
_SIGHTS = {"token": "代号 token", "masked": "概要 coarse", "own": "本人 own"}
_DUTIES = "duties."
_ENGLISH = "In English, with days and values"
_HOW_TO_READ = (
    "依据状态：已核对条文、转述、读法、设计；**未核实**须由使用单位确认。几处依据的，取其中最弱的一种。"
    " How sure a source is: 已核对条文 text checked, 转述 reported, 读法 our reading, 设计 our design,"
    " **未核实** to be confirmed by who uses the system; of several, the weakest counts.",
    "规则中花括号内的数值按项目所用方案、评标当日填入，见“数值”。 Braces: the numbers of the profile on the day of evaluation.",
    "“可见性V4”等见 `docs/domain/visibility.md`。 V4 and the like: the visibility matrix.",
    "施行日只知年份的，取该年1月1日；本系统自定的，取2020年1月1日。 A year alone stands for its first day.",
)
_HOW_TO_CHANGE = (
    "中心自己的方案放在数据目录的 `profiles/<名称>.yaml`，只写要改的数值及其日期、单位、依据；"
    "样表用 `policy template`，先用 `policy check` 检查。"
    " A centre's own profile holds only what it changes; check it before use.",
    "`policy show --on 日期 --profile 方案` 列出当日的规定，`policy diff A B` 比较两个方案或两个日期。 Rules of a day; what differs.",
    "专业分类全表用 `specialties import`，换版影响用 `specialties migration`，确认的代码用 `specialties migrate` 登记、审核。 "
    "Whole classifications; what a new edition changes; confirmed codes.",
    "回避所需的关系用 `relations add|correct|withdraw|none` 登记、更正；原内容密封留存。 Relations are superseded, never overwritten.",
    "一名专家为何不得被抽取：`policy why 项目 --expert 编号`。 Every reason against one expert, once the matrix opens it.",
)
_NOTES = (
    "V4 × BID：政府采购依法随结果公告公布专家姓名，自行选定的须标明；招标投标在中标结果确定前保密，其后是否公布依地方规定"
    "（方案 `strict-tendering` 不公布）。 Names: published with the result in procurement; in tendering as local rules say, or not at all.",
    "V4、V8 × SUP：E6 之前只能经保管人三人中二人紧急解封，并记录理由。 Earlier only by a 2-of-3 emergency unseal with its reason.",
    "V4 × LIB：专家库只见封存代号，E7 之后才获知参评，用于计费和履职记录。 The library sees a sealed token until E7.",
    "V16：不早于抽取方案中的 publish_from。 Never before `publish_from`.",
    "“本人 own”：只限与本人有关的部分；“概要 coarse”：半日或时段、次数、账户尾号、“有回避情形”。",
)
_EVENTS = {
    Event.SUBMITTED: "申请提交 · application submitted",
    Event.SEALED: "抽取结果封存 · draw sealed",
    Event.CALLED: "通知发出 · called out",
    Event.ACCEPTED: "接受 · accepted",
    Event.VENUE_NOTICE: "告知场地（E3与E4之间） · venue notice, between E3 and E4",
    Event.BID_DEADLINE: "投标截止（E6之前） · bid deadline, before E6",
    Event.CHECKED_IN: "签到 · checked in",
    Event.BOOTH_ENTERED: "进入机位 · booth entered",
    Event.OPENED: "人员到齐，评标开始 · committee complete, evaluation opens",
    Event.REPORTED: "报告签署 · report signed",
    Event.ANNOUNCED: "结果公布 · result announced",
    Event.SETTLED: "费用核定 · fee approved",
}


def rules_page(rules: Iterable[Rule]) -> str:
    """Every rule with its sentence and source, every number with its days, unit and source, every profile with its changes."""
    known = sorted(rules, key=_by_code)
    lines = ["# 规则 · Rules", "", "由 `expert-dispatch policy pages` 生成，请勿手改。 Generated; do not edit.", ""]
    lines += [f"- {each}" for each in _HOW_TO_READ]
    lines += [f"- {each}" for each in _HOW_TO_CHANGE] + [""]
    for kind, title in _KINDS:
        lines += [
            f"## {title}",
            "",
            *_table(("代码", "规则", "Rule", "依据"), map(_rule_row, (r for r in known if isinstance(r, kind)))),
            "",
        ]
    duties = _table(
        ("代码", "条款", "施行日：本系统如何办理，或者由谁办理", "What it asks for, and who sees to it", "依据"), _duty_rows(profile().base)
    )
    lines += ["## 其余条款 · Duties that are no rule of the program", "", *duties, ""]
    numbers = _table(("名称", "内容", "施行日：取值", "单位", _ENGLISH, "依据", "方案可调"), _number_rows(profile().base))
    lines += ["## 数值 · Numbers", "", *numbers, ""]
    tables = _table(("名称", "内容", "施行日：取值", "单位", _ENGLISH, "依据"), _other_rows())
    lines += ["## 席位、拒绝理由、条文读法、费用与个税 · Seats, refusals, readings, fees and tax", "", *tables, ""]
    lines += ["## 地区方案 · Profiles", "", *_table(("方案", "规定", "施行日：取值", _ENGLISH, "依据"), _profile_rows())]
    return "\n".join(lines) + "\n"


def visibility_page(rules: Profile) -> str:
    """The visibility matrix in words, with the claims of 五不知 that it keeps."""
    lines = [
        "# 谁在何时可见何事 · Who may see what, when",
        "",
        "由 `expert-dispatch policy pages` 生成，请勿手改。 Generated; do not edit.",
        "",
    ]
    lines += [f"方案 Profile: `{rules.id}`（{rules.title}）。空格为永不可见；E号为自该事件起可见。", ""]
    lines += ["经办人（OPR）与主场工作人员所见相同，公众（PUB）与投标人所见相同。未写明的一律不可见。", ""]
    lines += [*_table(("事件", "含义"), ((event, meaning) for event, meaning in _EVENTS.items())), ""]
    lines += [*_table(("", "内容", *_COLUMNS), (_field_row(rules, field) for field in Field)), ""]
    lines += [*(f"- {note}" for note in _NOTES), ""]
    lines += ["## 五不知 · The five unknowns", "", *_table(("", "内容", "Claim"), ((u.code, u.says, u.says_en) for u in UNKNOWNS)), ""]
    lines += ["## 地区方案的改动 · Changes of profiles", "", *_table(("方案", "内容", "改动"), _cell_changes())]
    return "\n".join(lines) + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = tuple(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _by_code(rule: Rule) -> tuple[tuple[int, str], ...]:
    """R2 before R14."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", rule.code))


def _rule_row(rule: Rule) -> tuple[str, ...]:
    there = rule.in_procurement if isinstance(rule, PersonRule) else None
    basis = f"{_sourced((rule.source,))}<br>政府采购：{_sourced((there,))}" if there else _sourced((rule.source,))
    return rule.code, rule.says, rule.says_en, basis


def _duty_rows(values: Mapping[str, Dated[Any]]) -> Iterator[tuple[str, ...]]:
    for name, value in values.items():
        if name.startswith(_DUTIES):
            code = name.removeprefix(_DUTIES)
            yield code, _content(value), _dated(value), _duty_in_english(code, value), _sourced(value.sources, value.status)


def _number_rows(values: Mapping[str, Dated[Any]]) -> Iterator[tuple[str, ...]]:
    for name, value in sorted(values.items()):
        if not name.startswith(("disclosure.", _DUTIES)):
            may_change = "是" if name in changeable() else ""
            yield (
                f"`{name}`",
                _content(value),
                _dated(value),
                _unit(value),
                _in_english(title_of(name), value, note_of(name)),
                _sourced(value.sources, value.status),
                may_change,
            )


def _other_rows() -> Iterator[tuple[str, ...]]:
    """What no profile changes; of fees and tax only the days, their tables are files of their own."""
    for table in ("seats", "refusal_codes", "fees/readings"):
        for name, value in load_table(DATA / f"{table}.yaml", object).items():
            said = _in_english(title_of(name), value, note_of(name))
            yield f"`{name}`", _content(value), _dated(value), _unit(value), said, _sourced(value.sources, value.status)
    taxes = load_table(DATA / "withholding.yaml", object).items()
    standards = ((f"fees/{path.stem}", load(path, object)) for path in sorted((DATA / "fees").glob("[A-Z]*.yaml")))
    for name, value in (*((f"withholding {name}", value) for name, value in taxes), *standards):
        days = "<br>".join(f"{since}：见 policies/data" for since, _ in value.in_force)
        said = "<br>".join(filter(None, (title_of(name), note_of(name) and f"Note: {note_of(name)}", "in yuan, see policies/data")))
        yield f"`{name}`", _content(value), days, "元", said, _sourced(value.sources, value.status)


def _profile_rows() -> Iterator[tuple[str, ...]]:
    for name in profile_names():
        rules = profile(name)
        about = rules.about
        yield f"`{name}`", _content(about), _dated(about), profile_of(name), _sourced(about.sources, about.status)
        for setting, change in sorted(rules.changes.items()):
            said = _in_english(profile_of(name, setting), change)
            yield "", f"`{setting}` {_content(change)}", _dated(change), said, _sourced(change.sources, change.status)


def _field_row(rules: Profile, field: Field) -> tuple[str, ...]:
    value = rules.base[f"disclosure.{field}"]
    cells = value.in_force[-1][1]
    return field, value.title, *(_cell(cells.get(role, "")) for role in _COLUMNS)


def _cell_changes() -> Iterator[tuple[str, ...]]:
    for name in profile_names():
        for setting, change in sorted(profile(name).changes.items()):
            if setting.startswith("disclosure."):
                cells = change.in_force[-1][1].items()
                text = "；".join(f"{role}: {_cell(text) or '永不 never'}" for role, text in cells)
                yield f"`{name}`", f"{setting.removeprefix('disclosure.')} {change.title}", text


def _cell(text: str) -> str:
    for word, said in _SIGHTS.items():
        text = text.replace(word, said)
    return text.replace("never", "")


def _dated(value: Dated[Any]) -> str:
    return "<br>".join(f"{since}：{shown(each)}" for since, each in value.in_force)


def _content(value: Dated[Any]) -> str:
    return f"{value.title}<br>注：{value.note}" if value.note else value.title


def _in_english(title: str, value: Dated[Any], note: str = "") -> str:
    """The English half: what it says, its note, and every day with its value and unit."""
    units = " or ".join(dict.fromkeys(filter(None, map(unit_in_english, _units(value)))))
    days = (f"{since}: {shown_in_english(each)}{f' {units}' if units else ''}" for since, each in value.in_force)
    return "<br>".join(filter(None, (title, f"Note: {note}" if note else "", *days)))


def _duty_in_english(code: str, value: Dated[Any]) -> str:
    """A clause, and how it is kept from its day on; duties have one day each."""
    clause, handled = duty_of(code)
    return f"{clause}<br>{value.in_force[0][0]}: {handled}"


def _units(value: Dated[Any]) -> tuple[str, ...]:
    return (value.unit,) if isinstance(value.unit, str) else tuple(dict.fromkeys(value.unit.values()))


def _unit(value: Dated[Any]) -> str:
    return "、".join(filter(None, map(unit_shown, _units(value))))


def _sourced(sources: Iterable[Source], status: Status | None = None) -> str:
    clauses = "；".join(source.clause for source in sources)
    weakest = status or next(iter(sources)).status
    word = "**未核实**" if weakest is Status.SETTING else weakest.chinese
    return f"{clauses}（{word}）"
