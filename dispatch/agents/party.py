"""A party's unattended agent (见证方): it contributes its value to every draw it could check, and to no other.

Source: docs/spec/draw-protocol.md §5, duties. It runs on the party's own machine; whatever is killed when, it does each
act once, and repeats only acts that are the same act. Every refusal is kept with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from dispatch.agents import commit, countersign, published, release, watch
from dispatch.agents.centre import Centre, Proposal
from dispatch.agents.equipment import Equipment
from dispatch.agents.learn import learn
from dispatch.agents.operator import Operator
from dispatch.agents.party_home import PartyHome
from dispatch.agents.remarks import Remarks
from dispatch.agents.sight import Sight
from dispatch.agents.signed_call import Caller
from dispatch.agents.standing import draw_named, standing_of
from dispatch.kernel.ports import Clock
from policies.vocabulary.refused import Refused

T = TypeVar("T")


class PartyAgent:
    """`tick` does everything that is due; `status` says what was done, what is waited for, and what was refused."""

    def __init__(self, home: PartyHome) -> None:
        self._home, self._kit = home, home.equip()
        self._remarks = Remarks(self._kit.diary)
        self._declined: set[tuple[str, str]] = set()

    @property
    def operator(self) -> Operator:
        """Where the party's operator gives his words."""
        return self._kit.operator

    def tick(self, centre: Centre, now: datetime) -> bool:
        """One round of all duties; True if anything was handed in. Refusals are kept, never raised."""
        with self._home.alone():
            if not self._mirrors(centre, now):
                return False
            self._watch(centre, now)
            acted = [self._serve(centre, m, now) for m in self._draws(centre, now)]
            acted.append(self._send_again(centre, now))
            acted.append(self._sign(centre, now))
            return any(acted)

    def draw_named(self, given: str) -> str:
        """The m of the one draw known here that begins so. Raises NotOneDraw."""
        return draw_named(self._kit, given)

    def caller(self, clock: Clock) -> Caller:
        """As whom this agent calls at the centre's desk."""
        return Caller(self._kit.j, self._kit.signer, clock, self._kit.trust.origin)

    @property
    def log_size(self) -> int:
        """How many entries of the log are mirrored here."""
        return self._kit.mirror.size

    def next_release(self, now: datetime) -> datetime | None:
        """When this agent has something to release, if that is to come and known."""
        begun = [m for m in self._kit.diary.all("commit") if not self._kit.diary.knows("ended", m)]
        sights = [sight for m in begun if (sight := self._kit.sight(m)) is not None]
        opened = [(sight, r) for sight in sights if (r := sight.open_round()) is not None]
        moments = [datetime.fromtimestamp(sight.draw_at(r), UTC) for sight, r in opened]
        return min((moment for moment in moments if moment > now), default=None)

    def status(self) -> dict[str, Any]:
        """The agent's state for its operator; safe to show, and no secret in it."""
        return standing_of(self._kit, self._remarks.all())

    def remarks(self) -> list[dict[str, object]]:
        """Everything refused or noticed so far, the oldest first."""
        return self._remarks.all()

    def receipt(self, idx: int) -> dict[str, Any]:
        return self._kit.mirror.receipt(idx)

    def compare_transcript(self, transcript: dict[str, Any], now: datetime, verify: Callable[[], None] | None = None) -> list[str]:
        """What is wrong with a published transcript against this agent's mirror; kept for the operator too."""
        findings = watch.compare_transcript(self._kit, transcript, verify)
        for finding in findings:
            self._remarks.noticed(
                "watch", "", (finding, f"公布的抽取记录有误：{finding}", f"the published transcript is wrong: {finding}"), now
            )
        return findings

    def _mirrors(self, centre: Centre, now: datetime) -> bool:
        try:
            self._kit.mirror.follow(centre)
        except Refused as refusal:
            self._remarks.refused("mirror", "", refusal, now)
            return False
        return True

    def _draws(self, centre: Centre, now: datetime) -> list[str]:
        """Draws that the centre names, and those that this agent has begun and seen no end of."""
        named = self._guarded("ask", "", now, lambda: list(centre.draws(self._kit.j))) or []
        begun = [m for m in self._kit.diary.all("commit") if not self._kit.diary.knows("ended", m)]
        return list(dict.fromkeys([*named, *begun]))

    def _serve(self, centre: Centre, m: str, now: datetime) -> bool:
        acted = False
        for duty, act in _DUTIES.items():
            done = self._guarded(duty, m, now, partial(act, self._kit, centre, m, now))
            if done is None:
                break
            acted |= done
        return acted

    def _watch(self, centre: Centre, now: datetime) -> None:
        """Looks at every draw that is not both ended and published, and at those of which this party was told nothing."""
        told = self._kit.diary.all("manifest")
        for m, what in watch.untold(self._kit, told, now):
            self._remarks.noticed("watch", m, what, now)
        for m in told:
            seen = self._kit.diary.knows("published", m)
            sight = None if seen and self._kit.diary.knows("ended", m) else self._kit.sight(m)
            if sight is not None:
                watch.remember_course(self._kit, sight)
                found = watch.warnings(sight, now, seen) + (self._look_at_transcript(centre, sight, now) or [])
                for what in found:
                    self._remarks.noticed("watch", m, what, now)

    def _look_at_transcript(self, centre: Centre, sight: Sight, now: datetime) -> list[published.Finding] | None:
        if not published.is_due(self._kit, sight, now):
            return None
        return self._guarded("published", sight.m, now, lambda: published.findings_of(self._kit, centre, sight, now))

    def _send_again(self, centre: Centre, now: datetime) -> bool:
        wanted = self._guarded("ask", "", now, lambda: list(centre.wanted(self._kit.j))) or []
        sent = [self._guarded("send", m, now, partial(release.send_again, self._kit, centre, m, r)) for m, r in wanted]
        return any(sent)

    def _sign(self, centre: Centre, now: datetime) -> bool:
        """What is proposed rests on events that are cosigned by now: the mirror takes them before anything is judged."""
        proposals = self._guarded("ask", "", now, lambda: list(centre.proposals(self._kit.j))) or []
        if proposals and not self._mirrors(centre, now):
            return False
        signed = [self._sign_one(centre, proposal, now) for proposal in proposals]
        return any(signed)

    def _sign_one(self, centre: Centre, proposal: Proposal, now: datetime) -> bool:
        try:
            return countersign.sign_if_lawful(self._kit, centre, proposal)
        except Refused as refusal:
            self._remarks.refused("sign", countersign.draw_of(proposal), refusal, now)
            reason = refusal.chinese
        sha256 = hashlib.sha256(proposal.body).hexdigest()
        if (sha256, reason) not in self._declined:
            told = self._guarded("sign", "", now, partial(_decline, centre, self._kit.j, sha256, reason))
            self._declined |= {(sha256, reason)} if told else set()
        return False

    def _guarded(self, duty: str, m: str, now: datetime, act: Callable[[], T]) -> T | None:
        """What the act returns, or None if it was refused, by this agent or by the centre; the reason is kept."""
        try:
            return act()
        except Refused as refusal:
            self._remarks.refused(duty, m, refusal, now)
            return None


def _decline(centre: Centre, j: str, sha256: str, reason: str) -> bool:
    centre.decline(j, sha256, reason)
    return True


def _learn(kit: Equipment, centre: Centre, m: str, now: datetime) -> bool:
    learn(kit, centre, m)
    return False


def _with_sight(act: Callable[[Equipment, Centre, Sight, datetime], bool]) -> Callable[[Equipment, Centre, str, datetime], bool]:
    def duty(kit: Equipment, centre: Centre, m: str, now: datetime) -> bool:
        sight = kit.sight(m)
        return sight is not None and act(kit, centre, sight, now)

    return duty


_DUTIES = {
    "learn": _learn,
    "commit": _with_sight(commit.commit_if_due),
    "release": _with_sight(release.release_if_due),
    "send": _with_sight(release.send_if_due),
}
