"""Duty 2, first half: what the centre says of a draw is believed only if it fits the hashes in the log.

Source: docs/spec/draw-protocol.md §3, §5.
"""

from __future__ import annotations

from dispatch.agents.centre import Centre, Materials
from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import WillNotCommit
from dispatch.draw.commitments import tender_hash
from dispatch.draw.manifest import Manifest, check_manifest, manifest_hash
from dispatch.draw.refusals import BadManifest
from dispatch.kernel.canonical import canonical
from dispatch.kernel.refusals import NotCanonical


def learn(kit: Equipment, centre: Centre, m: str) -> Manifest:
    """The manifest behind m; asked for once, checked, and kept with the tender's number. Raises WillNotCommit."""
    known = kit.manifest(m)
    if known is not None and kit.diary.knows("number", m):
        return known
    given = centre.materials(kit.j, m)
    manifest = _fitting(given, m)
    kit.diary.keep("number", m, given.tender_no.encode())
    kit.diary.keep("manifest", m, canonical(dict(given.manifest)))
    return manifest


def number_of(kit: Equipment, m: str) -> str | None:
    kept = kit.diary.read("number", m)
    return None if kept is None else kept.decode()


def _fitting(given: Materials, m: str) -> Manifest:
    try:
        manifest = check_manifest(given.manifest)
        fits = manifest_hash(given.manifest, given.salt).hex() == m and len(given.salt) == 32
    except (BadManifest, NotCanonical) as fault:
        raise WillNotCommit(why="规则书格式不合规范", why_en=f"the manifest is malformed ({fault.english})") from fault
    if not fits:
        raise WillNotCommit(why="规则书与日志中的摘要m不符", why_en="the manifest is not the one behind m")
    if len(given.tender_salt) != 16 or tender_hash(given.tender_no, given.tender_salt).hex() != manifest.body["tender"]:
        raise WillNotCommit(why="项目编号与规则书中的承诺不符", why_en="the tender number is not the one that the manifest commits to")
    return manifest
