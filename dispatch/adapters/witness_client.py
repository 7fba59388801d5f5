"""The way to a log witness on another machine: one text there, one line back, by HTTP."""

from __future__ import annotations

import httpx

from dispatch.workflow.checkpoint import UNREACHABLE

PATIENCE = httpx.Timeout(10, connect=5)
LONGEST_ANSWER = 4096


class HttpWitness:
    """Implements dispatch.workflow.checkpoint.WitnessPort; what the witness says is checked by who asked."""

    def __init__(self, name: str, address: str) -> None:
        self._name = name
        self._target = address.rstrip("/") + "/add-checkpoint"
        self._client = httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=False)

    @property
    def name(self) -> str:
        return self._name

    def add_checkpoint(self, body: str) -> tuple[int, str]:
        """Status and text of the answer; UNREACHABLE where there is none, or one that is too long or no text."""
        try:
            with self._client.stream("POST", self._target, content=body.encode()) as response:
                content = b""
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > LONGEST_ANSWER:
                        return UNREACHABLE, "the answer is too long\n"
                return response.status_code, content.decode()
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeDecodeError) as fault:
            return UNREACHABLE, f"{type(fault).__name__}\n"
