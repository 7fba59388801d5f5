"""`expert-dispatch keys`: which keys there are, never the keys themselves, and their change each quarter and month."""

from __future__ import annotations

from dataclasses import asdict

import typer

from api import cli
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.keystore import FileKeyStore
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.key_rotation import rotate_keys, rotations

app = typer.Typer(help="密钥 · keys of the centre", no_args_is_help=True)

By = typer.Option(..., "--by", help="经办人 · who does this")
Second = typer.Option(..., "--with", help="在场的第二人 · the second person, who is present")
Why = typer.Option(..., "--why", help="理由，写入记录 · the reason")


@app.command("show")
@refusals_exit
def show(as_json: bool = JsonFlag) -> None:
    """列出密钥的用途、期次和状态，不显示密钥 · purposes, epochs and states of all keys; no key is shown."""
    settings = cli.settings()
    store = FileKeyStore(settings.data_dir / "keys", os_entropy, settings.second_share)
    facts, alone = store.facts(), store.single_handed
    with cli.services().work(reads_only=True) as work:
        rotated = rotations(work)
    if as_json:
        print_json({"single_handed": alone, "keys": [asdict(fact) for fact in facts], "rotations": rotated})
        return
    for fact in facts:
        say(f"{fact.purpose} {fact.epoch}：{fact.kind.value} {fact.kid} {fact.state.value}", "")
    for each in rotated:
        say(f"{each['at']} 轮换：{each['by']}、{each['with']}，{each['why']}", f"rotated by {each['by']} with {each['with']}")
    if alone:
        say("注意：密钥库没有第二人的份额，复制磁盘即可打开", "Note: no second share; whoever copies the disk opens everything")


@app.command("rotate")
@refusals_exit
def rotate(by: str = By, second: str = Second, why: str = Why, as_json: bool = JsonFlag) -> None:
    """启用本季、本月的密钥，此前的只用于打开；须两人 · the keys of this quarter and month; former ones only open. Two persons."""
    with cli.services().work() as work:
        epochs = rotate_keys(Act(by, why), second, work)
    if as_json:
        print_json(epochs)
    else:
        told = "、".join(f"{purpose} {epoch}" for purpose, epoch in epochs.items())
        say(f"现用密钥：{told}", f"in force now: {told}")
