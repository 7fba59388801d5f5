"""The shipped samples are what the generator makes today, and every one of them can be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dispatch.adapters.sheets import read_lines
from dispatch.intake import shipped
from dispatch.intake.application import read_application
from dispatch.intake.bidders import read_bidders
from dispatch.intake.demo_shape import HOST, PARTNERS
from dispatch.intake.documents import read_document
from dispatch.intake.generate import write_samples
from dispatch.intake.pool_rows import PoolReading, read_pool
from dispatch.intake.relations import RELATION_KINDS, read_relations
from dispatch.intake.venues import read_venues
from policies.vocabulary.tender import Tender
from tests.intake.builders import TODAY


def pool(path: Path) -> PoolReading:
    return read_pool(read_lines(path), demo=True, on=TODAY)


def application(nth: int) -> Tender:
    return read_application(read_document(shipped.APPLICATIONS[nth].read_bytes(), ".yaml"), demo=True)


def holding(prefix: str, path: Path) -> int:
    return sum(any(held.code.startswith(prefix) for held in expert.specialties) for expert in pool(path).experts)


def test_shipped_files_are_byte_for_byte_what_the_generator_writes(tmp_path: Path) -> None:
    write_samples(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in shipped.SAMPLES.iterdir() if path.suffix in (".csv", ".yaml")}


def test_shipped_pools_are_read_without_error_or_warning() -> None:
    city, partners = pool(shipped.POOL), pool(shipped.PARTNERS)
    assert (len(city.experts), city.errors, city.warnings) == (603, (), ())
    assert (len(partners.experts), partners.errors, partners.warnings) == (600, (), ())
    assert Counter(expert.region for expert in partners.experts) == dict.fromkeys(PARTNERS, 120)


def test_shipped_relations_show_every_kind_about_known_experts() -> None:
    known = {expert.no for expert in pool(shipped.POOL).experts}
    found = read_relations(read_lines(shipped.RELATIONS), demo=True, known=known)
    assert (found.errors, found.warnings, {relation.kind for relation in found.relations}) == ((), (), set(RELATION_KINDS))
    assert len(read_relations(read_lines(shipped.EQUITY), demo=True).equity) == 3


def test_six_shipped_venues_receive_every_shipped_expert() -> None:
    venues = read_venues(read_document(shipped.VENUES.read_bytes(), ".yaml"))
    received = {region for venue in venues for region in venue.regions}
    assert [venue.region for venue in venues] == [HOST, *PARTNERS]
    assert {expert.region for path in (shipped.POOL, shipped.PARTNERS) for expert in pool(path).experts} <= received


@pytest.mark.parametrize(("nth", "committee", "reps", "subvenues"), [(0, 5, 0, 0), (1, 7, 0, 0), (2, 7, 1, 2), (3, 5, 0, 0), (4, 5, 0, 0)])
def test_shipped_applications_have_the_committees_they_show(nth: int, committee: int, reps: int, subvenues: int) -> None:
    tender = application(nth)
    assert (tender.committee, tender.reps, tender.n_subvenues) == (committee, reps, subvenues)


def test_shipped_procurement_is_above_ten_million_yuan() -> None:
    assert application(1).law_family == "procurement" and application(1).budget_fen >= 1_000_000_000


def test_rare_specialty_is_too_scarce_at_home_and_found_among_neighbours() -> None:
    wanted = application(3).seats[0]
    assert wanted.codes == ("A083303",)
    assert holding("A083303", shipped.POOL) < wanted.count
    assert holding("A0833", shipped.PARTNERS) >= 5 * wanted.count


def test_last_application_asks_for_what_nobody_holds() -> None:
    assert [holding(application(4).seats[0].codes[0][:3], path) for path in (shipped.POOL, shipped.PARTNERS)] == [0, 0]


@pytest.mark.parametrize("nth", range(5))
def test_shipped_bidder_lists_belong_to_their_applications(nth: int) -> None:
    bidders = read_bidders(read_document(shipped.BIDDERS[nth].read_bytes(), ".yaml"), demo=True)
    assert bidders.id == application(nth).id and len(bidders.units) == 5
