"""Refusals of the documents.

Refused
├── UnknownDocument    a kind of document that does not exist
├── NotTheirDocument   this role gets no copy of such a document
└── NothingToPrint     the event that the document records has not come
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class UnknownDocument(Refused):
    code = "documents.unknown"
    says = "没有“{kind}”这种表单；可用：{known}"
    says_en = "There is no document “{kind}”; known are {known}"


class NotTheirDocument(Refused):
    code = "documents.not_theirs"
    says = "{title}不发给{role}；可由{readers}领取"
    says_en = "{title_en} is not made for {role_en}; it is made for {readers_en}"


class NothingToPrint(Refused):
    code = "documents.nothing_yet"
    says = "{title}尚无可记载的内容：{missing}；请待该环节完成后再出表"
    says_en = "{title_en} has nothing to record yet ({missing}); make it when that step is done"
