"""Chinese first, English complete: which of the two a reader gets, and how times, sums and words of the domain are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from flask import Flask, request
from flask_babel import Babel, gettext

from api.console.words import WEEKDAYS, word
from dispatch.intake.english import in_english
from policies.areas import area_name
from policies.calendar import LOCAL
from policies.vocabulary.money import Money

LANGUAGES = ("zh", "en")
COOKIE = "language"
_HALF_DAY = re.compile(r"(\d{4})年(\d{2})月(\d{2})日(上午|下午)")
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
    filters = {
        each.__name__: each for each in (moment, day, clock, iso, span, yuan, fen, said, half_day, area, listed, budget, column, weekday)
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(language=chosen, english=speaks_english, colon=colon)


def said(value: StrEnum | str) -> str:
    """A state, role or event in the reader's language."""
    return str(gettext(word(value)))


def moment(at: datetime | None) -> str:
    """2026-12-16 09:00, in China."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if at else "—"


def day(at: datetime | None) -> str:
    """2026-12-16 周三."""
    return weekday(at.astimezone(LOCAL).date()) if at else "—"


def weekday(on: date | str) -> str:
    """As `day`, of a date or of one in ISO form."""
    on = date.fromisoformat(on) if isinstance(on, str) else on
    return f"{on} {gettext(WEEKDAYS[on.weekday()])}"


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


def listed(words: Iterable[object]) -> str:
    return (", " if speaks_english() else "、").join(map(str, words))


def column(name: str) -> str:
    """A column of a file that people bring: as it stands there, in English with its English name behind."""
    return in_english(name) if speaks_english() else name


def colon() -> str:
    return ": " if speaks_english() else "："


def budget(amount: int) -> str:
    """In units of ten thousand yuan, as officials write it, or in yuan."""
    if speaks_english():
        return f"{Money(amount).fen // 100:,} yuan"
    whole, rest = divmod(amount, 1_000_000)
    return f"{whole:,}万元" if not rest else f"{yuan(Money(amount))}元"


def half_day(text: str) -> str:
    """2026年12月16日上午, as it was sealed; in English 2026-12-16, morning."""
    found = _HALF_DAY.fullmatch(text)
    if found is None or not speaks_english():
        return text
    return f"{found[1]}-{found[2]}-{found[3]}, {'morning' if found[4] == '上午' else 'afternoon'}"


def area(code: str) -> str:
    """What people call a place."""
    return area_name(code)


def fen(amount: int) -> str:
    return yuan(Money(amount))


def yuan(amount: Money) -> str:
    """1,234.50"""
    whole, _, rest = str(amount).partition(".")
    return f"{int(whole):,}.{rest}" if not whole.startswith("-") else f"-{int(whole[1:]):,}.{rest}"
