"""中心自备的规则: profiles and classifications that a centre keeps in its own data directory, beside those that ship."""

from __future__ import annotations

from pathlib import Path

from policies import profiles, specialties


def look_in(data_dir: Path) -> None:
    """From now on `profiles/*.yaml` and `specialties/*.csv` of this directory count before what ships."""
    profiles.look_in(data_dir / "profiles")
    specialties.look_in(data_dir / "specialties")
