"""A link opens one stage with secret and share together, until the stage ends; its secret reaches no server log."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from dispatch.sealing.link import Binding, Link, check_secret, fragment_url, new_link, open_body, seal_body, stored_mark
from dispatch.sealing.refusals import ContentTooLong, LinkClosed
from tests.sealing.builders import ENTROPY

LINK = new_link(ENTROPY)
SHARE = bytes(32)
BINDING = Binding(LINK.locator, "A", 1000)
SEALED = seal_body(LINK, SHARE, "半天、片区".encode(), BINDING, ENTROPY)


def test_locator_and_secret_have_128_bits_each_in_base64url():
    assert len(LINK.locator) == len(LINK.secret) == 22
    assert LINK.locator != LINK.secret


def test_the_secret_stands_behind_the_number_sign_only():
    address = urlsplit(fragment_url("host.example", LINK))
    assert (address.scheme, address.netloc, address.path, address.query) == ("https", "host.example", f"/c/{LINK.locator}", "")
    assert address.fragment == LINK.secret


def test_what_is_stored_recognises_the_secret_and_is_the_published_hash():
    raw = bytes(range(16))
    assert stored_mark("AAECAwQFBgcICQoLDA0ODw") == hashlib.sha256(b"dse1/link" + raw).digest()
    check_secret(LINK.secret, stored_mark(LINK.secret))


@pytest.mark.parametrize("secret", ["", "x" * 21, "x" * 23, "AAECAwQFBgcICQoLDA0OD=", "AAECAwQFBgcICQoLDA0ODx", "中" * 22, LINK.locator])
def test_a_secret_that_is_not_the_one_sent_is_refused(secret: str):
    with pytest.raises(LinkClosed):
        check_secret(secret, stored_mark(LINK.secret))


def test_the_stage_body_opens_before_the_end_of_its_stage_only():
    assert open_body(LINK, SHARE, SEALED, BINDING, now=999) == "半天、片区".encode()
    with pytest.raises(LinkClosed):
        open_body(LINK, SHARE, SEALED, BINDING, now=1000)


@pytest.mark.parametrize("change", [{"stage": "B"}, {"expires": 2000}, {"locator": new_link(ENTROPY).locator}])
def test_a_body_bound_elsewhere_stays_closed(change: dict[str, Any]):
    with pytest.raises(LinkClosed):
        open_body(LINK, SHARE, SEALED, replace(BINDING, **change), now=1)


def test_neither_the_database_nor_the_gateway_alone_opens_a_body():
    for link, share in ((Link(LINK.locator, new_link(ENTROPY).secret), SHARE), (LINK, b"\x01" * 32)):
        with pytest.raises(LinkClosed):
            open_body(link, share, SEALED, BINDING, now=1)


@pytest.mark.parametrize("spoiled", [b"", SEALED[:-1], SEALED[:-1] + bytes([SEALED[-1] ^ 1])])
def test_a_changed_body_stays_closed(spoiled: bytes):
    with pytest.raises(LinkClosed):
        open_body(LINK, SHARE, spoiled, BINDING, now=1)


def test_bodies_have_one_length_for_members_and_standbys():
    assert len({len(seal_body(LINK, SHARE, bytes(size), BINDING, ENTROPY)) for size in (0, 1, 2044)}) == 1
    with pytest.raises(ContentTooLong):
        seal_body(LINK, SHARE, bytes(2045), BINDING, ENTROPY)


def test_a_link_shown_for_debugging_hides_its_secret():
    assert LINK.secret not in repr(LINK)
