"""Duty 2: whether a draw is made on terms that this party can join, by its trust file and its operator's limits.

Source: docs/spec/draw-protocol.md §5, duty 2; §12, V03.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import WillNotCommit
from dispatch.draw.manifest import Manifest

LATE = ("settle", "vacate", "final")
_BEACON = ("chain", "key", "genesis", "period")


def check_terms(kit: Equipment, manifest: Manifest, now: datetime) -> None:
    """Raises WillNotCommit at the first term that does not hold."""
    _check_parties(kit, manifest)
    _check_roles(kit, manifest)
    _check_beacon(kit, manifest)
    _check_limits(kit, manifest, now)


def _check_parties(kit: Equipment, manifest: Manifest) -> None:
    trust, keys = kit.trust, manifest.keys
    _demand(manifest.body["log"] == trust.origin, "规则书指定了另一个日志", "the manifest names another log than the one mirrored here")
    _demand(kit.j in manifest.parties, "本方不在见证方名单中", "this party is not among the parties")
    _demand(keys[kit.j] == kit.signer.public, "规则书中本方公钥不是本端的公钥", "the manifest gives this party another key")
    missing = [token for token in trust.parties if token not in manifest.parties]
    _demand(not missing, "缺少信任文件要求的见证方", "a party that the trust file demands is missing")
    named = {*manifest.parties, *manifest.roles.values()}
    _demand(named <= trust.keys.keys(), "有见证方或签署人不在信任文件中", "a party or signer is not in the trust file")
    same = all(keys[token] == trust.keys[token] for token in keys if token in trust.keys)
    _demand(same, "公钥与信任文件不一致", "a key differs from the trust file")


def _check_roles(kit: Equipment, manifest: Manifest) -> None:
    late = {manifest.roles[role] for role in LATE}
    _demand(
        late <= set(kit.trust.parties),
        "结算、补抽与终结须由信任文件要求的一方签署",
        "settle, vacate and final need a party that trust demands",
    )
    if kit.supervisor:
        _demand(late == {kit.j}, "监督方须持有结算、补抽与终结的签署权", "the supervisor must hold settle, vacate and final")
    else:
        _demand(
            kit.j not in late, "本方不是监督方，不签署结算、补抽与终结", "this party is no supervisor and signs no settle, vacate, final"
        )


def _check_beacon(kit: Equipment, manifest: Manifest) -> None:
    beacon = manifest.body["beacon"]
    if beacon is None:
        _demand(not kit.trust.beacon_needed, "信任文件要求使用公共信标", "the trust file demands a public beacon")
        return
    trusted = any(all(beacon[name] == one[name] for name in _BEACON) for one in kit.trust.beacons)
    _demand(trusted, "公共信标不在信任文件中", "the beacon is not in the trust file")


def _check_limits(kit: Equipment, manifest: Manifest, now: datetime) -> None:
    limits, links = kit.operator.limits, manifest.parties[kit.j]
    fits = limits.links_least <= links <= limits.links_most
    _demand(fits, f"链长{links}超出本方限额", f"a chain of {links} links is outside this operator's limits")
    latest = now + timedelta(days=limits.publish_within_days)
    in_time = manifest.publish_from <= latest.timestamp()
    _demand(in_time, "公布时间晚于本方限额", "the time of publication is later than this operator's limit")


def _demand(holds: bool, why: str, why_en: str) -> None:
    if not holds:
        raise WillNotCommit(why=why, why_en=why_en)
