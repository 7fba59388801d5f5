"""拒绝理由: the codes that an expert or the system may give, and whether they count against the expert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from policies.dated import DATA, in_force, load_table

Counts = Literal["never", "by_rate", "by_library"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    said_by: Literal["expert", "system"]
    counts: Counts
    opens: str


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """One code, what it says, and what follows; `opens` names a check that it starts, if any."""

    code: str
    chinese: str
    said_by: str
    counts: Counts
    opens: str


@cache
def refusal_reasons(on: date) -> tuple[RefusalReason, ...]:
    """The codes of a day, RF1 first."""
    table = load_table(DATA / "refusal_codes.yaml", _Form)
    forms = ((code, value.title, in_force(value, on)) for code, value in table.items())
    return tuple(RefusalReason(code, title, form.said_by, form.counts, form.opens) for code, title, form in forms)


def refusal_reason(code: str, on: date) -> RefusalReason | None:
    """One code of a day; None if nobody may give it."""
    return next((reason for reason in refusal_reasons(on) if reason.code == code), None)
