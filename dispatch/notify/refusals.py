"""Refusals of notification.

Refused
└── NumberRefused
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class NumberRefused(Refused):
    """A gateway's word that this number takes nothing, now or later; any other failure is tried again."""

    code = "notify.number_refused"
    says = "该号码不能接收短信（空号、停机或拒收）；请核对专家登记的手机号码"
    says_en = "This number takes no messages (unassigned, suspended or refusing); check the telephone on the expert's record"
