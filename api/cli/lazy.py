"""Loads a group of commands when it is asked for: a fee quote needs no solver, and an agent no console."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

GROUPS = {
    "demo": "从申请到支付的完整演示 · the whole flow, with invented people",
    "serve": "打开管理台与接口 · open the console and the API",
    "worker": "后台节点：到期即办 · does due work",
    "pool": "专家库 · the expert pool",
    "expert": "专家管理 · experts' time in the pool",
    "relations": "回避所需的关系 · relations that recusal rules need",
    "tender": "抽取申请 · applications for a committee",
    "draw": "抽取 · draws",
    "venues": "场地与机位 · venues and booths",
    "seats": "席位 · rooms and booths",
    "documents": "表单 · printed forms",
    "fee": "劳务报酬与个税 · fees and tax",
    "settle": "结算与支付 · settlement and payment",
    "verify": "离线核验一次抽取 · verify a draw, offline",
    "audit": "审计 · audit",
    "calendar": "工作日历：核对、提请、审批 · a year of holidays: checked, asked for, approved",
    "policy": "规则与数值 · rules and numbers",
    "specialties": "评标专业分类 · the classification of specialties",
    "centre": "中心 · the centre and its founding",
    "party": "见证方 · a party's unattended agent",
    "witness": "日志见证节点 · a witness of the log",
    "keys": "密钥 · keys of the centre",
    "account": "管理台账号 · users of the console",
}
SINGLE = ("demo", "serve", "worker", "verify")  # commands by themselves; the rest are groups


class LazyGroup(TyperGroup):
    """Lists every group from the table above, and imports the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(GROUPS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """For a list or a spelling hint: the name and its line of help, without its module."""
        return TyperCommand(cmd_name, help=GROUPS[cmd_name]) if cmd_name in GROUPS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0] if args else ""
        return (name, loaded(name), args[1:]) if name in GROUPS else super().resolve_command(ctx, args)


def loaded(name: str) -> Any:
    """The command group or command of this name, its module imported."""
    module: Any = import_module(f"api.cli.{name}")
    holder = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    holder.callback()(lambda: None)  # keeps a single command a member of its group, under its own name
    if name in SINGLE:
        holder.command(name)(getattr(module, name))
    else:
        holder.add_typer(module.app, name=name)
    group: Any = get_command(holder)
    return group.commands[name]
