"""The centre's desk as an agent reaches it from its own machine: by HTTP, each call signed, each answer limited in size and time.

Nothing that comes back is believed: shapes are checked in dispatch/agents/wire.py, contents by the duties.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import quote

import httpx

from dispatch.agents.refusals import AnswerTooLarge, CentreDeclined, CentreNeedsTls, CentreUnreachable
from dispatch.agents.signed_call import Caller
from dispatch.agents.wire import Answer, GivenMaterials, GivenProposal, base64_of
from dispatch.kernel.addresses import is_on_this_machine
from dispatch.kernel.canonical import canonical
from dispatch.witness.entry import Entry

DESK = "/api/v1/desk"
USUAL, LARGEST = 8 * 2**20, 512 * 2**20  # bytes of an answer; the largest holds lists of 200 000 experts and a transcript
PATIENCE = httpx.Timeout(30, connect=10)
LONGEST = 600  # seconds for one answer, however slowly it drips
MOST_DRAWS = 1000
SENTENCE = 300


class HttpCentre:
    """Implements dispatch.agents.centre.Centre over HTTP; `j` of every method is the caller's own token."""

    def __init__(self, address: str, caller: Caller, client: httpx.Client) -> None:
        self._address, self._caller, self._client = address.rstrip("/"), caller, client

    def entries(self, start: int) -> Sequence[Entry]:
        return self._read(f"/entries?start={start}").entries()

    def note(self) -> str:
        return self._read("/note").text("note")

    def draws(self, j: str) -> Sequence[str]:
        return self._read("/draws").draws()[:MOST_DRAWS]

    def materials(self, j: str, m: str) -> GivenMaterials:
        return self._read(f"/draws/{quote(m, safe='')}/materials", LARGEST).materials()

    def transcript(self, m: str) -> bytes | None:
        """The published transcript as it came; None while the centre gives none."""
        try:
            return self._call("GET", f"/draws/{quote(m, safe='')}/transcript", b"", LARGEST)
        except CentreDeclined:
            return None

    def submit(self, j: str, body: bytes, sig: bytes) -> int:
        return self._send("/events", {"body": body.decode(), "sig": sig.hex()}).number("idx")

    def deliver(self, j: str, m: str, r: int, sealed: bytes) -> None:
        self._send("/values", {"m": m, "r": r, "sealed": base64_of(sealed)})

    def wanted(self, j: str) -> Sequence[tuple[str, int]]:
        return self._read("/wanted").wanted()

    def proposals(self, j: str) -> Sequence[GivenProposal]:
        return self._read("/proposals", LARGEST).proposals()

    def decline(self, j: str, sha256: str, reason: str) -> None:
        self._send("/declines", {"sha256": sha256, "reason": reason[:SENTENCE]})

    def _read(self, path: str, limit: int = USUAL) -> Answer:
        return Answer(self._call("GET", path, b"", limit))

    def _send(self, path: str, members: dict[str, object]) -> Answer:
        return Answer(self._call("POST", path, canonical(members), USUAL))

    def _call(self, method: str, path: str, body: bytes, limit: int) -> bytes:
        target = DESK + path
        headers = self._caller.headers(method, target, body)
        headers |= {"Accept-Encoding": "identity"} | ({"Content-Type": "application/json"} if body else {})
        with _on_the_line(), self._client.stream(method, self._address + target, content=body, headers=headers) as response:
            content = _all_of(response, limit if response.status_code == httpx.codes.OK else USUAL)
        if response.status_code != httpx.codes.OK:
            raise _declined(response.status_code, content)
        return content


def a_client(authority: str | None = None) -> httpx.Client:
    """A line to the centre: no proxy of the environment, no redirect; `authority` is a file with the centre's CA certificate."""
    verify: ssl.SSLContext | bool = ssl.create_default_context(cafile=authority) if authority else True
    return httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=False, verify=verify)


def checked_address(address: str) -> str:
    """Raises CentreNeedsTls: tender numbers and lists do not travel in clear text, but on one machine."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as fault:
        raise CentreNeedsTls(address=address) from fault
    if url.scheme != "https" and not (url.scheme == "http" and is_on_this_machine(url.host)):
        raise CentreNeedsTls(address=address)
    return address


@contextmanager
def _on_the_line() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise CentreUnreachable(why=type(fault).__name__) from fault


def _all_of(response: httpx.Response, limit: int) -> bytes:
    """The whole answer. Raises AnswerTooLarge beyond the limit, CentreUnreachable where it drips for too long."""
    pieces, size, ends_at = list[bytes](), 0, time.monotonic() + LONGEST
    for piece in response.iter_bytes():
        size += len(piece)
        if size > limit:
            raise AnswerTooLarge(limit=limit)
        if time.monotonic() > ends_at:
            raise CentreUnreachable(why="slow")
        pieces.append(piece)
    return b"".join(pieces)


def _declined(status: int, content: bytes) -> CentreDeclined:
    """What the centre says for itself, shortened; it is shown to the operator and acted on by nobody."""
    try:
        told = json.loads(content)
        code, says, says_en = (_short(told[name]) for name in ("code", "detail", "detail_en"))
    except (ValueError, KeyError, TypeError, RecursionError):
        code, says, says_en = str(status), "未说明理由", "no reason given"
    return CentreDeclined(status=status, reason=code, why=says, why_en=says_en)


def _short(text: object) -> str:
    return "".join(char for char in str(text)[:SENTENCE] if char.isprintable())
