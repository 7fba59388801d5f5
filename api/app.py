"""The web application: read pages, the page behind a message, and the API, over the services of one process."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, abort, g, request, session
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from flask_wtf.csrf import CSRFProtect

from api import routes
from api.console.menu import add_menu
from api.context import NAME
from api.headers import add_headers, choose_nonce, nonce
from api.language import add_languages
from api.limits import add_limits
from api.problems import add_problems, bad_parameters
from api.roles import check_every_route, check_role
from api.routes import desk, link
from api.sessions import ServerSideSessions, identify
from dispatch.bootstrap import Services
from dispatch.workflow.shown_log import is_embedded

LARGEST_FORM = 64 * 1024
_INFO = Info(
    title="expert-dispatch",
    version="1",
    description="评标专家抽取与派遣：只读接口，所见以披露矩阵为准。 Read-only; what is shown follows the visibility matrix.",
)


class WebApp(OpenAPI):
    """Flask with OpenAPI; an exception's message and values never reach a log line (api.problems numbers it)."""

    def log_exception(self, exc_info: object, /) -> None:
        return None


def make_app(services: Services) -> Flask:
    """The application over these services. Raises RouteWithoutRoles if a route forgot to say whom it is for."""
    app = WebApp(
        __name__,
        info=_INFO,
        doc_ui=False,
        static_folder=None,
        template_folder=str(Path(__file__).parent / "console" / "templates"),
        validation_error_callback=bad_parameters,
    )
    app.extensions[NAME] = services
    app.secret_key = services.means.keys.secret("web/forgery")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM, WTF_CSRF_TIME_LIMIT=None, PROPAGATE_EXCEPTIONS=False)
    app.url_map.merge_slashes = False  # it would answer //x with an absolute address made of whatever host the caller named
    app.session_interface = ServerSideSessions()
    routes.register(app)
    add_limits(app)
    _before_and_after(app)
    add_languages(app)
    add_menu(app)
    add_problems(app)
    check_every_route(app)
    return app


def _before_and_after(app: OpenAPI) -> None:
    app.before_request(choose_nonce)
    app.before_request(_who_asks)
    app.before_request(check_role)
    forgery = CSRFProtect(app)
    app.before_request(_refuse_nothing_bytes)
    forgery.exempt(link.pages)  # its secret comes in the body, no cookie speaks for anybody
    forgery.exempt(desk.api)  # each call bears its party's signature
    app.after_request(add_headers)
    with app.extensions[NAME].work(reads_only=True) as work:
        embedded = is_embedded(work)
    app.jinja_env.globals.update(nonce=nonce, embedded=embedded, demo=app.extensions[NAME].demo)


def _refuse_nothing_bytes() -> None:
    """No word has a zero byte in it, and PostgreSQL keeps none; whoever may not come here was turned away before."""
    form = () if request.blueprint == desk.api.name else request.form.values()  # a desk's body has a limit of its own
    sent = (*(request.view_args or {}).values(), *request.args.values(), *form)
    if any("\0" in value for value in sent if isinstance(value, str)):
        abort(400)


def _who_asks() -> None:
    g.viewer = identify(session)  # type: ignore[arg-type]
    g.role = g.viewer.role
