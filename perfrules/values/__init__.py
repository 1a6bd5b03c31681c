"""Exact values: numbers, roundings and spans. Nothing here knows of rules, forms or files."""

from perfrules.values.frozen import Frozen, freeze
from perfrules.values.numbers import (
    LONGEST_NUMBER,
    ONE,
    ZERO,
    Exact,
    Money,
    Points,
    Ratio,
    as_text,
    exact,
    is_number,
    sum_of,
)
from perfrules.values.printed import (
    DASH,
    PLACES,
    number_text,
    percent_text,
    points_text,
    range_text,
    share_text,
    signed_text,
)
from perfrules.values.rounding import Mode, Rounding
from perfrules.values.span import Span, hull

__all__ = [
    "DASH",
    "LONGEST_NUMBER",
    "ONE",
    "PLACES",
    "ZERO",
    "Exact",
    "Frozen",
    "Mode",
    "Money",
    "Points",
    "Ratio",
    "Rounding",
    "Span",
    "as_text",
    "exact",
    "freeze",
    "hull",
    "is_number",
    "number_text",
    "percent_text",
    "points_text",
    "range_text",
    "share_text",
    "signed_text",
    "sum_of",
]
