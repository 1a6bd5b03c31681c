"""A number that is only known to lie somewhere: exact arithmetic over a whole stretch."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Union

from perfrules.values import ZERO, Exact, Rounding, Span


class Cut(Exception):
    """A comparison comes out differently on the two sides of the unknown *at* this value."""

    def __init__(self, at: Fraction) -> None:
        super().__init__(at)
        self.at = at


class TooComplex(Exception):
    """The formula is not a linear fraction of its one unknown."""


Known = Union[Fraction, "LinearFraction"]
"""What a linear fraction computes with."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearFraction:
    """
    The value (a·x + b) / (c·x + d), x being any number strictly inside *domain*.

    It computes like a number, so that a formula needs no second meaning for ranges. On its
    domain it is monotone; a comparison that is not the same for all x raises `Cut` at the x
    where it turns, and the caller asks again on either side.
    """

    a: Fraction
    b: Fraction
    c: Fraction
    d: Fraction
    domain: Span

    @classmethod
    def identity(cls, domain: Span) -> "LinearFraction":
        """Return x itself."""
        return cls(Fraction(1), ZERO, ZERO, Fraction(1), domain)

    @classmethod
    def inside(cls, span: Span) -> "LinearFraction":
        """Return x itself, anywhere strictly between the ends of a span."""
        inside = Span(low=span.low, high=span.high, low_closed=False, high_closed=False)
        return cls.identity(inside)

    def at(self, x: Fraction) -> Fraction:
        """Return the value for one x."""
        return (self.a * x + self.b) / (self.c * x + self.d)

    def _of(self, a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> Known:
        if a * d == b * c:
            return b / d if d else a / c
        return LinearFraction(a, b, c, d, self.domain)

    def _same_below(self, other: "LinearFraction") -> bool:
        return (self.c, self.d) == (other.c, other.d)

    def __neg__(self) -> Known:
        return self._of(-self.a, -self.b, self.c, self.d)

    def __add__(self, other: Known) -> Known:
        if isinstance(other, LinearFraction):
            if not self._same_below(other):
                raise TooComplex
            return self._of(self.a + other.a, self.b + other.b, self.c, self.d)
        return self._of(self.a + other * self.c, self.b + other * self.d, self.c, self.d)

    __radd__ = __add__

    def __sub__(self, other: Known) -> Known:
        return self + (-other)

    def __rsub__(self, other: Fraction) -> Known:
        return -self + other

    def __mul__(self, other: Known) -> Known:
        if isinstance(other, LinearFraction):
            raise TooComplex
        return self._of(self.a * other, self.b * other, self.c, self.d)

    __rmul__ = __mul__

    def __truediv__(self, other: Known) -> Known:
        if isinstance(other, LinearFraction):
            if not self._same_below(other):
                raise TooComplex
            other._compare(ZERO)
            return self._of(self.a, self.b, other.a, other.b)
        return self._of(self.a / other, self.b / other, self.c, self.d)

    def __rtruediv__(self, other: Fraction) -> Known:
        self._compare(ZERO)
        return self._of(other * self.c, other * self.d, self.a, self.b)

    def _compare(self, other: Known) -> int:
        """Return -1 or 1 where the value is below or above *other* on the whole domain."""
        if isinstance(other, LinearFraction):
            return _sign(self - other)
        # (a·x + b) / (c·x + d) − other = (slope·x − rest) / (c·x + d)
        slope = self.a - other * self.c if self.c else self.a
        rest = other * self.d - self.b
        below = self.d if not self.c else self.c * self.domain.inside() + self.d
        if not slope:
            return -_sign(rest) * _sign(below)
        crossing = rest / slope
        if crossing in self.domain:
            raise Cut(crossing)
        low = self.domain.low
        is_right = low is not None and not crossing > low
        return (1 if is_right else -1) * _sign(slope) * _sign(below)

    def __lt__(self, other: Known) -> bool:
        return self._compare(other) < 0

    def __gt__(self, other: Known) -> bool:
        return self._compare(other) > 0

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Fraction | LinearFraction)
        return self._compare(other) == 0

    __hash__ = None  # type: ignore[assignment]

    def __abs__(self) -> Known:
        return self if self > ZERO else -self

    def __floor__(self) -> Fraction:
        """Return the whole units below the value; it is cut where another one is full."""
        units = Fraction(floor(self.at(self.domain.inside())))
        self._compare(units)
        self._compare(units + 1)
        return units

    def __ceil__(self) -> Fraction:
        """Return the units begun; the value is cut where another one begins."""
        units = Fraction(ceil(self.at(self.domain.inside())))
        self._compare(units - 1)
        self._compare(units)
        return units

    def __rounded__(self, rounding: Rounding) -> Exact:
        """Refuse to be rounded: a stretch of values has no one multiple of a step."""
        raise TooComplex

    @property
    def rises(self) -> bool:
        """Whether the value grows with x."""
        return self.a * self.d > self.b * self.c

    def image(self) -> Span:
        """Return the values taken; both ends are approached, neither is reached."""
        one, two = self._towards(self.domain.low), self._towards(self.domain.high)
        low, high = (one, two) if self.rises else (two, one)
        return Span(low=low, high=high, low_closed=False, high_closed=False)

    def _towards(self, x: Fraction | None) -> Fraction | None:
        """Return the limit towards the end *x* of the domain; ``None`` if it has no limit."""
        if x is None:
            return self.a / self.c if self.c else None
        return self.at(x) if self.c * x + self.d else None


def _sign(value: Known) -> int:
    """Return -1, 0 or 1."""
    if isinstance(value, LinearFraction):
        return value._compare(ZERO)
    # The sign of a fraction is that of its numerator, a whole number that compares faster.
    return (value.numerator > 0) - (value.numerator < 0)
