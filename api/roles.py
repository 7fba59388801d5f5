"""Which roles a route is for: declared at the route, checked once before every request; a route that declares none stops the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from api.context import viewer
from api.refusals import NotSignedIn, RoleMayNot, RouteWithoutRoles
from dispatch.workflow.accounts import CONSOLE_ROLES
from policies.vocabulary.roles import Role

View = TypeVar("View", bound=Callable[..., Any])
EVERYBODY = (Role.PUBLIC,)
SIGNED_IN = CONSOLE_ROLES
_MARK = "allowed_roles"


def allowed(*roles: Role) -> Callable[[View], View]:
    """Declares who may use a route; Role.PUBLIC means anybody."""

    def mark(view: View) -> View:
        setattr(view, _MARK, frozenset(roles))
        return view

    return mark


def roles_of(view: Callable[..., Any]) -> frozenset[Role]:
    """The declared roles; none for a route that forgot."""
    declared: frozenset[Role] = getattr(view, _MARK, frozenset())
    return declared


def check_every_route(app: Flask) -> None:
    """Raises RouteWithoutRoles."""
    for rule in app.url_map.iter_rules():
        if not roles_of(app.view_functions[rule.endpoint]):
            raise RouteWithoutRoles(route=rule.rule)


def check_role() -> None:
    """Before every request, and before its parameters are looked at. Raises NotSignedIn, RoleMayNot."""
    if request.endpoint is None:
        return
    roles = roles_of(current_app.view_functions[request.endpoint])
    if Role.PUBLIC in roles:
        return
    if viewer().role is Role.PUBLIC:
        raise NotSignedIn()
    if viewer().role not in roles:
        raise RoleMayNot()
