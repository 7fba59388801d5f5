"""Which key epoch a day belongs to: personal data and accounts change keys each quarter, telephone keys each month.

Source: docs/spec/sealing.md §2, key hierarchy and rotation.
"""

from __future__ import annotations

from datetime import datetime


def epochs_at(now: datetime) -> dict[str, str]:
    """Purpose → epoch in force; hand each pair to the key store's `rotate`, which does nothing where it is in force already."""
    quarter = f"{now.year}Q{(now.month + 2) // 3}"
    month = f"{now.year}-{now.month:02d}"
    return {"pii": quarter, "bank": quarter, "notify": month, "shred": month}
