"""Each route names its roles, and each refusal is in what the API says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from api.app import make_app
from api.problems import known_refusals
from api.roles import roles_of
from dispatch.bootstrap import Settings
from dispatch.embedded import embed
from policies.vocabulary.roles import Role
from tests.architecture.test_refusals import REFUSALS


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("routes")
    return make_app(embed(Settings(data_dir=folder, demo=True)).services)


def test_every_route_names_its_roles(app: Flask):
    silent = [rule.rule for rule in app.url_map.iter_rules() if not roles_of(app.view_functions[rule.endpoint])]
    assert silent == []


def test_no_role_is_named_beside_everybody(app: Flask):
    for rule in app.url_map.iter_rules():
        roles = roles_of(app.view_functions[rule.endpoint])
        assert Role.PUBLIC not in roles or len(roles) == 1, rule.rule


def test_every_refusal_is_in_the_apis_own_list():
    assert {each.code for each in REFUSALS} - {each.code for each in known_refusals()} == set()
