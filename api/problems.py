"""From a refusal to an answer, once for every route: a problem document for programs, a page in two languages for people.

Nothing of the inside is shown: no traceback, no personal data; what was not foreseen gets a number to ask about.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import structlog
from flask import Flask, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed
from werkzeug.wrappers import Response as Answer

from api.context import services, viewer
from api.refusals import BadParameters, ColumnChosenTwice, NothingBrought, NotSignedIn, RoleMayNot
from dispatch.agents.refusals import CallNotSigned, ClocksDiffer
from dispatch.documents.refusals import NotTheirDocument, UnknownDocument
from dispatch.sealing.refusals import LinkClosed
from dispatch.workflow.experts.refusals import UnknownExpert
from dispatch.workflow.refusals import (
    NotAllowed,
    NotInLog,
    TooEarly,
    UnknownDraw,
    UnknownReason,
    UnknownTender,
    UnknownVenue,
)
from dispatch.workflow.shown import keep_denial
from policies.vocabulary.refused import Refused

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
CONFLICT = 409
_STATUS: dict[type[Refused], int] = {
    NotSignedIn: 401,
    CallNotSigned: 401,
    ClocksDiffer: 401,
    RoleMayNot: 403,
    NotAllowed: 403,
    NotTheirDocument: 403,
    UnknownDocument: 404,
    UnknownTender: 404,
    UnknownDraw: 404,
    UnknownVenue: 404,
    UnknownExpert: 404,
    NotInLog: 404,
    LinkClosed: 404,
    TooEarly: 409,
    BadParameters: 422,
    ColumnChosenTwice: 422,
    NothingBrought: 404,
    UnknownReason: 422,
}
_HTTP = {
    400: ("页面已过期或请求不完整；请返回后重新打开再试", "The page has expired or the request is incomplete; open it again"),
    404: ("没有这个页面；请从首页重新进入", "There is no such page; start again from the first one"),
    405: ("此地址不支持这种操作；请从首页重新进入", "This address does not support that; start again from the first page"),
    413: (
        "提交的内容过大；请减小后重试，超过64 MB的专家库文件请用命令行导入",
        "What was sent is too large; send less, and bring a pool file over 64 MB by the command line",
    ),
    429: ("请求过于频繁；请稍候一分钟再试", "Too many requests; wait a minute and try again"),
    503: (
        "系统正在写入大批数据，您的操作没有执行；请一分钟后再试",
        "Much is being stored just now, nothing was done; try again in a minute",
    ),
    500: ("系统内部错误，未改变任何数据；请记下编号联系值班人员", "An internal error, nothing was changed; note the number and call us"),
}
_FROM_ELSEWHERE = (
    "浏览器或反向代理没有表明请求来自本站；请从首页重新进入，仍不行请管理员核对反向代理是否原样转发 Host",
    "The browser or the proxy did not say that this comes from our own page; start again, or have the proxy pass on Host unchanged",
)


class Problem(BaseModel):
    """RFC 9457; `detail` is Chinese, `detail_en` English, `code` stable."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    detail_en: str


@dataclass(frozen=True, slots=True)
class KnownRefusal:
    """One code of the tree as the documentation lists it."""

    code: str
    status: int
    says: str
    says_en: str


def add_problems(app: Flask) -> None:
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, not_served)


def status_of(kind: type[Refused]) -> int:
    return next((_STATUS[base] for base in kind.__mro__ if base in _STATUS), CONFLICT)


def refused(refusal: Refused) -> Answer:
    """A request that stops. What the matrix refused is kept, in a transaction of its own."""
    if isinstance(refusal, NotAllowed):
        with services().work() as work:
            keep_denial(viewer(), refusal, work)
    if isinstance(refusal, NotSignedIn) and not _for_programs() and request.method == "GET":
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    status = status_of(type(refusal))
    return _answer(Problem(type=_type(refusal.code), title="请求被拒绝", status=status, code=refusal.code, **_sentences(refusal)))


def not_served(fault: HTTPException) -> Answer:
    """What the framework itself refuses, and what nobody foresaw."""
    status = 503 if _is_busy(fault) else fault.code or 500
    if fault.response is not None:
        return cast(Answer, fault.response)
    is_foreign = isinstance(fault, CSRFError) and "referrer" in str(fault.description)
    chinese, english = _FROM_ELSEWHERE if is_foreign else _HTTP.get(status, _HTTP[500] if status >= 500 else _HTTP[400])
    problem = Problem(
        type=_type(f"http.{status}"), title="请求未完成", status=status, code=f"http.{status}", detail=chinese, detail_en=english
    )
    answer = _answer(problem, number=_number(fault))
    if isinstance(fault, MethodNotAllowed) and fault.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(fault.valid_methods))  # RFC 9110 §15.5.6
    if status in (429, 503):
        answer.headers["Retry-After"] = "60"
    return answer


def _is_busy(fault: HTTPException) -> bool:
    """SQLite has one writer at a time; whoever waited half a minute for it may try again."""
    cause = fault.original_exception if isinstance(fault, InternalServerError) else None
    return isinstance(cause, OperationalError) and "locked" in str(cause.orig)


def bad_parameters(fault: ValidationError) -> Answer:
    """Parameters that do not fit: which ones, never what was sent."""
    names = "、".join(sorted({".".join(str(part) for part in error["loc"]) for error in fault.errors()}))
    return refused(BadParameters(names=names))


def known_refusals() -> tuple[KnownRefusal, ...]:
    """Every code that this process can answer with."""
    found = {kind.code: KnownRefusal(kind.code, status_of(kind), kind.says, kind.says_en) for kind in _tree(Refused)}
    return tuple(found[code] for code in sorted(found))


def _tree(kind: type[Refused]) -> Iterator[type[Refused]]:
    for below in kind.__subclasses__():
        yield below
        yield from _tree(below)


def _answer(problem: Problem, number: str = "") -> Response:
    if _for_programs():
        return Response(problem.model_dump_json(), problem.status, content_type=MEDIA_TYPE)
    template = "link_closed.html" if request.path.startswith("/c/") else "problem.html"
    return Response(render_template(template, problem=problem, number=number), problem.status)


def _sentences(refusal: Refused) -> dict[str, str]:
    return {"detail": refusal.chinese, "detail_en": refusal.english}


def _type(code: str) -> str:
    return f"/api/v1/problems#{code}"


def _for_programs() -> bool:
    return request.path.startswith(("/api/", "/healthz"))


def _number(fault: HTTPException) -> str:
    """Under which an unforeseen fault stands in the log: kind and place, no values, no message."""
    if not isinstance(fault, InternalServerError) or fault.original_exception is None:
        return ""
    number = services().means.entropy(4).hex()
    cause = fault.original_exception
    frames = traceback.extract_tb(cause.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    log.error("request failed", number=number, fault=type(cause).__name__, where=where, endpoint=request.endpoint or "")
    return number
