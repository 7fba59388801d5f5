"""委员会的结构约束: one expert of an employer, kin apart, and for a remote evaluation how many sit where; as rules of a draw.

What is returned goes into the draw's manifest word for word (docs/spec/draw-protocol.md §3), so that anybody can check it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor
from typing import Any

from policies.areas import area_of
from policies.calendar import local_day
from policies.profiles import PolicyDay, Profile
from policies.refusals import SubvenuesTooSmall
from policies.sources import cite
from policies.vocabulary.bar import Bar
from policies.vocabulary.rule import committee_rule
from policies.vocabulary.source import Source
from policies.vocabulary.tender import Tender

VdRule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class VenueChoice:
    """How many sub-venues are drawn, and how many experts each of them takes at least and at most."""

    count: int
    least: int
    most: int

    def at_venue(self, seats: int) -> tuple[int, int] | None:
        """The bounds of a venue that can seat so many of one committee; None if it cannot take its share."""
        return (self.least, min(self.most, seats)) if seats >= self.least else None

    def require(self, usable: int) -> None:
        """Raises SubvenuesTooSmall if fewer venues are usable than must be drawn."""
        if usable < self.count:
            raise SubvenuesTooSmall(least=self.least, usable=usable, wanted=self.count)


@dataclass(frozen=True, slots=True)
class ManifestRules:
    """`rules` for the manifest, each with its ground in the same order; `venues` for a remote evaluation."""

    rules: tuple[VdRule, ...]
    grounds: tuple[Bar, ...]
    venues: VenueChoice | None = None


@committee_rule(
    "R10",
    source=cite("OLD-EMPLOYER"),
    says="同一委员会中同一单位不超过{cap}人，近亲属和登记为不宜同组的人不得同组",
    says_en="on one committee at most {cap} of one employer, and no near relatives or pairs that are kept apart on record",
)
def colleagues_and_kin(tender: Tender, rules: PolicyDay) -> tuple[VdRule, ...]:
    return {"rule": "group_cap", "cap": rules.count("panel.employer_cap")}, {"rule": "apart"}


@committee_rule(
    "YD-01",
    source=cite("SETTING"),
    says="远程异地评标中主场本地专家不超过{most}人",
    says_en="in a remote evaluation at most {most} experts from the host's area",
)
def few_locals(tender: Tender, rules: PolicyDay) -> int:
    """⌊n × share⌋ of the whole committee, and no more than a region allows; a representative counts in n, not among the local experts."""
    return min(floor(rules.share("panel.local_share") * tender.committee), rules.count("panel.local_most"))


@committee_rule(
    "YD-02",
    source=cite("SETTING"),
    says="每个副场至少{least}名、至多{most}名专家",
    says_en="at least {least} and at most {most} experts at every sub-venue",
)
def spread_over_subvenues(tender: Tender, rules: PolicyDay) -> VenueChoice:
    """Enough at each sub-venue that no more than the local share is left for the host, as far as whole numbers allow.

    Without this, experts of partner areas whose venue was not drawn could fill the host's rooms.
    """
    count = tender.n_subvenues
    remote = tender.experts - few_locals(tender, rules)
    least = max(rules.count("panel.subvenue_least"), min(ceil(remote / count), tender.experts // count))
    most = min(rules.count("panel.subvenue_most"), tender.experts - (count - 1) * least)
    return VenueChoice(count, least, max(least, most))


def manifest_rules(tender: Tender, profile: Profile, local: tuple[str, ...] | None = None) -> ManifestRules:
    """The rules of a draw for this tender, as in force on the day of evaluation.

    `local` are the regions of the pool that count as the host's own, as written in the pool; by default the host's area.
    """
    rules = profile.on(local_day(tender.opening_at))
    shared = colleagues_and_kin(tender, rules)
    ground = colleagues_and_kin.bar({"cap": shared[0]["cap"]}, rules.own_source("panel.employer_cap"))
    if tender.n_subvenues == 0:
        return ManifestRules(shared, (ground, ground))
    most, venues = few_locals(tender, rules), spread_over_subvenues(tender, rules)
    home = sorted(local if local is not None else (area_of(tender.host_centre),))
    local_rules: tuple[VdRule, ...] = ({"rule": "region_max", "regions": home, "max": most},) if home else ()
    spread = spread_over_subvenues.bar({"least": venues.least, "most": venues.most}, rules.own_source("panel.subvenue_least"))
    return ManifestRules(
        (*shared, *local_rules), (ground, ground, few_locals.bar({"most": most}, _source_of_locals(rules)), spread), venues
    )


def _source_of_locals(rules: PolicyDay) -> Source | None:
    return rules.own_source("panel.local_most") or rules.own_source("panel.local_share")


def publication(tender: Tender, profile: Profile) -> datetime:
    """Before this moment no transcript is published, whatever happens: the planned end, and the profile's delay after it."""
    delay = profile.on(local_day(tender.opening_at)).count("intervals.publication")
    return tender.opening_at + tender.duration + timedelta(hours=delay)
