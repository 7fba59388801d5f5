"""Typed names of things: a tender number is not a draw number, even where both are text."""

from __future__ import annotations

from typing import NewType

ExpertNo = NewType("ExpertNo", str)  # 专家编号: unique within the pool; lives in the registry only
TenderId = NewType("TenderId", str)  # "<project number>/<section>"; unknown to the worker
DrawId = NewType("DrawId", str)  # hex32, m of the manifest
PoolId = NewType("PoolId", str)  # hex32, pseudonymous id of one expert in one draw
VenueId = NewType("VenueId", str)
RoomId = NewType("RoomId", str)
BoothId = NewType("BoothId", str)
RegionCode = NewType("RegionCode", str)  # GB/T 2260, six digits
