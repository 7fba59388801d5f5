"""演示姓名与单位: put together from tables; every employer says in its name that it is an example."""

from __future__ import annotations

from dispatch.intake.demo_values import Chance, demo_uscc
from policies.vocabulary.expert import Category

SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
MEN = tuple("伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林建国文志峰海东松泽远志诚毅恒岩川")
WOMEN = tuple("芳娜敏静丽艳娟霞秀玲桂英慧巧美云雪荣爱妹莉兰凤洁梅琳素燕红萍倩颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇")
SECOND: tuple[str, ...] = (*"一子文思雨佳晓梓欣嘉彦承景博泽宏立永世安德国建志家春秋冬书学正", "", "", "", "", "", "", "")
TITLES = {
    Category.TECHNICAL: (*["高级工程师"] * 11, *["正高级工程师"] * 4, "教授", "副教授", "研究员", "副研究员", "工程师"),
    Category.ECONOMIC: ("高级经济师", "高级会计师", "高级工程师", "正高级经济师", "高级审计师"),
    Category.LEGAL: ("一级律师", "二级律师", "法学教授"),
}
BRANCHES = ("岳麓", "芙蓉", "天心", "开福", "雨花", "望城", "星沙", "浏阳", "宁乡")
_KINDS = (
    ("建设工程有限公司", "91"), ("建筑设计院有限公司", "91"), ("工程造价咨询有限公司", "91"), ("信息技术有限公司", "91"),
    ("监理有限公司", "91"), ("规划研究院", "12"), ("职业技术学院", "12"), ("中心医院", "12"), ("质量检测中心", "12"),
    ("律师事务所", "31"),
)  # fmt: skip


def person(chance: Chance, *, male: bool) -> str:
    """A surname and one or two given characters."""
    return chance.one_of(SURNAMES) + chance.one_of(SECOND) + chance.one_of(MEN if male else WOMEN)


def employer(serial: int) -> tuple[str, str]:
    """Name and credit code of an invented employer; the same serial is always the same employer."""
    kind, authority = _KINDS[serial % len(_KINDS)]
    return f"示例{serial + 1:04d}号{kind}", demo_uscc(serial, authority)
