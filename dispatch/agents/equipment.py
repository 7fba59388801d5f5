"""What a party's duties work with: its name, keys, memory, mirror and operator; nothing in it belongs to the centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dispatch.agents.audited import Audited
from dispatch.agents.centre import Centre
from dispatch.agents.diary import Diary
from dispatch.agents.mirror import Mirror
from dispatch.agents.operator import Operator
from dispatch.agents.sight import Sight, look
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.kernel.ports import Entropy
from dispatch.kernel.signing import Signer
from dispatch.witness.entry import EVENT_PREFIX
from dispatch.witness.trust import Trust


@dataclass(frozen=True, slots=True)
class Equipment:
    """`supervisor` is whether this party's operator is the supervising authority (S); `left_behind` are draws that ended while nobody
    had told this party of them.
    """

    j: str
    supervisor: bool
    signer: Signer
    custody: bytes
    trust: Trust
    diary: Diary
    mirror: Mirror
    operator: Operator
    entropy: Entropy
    seen: dict[str, tuple[int, Sight]] = field(default_factory=dict)
    remembered: dict[str, Sight] = field(default_factory=dict)
    audits: dict[str, Audited] = field(default_factory=dict)
    manifests: dict[str, Manifest] = field(default_factory=dict)
    asked_at: dict[str, datetime] = field(default_factory=dict)
    left_behind: set[str] = field(default_factory=set)

    def manifest(self, m: str) -> Manifest | None:
        """The rules of a draw, once they were checked against m."""
        if m not in self.manifests:
            kept = self.diary.read("manifest", m)
            if kept is None:
                return None
            self.manifests[m] = check_manifest(parse_canonical(kept))
        return self.manifests[m]

    def sight(self, m: str) -> Sight | None:
        """The draw as the mirror shows it now; None while its manifest is not known. What has ended is not read again."""
        known = self.seen.get(m)
        if known is not None and (known[0] == self.mirror.size or known[1].history.ended):
            return known[1]
        manifest = self.manifest(m)
        if manifest is None:
            return None
        found = look(manifest, m, self.mirror, self.trust.keys)
        self.seen[m] = self.mirror.size, found
        return found

    def log_once(self, centre: Centre, kind: str, key: str, body: Mapping[str, Any]) -> int:
        """Logs an event that this agent signs once in its life: the body is on the disk before anybody sees it.

        After a crash, or with another body, the first one is handed in again; the signature is a function of it.
        """
        kept = self.diary.keep(kind, key, canonical(dict(body)))
        idx = centre.submit(self.j, kept, self.signer.sign(EVENT_PREFIX + kept))
        self.diary.keep(f"{kind}-idx", key, str(idx).encode("ascii"))
        return idx
