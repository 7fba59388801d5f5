"""People with telephones: each does what its conduct says, and reaches the centre only by a link or a gate.

They outlive the centre: after a crash they go on as they were, and a gateway takes each key once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from dispatch.bootstrap import Services
from dispatch.intake.demo_values import demo_card
from dispatch.notify.call_out import Answer
from dispatch.workflow.check_in import check_in, enter_booth, leave_early
from dispatch.workflow.fee_answers import FEE_STAGES, answer_fee
from dispatch.workflow.links import read_stage
from dispatch.workflow.replies import answer
from policies.vocabulary.expert import Expert
from policies.vocabulary.refused import Refused

LINK = re.compile(r"/c/([\w-]{22})#([\w-]{22})")


@dataclass(frozen=True, slots=True)
class Conduct:
    """What one person does: how he replies, when he comes (minutes after check-in time), whether he leaves, what he says of his fee.

    Leave is asked for so long after reading, or at the full hour after that: then a message that left later changes nothing.
    """

    reply: str = "accept"  # or decline, silent
    reason: str = ""
    leave_after: timedelta | None = None
    on_the_hour: bool = False
    arrives: int | None = -20
    ill_after: timedelta | None = None  # from when he sat down
    fee: str = "accept"


COMES, DECLINES, SILENT, ABSENT = Conduct(), Conduct(reply="decline", reason="RF3"), Conduct(reply="silent"), Conduct(arrives=None)


def in_order(*conducts: Conduct, then: Conduct = COMES) -> Callable[[str, int], Conduct]:
    """The first who read their messages behave like this, everybody later like `then`."""
    return lambda phone, nth: conducts[nth - 1] if nth <= len(conducts) else then


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it arrived."""

    key: str
    phone: str
    text: str
    at: datetime

    @property
    def stage(self) -> str:
        return self.key.partition("/")[0]

    @property
    def link(self) -> tuple[str, str]:
        found = LINK.search(self.text)
        return (found[1], found[2]) if found else ("", "")


@dataclass(slots=True)
class People:
    """Implements the port `Sms`. `conduct` says of a phone, called for the nth time in all, what its owner does."""

    experts: dict[str, Expert]
    conduct: Callable[[str, int], Conduct] = lambda phone, nth: Conduct()
    letters: dict[str, Letter] = field(default_factory=dict)
    handed_over: list[tuple[str, str, str]] = field(default_factory=list)
    acts: list[tuple[datetime, str, str, tuple[str, ...]]] = field(default_factory=list)
    errands: dict[str, Callable[[Services], object]] = field(default_factory=dict)
    behaving: dict[str, Conduct] = field(default_factory=dict)
    refusals: list[tuple[str, Refused]] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: datetime.min
    called: int = 0
    keep: Callable[[Letter], None] = lambda letter: None

    @classmethod
    def of(cls, experts: Iterable[Expert], conduct: Callable[[str, int], Conduct] | None = None) -> People:
        known = {expert.contact.phone: expert for expert in experts}
        return cls(known, conduct) if conduct else cls(known)

    def send(self, phone: str, text: str, key: str) -> None:
        """The gateway takes each key once; whatever is handed over again is counted."""
        letter = Letter(key, phone, text, self.now())
        self.keep(letter)
        self.handed_over.append((key, phone, text))
        if key not in self.letters:
            self.receive(letter)

    def receive(self, letter: Letter) -> None:
        self.letters[letter.key] = letter
        if letter.link[0]:
            self.acts.append((letter.at + timedelta(minutes=2), "read", letter.phone, letter.link))

    def told(self, phone: str, stage: str = "A") -> tuple[str, str]:
        """The link that this person got for a stage."""
        return next(letter.link for letter in self.letters.values() if (letter.phone, letter.stage) == (phone, stage))

    def behaving_as(self, conduct: Conduct) -> str:
        """The phone of somebody who behaves like this."""
        return next(phone for phone, kept in self.behaving.items() if kept == conduct)

    def run_errand(self, at: datetime, name: str, errand: Callable[[Services], object]) -> None:
        """Somebody at the centre does this at a set hour; an errand that a crash interrupted is run again."""
        self.errands[name] = errand
        self._plan(at, "errand", name)

    def next_at(self) -> datetime | None:
        return min((act[0] for act in self.acts), default=None)

    def act(self, services: Services) -> bool:
        """Everybody does what is due; an act that a crash interrupted is done again."""
        now = self.now()
        due = sorted(act for act in self.acts if act[0] <= now)
        for act in due:
            self._do(act, services)
            self.acts.remove(act)
        return bool(due)

    def _do(self, act: tuple[datetime, str, str, tuple[str, ...]], services: Services) -> None:
        at, kind, phone, words = act
        try:
            getattr(self, f"_{kind}")(at, phone, words, services)
        except Refused as refusal:
            self.refusals.append((kind, refusal))

    def _errand(self, at: datetime, name: str, words: tuple[str, ...], services: Services) -> None:
        self.errands[name](services)

    def _read(self, at: datetime, phone: str, link: tuple[str, str], services: Services) -> None:
        with services.work(reads_only=True) as work:
            stage, body = read_stage(*link, work)
        if stage.stage == "A":
            self._reply(at, phone, link, services)
        elif stage.stage == "B":
            self._travel(at, phone, body)
        elif stage.stage in FEE_STAGES:
            self._judge_fee(at, phone, stage.stage, link)

    def _reply(self, at: datetime, phone: str, link: tuple[str, str], services: Services) -> None:
        conduct = self._conduct(phone, link[0])
        if conduct.reply != "silent":
            self._answer(at, phone, (*link, conduct.reply, conduct.reason), services)
        if conduct.leave_after:
            leaves = at + conduct.leave_after
            self._plan(_full_hour_after(leaves) if conduct.on_the_hour else leaves, "answer", phone, *link, "leave", "RF2")

    def _answer(self, at: datetime, phone: str, words: tuple[str, ...], services: Services) -> None:
        locator, secret, given, reason = words
        with services.work() as work:
            answer(locator, secret, Answer(given), reason=reason, work=work)

    def _travel(self, at: datetime, phone: str, body: dict[str, Any]) -> None:
        conduct = self.behaving.get(phone, Conduct())
        start = datetime.fromisoformat(body["time"].replace(" ", "T") + ":00+08:00")
        if conduct.arrives is not None:
            comes = max(start + timedelta(minutes=conduct.arrives), at + timedelta(minutes=10))
            self._plan(comes, "arrive", phone, str(body["venue"]), str(body["gate"]))

    def _arrive(self, at: datetime, phone: str, words: tuple[str, ...], services: Services) -> None:
        with services.work() as work:
            check_in(self._venue(words[0], services), words[1], self.experts[phone].identity.id_no, work)
        self._plan(at + timedelta(minutes=3), "enter", phone, *words)

    def _enter(self, at: datetime, phone: str, words: tuple[str, ...], services: Services) -> None:
        with services.work() as work:
            enter_booth(self._venue(words[0], services), words[1], work)
        ill_after = self.behaving.get(phone, Conduct()).ill_after
        if ill_after:
            self._plan(at + ill_after, "leave", phone, *words)

    def _leave(self, at: datetime, phone: str, words: tuple[str, ...], services: Services) -> None:
        with services.work() as work:
            leave_early(self._venue(words[0], services), words[1], reason="RF2", approved=True, work=work)

    def _judge_fee(self, at: datetime, phone: str, stage: str, link: tuple[str, str]) -> None:
        conduct = self.behaving.get(phone, Conduct())
        corrections = sum(letter.phone == phone and letter.key.startswith("returned/") for letter in self.letters.values())
        words = "核对" if stage == "fee" else demo_card(10_000 * (50 + corrections) + int(phone[-4:]))
        if conduct.fee != "silent":
            self._plan(at + timedelta(minutes=5), "fee", phone, *link, conduct.fee, words)

    def _fee(self, at: datetime, phone: str, words: tuple[str, ...], services: Services) -> None:
        locator, secret, given, said = words
        with services.work() as work:
            answer_fee(locator, secret, given, said, work)

    def _conduct(self, phone: str, locator: str) -> Conduct:
        if phone not in self.behaving:
            self.called += 1
            self.behaving[phone] = replace(self.conduct(phone, self.called))
        return self.behaving[phone]

    def _plan(self, at: datetime, kind: str, phone: str, *words: str) -> None:
        act = (at, kind, phone, words)
        if act not in self.acts:
            self.acts.append(act)

    def _venue(self, name: str, services: Services) -> str:
        with services.work(reads_only=True) as work:
            return next(venue.id for venue in work.uow.venues.all() if venue.name == name)


def _full_hour_after(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
