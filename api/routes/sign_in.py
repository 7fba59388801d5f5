"""登录、退出、语言: the only routes that change a session."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Redirect

from api.context import services, viewer
from api.language import COOKIE, LANGUAGES
from api.limits import limited
from api.roles import EVERYBODY, SIGNED_IN, allowed
from dispatch.workflow.accounts import admit, as_typed, password_holds, sign_out
from dispatch.workflow.known_devices import kept_for, remember_device
from policies.vocabulary.roles import Role

YEAR = 31_536_000
pages = Blueprint("sign_in", __name__)


@pages.get("/")
@allowed(*EVERYBODY)
def start() -> Redirect:
    return redirect(url_for("sign_in.form") if viewer().role is Role.PUBLIC else url_for("today.page"))


@pages.get("/sign-in")
@allowed(*EVERYBODY)
def form() -> str:
    return render_template("sign_in.html", next=_local(request.args.get("next", "")), failed=False)


@pages.post("/sign-in")
@allowed(*EVERYBODY)
@limited("10 per minute")
def enter() -> Any:
    """The password is checked between two transactions; wrong, unknown and locked are one answer."""
    name, password = as_typed(request.form.get("name", "")), request.form.get("password", "")
    with services().work(reads_only=True) as work:
        account = work.uow.web.account(name)
    holds = password_holds(account, password)
    device = request.cookies.get(_device_cookie(), "")
    with services().work() as work:
        token = admit(name, holds, work, device)
        if token:
            sign_out(session.token, work)  # type: ignore[attr-defined]  # a former session of this browser ends with it
            device = remember_device(name, device, work)
        longest = int(kept_for(work).total_seconds())
    target = _local(request.form.get("next", ""))
    if token is None:
        return render_template("sign_in.html", next=target, failed=True), 403
    session.renew(token)  # type: ignore[attr-defined]
    answer = redirect(target or url_for("today.page"), 303)
    answer.set_cookie(_device_cookie(), device, max_age=longest, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    return answer


@pages.post("/sign-out")
@allowed(*SIGNED_IN)
def leave() -> Redirect:
    with services().work() as work:
        sign_out(session.token, work)  # type: ignore[attr-defined]
    return redirect(url_for("sign_in.form"), 303)


@pages.get("/language/<code>")
@allowed(*EVERYBODY)
def language(code: str) -> Redirect:
    back: Response | Redirect = redirect(_local(request.args.get("back", "")) or url_for("sign_in.start"), 303)
    if code in LANGUAGES:
        back.set_cookie(COOKIE, code, max_age=YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return back


def _device_cookie() -> str:
    return "__Host-device" if request.is_secure else "device"


def _local(address: str) -> str:
    """An address of this site, else nothing: nobody is led elsewhere."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and all(char.isprintable() for char in address)
    return address if plain and "\\" not in address else ""
