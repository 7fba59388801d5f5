"""随附样例: where the sample files are that the generator made and that a demonstration starts from."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
POOL = SAMPLES / "pool.csv"
PARTNERS = SAMPLES / "partners.csv"
RELATIONS = SAMPLES / "relations.csv"
EQUITY = SAMPLES / "equity.csv"
VENUES = SAMPLES / "venues.yaml"
APPLICATION_NAMES = ("works-5", "procurement-7", "remote-7", "rare-specialty", "unfillable")
APPLICATIONS = tuple(SAMPLES / f"application-{nth}-{name}.yaml" for nth, name in enumerate(APPLICATION_NAMES, start=1))
BIDDERS = tuple(SAMPLES / f"bidders-{nth}.yaml" for nth in range(1, len(APPLICATION_NAMES) + 1))
