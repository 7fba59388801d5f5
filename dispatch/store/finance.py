"""Finance rows: fees, accounts, ledger and payment orders of a settlement."""

from __future__ import annotations

from sqlalchemy.orm import Session


class SqlFinance:
    """Fees and payments by settlement reference; knows no draw."""

    def __init__(self, session: Session) -> None:
        self._session = session
