"""The one list of roles, of moments and of fields: disclosure matrix, routes and log all use these.

Source: the glossary of actors, the visibility matrix and its events (docs/domain/visibility.md).
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who acts or looks on; codes of the visibility matrix."""

    BIDDER = "BID"
    TENDERER = "TEN"
    HOST = "HOST"
    SUBVENUE = "SUB"
    SUPERVISOR = "SUP"
    EXPERT = "EXP"
    PEER = "PEER"
    LIBRARIAN = "LIB"
    FINANCE = "FIN"
    AUDITOR = "AUD"
    GATEWAY = "VOX"
    CUSTODIAN = "CUS"
    OPERATOR = "OPR"  # 经办人 at the draw terminal: sees what HOST sees
    PUBLIC = "PUB"  # anybody, without sign-in: sees what BID sees


class Event(StrEnum):
    """The moments of a tender at which facts may open; only ever in this order for one tender."""

    SUBMITTED = "E0"
    SEALED = "E1"
    CALLED = "E2"
    ACCEPTED = "E3"
    VENUE_NOTICE = "EV"
    BID_DEADLINE = "EB"
    CHECKED_IN = "E4"
    BOOTH_ENTERED = "E5"
    OPENED = "E6"
    REPORTED = "E7"
    ANNOUNCED = "E8"
    SETTLED = "E9"


class Field(StrEnum):
    """What may be shown; rows of the visibility matrix."""

    TENDER = "V1"
    BIDDERS = "V2"
    TIME = "V3"
    PERSON_DRAWN = "V4"
    SPECIALTY = "V5"
    SUBVENUE = "V6"
    BOOTH = "V7"
    PSEUDONYM_LINK = "V8"
    SCORES = "V9"
    CALL_LOG = "V10"
    PHONE = "V11"
    RECUSAL_REASON = "V12"
    ACCOUNT = "V13"
    FEE = "V14"
    COMMITMENT = "V15"
    TRANSCRIPT = "V16"
