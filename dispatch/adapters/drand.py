"""公共信标 over HTTP (drand's `/public/<round>`), or from a file that somebody brought; 未联网验证: tried with a beacon of our own only.

What comes back is read strictly and believed by nobody before its signature was checked.
"""

from __future__ import annotations

import json

import httpx

from dispatch.adapters.refusals import NoBeaconFile

PATIENCE = httpx.Timeout(10, connect=5)
LONGEST_ANSWER = 65536
SIGNATURE = 48  # bytes: a point of G1, compressed


class HttpBeacon:
    """Implements dispatch.workflow.beacon.BeaconPort; `address` ends with the chain's hash where one server has several."""

    def __init__(self, address: str) -> None:
        self._target = address.rstrip("/") + "/public/"
        self._client = httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=False)

    def signature(self, q: int) -> bytes | None:
        try:
            with self._client.stream("GET", f"{self._target}{q}") as response:
                content = b""
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > LONGEST_ANSWER:
                        return None
            return _read(json.loads(content)).get(q) if response.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
            return None


def read_beacon_file(content: bytes) -> dict[int, bytes]:
    """Signatures by round: one answer of the beacon, or a list of them. Raises NoBeaconFile."""
    try:
        value = json.loads(content)
        rows = value if isinstance(value, list) else [value]
        return {q: signature for row in rows for q, signature in _read(row).items()}
    except (ValueError, RecursionError) as fault:
        raise NoBeaconFile() from fault


def _read(row: object) -> dict[int, bytes]:
    """Raises ValueError for anything but `{"round": n, "signature": hex48, …}`."""
    if not isinstance(row, dict) or type(row.get("round")) is not int or not isinstance(row.get("signature"), str):
        raise ValueError("no answer of a beacon")
    signature = bytes.fromhex(row["signature"])
    if len(signature) != SIGNATURE:
        raise ValueError("no signature of a beacon")
    return {row["round"]: signature}
