"""词语的对应: which of their words in a column of fixed words stands for which of ours, proposed with counts, for a person to change.

Nothing is replaced unasked: what is proposed here counts once a person has laid it down, in the console or in a mapping file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from dispatch.intake.cells import Cell
from dispatch.intake.reading import read_text
from policies.titles import title_level
from policies.vocabulary.expert import Category, Standing

MOST_LINES = 100_000  # that are looked through for words; what stands below is found by the check
MOST_WORDS = 60  # of one column that are shown; a column with more is hardly one of fixed words
_YES = ("在职", "在岗", "Y", "y", "YES", "Yes", "yes", "√", "对", "真", "1", "TRUE", "True", "true")
_NO = ("不在职", "退休", "已退休", "离退休", "离职", "N", "n", "NO", "No", "no", "×", "x", "X", "错", "假", "0", "FALSE", "False", "false")


@dataclass(frozen=True, slots=True)
class Choices:
    """The words that a column may hold, and what else people write for them; without fixed words `knows` tells a known one."""

    words: tuple[str, ...]
    others: Mapping[str, str]
    knows: Callable[[str], bool] | None = None

    def is_known(self, word: str) -> bool:
        return word not in self.others and (self.knows(word) if self.knows else word in self.words)


def choices(others: Mapping[str, tuple[str, ...]]) -> Choices:
    """A column that holds these words alone, each with what else people write for it."""
    return Choices(tuple(others), {theirs: ours for ours, written in others.items() for theirs in written})


def _choices(**others: tuple[str, ...]) -> Choices:
    return choices(others)


YES_NO = _choices(是=_YES, 否=_NO)
_EDITIONS = {
    "2018": ("2018版", "2018年版", "2018年", "发改法规〔2018〕316号", "发改法规[2018]316号"),
    "2010": ("2010版", "2010年版", "2010年", "发改法规〔2010〕1538号", "发改法规[2010]1538号"),
    "政采": ("政府采购", "政采版", "政府采购版", "政府采购品目", "政府采购品目分类目录"),
}
_TITLES = {
    "教授级高工": "正高级工程师",
    "教授级高级工程师": "正高级工程师",
    "教高": "正高级工程师",
    "正高工": "正高级工程师",
    "正高": "正高级",
    "高工": "高级工程师",
    "高级工程": "高级工程师",
    "副高": "副高级",
    "工程师（中级）": "工程师",
    "助工": "助理工程师",
}


def pool_words(on: date) -> Mapping[str, Choices]:
    """The columns of a pool that hold fixed words; titles are free, but a level has to be told from them on the day."""
    return {
        "性别": _choices(男=("男性", "M", "m", "先生", "1"), 女=("女性", "F", "f", "女士", "2")),
        "证件类型": _choices(
            居民身份证=("身份证", "二代身份证", "第二代居民身份证", "中华人民共和国居民身份证", "公民身份证"),
            港澳台居民居住证=("港澳台居住证", "港澳居民居住证", "台湾居民居住证", "居住证"),
            护照=("普通护照", "中国护照", "外国护照"),
            其他=("其它", "军官证", "警官证", "其他证件", "其它证件"),
        ),
        "专业分类版本": _choices(**_EDITIONS),
        "专家类别": _choices(**{str(one): (f"{one}类", f"{one}专家", f"{one}类专家") for one in Category}),
        "是否在职": YES_NO,
        "状态": _choices(
            **{
                str(Standing.ACTIVE): ("在库", "有效", "启用", "可用", "正常使用", "在用", "已入库"),
                str(Standing.SUSPENDED): ("停用", "暂停使用", "冻结", "禁用", "暂停抽取", "暂停资格"),
                str(Standing.LEFT): ("退库", "出库", "注销", "已退出", "清退", "除名", "已出库"),
            }
        ),
        "职务/职称": Choices((), _TITLES, lambda title: bool(title_level(title, on))),
    }


RELATION_WORDS = {
    "关系": _choices(
        任职=("在职", "现任职", "工作单位", "现单位", "就职"),
        曾任职=("原任职", "曾在职", "原单位", "原工作单位", "过去任职"),
        近亲属任职=("亲属任职", "近亲属", "亲属", "配偶任职", "直系亲属任职"),
        持股=("股东", "出资", "入股", "参股"),
        编制参与=("参与编制", "编制招标文件", "参与编制招标文件"),
        同项目前期评审=("前期评审", "参与前期评审"),
        争议=("纠纷", "诉讼", "投诉"),
        监管人员=("监督人员", "行政监督人员"),
        不宜同组=("不得同组", "不能同组", "同组回避"),
    )
}


@dataclass(frozen=True, slots=True)
class WordProposal:
    """One word of theirs that is none of ours: in how many lines, what it seems to stand for (or nothing), and among which."""

    column: str
    written: str
    count: int
    ours: str
    choices: tuple[str, ...]


def propose_words(
    rows: Iterable[Mapping[str, Cell]], choices: Mapping[str, Choices], laid_down: Mapping[str, Mapping[str, str]]
) -> tuple[WordProposal, ...]:
    """The words of these lines that are not known, the most frequent of each column first; what is laid down stands first of all."""
    counts = _counts(rows, tuple(choices))
    found = []
    for column, known in choices.items():
        kept = laid_down.get(column, {})
        words = [(word, count) for word, count in counts[column].most_common() if word in kept or not known.is_known(word)]
        found += [
            WordProposal(column, word, count, kept.get(word, known.others.get(word, "")), known.words) for word, count in words[:MOST_WORDS]
        ]
    return tuple(found)


def sure_words(proposals: Iterable[WordProposal]) -> dict[str, dict[str, str]]:
    """What is laid down by taking every proposal that has a word of ours, in the form of a mapping file."""
    found: dict[str, dict[str, str]] = {}
    for one in proposals:
        if one.ours:
            found.setdefault(one.column, {})[one.written] = one.ours
    return found


def _counts(rows: Iterable[Mapping[str, Cell]], columns: tuple[str, ...]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[tuple[type, Cell]]] = {column: Counter() for column in columns}
    for cells in islice(rows, MOST_LINES):
        for column, counter in counts.items():
            cell = cells.get(column)
            counter[type(cell), cell] += 1  # 1, 1.0 and True are equal, but not alike
    return {column: _by_text(counter) for column, counter in counts.items()}


def _by_text(counter: Counter[tuple[type, Cell]]) -> Counter[str]:
    texts: Counter[str] = Counter()
    for (_, cell), count in counter.items():
        text, notes = read_text(cell, required=False)
        if text and not notes:
            texts[text] += count
    return texts
