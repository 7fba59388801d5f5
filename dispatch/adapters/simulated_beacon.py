"""A beacon of our own with its own chain, for demos and tests: one key signs every round, so it proves nothing; a real one is a league.

`serve` answers as drand does; it refuses to start in production.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dispatch.adapters.refusals import OnlyInDemo
from dispatch.verifier.bls.curve import G1, G2, GENERATOR2, add_g2, double_g2, multiply_g1
from dispatch.verifier.bls.field import P, R
from dispatch.verifier.bls.hashing import hash_to_g1
from dispatch.verifier.bls.signature import TAG

_HALF = (P - 1) // 2


@dataclass(frozen=True, slots=True)
class SimulatedBeacon:
    """`secret` is any 32 bytes; rounds come every `period` seconds from `genesis` on, by `clock` (Unix seconds)."""

    secret: bytes
    genesis: int
    period: int
    clock: Callable[[], float]
    demo: bool

    def __post_init__(self) -> None:
        if not self.demo:
            raise OnlyInDemo(what="模拟信标", what_en="The simulated beacon")

    def description(self, margin: int = 6) -> dict[str, Any]:
        """The beacon object of manifests and trust files."""
        key = _compressed_g2(_multiply_g2(GENERATOR2, self._scalar))
        return {
            "chain": hashlib.sha256(key).hexdigest(),
            "key": key.hex(),
            "genesis": self.genesis,
            "period": self.period,
            "margin": margin,
        }

    def signature(self, q: int) -> bytes | None:
        """That of round q, once its time has come."""
        if q < 1 or self.clock() < self.genesis + (q - 1) * self.period:
            return None
        hashed = hash_to_g1(hashlib.sha256(q.to_bytes(8, "big")).digest(), TAG)
        point = multiply_g1(hashed, self._scalar) if hashed else None
        return _compressed_g1(point) if point else None

    def serve(self, port: int = 0) -> ThreadingHTTPServer:
        """A server on loopback; the caller runs `serve_forever` and closes it."""
        beacon = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                number = self.path.removeprefix("/public/")
                signature = beacon.signature(int(number)) if number.isdecimal() else None
                answer = {"round": int(number), "signature": signature.hex()} if signature else {"error": "no such round yet"}
                content = json.dumps(answer).encode()
                self.send_response(200 if signature else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is told of who asked."""

        return ThreadingHTTPServer(("127.0.0.1", port), Answers)

    @property
    def _scalar(self) -> int:
        return int.from_bytes(hashlib.sha512(self.secret).digest(), "big") % (R - 2) + 2


def _multiply_g2(point: G2, factor: int) -> G2:
    """factor·point by doubling and adding; a factor below the group's order never meets infinity on the way."""
    total = point
    for bit in bin(factor)[3:]:
        total, _ = double_g2(total)
        if bit == "1":
            total, _ = add_g2(total, point)
    return total


def _compressed_g1(point: G1) -> bytes:
    x, y = point
    return (x | 1 << 383 | (y > _HALF) << 381).to_bytes(48, "big")


def _compressed_g2(point: G2) -> bytes:
    (x0, x1), (y0, y1) = point
    return (x0 | x1 << 384 | 1 << 767 | ((y1 or y0) > _HALF) << 765).to_bytes(96, "big")
