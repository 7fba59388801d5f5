"""Refusals of the start-up.

Refused
├── BadSetting
└── DatabaseUnreachable
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class BadSetting(Refused):
    code = "start.bad_setting"
    says = "设置项{name}有误：{why}；请改正环境变量或 .env 后重新启动"
    says_en = "The setting {name} is wrong: {why_en}; correct the environment or .env and start again"


class DatabaseUnreachable(Refused):
    code = "start.database_unreachable"
    says = "数据库打不开或连不上；请检查 DISPATCH_DATABASE_URL、数据目录的读写权限，以及数据库是否在运行"
    says_en = "The database cannot be opened: check DISPATCH_DATABASE_URL, who may write to the data directory, and whether it is running"
