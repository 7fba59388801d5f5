"""日志见证节点: cosigns checkpoints that continue what it cosigned before, and remembers before it answers.

Source: docs/spec/witness-log.md §3. Its clock is its own; the log has no say in the time.
"""

from __future__ import annotations

from dispatch.agents.witness_home import WitnessHome
from dispatch.kernel.ports import Clock
from dispatch.witness.cosign import Kept, answer_to, origin_of, read_submission
from dispatch.witness.note import Checkpoint, cosignature_line
from dispatch.witness.refusals import BadSubmission

Answer = tuple[int, str]  # status as in HTTP, text


class Witness:
    """One witness over its own directory; the same submission over HTTP, from a file or a QR code gives the same answer."""

    def __init__(self, home: WitnessHome, clock: Clock) -> None:
        self._home, self._clock = home, clock

    @property
    def name(self) -> str:
        return self._home.name

    @property
    def verifier_key(self) -> str:
        return str(self._home.verifier_key)

    def add_checkpoint(self, body: str) -> Answer:
        """200 with the cosignature line, 409 with the size kept, or another status with a reason."""
        try:
            asked = read_submission(body)
        except BadSubmission as refusal:
            return 400, refusal.english + "\n"
        origin = origin_of(asked.note)
        with self._home.alone():
            verdict = answer_to(self._home.kept(origin), asked, self._home.logs().get(origin))
            if verdict.alarm:
                self._home.keep_alarm(verdict.alarm, body)
            if verdict.cosign is not None:
                return 200, self._cosign(verdict.cosign)
        return verdict.status, f"{verdict.size}\n" if verdict.status == 409 else _REASONS[verdict.status]

    def _cosign(self, checkpoint: Checkpoint) -> str:
        self._home.keep(checkpoint.origin, Kept(checkpoint.size, checkpoint.root))
        return cosignature_line(checkpoint.text, self.name, self._home.signer, int(self._clock().timestamp()))


_REASONS = {
    400: "old is larger than the checkpoint\n",
    403: "unknown log or bad signature\n",
    422: "not a continuation of what was cosigned\n",
}
