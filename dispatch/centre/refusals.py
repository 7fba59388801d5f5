"""Refusals of a centre's founding.

Refused
├── CardMalformed
└── CannotFound
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class CardMalformed(Refused):
    code = "centre.card_malformed"
    says = "名片文件不正确（{what}）；请由对方用 `party init --json` 或 `witness init --address … --json` 重新生成"
    says_en = "The card is malformed ({what}); its owner makes it anew by `party init --json` or `witness init --address … --json`"


class CannotFound(Refused):
    code = "centre.cannot_found"
    says = "不能设立中心：{why}；请更正后重新执行"
    says_en = "The centre cannot be founded: {why_en}; correct it and run the command again"
