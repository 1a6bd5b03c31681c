"""One form under two specs: line by line, and the difference split by amendment."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfrules.model.card import Interval, LineOfCard, Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One line under both specs."""

    one: LineOfCard
    two: LineOfCard

    @property
    def is_same(self) -> bool:
        """Whether both specs give the same."""
        ends = (self.one.low, self.one.high, self.one.settled)
        return ends == (self.two.low, self.two.high, self.two.settled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    What one amendment does to the total.

    Attributes:
        ids: the amendment; several where those before the last do not stand alone.
        low, high: how it moves the least and the most points.
    """

    spec: str
    ids: tuple[str, ...]
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    A form under two specs.

    Attributes:
        parts: the amendments between the two, in file order; they add up to the difference
            of the totals. Empty where the second spec does not extend the first.
    """

    one: Scorecard
    two: Scorecard
    pairs: tuple[Pair, ...]
    parts: tuple[Part, ...]

    @property
    def difference(self) -> tuple[Fraction, Fraction]:
        """How the least and the most points of the total move."""
        one, two = whole(self.one), whole(self.two)
        return two.low - one.low, two.high - one.high


def whole(card: Scorecard) -> Interval:
    """Return the total, or the sum of the lines where the spec has none."""
    return card.total or card.sum


def compared(one: Scorecard, two: Scorecard, parts: Sequence[Part]) -> Comparison:
    """Put two scorecards of one form side by side."""
    pairs = tuple(Pair(one=a, two=b) for a, b in _matched(one, two))
    return Comparison(one=one, two=two, pairs=pairs, parts=tuple(parts))


def _matched(one: Scorecard, two: Scorecard) -> list[tuple[LineOfCard, LineOfCard]]:
    """Match lines by their row of the form; a line over money by its group's order."""
    rows = {id(line.row): line for line in two.lines if line.row}
    money = [line for line in two.lines if line.row is None]
    found = []
    for line in one.lines:
        if line.row is not None:
            found.append((line, rows[id(line.row)]))
        elif money:
            found.append((line, money.pop(0)))
    return found


Step = tuple[str, str, Scorecard | None]
"""A spec, an amendment of it, and the form's card once it is applied (if it stands)."""


def split(start: Scorecard, steps: Sequence[Step]) -> tuple[Part, ...]:
    """Return what each amendment does, given the form's card after each of them."""
    parts: list[Part] = []
    waiting: list[str] = []
    before = whole(start)
    for spec, id_, card in steps:
        waiting.append(id_)
        if card is None:
            continue
        after = whole(card)
        low, high = after.low - before.low, after.high - before.high
        parts.append(Part(spec=spec, ids=tuple(waiting), low=low, high=high))
        waiting, before = [], after
    return tuple(parts)
