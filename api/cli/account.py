"""`expert-dispatch account`: users of the console, one role each."""

from __future__ import annotations

import typer

from api import cli
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.workflow.accounts import CLOSED, close_account, create_account, renew_password
from policies.vocabulary.roles import Role

app = typer.Typer(help="管理台账号 · users of the console", no_args_is_help=True)

Name = typer.Argument(help="登录名 · name to sign in with")
RoleOption = typer.Option(..., "--role", help="角色代码，如 OPR、SUP、HOST、SUB、TEN、LIB、FIN、AUD · the one role")
Scope = typer.Option("", "--scope", help="副场的场地编号，或招标人的统一社会信用代码 · venue of a sub-venue, credit code of a tenderer")
Password = typer.Option(
    ...,
    "--password",
    prompt="口令 · password",
    confirmation_prompt=True,
    hide_input=True,
    help="长度见 access.password_least · how long: access.password_least",
)


@app.command("add")
@refusals_exit
def add(name: str = Name, role: Role = RoleOption, scope: str = Scope, password: str = Password, as_json: bool = JsonFlag) -> None:
    """新建账号；一个账号只有一个角色（三权分立） · a new user; one role each (separation of duties)."""
    with cli.services().work() as work:
        account = create_account(name, role, password, scope=scope, work=work)
    if as_json:
        print_json({"name": account.name, "role": account.role, "scope": account.scope})
    else:
        say(f"已新建账号 {account.name}（{account.role}）", f"user {account.name} ({account.role}) made")


@app.command("renew")
@refusals_exit
def renew(name: str = Name, password: str = Password) -> None:
    """换口令；原口令登录的会话立即退出 · a new password; sessions under the old one end at once."""
    with cli.services().work() as work:
        account = renew_password(name, password, work)
    say(f"账号 {account.name} 的口令已更换", f"the password of {account.name} is changed")


@app.command("close")
@refusals_exit
def close(name: str = Name) -> None:
    """停用账号；其操作记录保留在日志中，可用 renew 恢复 · nobody signs in under it any more; `renew` opens it again."""
    with cli.services().work() as work:
        account = close_account(name, work)
    say(f"账号 {account.name} 已停用", f"the account {account.name} is closed")


@app.command("list")
@refusals_exit
def listed(as_json: bool = JsonFlag) -> None:
    """列出账号 · list users."""
    with cli.services().work(reads_only=True) as work:
        found = [
            {"name": one.name, "role": one.role, "scope": one.scope, "closed": one.password == CLOSED} for one in work.uow.web.accounts()
        ]
    if as_json:
        print_json(found)
        return
    for one in found:
        say(f"{one['name']}  {one['role']}  {one['scope']}{'  已停用 closed' if one['closed'] else ''}", "")
    if not found:
        say("还没有账号；用 `expert-dispatch account add` 新建", "no user yet; `expert-dispatch account add` makes one")
