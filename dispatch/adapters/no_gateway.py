"""The port `Sms` where no gateway is set: nothing leaves and nothing is lost; messages wait, sealed, until one is set."""

from __future__ import annotations

from dispatch.adapters.refusals import GatewayMissing


class NoGateway:
    def send(self, phone: str, text: str, key: str) -> None:
        """Raises GatewayMissing; the message stays in the outbox."""
        raise GatewayMissing()
