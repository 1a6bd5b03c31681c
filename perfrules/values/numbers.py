"""Numbers between the text they were read from and the text they are printed as."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NewType, Protocol

Points = NewType("Points", Fraction)
"""Points of a score (分)."""
Ratio = NewType("Ratio", Fraction)
"""A share: 1 is 100 %."""
Money = NewType("Money", Fraction)
"""An amount in the unit that the form's money block prints (mostly 万元)."""


class Exact(Protocol):
    """
    A number that rules compute with: a fraction, or one that is not fully known.

    Whatever a rule does, it asks the number: arithmetic and comparisons by their operators,
    `math.floor` and `math.ceil` by ``__floor__`` and ``__ceil__``, a `Rounding` by
    ``__rounded__`` where the number has it. So a rule has one meaning for all of them.
    """

    def __neg__(self) -> "Exact": ...
    def __abs__(self) -> "Exact": ...
    def __add__(self, other: Any, /) -> "Exact": ...
    def __sub__(self, other: Any, /) -> "Exact": ...
    def __mul__(self, other: Any, /) -> "Exact": ...
    def __truediv__(self, other: Any, /) -> "Exact": ...
    def __lt__(self, other: Any, /) -> bool: ...
    def __gt__(self, other: Any, /) -> bool: ...
    def __floor__(self) -> Any: ...
    def __ceil__(self) -> Any: ...


ZERO, ONE = Fraction(0), Fraction(1)

LONGEST_NUMBER = 40
"""Most characters of a number; longer text is not an amount, target or score."""

_DECIMAL = re.compile(r"(?P<digits>[-+]?[0-9]+(?:\.[0-9]+)?)(?P<percent>%?)")


def is_number(text: str) -> bool:
    """Return whether *text* is a plain decimal number, with or without a percent sign."""
    return len(text) <= LONGEST_NUMBER and _DECIMAL.fullmatch(text) is not None


def exact(text: str) -> Fraction:
    """
    Read a plain decimal number exactly.

    Args:
        text: ASCII digits, optional sign, point and percent sign: ``-0.50``, ``80%``.

    Returns:
        the rational that the text means; ``80%`` is 4/5.

    Raises:
        ValueError: anything else, so also exponents, ``NaN`` and infinities.

    >>> exact("0.625"), exact("80%")
    (Fraction(5, 8), Fraction(4, 5))
    """
    match = _DECIMAL.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None:
        raise ValueError(f"not a plain decimal number: {text[:LONGEST_NUMBER]!r}")
    whole, _, decimals = match["digits"].partition(".")
    places = len(decimals) + 2 * len(match["percent"])
    number = int(whole + decimals)
    return Fraction(number, 10**places) if places else Fraction(number)


def sum_of(values: Iterable[Fraction | None]) -> Fraction:
    """
    Return the sum of the values that are known.

    >>> sum_of([Fraction(1, 2), None, Fraction(5, 2)])
    Fraction(3, 1)
    """
    # Points have few denominators, and whole numbers are added much faster than fractions.
    parts: dict[int, int] = {}
    for value in values:
        if value is not None:
            parts[value.denominator] = parts.get(value.denominator, 0) + value.numerator
    return sum((Fraction(*part) for part in zip(parts.values(), parts, strict=True)), ZERO)


def as_text(value: Fraction, places: int = 0) -> str:
    """
    Print a rational in full.

    Args:
        value: any rational.
        places: the fewest decimals to print.

    Returns:
        decimal text where one exists, else ``p/q``: a digit is never dropped.

    >>> as_text(Fraction(87), 2), as_text(Fraction(5, 8)), as_text(Fraction(1, 3))
    ('87.00', '0.625', '1/3')
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return str(value)
    places = max(places, twos, fives)
    scaled = abs(value.numerator) * 10**places // value.denominator
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
