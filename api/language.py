"""Chinese first, English complete: which of the two a reader gets, and how times, sums and words of the domain are written."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from flask import Flask, request
from flask_babel import Babel, gettext

from api.console.words import WEEKDAYS, word
from policies.calendar import LOCAL
from policies.vocabulary.money import Money

LANGUAGES = ("zh", "en")
COOKIE = "language"
TRANSLATIONS = Path(__file__).parent / "console" / "translations"


def chosen() -> str:
    """The reader's own choice, else what the browser asks for, else Chinese."""
    kept = request.cookies.get(COOKIE, "")
    return kept if kept in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "zh") or "zh"


def speaks_english() -> bool:
    return chosen() == "en"


def add_languages(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=chosen)
    app.jinja_env.filters.update(moment=moment, day=day, clock=clock, iso=iso, span=span, yuan=yuan, said=said)
    app.jinja_env.globals.update(language=chosen, english=speaks_english)


def said(value: StrEnum | str) -> str:
    """A state, role or event in the reader's language."""
    return str(gettext(word(value)))


def moment(at: datetime | None) -> str:
    """2026-12-16 09:00, in China."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if at else "—"


def day(at: datetime | None) -> str:
    """2026-12-16 周三."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d} {gettext(WEEKDAYS[at.astimezone(LOCAL).weekday()])}" if at else "—"


def clock(at: datetime | None) -> str:
    return f"{at.astimezone(LOCAL):%H:%M}" if at else "—"


def iso(at: datetime) -> str:
    """For the machine-readable attribute of a time."""
    return at.astimezone(LOCAL).isoformat(timespec="seconds")


def span(length: timedelta | None) -> str:
    """Hours, with minutes only where there are any."""
    if length is None:
        return "—"
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if minutes:
        return str(gettext("%(hours)s小时%(minutes)s分", hours=hours, minutes=minutes))
    return str(gettext("%(hours)s小时", hours=hours))


def yuan(amount: Money) -> str:
    """1,234.50"""
    whole, _, rest = str(amount).partition(".")
    return f"{int(whole):,}.{rest}" if not whole.startswith("-") else f"-{int(whole[1:]):,}.{rest}"
