"""Exact values: numbers, roundings and spans. Nothing here knows of rules, forms or files."""

from perfrules.values.numbers import LONGEST_NUMBER, Money, Points, Ratio, as_text, exact, is_number
from perfrules.values.rounding import Mode, Rounding
from perfrules.values.span import Span, hull

__all__ = [
    "LONGEST_NUMBER",
    "Mode",
    "Money",
    "Points",
    "Ratio",
    "Rounding",
    "Span",
    "as_text",
    "exact",
    "hull",
    "is_number",
]
