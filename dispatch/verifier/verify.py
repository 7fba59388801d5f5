"""All steps in their order: V01 to V13 once, V14 to V26 round by round, V27 and V28 at the end (spec §12)."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace

from dispatch.verifier.booths import the_booths_are_the_frozen_ones, the_booths_follow_from_the_seed
from dispatch.verifier.case import Case, Drawn, Opened, Standing, first_standing
from dispatch.verifier.commits import the_final_event_lists_all_others, the_parties_committed_to_this_pool, the_tender_number_opens
from dispatch.verifier.draw import the_result_was_logged, the_seats_follow, the_standbys_follow, the_walk_follows
from dispatch.verifier.ending import nothing_is_left_over, the_status_fits
from dispatch.verifier.events import plan_and_pool_come_first, the_events_are_signed_and_logged
from dispatch.verifier.form import the_file_has_the_specified_form
from dispatch.verifier.infeasible import the_round_was_infeasible
from dispatch.verifier.limit import Limit
from dispatch.verifier.lotteries import the_lottery_list_is_the_frozen_one
from dispatch.verifier.manifest import the_manifest_is_lawful
from dispatch.verifier.opening import the_round_is_lawfully_opened
from dispatch.verifier.pool import the_pairs_are_the_frozen_ones, the_pool_is_the_frozen_one
from dispatch.verifier.releases import the_releases_are_lawful
from dispatch.verifier.seed import the_beacon_is_right, the_seed_follows, the_values_reach_their_anchors
from dispatch.verifier.settlement import the_settlement_follows
from dispatch.verifier.trust import the_draw_fits_the_trust_file, the_final_checkpoint_is_cosigned
from dispatch.verifier.venues import the_venues_follow


@dataclass(frozen=True, slots=True)
class Verified:
    """A transcript that holds: the case, each round as re-done (None: infeasible), and how the committee stands at the end."""

    case: Case
    rounds: tuple[Drawn | None, ...]
    standing: Standing
    independent: bool  # whether trust data came by another way than the transcript


def verify(raw: bytes, trust_file: bytes | None, limit: Limit) -> Verified:
    """Re-does the draw from its transcript. Raises StepFailed with the first step that does not hold."""
    collecting = gc.isenabled()
    gc.disable()  # a file may hold millions of small lists and no cycle: looking for cycles would take most of the time
    try:
        return _verify(raw, trust_file, limit)
    finally:
        if collecting:
            gc.enable()


def _verify(raw: bytes, trust_file: bytes | None, limit: Limit) -> Verified:
    case = frozen_case(raw, trust_file, limit)
    standing, rounds = first_standing(case), list[Drawn | None]()
    for r in range(len(case.transcript["rounds"])):
        opened = the_round_is_lawfully_opened(case, r, standing)
        last_release = the_releases_are_lawful(case, opened)
        if opened.entry["kind"] == "infeasible":
            standing = the_round_was_infeasible(case, opened)
            rounds.append(None)
        else:
            standing, drawn = _drawn_round(case, opened, last_release)
            rounds.append(drawn)
    the_status_fits(case, standing)
    standing = nothing_is_left_over(case, standing)
    return Verified(case, tuple(rounds), standing, trust_file is not None)


def frozen_case(raw: bytes, trust_file: bytes | None, limit: Limit) -> Case:
    """V01 … V13: what was fixed before anybody could know the outcome, and that the record is whole."""
    transcript = the_file_has_the_specified_form(raw)
    manifest = the_manifest_is_lawful(transcript)
    quorum = the_draw_fits_the_trust_file(manifest, transcript["trust"], trust_file)
    checkpoint = the_final_checkpoint_is_cosigned(transcript["checkpoint"], quorum)
    events = the_events_are_signed_and_logged(transcript["events"], manifest, checkpoint, limit)
    pool_event = plan_and_pool_come_first(events, manifest)
    register = the_pool_is_the_frozen_one(transcript, manifest, pool_event)
    partners = the_pairs_are_the_frozen_ones(transcript, manifest, pool_event, register)
    case = Case(transcript, manifest, quorum, checkpoint, events, pool_event, register, partners, b"", limit)
    the_lottery_list_is_the_frozen_one(case, first_standing(case).problem(case))
    the_booths_are_the_frozen_ones(transcript["booths"], manifest, pool_event)
    frozen = the_parties_committed_to_this_pool(transcript, manifest, events, pool_event)
    the_final_event_lists_all_others(transcript, events)
    the_tender_number_opens(transcript["tender"], manifest)
    return replace(case, frozen=frozen)


def _drawn_round(case: Case, opened: Opened, last_release: int) -> tuple[Standing, Drawn]:
    """V16 … V25 of one drawn round; the standing after it and the round as re-done."""
    beta = the_beacon_is_right(case, opened)
    reveals = the_values_reach_their_anchors(case, opened)
    seed = the_seed_follows(case, opened, reveals, beta)
    standing = the_venues_follow(case, opened, seed)
    problem, drawn = the_walk_follows(case, opened, standing, seed)
    drawn = the_standbys_follow(case, opened, problem, drawn)
    drawn = the_seats_follow(case, opened, problem, drawn)
    standing = the_booths_follow_from_the_seed(case, opened, drawn, standing)
    the_result_was_logged(case, opened, seed, last_release)
    return the_settlement_follows(case, opened, problem, drawn, standing), drawn
