"""A gate that is guessed at: each attempt that is turned away stands in the log without any personal data, and few are allowed.

A gate code is short, so whoever may try as often as he likes finds one; whoever is stopped here is let in by people who check
his identity. How few is policy (`intervals.gate_tries_*`). The log knows the gate by a keyed mark of the day, the reason by its
code, and nothing of who stood there.
"""

from __future__ import annotations

from datetime import timedelta

from dispatch.workflow.refusals import NotExpectedHere, TooManyAttempts, WrongPerson
from dispatch.workflow.work import Work
from policies.calendar import LOCAL, local_day
from policies.intervals import gate_tries
from policies.profiles import profile
from policies.vocabulary.refused import Refused

LOOKED_AT = 500  # engineering: entries of the log from its end, more than any gate turns away within the time that counts
TURNED_AWAY = "gate-turned-away"


def note_turned_away(venue: str, code: str, refusal: Refused, work: Work) -> None:
    """Keeps one attempt that was refused, in a transaction of its own; what is refused for being too much is not kept again."""
    if isinstance(refusal, (NotExpectedHere, WrongPerson)):
        place, tried = _marks(venue, code, work)
        entry = {"e": TURNED_AWAY, "v": place, "c": tried, "why": refusal.code, "at": int(work.now.timestamp())}
        work.uow.log.append(entry, kind="attendance")


def stop_guessing(venue: str, code: str, work: Work) -> None:
    """Raises TooManyAttempts where this code, or this gate, has turned away too many within the last minutes."""
    place, tried = _marks(venue, code, work)
    most = gate_tries(profile(work.means.profile), local_day(work.now))
    since = int((work.now - most.within).timestamp())
    bodies = (entry.read() for entry in work.uow.log.entries(max(0, work.uow.log.size - LOOKED_AT)))
    recent = [body for body in bodies if body["e"] == TURNED_AWAY and body["v"] == place and body["at"] > since]
    if len(recent) >= most.per_venue or sum(body["c"] == tried for body in recent) >= most.per_code:
        raise TooManyAttempts(minutes=most.within // timedelta(minutes=1))


def _marks(venue: str, code: str, work: Work) -> tuple[str, str]:
    """Keyed marks of the gate and of the code on this day: equal for equal ones, and telling nobody which."""
    place = f"{work.now.astimezone(LOCAL).date()}|{venue}"
    gate, tried = (work.means.keys.mac("gate-attempt", words.encode()).hex() for words in (place, f"{place}|{code.strip()}"))
    return gate, tried
