"""How points, shares and other numbers are printed for people."""

from fractions import Fraction

from perfrules.values.numbers import as_text
from perfrules.values.rounding import Mode, Rounding

PLACES = 2
"""Fewest decimals of printed points."""
DASH = "–"
"""What is printed where there is no number; also between the ends of a range."""
FOUR_PLACES = Rounding(step=Fraction(1, 10_000), mode=Mode.HALF_UP)
"""How a number without an end is cut, and a share: hundredths of a percent."""


def number_text(value: Fraction, places: int = 0) -> str:
    """
    Print a number with at least *places* decimals; one without an end is rounded and marked.

    >>> number_text(Fraction(39, 2), 2), number_text(Fraction(2, 3))
    ('19.50', '≈0.6667')
    """
    text = as_text(value, places)
    return f"≈{as_text(FOUR_PLACES(value))}" if "/" in text else text


def points_text(value: Fraction | None) -> str:
    """
    Print points in full, or a dash if there are no points.

    >>> points_text(Fraction(87)), points_text(None)
    ('87.00', '–')
    """
    return DASH if value is None else as_text(value, PLACES)


def range_text(low: Fraction, high: Fraction) -> str:
    """
    Print points from the least to the most.

    >>> range_text(Fraction(10), Fraction("15.99")), range_text(Fraction(3), Fraction(3))
    ('10.00–15.99', '3.00')
    """
    return points_text(low) if low == high else f"{points_text(low)}{DASH}{points_text(high)}"


def signed_text(value: Fraction) -> str:
    """
    Print a difference of points with its sign.

    >>> signed_text(Fraction(2)), signed_text(Fraction(-1, 2)), signed_text(Fraction(0))
    ('+2.00', '-0.50', '0.00')
    """
    text = number_text(value, PLACES)
    return text if value <= 0 else f"+{text}"


def share_text(share: Fraction) -> str:
    """
    Print a share as a percentage with as many decimals as it has.

    >>> share_text(Fraction(19, 20)), share_text(Fraction(2, 3))
    ('95%', '≈66.6667%')
    """
    return number_text(share * 100) + "%"


def percent_text(share: Fraction | None) -> str:
    """
    Print a share in hundredths of a percent, or a dash if there is no share.

    >>> percent_text(Fraction(2, 19)), percent_text(Fraction(1, 4)), percent_text(None)
    ('10.53%', '25.00%', '–')
    """
    return DASH if share is None else as_text(FOUR_PLACES(share) * 100, PLACES) + "%"
