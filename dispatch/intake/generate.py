"""Writes the shipped sample files again, always the same: `python -m dispatch.intake.generate OUTDIR`."""

from __future__ import annotations

import sys
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from dispatch.intake.demo_names import employer
from dispatch.intake.demo_shape import CITY_EXPERTS, PARTNER_EXPERTS, PARTNERS, partner
from dispatch.intake.demo_tenders import demo_applications, demo_bidders
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.demo_venues import demo_venues
from dispatch.intake.generator import generate_pool
from dispatch.intake.shipped import APPLICATIONS, BIDDERS, EQUITY, POOL, RELATIONS, VENUES
from dispatch.intake.shipped import PARTNERS as PARTNERS_FILE
from dispatch.intake.writing import equity_csv, pool_csv, relations_csv
from policies.vocabulary.expert import Equity, Expert, Relation

SEED = "expert-dispatch samples 1"


def write_samples(out: Path) -> None:
    """All sample files into `out`, which is made if needed."""
    out.mkdir(parents=True, exist_ok=True)
    pool = tuple(generate_pool(CITY_EXPERTS, entropy_from(SEED)))
    partners = chain.from_iterable(
        generate_pool(PARTNER_EXPERTS, entropy_from(f"{SEED} {region}"), shape=partner(region)) for region in PARTNERS
    )
    applications = demo_applications()
    (out / POOL.name).write_bytes(pool_csv(pool))
    (out / PARTNERS_FILE.name).write_bytes(pool_csv(partners))
    (out / RELATIONS.name).write_bytes(relations_csv(_relations(pool, applications)))
    (out / EQUITY.name).write_bytes(equity_csv(_equity(applications)))
    _write_yaml(out / VENUES.name, demo_venues())
    for nth, application in enumerate(applications):
        _write_yaml(out / APPLICATIONS[nth].name, application)
        _write_yaml(out / BIDDERS[nth].name, demo_bidders(application, nth))


def _relations(pool: tuple[Expert, ...], applications: list[dict[str, Any]]) -> list[Relation]:
    """One relation of every kind, and a former or present tie to each tenderer."""
    day = date(2024, 3, 1)
    tenderers = [application["tenderer"] for application in applications]
    nos = [expert.no for expert in pool[5::40]]
    builders = [employer(serial) for serial in range(12, 16)]
    ties = [Relation(nos[nth], "曾任职", unit["name"], unit["uscc"], date(2015, 7, 1), day, "", "") for nth, unit in enumerate(tenderers)]
    return [
        *ties,
        Relation(nos[5], "任职", *builders[0], date(2020, 1, 1), None, "", "兼职技术顾问"),
        Relation(nos[6], "近亲属任职", *builders[1], date(2019, 9, 1), None, "", ""),
        Relation(nos[7], "持股", *builders[2], day, None, "12%", ""),
        Relation(nos[8], "编制参与", tenderers[2]["name"], tenderers[2]["uscc"], date(2026, 5, 1), date(2026, 6, 30), "", "参与可行性研究"),
        Relation(nos[9], "同项目前期评审", tenderers[0]["name"], tenderers[0]["uscc"], date(2026, 8, 1), date(2026, 8, 1), "", ""),
        Relation(nos[10], "争议", *builders[3], date(2025, 2, 1), date(2025, 9, 30), "", ""),
        Relation(nos[11], "监管人员", "示例市公共资源交易监督管理局", "", date(2022, 1, 1), None, "", ""),
        Relation(nos[12], "不宜同组", nos[13], "", None, None, "", ""),
    ]


def _equity(applications: list[dict[str, Any]]) -> list[Equity]:
    """A tenderer that owns a builder outright, and a builder that holds part of another."""
    owner = applications[0]["tenderer"]
    since = date(2018, 1, 1)
    return [
        Equity(owner["name"], owner["uscc"], *employer(6), "100%", since, None),
        Equity(*employer(6), *employer(16), "51%", since, None),
        Equity(*employer(12), *employer(13), "30%", since, date(2025, 12, 31)),
    ]


def _write_yaml(path: Path, document: dict[str, Any]) -> None:
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=140)
    path.write_text("# 演示数据，全部虚构 · demonstration data, all invented\n" + text, encoding="utf-8")


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]))
