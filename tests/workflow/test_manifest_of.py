"""What a draw's manifest commits to: the rules of who may be drawn, and no setting of anything else."""

from __future__ import annotations

from datetime import date

from dispatch.workflow.manifest_of import eligibility
from policies.profiles import profile

DAY = date(2026, 12, 1)


def test_a_profile_that_draws_otherwise_is_another_commitment():
    assert eligibility(profile("standby-two"), DAY) != eligibility(profile("gansu-draft"), DAY)


def test_what_does_not_concern_the_draw_changes_no_seed():
    """Hebei changes only who sees what."""
    assert set(profile("hebei").changes) == {"disclosure.V3", "disclosure.V6"}
    assert eligibility(profile("hebei"), DAY) == eligibility(profile("gansu-draft"), DAY)
    tables = {name.partition(".")[0] for name, _ in eligibility(profile(), DAY)}
    assert tables == {"panel", "screening", "ladder"}
