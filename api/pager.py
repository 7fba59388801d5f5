"""What a page of a long list asks of its address: behind which line it begins, which part it shows, which day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import Response, request, url_for

from api.refusals import BadParameters

E = TypeVar("E", bound=StrEnum)
CENTURY = range(2000, 2100)  # at the ends of the calendar no zone can be reckoned


def is_first() -> bool:
    return not request.args.get("after")


def chosen(kinds: type[E], name: str, usual: E) -> E:
    """The part that the address names, or the usual one."""
    wanted = request.args.get(name, "")
    return kinds(wanted) if wanted in set(kinds) else usual


def day_of(text: str) -> date:
    """A day of this century, or BadParameters."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadParameters(names="day") from None
    if day.year not in CENTURY:
        raise BadParameters(names="day")
    return day


def with_next(answer: Response, last: str) -> Response:
    """The answer with the address of the page behind it, if there is one."""
    if last:
        there = url_for(str(request.endpoint), after=last)
        answer.headers["Link"] = f'<{there}>; rel="next"'
    return answer
