"""Where a page of the service stands: always behind TLS, except on the machine itself."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def site_of(host: str) -> str:
    """`https://host`; on this machine, where no certificate can be had, `http://localhost:8080`."""
    scheme = "http" if is_on_this_machine(urlsplit(f"//{host}").hostname or "") else "https"
    return f"{scheme}://{host}"


def is_on_this_machine(name: str) -> bool:
    """True for `localhost` and the loopback addresses."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
