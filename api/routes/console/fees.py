"""费用: every settlement whose sums this role may see, line by line with the rule behind it."""

from __future__ import annotations

import re

from flask import Blueprint, render_template, request

from api.context import reading, viewer
from api.pager import is_first
from api.refusals import BadParameters
from api.roles import allowed
from dispatch.workflow.shown_fees import settlement_page
from policies.vocabulary.roles import Role

FEES = (Role.FINANCE, Role.TENDERER, Role.SUPERVISOR, Role.AUDITOR)
_MONTH = re.compile("20[0-9]{2}-(0[1-9]|1[0-2])")
pages = Blueprint("fees", __name__)


@pages.get("/fees")
@allowed(*FEES)
def page() -> str:
    """A page of settlements, the latest first; with `month`, of one month of payment."""
    month = request.args.get("month", "")
    if month and not _MONTH.fullmatch(month):
        raise BadParameters(names="month")
    with reading() as work:
        found = settlement_page(viewer(), work, request.args.get("after", ""), month)
    return render_template("fees.html", found=found, month=month, is_first=is_first())
