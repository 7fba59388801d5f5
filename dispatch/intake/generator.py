"""造演示专家: invented people in the shape of a real city's pool, by the thousand or the million.

Every number is a demo value with true checksums; names are put together from tables. The same entropy gives the same people.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from dispatch.intake import demo_names as names
from dispatch.intake import demo_values as values
from dispatch.intake.demo_shape import CITY, Shape, split, weights
from dispatch.intake.demo_values import Chance
from dispatch.intake.specialties import DEMO_EDITION
from dispatch.kernel.ports import Entropy
from policies.vocabulary.expert import Bank, Category, Contact, Expert, Identity, Specialty, Standing
from policies.vocabulary.ids import ExpertNo, RegionCode

ON = date(2026, 12, 1)  # ages and years of practice are made as of this day
_YOUNGEST, _OLDEST = 36 * 365, 71 * 365
_LAST_SEQUENCE = 999  # of the people born on one day
_HOW_MANY = (1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5)
_MOST_CODES = 4  # before a scarce one is added
_NEAR, _SAME_ROOT = 0.45, 0.85  # chance that a further specialty is near the main one; or at least of its root


def generate_pool(n: int, entropy: Entropy, *, shape: Shape = CITY) -> Iterator[Expert]:
    """`n` invented experts; regions and main fields exactly in the shape's proportions, everything else by chance."""
    maker = _Maker(Chance(entropy), shape, n)
    regions, roots = split(n, shape.regions), split(n, shape.roots)
    stride = _stride(n)
    for index in range(n):
        yield maker.expert(index, RegionCode(regions[index]), roots[index * stride % n])


@dataclass(slots=True)
class _Maker:
    chance: Chance
    shape: Shape
    n: int
    sequences: dict[tuple[date, bool], int] = field(default_factory=dict)

    def expert(self, index: int, region: RegionCode, root: str) -> Expert:
        chance, serial = self.chance, self.shape.first_serial + index
        codes = self._codes(index, root)
        birth = self._with_numbers_left(ON - timedelta(days=_YOUNGEST + int(chance.share() ** 1.4 * (_OLDEST - _YOUNGEST))))
        field_since = birth + timedelta(days=22 * 365 + chance.below(5 * 365))
        admitted = max(date(2014, 1, 1) + timedelta(days=chance.below(4200)), field_since + timedelta(days=8 * 366))
        category = _category(codes[0])
        employer, code = self._employer()
        return Expert(
            no=ExpertNo(f"{self.shape.prefix}{index + 1:06d}"), identity=self._identity(birth), contact=Contact(values.demo_phone(serial)),
            bank=self._bank(serial), birth=birth, employer=employer, employer_uscc=code,
            title=chance.one_of(names.TITLES[category]), specialties=tuple(Specialty(DEMO_EDITION, code) for code in codes),
            category=category, region=region, field_since=field_since, on_job=bool(employer), admitted_at=min(admitted, ON),
            standing=self._standing(),
        )  # fmt: skip

    def _codes(self, index: int, root: str) -> list[str]:
        codes = [_pick(self.chance, root)]
        wanted = self.chance.one_of(_HOW_MANY)
        for _ in range(3 * wanted):  # a specialty met twice is no new one, so a few tries more
            luck = self.chance.share()
            code = _pick(self.chance, codes[0][:3] if luck < _NEAR else root if luck < _SAME_ROOT else "A")
            if code not in codes and len(codes) < wanted:
                codes.append(code)
        scarce = self._scarce(index)
        return [*codes[:_MOST_CODES], scarce] if scarce else codes

    def _scarce(self, index: int) -> str | None:
        """The few holders of scarce specialties stand evenly apart, always in the same lines; it is never their main one."""
        places = [code for code, count in self.shape.scarce for _ in range(count)]
        every = max(1, self.n // (len(places) + 1))
        nth, rest = divmod(index + 1, every)
        return places[nth - 1] if rest == 0 and 1 <= nth <= len(places) else None

    def _with_numbers_left(self, birth: date) -> date:
        """This day, or in a pool of a million the day before it for which there are still identity numbers: a day has a thousand."""
        while any(self.sequences.get((birth, male), 0) > _LAST_SEQUENCE for male in (True, False)):
            birth -= timedelta(days=1)
        return birth

    def _identity(self, birth: date) -> Identity:
        male = self.chance.share() < 0.68
        sequence = self.sequences.get((birth, male), self.shape.first_sequence + (1 if male else 0))
        self.sequences[birth, male] = sequence + 2
        number = values.demo_citizen_id(birth, sequence)
        return Identity(names.person(self.chance, male=male), "男" if male else "女", "居民身份证", number)

    def _bank(self, serial: int) -> Bank:
        branch = self.chance.below(9)
        return Bank(f"示例银行{names.BRANCHES[branch]}支行", values.demo_cnaps(5510, branch + 1), values.demo_card(serial))

    def _employer(self) -> tuple[str, str]:
        """A few large employers, many with one or two experts; some people have retired and have none."""
        luck = self.chance.share()
        if luck < 0.06:
            return "", ""
        large = max(1, self.n // 120)
        nth = self.chance.below(large) if luck < 0.18 else large + int(max(3, self.n * 0.4) * self.chance.share() ** 1.3)
        return names.employer(self.shape.first_employer + nth)

    def _standing(self) -> Standing:
        luck = self.chance.share()
        return Standing.SUSPENDED if luck < 0.015 else Standing.LEFT if luck < 0.025 else Standing.ACTIVE


def _category(code: str) -> Category:
    if code.startswith("C06"):
        return Category.LEGAL
    return Category.ECONOMIC if code.startswith(("A06", "C03", "C04", "C05")) else Category.TECHNICAL


def _pick(chance: Chance, group: str) -> str:
    """A specialty whose code begins with `group`, by weight; the whole root where nobody may hold one of the group."""
    codes, bounds = _table(group)
    if not codes:
        codes, bounds = _table(group[0])
    return codes[bisect(bounds, chance.share() * bounds[-1])]


_TABLES: dict[str, tuple[list[str], list[float]]] = {}


def _table(group: str) -> tuple[list[str], list[float]]:
    if group not in _TABLES:
        chosen = [(code, weight) for code, weight in weights().items() if code.startswith(group) and weight > 0]
        _TABLES[group] = ([code for code, _ in chosen], list(accumulate(weight for _, weight in chosen)))
    return _TABLES[group]


def _stride(n: int) -> int:
    """A step through 0 … n − 1 that meets every place once, so that fields and regions mix."""
    step = max(1, int(n * 0.618))
    while _common(step, n) > 1:
        step += 1
    return step


def _common(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
