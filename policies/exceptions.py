"""法定例外: how few bidders stop an opening, who is paid for coming in vain, how far a draw outlasts a new date."""

from __future__ import annotations

from datetime import datetime

from policies.calendar import local_day
from policies.fees import Fact
from policies.intervals import earliest_draw
from policies.profiles import PolicyDay, Profile
from policies.sources import cite
from policies.vocabulary.rule import committee_rule
from policies.vocabulary.tender import LawFamily, Method, Tender

_BY_BIDS = (Method.OPEN, Method.INVITED)
NONE = "none"


@committee_rule(
    "ZB-17",
    source=cite("ZBT-44"),
    says="投标人少于{least}个的，不得开标",
    says_en="with fewer than {least} bidders there is no opening",
)
def least_bidders(tender: Tender, rules: PolicyDay) -> int:
    """How many bidders an opening needs; 0 where the method is not one of open or invited bids."""
    if tender.law_family is LawFamily.PROCUREMENT and tender.method not in _BY_BIDS:
        return 0
    return rules.count_for("exceptions.bidders_least", tender.law_family)


def paid_for_coming(rules: PolicyDay, *, came: bool) -> Fact | None:
    """误工: which fact of the fee standard pays whoever came, or was told where to come, for an evaluation that never opened."""
    word = rules.ask("exceptions.came_in_vain", dict[str, str])["came" if came else "told"]
    return None if word == NONE else Fact(word)


def draw_outlasts(tender: Tender, drawn_at: datetime, profile: Profile) -> bool:
    """Whether a draw made at this time still holds for the tender as it is planned now (TM-04, TM-05 count from the old plan)."""
    rules = profile.on(local_day(tender.opening_at))
    if rules.word_for("exceptions.drawn_before", tender.law_family) == "keep":
        return True
    earliest = earliest_draw(tender, profile)
    return earliest is None or drawn_at >= earliest
