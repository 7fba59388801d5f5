"""专家本人的事: in large type, one thing on a page, whom an expert asks for leave, his own data, a correction, an appeal, or to go.

He has no account by design; whatever is said here is recorded for him by the library (docs/console-pages.md).
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from api.context import reading
from api.roles import EVERYBODY, allowed
from dispatch.workflow.experts.known import rules_of
from policies.calendar import local_day
from policies.profiles import profile

TOPICS = ("leave", "access", "correct", "appeal", "consent", "exit")
_NUMBERS = {"leave": "leave_longest", "correct": "answer_within", "appeal": "appeal_within"}
pages = Blueprint("my", __name__)


@pages.get("/my")
@allowed(*EVERYBODY)
def page() -> str:
    return render_template("my.html", topic="", topics=TOPICS)


@pages.get("/my/<topic>")
@allowed(*EVERYBODY)
def one(topic: str) -> str:
    if topic not in TOPICS:
        abort(404)
    with reading() as work:
        rules, day = rules_of(work), local_day(work.now)
        settings = [
            profile(work.means.profile).setting(f"lifecycle.{name}", day) for name in (_NUMBERS.get(topic), "answer_within") if name
        ]
    return render_template("my.html", topic=topic, topics=TOPICS, rules=rules, verified=all(each.verified for each in settings))
