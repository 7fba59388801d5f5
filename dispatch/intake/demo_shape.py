"""演示专家库的形状: how many experts where, in which main field, and how unevenly the specialties are spread.

Source: docs/domain/05-identifiers-and-data.md §6, demo pool shape (reported city: 603 experts, 429 city + 174 county; goods 265,
works 270, services 68).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from dispatch.intake.specialties import leaves
from policies.vocabulary.ids import RegionCode

CITY_EXPERTS = 603
PARTNER_EXPERTS = 120
HOST = RegionCode("430100")
PARTNERS = tuple(RegionCode(code) for code in ("430200", "430300", "430400", "430600", "430700"))
UNHELD = ("C140000",)  # held by nobody anywhere: the application that cannot be filled
CROWDED = {"A080104": 3.6, "A060101": 3.3, "A050101": 3.3, "B013202": 0.75}  # weight of a specialty that many hold
SCARCE = {"A083301": 0.0, "A083302": 0.0, "A083303": 0.0, "B014807": 0.0}  # handed out by count, see Shape.scarce


@dataclass(frozen=True, slots=True)
class Shape:
    """The parts of one pool; shares need not sum to one. `scarce`: so many experts hold this code, however large the pool."""

    prefix: str
    regions: tuple[tuple[RegionCode, int], ...]
    roots: tuple[tuple[str, int], ...]
    scarce: tuple[tuple[str, int], ...]
    first_employer: int = 0
    first_serial: int = 0
    first_sequence: int = 0  # of the identity numbers of one birth date; even


CITY = Shape(
    prefix="CS",
    regions=((HOST, 429), (RegionCode("430121"), 70), (RegionCode("430181"), 60), (RegionCode("430182"), 44)),
    roots=(("B", 265), ("A", 270), ("C", 68)),
    scarce=(("A083303", 1), ("A083301", 2), ("A083302", 1), ("B014807", 0)),
)
_PARTNER = Shape("", (), CITY.roots, (("A083303", 1), ("A083301", 2), ("A083302", 2), ("B014807", 1)))


def partner(region: RegionCode) -> Shape:
    """The pool of a partner city; its employers, numbers, phones and cards are other ones than the host's."""
    nth = PARTNERS.index(region) + 1
    own = replace(_PARTNER, first_employer=100_000 * nth, first_serial=10_000_000 * nth, first_sequence=500 + 80 * nth)
    return replace(own, prefix=f"P{nth}", regions=((region, 1),))


@cache
def weights() -> dict[str, float]:
    """How likely a specialty is: a heavy tail, crowded ones on top, scarce and unheld ones at zero."""
    tail = {code: 1.0 / (5 + rank % 23) for rank, code in enumerate(sorted(leaves(), key=lambda code: code[::-1]))}
    return tail | CROWDED | SCARCE | dict.fromkeys(UNHELD, 0.0)


def split(total: int, shares: tuple[tuple[str, int], ...]) -> list[str]:
    """`total` names in proportion to their shares, by largest remainder."""
    whole = sum(share for _, share in shares)
    counts = {name: total * share // whole for name, share in shares}
    by_remainder = sorted(shares, key=lambda pair: total * pair[1] % whole, reverse=True)
    for name, _ in by_remainder[: total - sum(counts.values())]:
        counts[name] += 1
    return [name for name, count in counts.items() for _ in range(count)]
