"""A frozen pool as the supervisor alone sees it: the lists, and whom each hidden id stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.draw.frame import Frame


@dataclass(frozen=True, slots=True)
class Audited:
    """`handles` (hex16) and `employers` (an employer's key, "" for none) by pool id, carried members included."""

    frame: Frame
    handles: Mapping[str, str]
    employers: Mapping[str, str]
