"""/api/v1: what may be read, for programs; described by /api/v1/openapi.json."""

from __future__ import annotations

from api.routes.v1 import about, draws, fees, log, tenders, venues

APIS = (about.api, tenders.api, draws.api, log.api, venues.api, fees.api)
