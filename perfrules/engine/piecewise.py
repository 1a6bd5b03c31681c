"""The value of anything over a whole stretch of one number, piece by piece and exact."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from perfrules.engine.linear import Cut, Known, LinearFraction, TooComplex
from perfrules.values import Span

MOST_PIECES = 200
"""Most stretches that a number is cut into; a rule needs about one for each edge."""

Compute = Callable[[Any], Any]
"""Gives the value of anything for one number, or over a stretch of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A point or an open stretch of the number, and what comes out there."""

    domain: Span
    value: Known

    @property
    def image(self) -> Span:
        """The values that come out."""
        value = self.value
        return value.image() if isinstance(value, LinearFraction) else Span.point(value)

    def reaching(self, least: Fraction, *, closed: bool) -> Span | None:
        """
        Return where the value is at least *least* (above it, if not *closed*).

        A linear fraction is monotone on its stretch, so that is one span, or nothing.
        """
        value = self.value
        if not isinstance(value, LinearFraction):
            enough = value >= least if closed else value > least
            return self.domain if enough else None
        slope = value.a - least * value.c
        crossing = (least * value.d - value.b) / slope if slope else None
        if crossing is None or crossing not in self.domain:
            middle = value.at(self.domain.inside())
            return self.domain if middle > least else None
        if value.rises:
            return replace(self.domain, low=crossing, low_closed=closed)
        return replace(self.domain, high=crossing, high_closed=closed)


def curve(compute: Compute, span: Span) -> tuple[Piece, ...]:
    """
    Compute a value over a span, cut where it turns.

    Args:
        compute: gives the value for one number, or for a `LinearFraction` over a stretch.
        span: where the number lies.

    Returns:
        pieces in rising order of the number.

    Raises:
        TooComplex: the value is not a linear fraction of the number, or turns too often.
    """
    pieces = [piece for part in parts(span) for piece in cut(compute, part)]
    return tuple(sorted(pieces, key=_start))


def _start(piece: Piece) -> tuple[bool, Fraction, bool]:
    domain = piece.domain
    return domain.low is not None, domain.low or Fraction(0), not domain.low_closed


def parts(span: Span) -> Iterator[Known]:
    """Cut a span into its closed ends, as points, and its inside, as a stretch."""
    if span.is_empty:
        return
    yield from closed_ends(span)
    if not span.is_point:
        yield LinearFraction.inside(span)


def closed_ends(span: Span) -> Iterator[Fraction]:
    """Yield the ends that belong to a span; of a point one."""
    if span.low is not None and span.low_closed:
        yield span.low
    if span.high is not None and span.high_closed and not span.is_point:
        yield span.high


def cut(compute: Compute, part: Known) -> Iterator[Piece]:
    """Compute a point or a stretch; a stretch is cut where a comparison turns."""
    return _computed(compute, [part])


def cut_at(compute: Compute, stretch: LinearFraction, at: Fraction) -> Iterator[Piece]:
    """Compute a stretch that is known to turn at one point."""
    return _computed(compute, [at, *_halves(stretch.domain, at)])


def _computed(compute: Compute, todo: list[Known]) -> Iterator[Piece]:
    made = 0
    while todo:
        part = todo.pop()
        try:
            value = compute(part)
        except Cut as turn:
            assert isinstance(part, LinearFraction)
            todo += [turn.at, *_halves(part.domain, turn.at)]
            if len(todo) + made > MOST_PIECES:
                raise TooComplex from None
            continue
        made += 1
        yield Piece(part.domain if isinstance(part, LinearFraction) else Span.point(part), value)


def _halves(domain: Span, at: Fraction) -> tuple[LinearFraction, LinearFraction]:
    below, above = replace(domain, high=at), replace(domain, low=at)
    return LinearFraction.identity(below), LinearFraction.identity(above)
