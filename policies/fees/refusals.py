"""Refusals of the fee rules: each names what was given, and what to give instead.

Refused
├── UnknownStandard        no such code
├── StandardNotBuilt       a code of the list whose rule pack is not there yet
├── UnknownReading         no such parameter for this standard, or no such value
├── NotATime               a time that cannot be read
├── SittingsUnpaired       not as many ends as starts
├── TimeWithoutZone        a time that does not say its zone
├── SittingBackwards       from after to
├── SittingsOverlap
├── PauseOutside           a break or meal outside every sitting, or backwards
├── PausesOverlap
├── NoSitting              nothing to count
├── ArrivedAfterTheEnd
├── NegativeSum
├── FactsClash             two facts that cannot both be true
├── NotProvided            the standard has no sum for this work
└── OwnStandardMissing     own or higher_of without the expert's own standard
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class UnknownStandard(Refused):
    code = "fees.unknown_standard"
    says = "没有劳务报酬标准{standard}；可用的标准代码：{known}"
    says_en = "There is no fee standard {standard}; known codes: {known}"


class StandardNotBuilt(Refused):
    code = "fees.standard_not_built"
    says = "劳务报酬标准{standard}的规则包尚未录入；现可用：{built}"
    says_en = "The rule pack of fee standard {standard} is not there yet; available now: {built}"


class UnknownReading(Refused):
    code = "fees.unknown_reading"
    says = "标准{standard}没有读法{given}；可用：{known}"
    says_en = "Standard {standard} has no reading {given}; available: {known}"


class NotATime(Refused):
    code = "fees.not_a_time"
    says = "时间{given}的写法不对；请写成如2026-12-16T09:00:00+08:00（起止两个时间之间用/）"
    says_en = "The time {given} cannot be read; write it like 2026-12-16T09:00:00+08:00 (a / between start and end)"


class SittingsUnpaired(Refused):
    code = "fees.sittings_unpaired"
    says = "每个评标场次须成对给出--from与--to；现有{starts}个开始时间、{ends}个结束时间"
    says_en = "Each sitting needs a pair of --from and --to; there are {starts} starts and {ends} ends"


class TimeWithoutZone(Refused):
    code = "fees.time_without_zone"
    says = "时间{time}没有注明时区；请写成如2026-12-16T09:00:00+08:00"
    says_en = "The time {time} names no zone; write it like 2026-12-16T09:00:00+08:00"


class SittingBackwards(Refused):
    code = "fees.sitting_backwards"
    says = "评标场次的开始时间{start}不早于结束时间{end}；请核对--from与--to"
    says_en = "The sitting starts at {start}, not before its end {end}; check --from and --to"


class SittingsOverlap(Refused):
    code = "fees.sittings_overlap"
    says = "两个评标场次的时间重叠：{first}与{second}；请合并或改正"
    says_en = "Two sittings overlap: {first} and {second}; join or correct them"


class PauseOutside(Refused):
    code = "fees.pause_outside"
    says = "休息或用餐{pause}不在任何评标场次之内；请核对起止时间"
    says_en = "The break or meal {pause} lies in no sitting; check its two times"


class PausesOverlap(Refused):
    code = "fees.pauses_overlap"
    says = "两次休息或用餐的时间重叠：{first}与{second}；请合并或改正"
    says_en = "Two breaks or meals overlap: {first} and {second}; join or correct them"


class NoSitting(Refused):
    code = "fees.no_sitting"
    says = "没有评标场次；请给出开始与结束时间（--from与--to）"
    says_en = "There is no sitting; give its start and end (--from and --to)"


class ArrivedAfterTheEnd(Refused):
    code = "fees.arrived_after_the_end"
    says = "签到时间{arrived}晚于评标结束时间{end}；请核对--arrived-at"
    says_en = "The arrival {arrived} lies after the end {end}; check --arrived-at"


class NegativeSum(Refused):
    code = "fees.negative_sum"
    says = "{what}不能为负数；请改正"
    says_en = "{what} must not be negative; correct it"


class FactsClash(Refused):
    code = "fees.facts_clash"
    says = "{first}与{second}不能同时成立；请只保留一项"
    says_en = "{first} and {second} cannot both be true; keep one"


class NotProvided(Refused):
    code = "fees.not_provided"
    says = "标准{standard}未规定“{what}”的报酬；请按约定另行支付，或在规则包中补录"
    says_en = "Standard {standard} names no fee for “{what}”; pay as agreed, or supply it in the rule pack"


class OwnStandardMissing(Refused):
    code = "fees.own_standard_missing"
    says = "按{rule}支付副场专家须给出其所属库的标准；请加--own-standard"
    says_en = "To pay a remote expert by {rule} the standard of his own library is needed; add --own-standard"
