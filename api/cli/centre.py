"""`expert-dispatch centre`: found a centre on the public keys of its parties and witnesses; none of their secrets ever comes here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api import cli
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.entropy import os_entropy
from dispatch.centre.founding import TRUST_FILE, Foundation, found, read_beacon, read_party_card, read_witness_card
from dispatch.witness.trust import Trust

app = typer.Typer(help="中心 · the centre and its founding", no_args_is_help=True)

Origin = typer.Option(..., "--origin", help="日志名称，如 ggzy.example.gov.cn/log1，全网唯一 · the log's name, unlike any other")
Parties = typer.Option(..., "--party", exists=True, dir_okay=False, help="见证方的名片，可重复 · card of a party, repeatable")
Witnesses = typer.Option(..., "--witness", exists=True, dir_okay=False, help="见证节点的名片，可重复 · card of a witness, repeatable")
Own = typer.Option([], "--own", help="属于中心自己的见证方代号，可重复 · tokens of the centre's own parties, repeatable")
Cosigners = typer.Option(0, "--quorum", min=0, help="须有几个见证节点联署；缺省取允许的最小数 · cosignatures needed; 0: the least allowed")
Links = typer.Option(64, "--links", min=1, max=64, help="每方每次抽取的链长，即最多轮数 · links of each chain: rounds at most")

BeaconFile = typer.Option(
    None,
    "--beacon",
    exists=True,
    dir_okay=False,
    help="公共信标说明（JSON），每次抽取都用 · a public beacon, for every draw",
)


@app.command("found")
@refusals_exit
def found_centre(
    *,
    origin: str = Origin,
    parties: list[Path] = Parties,
    witnesses: list[Path] = Witnesses,
    own: list[str] = Own,
    cosigners: int = Cosigners,
    links: int = Links,
    beacon: Path | None = BeaconFile,
    as_json: bool = JsonFlag,
) -> None:
    """设立中心：登记各方公钥，生成中心密钥和信任文件 · register the others' public keys, make the centre's own and the trust file."""
    foundation = Foundation(
        origin=origin,
        parties=tuple(read_party_card(path.read_bytes()) for path in parties),
        witnesses=tuple(read_witness_card(path.read_bytes()) for path in witnesses),
        own=tuple(own),
        cosigners=cosigners,
        links=links,
        beacon=read_beacon(beacon.read_bytes()) if beacon else None,
    )
    settings = cli.settings()
    trust = found(settings.data_dir, foundation, os_entropy, settings.second_share)
    if as_json:
        print_json(_facts(trust))
        return
    say(f"中心已设立，日志 {trust.origin}", "the centre is founded")
    say(f"日志公钥 {trust.log}", "verifier key of the log, for `witness init --log`")
    say(f"信任文件 {settings.data_dir / TRUST_FILE}", "trust file: publish it; each party gets it from there, by `party init --trust`")


def _facts(trust: Trust) -> dict[str, Any]:
    return {"origin": trust.origin, "log": str(trust.log), "quorum": trust.quorum, "parties": list(trust.parties)}
