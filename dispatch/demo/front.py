"""What an invented expert can reach: a link's page, a gate, a booth door; each call is one unit of work, as over HTTP."""

from __future__ import annotations

from typing import Any

from dispatch.bootstrap import Services
from dispatch.notify.call_out import Answer
from dispatch.workflow.check_in import check_in, enter_booth, leave_early
from dispatch.workflow.fee_answers import FEE_STAGES, answer_fee
from dispatch.workflow.gate_attempts import note_turned_away
from dispatch.workflow.links import read_stage
from dispatch.workflow.questions import CLEAR, answer_questions
from dispatch.workflow.questions import STAGE as QUESTIONS
from dispatch.workflow.replies import answer
from policies.vocabulary.refused import Refused


class Front:
    """Implements dispatch.adapters.simulated_people.Front over this process's own services."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def read(self, locator: str, secret: str) -> tuple[str, dict[str, Any]]:
        """The stage behind a link and its body; an expired link shows nothing."""
        try:
            with self._services.work(reads_only=True) as work:
                link, body = read_stage(locator, secret, work)
        except Refused:
            return "", {}
        return link.stage, body

    def answer(self, locator: str, secret: str, given: str, reason: str) -> str:
        try:
            with self._services.work() as work:
                link, _ = read_stage(locator, secret, work)
                if link.stage in FEE_STAGES:
                    return answer_fee(locator, secret, given, reason, work)
                if link.stage == QUESTIONS:
                    answer_questions(link.capability, given == CLEAR, work)
                    return given
                return answer(locator, secret, Answer(given), reason=reason, work=work).state.value
        except Refused as refusal:
            return refusal.code

    def check_in(self, venue_name: str, code: str, id_no: str) -> None:
        try:
            with self._services.work() as work:
                check_in(self._venue(venue_name), code, id_no, work)
        except Refused as refusal:  # the gate does not open: the seat was filled meanwhile
            with self._services.work() as work:
                note_turned_away(self._venue(venue_name), code, refusal, work)

    def enter_booth(self, venue_name: str, code: str) -> None:
        try:
            with self._services.work() as work:
                enter_booth(self._venue(venue_name), code, work)
        except Refused:
            return

    def leave_early(self, venue_name: str, code: str, reason: str) -> None:
        try:
            with self._services.work() as work:
                leave_early(self._venue(venue_name), code, reason=reason, approved=True, work=work)
        except Refused:
            return

    def _venue(self, name: str) -> str:
        with self._services.work(reads_only=True) as work:
            return next((venue.id for venue in work.uow.venues.all() if venue.name == name), "")
