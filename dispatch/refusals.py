"""Refusals of the start-up.

Refused
└── BadSetting
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class BadSetting(Refused):
    code = "start.bad_setting"
    says = "设置项{name}有误：{why}；请改正环境变量或 .env 后重新启动"
    says_en = "The setting {name} is wrong: {why}; correct the environment or .env and start again"
