"""劳务报酬: standards as data, readings of what they leave open, and one fee line by line (FEE-01 … FEE-09, EN-1 … EN-7)."""

from policies.fees.minutes import Span
from policies.fees.quote import FeeQuote, quote
from policies.fees.readings import Taken
from policies.fees.request import Fact, FeeRequest, OwnCar, RemoteRule, Travel
from policies.fees.review_fee import Line
from policies.fees.standard import BUILT, SameCity, Standard, standard_in_force

__all__ = [
    "BUILT",
    "Fact",
    "FeeQuote",
    "FeeRequest",
    "Line",
    "OwnCar",
    "RemoteRule",
    "SameCity",
    "Span",
    "Standard",
    "Taken",
    "Travel",
    "quote",
    "standard_in_force",
]
