"""A page stands behind TLS, except on the machine itself."""

from __future__ import annotations

import pytest

from dispatch.kernel.addresses import site_of


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost"])
def test_on_the_machine_itself_a_page_needs_no_certificate(host: str) -> None:
    assert site_of(host) == f"http://{host}"


@pytest.mark.parametrize("host", ["ggzy.example", "ggzy.example:8443", "localhost.example", "10.0.0.1"])
def test_everywhere_else_it_stands_behind_tls(host: str) -> None:
    assert site_of(host) == f"https://{host}"
