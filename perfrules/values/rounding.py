"""Roundings as a spec names them: a step and a mode, applied to exact values."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Any, overload

from perfrules.values.numbers import Exact
from perfrules.values.span import Span


class Mode(StrEnum):
    """What happens between two multiples of the step; the names are those of decimal arithmetic."""

    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"
    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """
    Round to multiples of *step*.

    Ties of the half modes and the modes up and down look at the distance from zero, as in
    the General Decimal Arithmetic specification: half up takes -0.125 to -0.13.
    """

    step: Fraction
    mode: Mode

    @overload
    def __call__(self, value: Fraction) -> Fraction: ...
    @overload
    def __call__(self, value: Exact) -> Exact: ...

    def __call__(self, value: Exact) -> Exact:
        """Return the multiple of the step that *value* rounds to; a number may know better."""
        own: Callable[[Rounding], Exact] | None = getattr(value, "__rounded__", None)
        return self._of_fraction(value) if own is None else own(self)

    def _of_fraction(self, value: Any) -> Fraction:
        negative = value.numerator < 0
        whole = _whole(abs(value) / self.step, self.mode, negative=negative)
        return (-whole if negative else whole) * self.step

    def inward(self, span: Span) -> tuple[Fraction, Fraction]:
        """
        Return the first and the last multiple of the step inside *span*.

        An end that does not belong to the span is not returned: below an open 2.40 the last
        hundredth is 2.39. Where no multiple lies inside, the two ends cross and both are
        rounded by the mode instead.
        """
        assert span.low is not None and span.high is not None
        low = ceil(span.low / self.step) * self.step
        high = floor(span.high / self.step) * self.step
        if not span.low_closed and low == span.low:
            low += self.step
        if not span.high_closed and high == span.high:
            high -= self.step
        return (low, high) if low <= high else (self(span.low), self(span.high))

    def preimage(self, multiple: Fraction) -> Span:
        """Return the span of values that round to *multiple* of the step."""
        low, low_closed = self._edge(multiple, -self.step)
        high, high_closed = self._edge(multiple, self.step)
        return Span(low=low, high=high, low_closed=low_closed, high_closed=high_closed)

    def _edge(self, multiple: Fraction, step: Fraction) -> tuple[Fraction, bool]:
        """Find how far towards *step* values still round to *multiple*, and if that end does."""
        reach = sum(self(multiple + step * Fraction(part, 4)) == multiple for part in (1, 3))
        edge = multiple + step * Fraction(reach, 2)
        return edge, self(edge) == multiple


def _whole(size: Fraction, mode: Mode, *, negative: bool) -> int:
    """Round *size*, not negative, to a whole number; *negative* is the sign it had."""
    # In parts of the denominator, which are whole numbers: they compare faster than fractions.
    whole, rest = divmod(size.numerator, size.denominator)
    beyond_half = 2 * rest - size.denominator
    up = {
        Mode.HALF_UP: beyond_half >= 0,
        Mode.HALF_DOWN: beyond_half > 0,
        Mode.HALF_EVEN: beyond_half > 0 or (beyond_half == 0 and whole % 2 == 1),
        Mode.UP: rest > 0,
        Mode.DOWN: False,
        Mode.FLOOR: rest > 0 and negative,
        Mode.CEILING: rest > 0 and not negative,
    }
    return whole + up[mode]
