"""What a score is: one line per row, each scored, ranged or unscored; totals are derived."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from perfrules.findings import Finding, Where
from perfrules.model.form import Form, Number, Row
from perfrules.model.spec import Clause, Group, Spec
from perfrules.rules.tree import Assumption, Basis, EdgeSpan, Rule
from perfrules.values import Span, as_text, freeze, hull


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """
    One thing that the interpreter did on the way to a value, to be told later.

    Attributes:
        formula: what was computed, or the name whose value decided between steps.
        names: the values read, as far as they are known.
        result: the value, ``None`` where it is open.
        step: the span or label that the deciding value was found in; ``None`` for a formula.
    """

    rule: Rule
    formula: str
    names: Mapping[str, Fraction | str]
    result: Fraction | None
    step: EdgeSpan | str | None = None

    def __post_init__(self) -> None:
        freeze(self, "names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What led to a value: the formulas used, and the bases of all rules and branches."""

    notes: tuple[Note, ...] = ()
    bases: tuple[Basis, ...] = ()


class Cause(StrEnum):
    """Why a row has a range."""

    CHOICE = "choice"
    """the rules leave the value to a person"""
    DATA = "data"
    """the form says the actual imprecisely"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One value: *exact* before, *points* after the rounding that the rule names."""

    exact: Fraction
    points: Fraction
    trace: Trace

    @property
    def low(self) -> Fraction:
        """The least points."""
        return self.points

    @property
    def high(self) -> Fraction:
        """The most points."""
        return self.points


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged:
    """
    Any value of *parts*: exact spans of points, each edge open or closed as it is reached.

    *low* and *high* are what is printed: of a choice the first and last points on the grid
    inside, of imprecise data both ends rounded by the rule.
    """

    parts: tuple[Span, ...]
    cause: Cause
    low: Fraction
    high: Fraction
    trace: Trace
    tier: str | None = None

    @property
    def span(self) -> Span:
        """The hull of all parts."""
        return hull(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unscored:
    """No value; *finding* says why. Counts as anything from nothing to the whole weight."""

    finding: Finding
    high: Fraction
    trace: Trace = Trace()
    low: Fraction = Fraction(0)
    """nothing, but in a group that can take points away"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """The row does not apply and does not count; *finding* tells of it."""

    finding: Finding
    trace: Trace = Trace()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


Outcome = Scored | Ranged | Unscored | Excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfCard:
    """
    One scored line: an indicator of the form, or budget execution.

    Attributes:
        id: ``group/level2/name`` with an ordinal, unique in the card.
        kind: positive, reverse, equal, qualitative, deadline, execution or other.
        weight: the points that it can earn; ``None`` where the form gives none.
        settled: the points if they stand, else the claim where it stands in a range that a
            person's choice opens (or imprecise data allow), else ``None``. The only field
            that may depend on a claim.
        entry: the entry of the spec's rows that the row fits.
        claimed_tier: the tier that a claim would fall in; reported, never used.
    """

    id: str
    level1: str
    level2: str
    name: str
    kind: str
    rule: Rule | None
    basis: Basis
    outcome: Outcome
    target: str
    actual: str
    weight: Number
    claimed: Number
    settled: Fraction | None
    claimed_tier: str | None
    group: Group | None
    row: Row | None
    where: Where
    cells: Mapping[str, str]
    entry: str | None = None

    def __post_init__(self) -> None:
        freeze(self, "cells")

    @property
    def low(self) -> Fraction:
        """The least points."""
        return self.outcome.low

    @property
    def high(self) -> Fraction:
        """The most points."""
        return self.outcome.high

    @property
    def counts(self) -> bool:
        """Whether the line is part of sums and of the total."""
        return not isinstance(self.outcome, Excluded)

    @property
    def bases(self) -> tuple[Basis, ...]:
        """All that the line rests on, the entry of the spec first."""
        return (self.basis, *self.outcome.trace.bases)

    @property
    def clauses(self) -> tuple[str, ...]:
        """Ids of the clauses that the line rests on."""
        return tuple(dict.fromkeys(cite for basis in self.bases for cite in basis.cite))

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The assumptions that the line used."""
        found = [basis.assume for basis in self.bases if basis.assume]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Least and most points, free of claims, and what the claims settle (or ``None``)."""

    low: Fraction
    high: Fraction
    settled: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    The lines of one group of the spec, added up or put together by its own rule.

    Attributes:
        points: ``None`` where the group's rule gives nothing for these lines.
        says: the points as its scale speaks them.
    """

    id: str
    label: str
    weight: Fraction
    points: Interval | None
    claimed: Fraction | None
    says: str | None = None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Scorecard:
    """A form's score under a spec."""

    spec: Spec
    form: Form
    lines: tuple[LineOfCard, ...]
    sections: tuple[Section, ...]
    total: Interval | None
    """``None`` where the spec has no total, or it cannot be computed"""
    sum: Interval
    grades: tuple[str, ...]
    """possible grades, free of claims, lowest first"""
    grade: str | None
    """the single possible grade, else that of the settled total, else ``None``"""
    findings: tuple[Finding, ...] = ()
    vocabulary: str = ""
    chosen_by: str = ""
    total_trace: Trace = Trace()
    """how the total came about"""
    grade_bases: tuple[Basis, ...] = ()
    """what the grade rests on"""

    def __repr__(self) -> str:
        low, high = as_text(self.whole.low), as_text(self.whole.high)
        points = low if low == high else f"{low}–{high}"
        counts = f"{len(self.lines)} lines, {len(self.findings)} findings"
        grade = self.grade or "/".join(self.grades)
        return f"<Scorecard {f'{points} {grade}'.strip()}, {counts}, {self.spec.name}>"

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that any line rests on, in the order of the spec."""
        used = {cite for line in self.lines for cite in line.clauses}
        used |= {cite for basis in self._whole for cite in basis.cite}
        return tuple(clause for id_, clause in self.spec.clauses.items() if id_ in used)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The assumptions that this score used, in order of first use."""
        found = [assumption for line in self.lines for assumption in line.assumptions]
        found += [basis.assume for basis in self._whole if basis.assume]
        return tuple(dict.fromkeys(found))

    @property
    def indicators(self) -> tuple[tuple[LineOfCard, Row], ...]:
        """The lines that are rows of the form, each with its row; not those over money."""
        return tuple((line, line.row) for line in self.lines if line.row is not None)

    @property
    def whole(self) -> Interval:
        """The total, or the sum of the lines where the spec has none."""
        return self.total or self.sum

    @property
    def _whole(self) -> tuple[Basis, ...]:
        """What sections, total and grade rest on."""
        sections = [basis for section in self.sections for basis in section.basis]
        return (*sections, *self.total_trace.bases, *self.grade_bases)
