"""The numbered steps of the specification (§12): what each one checks, and what it means if it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from dispatch.verifier.refusals import Broken, StepFailed

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One step in words: what it checks, and what a failure means for a reader who knows no cryptography."""

    checks: str
    checks_en: str
    failing: str
    failing_en: str


MEANING = {
    "V01": Meaning(
        "文件格式",
        "form of the file",
        "文件缺损、被改动或不是本格式的抽取记录",
        "the file is damaged, altered, or no transcript of this format",
    ),
    "V02": Meaning(
        "抽取方案",
        "manifest",
        "公布的抽取方案不符合规范，不能据以抽取",
        "the published plan of the draw is not a lawful one",
    ),
    "V03": Meaning(
        "信任数据",
        "trust data",
        "参与方、密钥、见证或信标与独立发布的信任数据不符",
        "parties, keys, witnesses or beacon are not those that the independent trust data names",
    ),
    "V04": Meaning(
        "末次检查点",
        "final checkpoint",
        "日志末次检查点未经足够见证方有效签名",
        "too few witnesses have validly signed the final state of the log",
    ),
    "V05": Meaning(
        "事件与签名",
        "events",
        "某个事件被改动、签名人不对，或不在见证过的日志中",
        "an event was altered, signed by the wrong party, or is not in the log",
    ),
    "V06": Meaning(
        "计划与入库顺序",
        "plan and pool first",
        "抽取没有按先立计划、再冻结名单的顺序开始",
        "the draw did not begin with its plan and its frozen pool",
    ),
    "V07": Meaning(
        "候选名单",
        "pool",
        "名单不是抽取前冻结的那一份（增、删或改过人）",
        "the pool is not the one frozen before the draw: somebody was added, dropped or changed",
    ),
    "V08": Meaning(
        "回避对",
        "pairs",
        "不得同组的名单与冻结的不符",
        "the list of people who may not sit together is not the frozen one",
    ),
    "V09": Meaning(
        "抽签清单",
        "lottery list",
        "整体抽签或名额组合的清单、机会数与冻结的不符",
        "the list of panels or compositions, or the chances, are not the frozen ones",
    ),
    "V10": Meaning(
        "机位清单",
        "booths",
        "机位清单与冻结的不符",
        "the list of booths is not the frozen one",
    ),
    "V11": Meaning(
        "各方承诺",
        "commits",
        "不是每个参与方都对同一名单作出了承诺",
        "not every party committed to this pool",
    ),
    "V12": Meaning(
        "结束事件",
        "final event",
        "记录不完整：有事件或轮次被隐去",
        "the record is incomplete: an event or a round is left out",
    ),
    "V13": Meaning(
        "项目编号",
        "tender number",
        "记录不是这个项目的",
        "the record does not belong to this tender",
    ),
    "V14": Meaning(
        "轮次开启",
        "opening of a round",
        "某一轮的开启、离席人员或结束不合规则",
        "a round was not lawfully opened, vacated or ended",
    ),
    "V15": Meaning(
        "各方释放",
        "releases",
        "有参与方未释放、过早或过晚释放，或看到的是另一份历史",
        "a party did not release, did so too early or late, or saw another history",
    ),
    "V16": Meaning(
        "公共信标",
        "beacon",
        "公共信标的时间、轮次或签名不对",
        "time, round or signature of the public beacon is wrong",
    ),
    "V17": Meaning(
        "各方数值",
        "reveals",
        "某方公开的数值不是它事先承诺的",
        "a party's value is not the one it had committed to",
    ),
    "V18": Meaning(
        "种子",
        "seed",
        "种子不是由各方数值（和信标）算出的",
        "the seed does not follow from the values of all parties",
    ),
    "V19": Meaning(
        "副场",
        "venues",
        "副场不是由种子抽出的",
        "the venues are not those that the seed gives",
    ),
    "V20": Meaning(
        "抽取过程",
        "walk",
        "抽中或跳过的人及理由与重新计算的不同",
        "who was drawn or skipped, or why, differs from what the seed and the rules give",
    ),
    "V21": Meaning(
        "候补",
        "standbys",
        "候补人员与重新计算的不同",
        "the standbys differ from what the seed and the rules give",
    ),
    "V22": Meaning(
        "席位",
        "seats",
        "席位分配与重新计算的不同",
        "the seats differ from what the rule gives",
    ),
    "V23": Meaning(
        "机位",
        "booths of members",
        "机位与重新计算的不同",
        "the booths differ from what the seed gives",
    ),
    "V24": Meaning(
        "结果事件",
        "result event",
        "当时记入日志的结果不是这一个",
        "the result logged at draw time is another one",
    ),
    "V25": Meaning(
        "递补",
        "settlement",
        "应答名单、递补席位或机位与承诺的或重新计算的不同",
        "replies, seats or booths of the settlement are not those committed to or computed",
    ),
    "V26": Meaning(
        "无法组成",
        "infeasible round",
        "声称无法组成评委会，但实际可以",
        "a lawful committee existed although the record says that none did",
    ),
    "V27": Meaning(
        "结束状态",
        "status",
        "结束状态与席位情况不符",
        "the status does not fit the seats",
    ),
    "V28": Meaning(
        "无剩余事件",
        "nothing left over",
        "记录中有没有交代的事件或离席名单",
        "an event or a list of vacancies is not accounted for",
    ),
}


def step(number: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Names the step that a function is: whatever it finds broken is reported under this number.

    A value of a shape that nobody foresaw fails the step too; it never ends the verifier with a traceback.
    """

    def numbered(check: Callable[P, R]) -> Callable[P, R]:
        @wraps(check)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return check(*args, **kwargs)
            except Broken as fault:
                raise StepFailed(number, fault) from fault
            except (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError) as fault:
                name = type(fault).__name__
                raise StepFailed(number, Broken(f"数据无法按规范处理（{name}）", f"the data cannot be handled ({name})")) from fault

        return run

    return numbered
