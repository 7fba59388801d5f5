"""Refusals of the demo.

Refused
├── PoolHasErrors
└── NotADemoFolder
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class PoolHasErrors(Refused):
    code = "demo.pool_has_errors"
    says = "专家库文件有{rows}处错误，未开始演示；第{row}行“{column}”：{message}。用 `pool import --dry-run` 查看全部"
    says_en = "The pool file has {rows} errors, nothing was started; row {row}, column {column}: see `pool import --dry-run` for all"


class NotADemoFolder(Refused):
    code = "demo.not_a_demo_folder"
    says = "{folder}里已有不是演示产生的内容；请换一个 --out 目录"
    says_en = "{folder} holds something that no demo made; choose another --out folder"
