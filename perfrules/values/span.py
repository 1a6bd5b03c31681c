"""Spans of exact numbers: two edges, each open, closed or absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from perfrules.values.numbers import Exact, as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """
    The numbers between two edges; ``None`` means that there is no edge.

    >>> str(Span(low=Fraction(1, 2), high=Fraction(4, 5), high_closed=False))
    '0.5..<0.8'
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = True
    high_closed: bool = True

    @classmethod
    def point(cls, value: Fraction) -> Self:
        """Return the span of one number."""
        return cls(low=value, high=value)

    @property
    def is_point(self) -> bool:
        """Whether the span is a single number."""
        return self.low is not None and (self.low is self.high or self.low == self.high)

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in the span."""
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return not (self.low_closed and self.high_closed)
        return self.low > self.high

    def __contains__(self, value: Exact) -> bool:
        low, high = self.low, self.high
        # One comparison an edge; a number over a stretch is cut where it crosses one.
        if low is not None and (value < low if self.low_closed else not value > low):
            return False
        return high is None or not (value > high if self.high_closed else not value < high)

    def __and__(self, other: Self) -> "Span":
        """Return the numbers in both; may be empty."""
        low, low_closed = _inner(self._lower, other._lower, upper=False)
        high, high_closed = _inner(self._upper, other._upper, upper=True)
        return Span(low=low, high=high, low_closed=low_closed, high_closed=high_closed)

    @property
    def _lower(self) -> tuple[Fraction | None, bool]:
        return self.low, self.low_closed

    @property
    def _upper(self) -> tuple[Fraction | None, bool]:
        return self.high, self.high_closed

    def inside(self) -> Fraction:
        """Return some number of the span, away from its edges if it has an inside."""
        if self.low is None and self.high is None:
            return Fraction(0)
        if self.low is None:
            assert self.high is not None
            return self.high - 1
        if self.high is None:
            return self.low + 1
        return (self.low + self.high) / 2

    def __str__(self) -> str:
        if self.is_point and self.low is not None:
            return as_text(self.low)
        low = "" if self.low is None else as_text(self.low) + ("" if self.low_closed else "<")
        high = "" if self.high is None else ("" if self.high_closed else "<") + as_text(self.high)
        return f"{low}..{high}"


Edge = tuple[Fraction | None, bool]
"""A number, or none, and whether it belongs to the span."""


def _inner(one: Edge, two: Edge, *, upper: bool) -> Edge:
    """Return the edge that leaves less of the span."""
    if one[0] is None:
        return two
    if two[0] is None:
        return one
    if one[0] == two[0]:
        return one[0], one[1] and two[1]
    return (min if upper else max)(one, two, key=lambda edge: edge[0] or 0)


def _outer(one: Edge, two: Edge, *, upper: bool) -> Edge:
    """Return the edge that leaves more of the span."""
    if one[0] is None or two[0] is None:
        return None, True
    if one[0] == two[0]:
        return one[0], one[1] or two[1]
    return (max if upper else min)(one, two, key=lambda edge: edge[0] or 0)


def hull(spans: Iterable[Span]) -> Span:
    """
    Return the smallest span that holds all *spans*.

    Raises:
        ValueError: no spans.
    """
    first, *rest = spans
    low, high = (first.low, first.low_closed), (first.high, first.high_closed)
    for span in rest:
        low = _outer(low, (span.low, span.low_closed), upper=False)
        high = _outer(high, (span.high, span.high_closed), upper=True)
    return Span(low=low[0], high=high[0], low_closed=low[1], high_closed=high[1])
