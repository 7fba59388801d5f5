"""Every route of the application, by group; each file parses, calls one use case, presents."""

from __future__ import annotations

from flask_openapi3.openapi import OpenAPI

from api.routes import assets, console, desk, health, link, my, sign_in, v1


def register(app: OpenAPI) -> None:
    for pages in (assets.pages, health.pages, link.pages, my.pages, sign_in.pages, *console.PAGES):
        app.register_blueprint(pages)
    for api in (*v1.APIS, desk.api):
        app.register_api(api)
