"""Every word that the papers print for a token is there."""

from __future__ import annotations

import pytest

from dispatch.documents.words import VACANCIES
from dispatch.notify.call_out import COMING, PENDING, CallState, vacancy_reason


@pytest.mark.parametrize("state", sorted(set(CallState) - COMING - PENDING - {CallState.REPLACED}))
@pytest.mark.parametrize("refusal", ["", "RF1", "RF5"])
def test_every_reason_for_which_a_seat_falls_vacant_has_its_words(state: CallState, refusal: str) -> None:
    assert vacancy_reason(state, refusal) in VACANCIES
