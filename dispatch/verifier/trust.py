"""V03 and V04: the draw is one that the reader's trust data allows, and the witnesses have seen the log's last state."""

from __future__ import annotations

from dispatch.verifier import notes, strict_json
from dispatch.verifier.form import Json, trust_form
from dispatch.verifier.manifest import ENDERS, Manifest
from dispatch.verifier.notes import Checkpoint, Quorum, read_vkey
from dispatch.verifier.refusals import Broken, demand
from dispatch.verifier.steps import step

_BEACON_MEMBERS = ("chain", "key", "genesis", "period")  # the margin is the draw's own choice


@step("V03")
def the_draw_fits_the_trust_file(manifest: Manifest, claim: Json, trust_file: bytes | None) -> Quorum:
    """Parties, signers, log and beacon are those of the trust file; without one, of the transcript's own claim."""
    trust = claim if trust_file is None else _read(trust_file)
    suite, raw = manifest.suite, manifest.raw
    log = read_vkey(trust["log"], suite, witness=False)
    witnesses = tuple(read_vkey(vkey, suite, witness=True) for vkey in trust["witnesses"])
    demand(log.name == trust["origin"], "日志密钥的名称不是日志名", "the log key's name is not the origin")
    demand(len({log.key, *(w.key for w in witnesses)}) == 1 + len(witnesses), "见证密钥有重复", "two witnesses share a key")
    demand(notes.enough(len(witnesses), trust["quorum"]), "见证法定数不足", "the quorum is too small, or cannot be had")
    demand(raw["log"] == trust["origin"], "抽取不属于这本日志", "the draw was made for another log")
    _keys_are_trusted(raw, trust)
    _beacon_is_trusted(raw["beacon"], trust)
    return Quorum(trust["origin"], log, witnesses, trust["quorum"], suite)


def _read(trust_file: bytes) -> Json:
    try:
        trust: Json = strict_json.parse(trust_file)
        trust_form(trust)
    except Broken as fault:
        raise fault.inside("trust") from None
    return trust


def _keys_are_trusted(raw: Json, trust: Json) -> None:
    trusted, demanded = trust["keys"], set(trust["parties"])
    for token, key in raw["keys"].items():
        if token in raw["parties"] or token in raw["roles"].values() or token in trusted:
            demand(trusted.get(token) == key, f"{token} 的密钥不在信任数据中或不一致", f"the key of {token} is not the trusted one")
    demand(demanded <= raw["parties"].keys(), "缺少必须参与的一方", "a party that must take part is missing")
    enders = {raw["roles"][role] for role in ENDERS}
    demand(enders <= demanded, "递补、离席或结束由不可信的一方签署", "trust does not demand the signer of settle, vacate or final")


def _beacon_is_trusted(beacon: Json | None, trust: Json) -> None:
    if beacon is None:
        demand(not trust["beacon_needed"], "信任数据要求公共信标，抽取未使用", "trust demands a beacon, the draw has none")
        return
    trusted = [[known[name] for name in _BEACON_MEMBERS] for known in trust["beacons"]]
    demand([beacon[name] for name in _BEACON_MEMBERS] in trusted, "信标不在信任数据中", "the beacon is not a trusted one")


@step("V04")
def the_final_checkpoint_is_cosigned(note: str, quorum: Quorum) -> Checkpoint:
    """The last state of the log, signed by the log and by a quorum of its witnesses."""
    return notes.open_note(note, quorum)
