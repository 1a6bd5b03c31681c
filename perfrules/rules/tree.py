"""
The language of rules as values: a rule has one shape and a few dressings.

A shape is a formula, steps, an interpolation, a pick or a choice; a scale is a row of labels that
own spans. Built and proved by `perfrules.speclib`, walked by `perfrules.rules.walk` and by
nobody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from perfrules.rules.formula import Formula, compute
from perfrules.rules.signature import Unit
from perfrules.values import Exact, Frozen, Rounding, Span, freeze, hull


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """What a spec decides where the rules are silent; *id* is its path in the spec."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a part of a spec rests on: clause ids, or an assumption, or both."""

    cite: tuple[str, ...] = ()
    assume: Assumption | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """
    A label of a scale.

    Attributes:
        words: the words that name it, the label first.
        span: what it owns, and
        spelled: how the spec writes that (``50%..<80%``).
    """

    id: str
    words: tuple[str, ...]
    span: Span
    spelled: str
    basis: Basis = Basis()

    @property
    def label(self) -> str:
        """The tier's name, as printed."""
        return self.words[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRounding:
    """A rounding that a spec names, and why it is the one."""

    id: str
    rounding: Rounding
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """
    Labels that own spans without gap or overlap, in the spec's order (best first).

    Attributes:
        rounding: applied to a value before its tier is looked up; ``None`` in most scales.
    """

    id: str
    tiers: tuple[Tier, ...]
    rounding: NamedRounding | None = None
    reach: Span = field(init=False, compare=False, repr=False)
    """all that the tiers own together"""

    def __post_init__(self) -> None:
        reach = hull(tier.span for tier in self.tiers) if self.tiers else Span()
        object.__setattr__(self, "reach", reach)

    def of(self, value: Fraction) -> Tier | None:
        """Return the tier whose span holds *value*."""
        value = self.rounded(value)
        return next((tier for tier in self.tiers if value in tier.span), None)

    def rounded(self, value: Fraction) -> Fraction:
        """Return *value* as it is looked up."""
        return self.rounding.rounding(value) if self.rounding else value

    def tier(self, word: str) -> Tier | None:
        """Return the tier that one of its words names."""
        return next((tier for tier in self.tiers if word in tier.words), None)


def _names_of(formulas: Iterable[Formula]) -> frozenset[str]:
    return frozenset().union(*(formula.names for formula in formulas))


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeSpan:
    """A span as a rule writes it: each edge a formula (mostly a number or a name) or absent."""

    text: str
    low: Formula | None
    high: Formula | None
    low_closed: bool
    high_closed: bool
    names: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", _names_of(self.edges))

    @property
    def edges(self) -> tuple[Formula, ...]:
        """The edges that are there, the lower one first."""
        return tuple(edge for edge in (self.low, self.high) if edge is not None)

    def at(self, names: Mapping[str, Any]) -> Span:
        """Return the span for these values of its names."""
        return Span(
            low=None if self.low is None else compute(self.low, names),
            high=None if self.high is None else compute(self.high, names),
            low_closed=self.low_closed,
            high_closed=self.high_closed,
        )

    def holds(self, value: Exact, names: Mapping[str, Any]) -> bool:
        """Return whether *value* is in the span for these values of its names."""
        if self.low is not None:
            low = compute(self.low, names)
            if value < low if self.low_closed else not value > low:
                return False
        if self.high is None:
            return True
        high = compute(self.high, names)
        return not (value > high if self.high_closed else not value < high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry of `Steps`: the values of *of* that it takes, and the rule that then holds."""

    key: EdgeSpan | str
    rule: "Rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Span or label → rule; the keys tile the domain of *of*."""

    of: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpolation:
    """Straight between points (value of *of*, result), flat outside the first and the last."""

    of: str
    points: tuple[tuple[Formula, Formula], ...]
    names: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        knots = (formula for point in self.points for formula in point)
        object.__setattr__(self, "names", _names_of(knots) | {self.of})


LABEL = "label"
"""The name that a pick looks up: the tier that the row's actual names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """The span that the row's label owns in a scale; a person chooses inside it."""

    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A span of results; a person chooses inside it."""

    span: EdgeSpan


Shape = Formula | Steps | Interpolation | Pick | Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """
    A question that a rule asks and the form has no column for.

    Attributes:
        labels: what it can be, or empty where it is a number in *span*.
        reads_actual: whether the row's actual may name the label.
        about: the question, for the person who answers it.
    """

    id: str
    labels: tuple[str, ...]
    span: Span
    reads_actual: bool
    about: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    Gives one value: a shape and its dressings.

    Attributes:
        path: where it is in the spec (``rules/positive``).
        needs: the span in which a name must lie, else the value is not given.
        bounds: the span that the value is clamped to.
        units: what the given numbers are counted in, where the spec says it.
        in_percent: whether its numbers are written with %, so that a bare 88 may mean 88 %.
    """

    path: str
    shape: Shape
    lets: Mapping[str, "Rule"] = field(default_factory=Frozen)
    given: Mapping[str, Fraction] = field(default_factory=Frozen)
    needs: Mapping[str, Span] = field(default_factory=Frozen)
    bounds: EdgeSpan | None = None
    rounding: NamedRounding | None = None
    basis: Basis = Basis()
    units: Mapping[str, Unit] = field(default_factory=Frozen)
    in_percent: bool = False

    def __post_init__(self) -> None:
        freeze(self, "lets", "given", "needs", "units")

    @property
    def id(self) -> str:
        """The rule's name in the spec."""
        return self.path.rsplit("/", 1)[-1]
