"""What the workshop finds out about specs, and about a form under several of them."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from math import ceil, floor

from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.spec import Spec
from perfrules.values import as_text


class EdgeSide(StrEnum):
    """Where an example must be, seen from an edge."""

    AT = "at"
    BELOW = "below"
    ABOVE = "above"
    INSIDE = "inside"
    OUTSIDE = "outside"
    LABEL = "label"
    """on the label, of what labels decide"""


class Move(IntEnum):
    """Which way a number must go."""

    LESS = -1
    NONE = 0
    MORE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageItem:
    """
    One thing that an example must show.

    Attributes:
        path: the rule or scale.
        edge: the edge, label or knot, as the spec writes it.
        side: where an example must be, seen from the edge.
        done: whether an example shows it.
    """

    path: str
    edge: str
    side: EdgeSide
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """All that examples should touch."""

    touches: tuple[CoverageItem, ...]

    @property
    def missing(self) -> tuple[CoverageItem, ...]:
        """What no example touches."""
        return tuple(touch for touch in self.touches if not touch.done)

    @property
    def share(self) -> Fraction:
        """How much is touched, 0 to 1; 1 where there is nothing to touch."""
        if not self.touches:
            return Fraction(1)
        return 1 - Fraction(len(self.missing), len(self.touches))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A change of a spec that some example should catch."""

    path: str
    change: str
    detail: str
    caught: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """
    How well a spec's examples hold it.

    Attributes:
        examples: how many were run; all passed.
        coverage: which edges they touch, and a step to either side.
        mutants: changes of the spec, and whether an example catches each.
    """

    spec: Spec
    examples: int
    coverage: Coverage
    mutants: tuple[Mutant, ...]

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants that no example catches."""
        return tuple(mutant for mutant in self.mutants if not mutant.caught)

    @property
    def holds(self) -> bool:
        """Whether every edge is touched and every mutant caught."""
        return not self.coverage.missing and not self.survivors


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a value rests on: quoted clauses, or an assumption."""

    quotes: tuple[str, ...] = ()
    assume: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value that changed; ``None`` if there is no value."""

    path: str
    old: str | None
    new: str | None
    was: Reason
    now: Reason


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
        ids: the amendment; several if those before the last are not valid alone.
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
        one, two = self.one.whole, self.two.whole
        return two.low - one.low, two.high - one.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """
    What a line's number must be to earn *points*.

    Attributes:
        name: ``actual`` or ``executed``.
        now: what it is.
        value: the nearest number that earns them; ``None`` where none in reach does.
        attained: whether that number itself earns them, or only those beyond it.
        beyond: whether more or less than *value* is needed, or *value* itself.
        scale: what one printed 1 stands for, and
        unit: the unit, for printing.
    """

    line: LineOfCard
    name: str
    points: Fraction
    now: Fraction
    value: Fraction | None
    attained: bool
    beyond: Move
    scale: Fraction
    unit: str

    @property
    def change(self) -> Fraction | None:
        """How much of itself the number must change; ``None`` where it is 0 or out of reach."""
        if self.value is None or not self.now:
            return None
        return abs(self.value - self.now) / abs(self.now)

    @property
    def printed(self) -> str | None:
        """The next number in the direction needed, with the decimals that the form prints."""
        if self.value is None:
            return None
        step = Fraction(1, 10 ** max(map(_decimals, (self.line.target, self.line.actual))))
        steps = self.value / self.scale / step
        number = ceil(steps) if self.beyond >= Move.NONE else floor(steps)
        if not self.attained and number == steps:
            number += self.beyond
        return as_text(number * step) + self.unit


def _decimals(text: str) -> int:
    """Return how many decimals the number in a text has."""
    digits = "".join(c for c in text if c.isascii() and (c.isdigit() or c == "."))
    return len(digits.partition(".")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class GradePath:
    """Rows that together bring the form to a grade, and what each must reach."""

    grade: str
    total: Fraction
    wants: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """
    What it would take.

    Attributes:
        full: for each line what earns its whole weight; ``None`` where it has no number to
            change.
        ways: the cheapest ways to the next grade.
    """

    card: Scorecard
    full: tuple[tuple[LineOfCard, Requirement | None], ...]
    ways: tuple[GradePath, ...]
