"""排除理由: why one expert may not be drawn for one tender, as a value and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from policies.vocabulary.source import Source


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason against one expert: the rule's code, its Chinese sentence, its source. No personal data.

    `evidence` says where the fact stands (登记信息：出生日期; 关系记录 3f0a…); whoever may open that record finds it by this.
    """

    code: str
    sentence: str
    source: Source
    evidence: str = ""
