"""The rows of the handbook's tables of rules (docs/domain), as a test reads them: code, words, article and status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policies.vocabulary.source import Source

DOMAIN = Path(__file__).parents[2] / "docs" / "domain"
_CODE = r"(?:ZB|GP|LC|TM|RP|SU|RE|PI|DB|MP)-\d+|[RLH]\d+"
_ARTICLES = re.compile(r"(?:arts?\.|and) *((?:\d+(?:\(\d+\))?(?:[–-]\(?\d+\)?)?(?:, (?=\d)|,? and (?=\d))?)+)")
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
# How the handbook shortens a law, and what its name in policies/data/sources.yaml holds.
LAWS = {
    "ZBF": "《招标投标法》",
    "ZBT": "《招标投标法实施条例》",
    "招标投标法实施条例": "《招标投标法实施条例》",
    "实施条例": "《招标投标法实施条例》",
    "O12": "七部委令第12号",
    "评标委员会和评标方法暂行规定": "七部委令第12号",
    "O26": "国家发展改革委令第26号",
    "计委令第29号": "国家计委令第29号",
    "ZCF": "《政府采购法》",
    "ZCT": "《政府采购法实施条例》",
    "政府采购法实施条例": "《政府采购法实施条例》",
    "M198": "财库〔2016〕198号",
    "198号": "财库〔2016〕198号",
    "财库〔2016〕198号": "财库〔2016〕198号",
    "O87": "财政部令第87号",
    "O74": "财政部令第74号",
    "M214": "财库〔2014〕214号",
    "N807": "发改办法规〔2025〕807号",
    "N195": "发改法规〔2026〕195号",
    "重庆市招标投标条例": "《重庆市招标投标条例》",
    "重庆条例": "《重庆市招标投标条例》",
    "浙江省招标投标条例": "《浙江省招标投标条例》",
    "山东办法": "山东省评标专家办法",
    "青政务〔2022〕19号": "青政务〔2022〕19号",
    "library rule": "北京市评标专家库管理规定",
    "综合评标专家库办法": "某省综合评标专家库管理办法",
    "网络安全法": "《网络安全法》",
    "网络数据安全管理条例": "《网络数据安全管理条例》",
    "个人信息保护法": "《个人信息保护法》",
    "档案法": "《档案法》",
    "密码法": "《密码法》",
    "商用密码管理条例": "《商用密码管理条例》",
    "个人所得税法实施条例": "《个人所得税法实施条例》",
    "个人所得税法": "《个人所得税法》",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of the handbook; `articles` as (law, number), `status` in the handbook's own words."""

    code: str
    words: str
    articles: frozenset[tuple[str, int]]
    status: str


@cache
def rows() -> dict[str, Row]:
    """The rules of law and of seats by code. “art.” without a law means the (first) law of the row above."""
    found, law = {}, ""
    for cells in (*table_rows("02-rules.md", _CODE), *table_rows("04-seats-and-venues.md", r"H\d")):
        articles, law = cited_in(cells[-2], law)
        others = cited_in(" | ".join(cells[1:-2]), "")[0]
        found[cells[0]] = Row(cells[0], " ".join(cells[1:-2]), articles | others, cells[-1])
    return found


def table_rows(chapter: str, first_cell: str) -> list[list[str]]:
    """The cells of each row of a chapter whose first cell has this form."""
    lines = (DOMAIN / chapter).read_text(encoding="utf-8").splitlines()
    found = (line for line in lines if re.match(rf"\| (?:{first_cell}) \|", line))
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in found]


@cache
def articles_of_the_handbook() -> frozenset[tuple[str, int]]:
    """Every (law, article) that any chapter names."""
    found = {pair for row in rows().values() for pair in row.articles}
    for chapter in sorted(DOMAIN.glob("0*.md")):
        for line in chapter.read_text(encoding="utf-8").splitlines():
            for cell in line.split("|"):
                found |= cited_in(cell, "")[0]
    return frozenset(found)


def cited_in(text: str, law: str) -> tuple[frozenset[tuple[str, int]], str]:
    """The articles that a cell names, and its first law; `law` is the one that it begins under."""
    found: set[tuple[str, int]] = set()
    first = ""
    for part in re.split(r"[;；]", text):
        for piece in re.split(r"(?<=[\d)]) ?, ?(?=[A-Z\u4e00-\u9fff])", part):
            named = [
                short for short in LAWS if re.search(rf"(?<![A-Za-z\u4e00-\u9fff]){re.escape(short)}(?![A-Za-z\d\u4e00-\u9fff])", piece)
            ]
            law = max(named, key=len) if named else law
            first = first or law
            for listed in _ARTICLES.findall(piece) if law else ():
                found |= {(LAWS[law], number) for number in _numbers(listed)}
    return frozenset(found), first or law


def articles_of(source: Source) -> frozenset[tuple[str, int]]:
    """The articles that a source of ours names, by the same names of laws."""
    name = next((law for law in sorted(set(LAWS.values()), key=len, reverse=True) if law in source.law), source.law)
    text = source.article if source.article.startswith("第") else ""
    spans = [
        (_number(first), _number(last or first))
        for first, last in re.findall(r"第([一二三四五六七八九十]+)条(?:至第([一二三四五六七八九十]+)条)?", text)
    ]
    return frozenset((name, number) for first, last in spans for number in range(first, last + 1))


def _numbers(listed: str) -> set[int]:
    plain = re.sub(r"\(\d+\)(?:[–-]\(\d+\))?", "", listed)
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"(\d+)(?:[–-](\d+))?", plain)]
    return {number for first, last in spans for number in range(first, last + 1)}


def _number(chinese: str) -> int:
    """七十五 → 75; no article here has a number above 99."""
    tens, _, ones = chinese.partition("十") if "十" in chinese else ("零", "", chinese)
    return 10 * _DIGITS[tens or "一"] + (_DIGITS[ones] if ones else 0)
