"""What a score is: one line per row, each scored, ranged or unscored; totals are derived."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from perfrules.findings import Finding, Findings, Judged, Severity, Where
from perfrules.model.form import Form, MoneyRow, Number, Row
from perfrules.model.spec import Clause, Group, LineKind, RowEntry, Spec
from perfrules.rules.formula import Formula
from perfrules.rules.tree import Assumption, Basis, Interpolation, Rule
from perfrules.values import Frozen, Span, as_text, freeze, hull


class Act(StrEnum):
    """What was done at a node of the rule tree."""

    VALUE = "value"
    """a formula or a line gave a number"""
    BRANCH = "branch"
    """steps decided for one of their branches"""
    CHOICE = "choice"
    """a person chooses"""
    BOUNDS = "bounds"
    """the value was clamped to an edge"""
    ROUND = "round"
    """the value of a step on the way was rounded"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """
    One node of the rule tree that was evaluated: what `perfrules.explain` makes sentences of.

    Attributes:
        rule: the node, of `Act.VALUE` and `Act.BRANCH` the rule whose shape it is.
        names: those of the values read that are known: numbers, labels or lists.
        result: the exact number that came out; ``None`` where steps only decided, or where
            many numbers are possible.
        branch: which step was taken; after how many knots of a line the value lies; which
            bound it was clamped to (0 the lower, 1 the upper).
    """

    act: Act
    rule: Rule
    names: Mapping[str, Any]
    result: Any
    branch: int | None = None

    def __post_init__(self) -> None:
        freeze(self, "names")

    @property
    def formula(self) -> str:
        """What was computed, as the spec writes it."""
        match self.rule.shape:
            case Formula(source=source):
                return source
            case Interpolation(of=of, points=points):
                return f"{of}: " + ", ".join(f"{x.source} → {y.source}" for x, y in points)
            case _:
                return ""


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
    """The row does not apply and does not count; *finding* reports it."""

    finding: Finding
    trace: Trace = Trace()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


Outcome = Scored | Ranged | Unscored | Excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """
    The numbers and labels that a rule reads from a line.

    Attributes:
        names: values by name, *weight* among them.
        imprecise: a name whose value is only known to lie in a span; at most one.
        bases: what taking them rests on, besides the rule.
    """

    names: Mapping[str, Any]
    imprecise: Mapping[str, Span] = field(default_factory=Frozen)
    bases: tuple[Basis, ...] = ()

    def __post_init__(self) -> None:
        freeze(self, "names", "imprecise")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotScored:
    """No rule is evaluated for the line; *outcome* is what it gets all the same."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """
    Which rule a line gets, and what it reads: all that evaluating it asks.

    Attributes:
        subject: the row of the form, or of its money block (``None``: the form has none).
        entry: the entry of the spec's rows that the row fits.
        group: whose weight the line shares, or whose rule over money it is.
        weight: the points that it can earn; ``None`` as its value where nothing gives any.
        inputs: what the rule reads, or what the line gets without it.
        bases: what the choice of the rule rests on.
        findings: what was noticed on the way.
    """

    subject: Row | MoneyRow | None
    entry: RowEntry | None
    group: Group | None
    weight: Number
    inputs: Inputs | NotScored
    where: Where
    bases: tuple[Basis, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def row(self) -> Row | None:
        """The indicator; ``None`` for a line over money."""
        return self.subject if isinstance(self.subject, Row) else None

    @property
    def money(self) -> MoneyRow | None:
        """The line of the money block, where the line is over one that the form has."""
        return self.subject if isinstance(self.subject, MoneyRow) else None

    @property
    def rule(self) -> Rule | None:
        """The rule that the line gets."""
        if self.entry is not None:
            return self.entry.rule
        return self.group.rule if self.group and self.row is None else None

    @property
    def kind(self) -> LineKind:
        """What the spec calls lines of this rule."""
        if self.entry is not None:
            return self.entry.kind
        return self.group.kind if self.group and self.row is None else LineKind.OTHER

    @property
    def name(self) -> str:
        """The name of the indicator, or of the group over money."""
        if self.row is not None:
            return self.row.name
        return self.group.label if self.group else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfCard:
    """
    One scored line: an indicator of the form, or budget execution.

    Attributes:
        id: ``group/level2/name`` with an ordinal, unique in the card.
        settled: the points where they are computed, else the claim where it lies in a range
            that a person's choice opens (or imprecise data allow), else ``None``. The only
            field that may depend on a claim.
    """

    id: str
    assignment: Assignment
    outcome: Outcome
    settled: Fraction | None

    @property
    def row(self) -> Row | None:
        """The indicator of the form; ``None`` for a line over money."""
        return self.assignment.row

    @property
    def money(self) -> MoneyRow | None:
        """The line of the money block; ``None`` for an indicator, or where there is none."""
        return self.assignment.money

    @property
    def level1(self) -> str:
        """The first-level caption, of a line over money its group's label."""
        return self.row.level1 if self.row else self.name

    @property
    def level2(self) -> str:
        """The second-level caption."""
        return self.row.level2 if self.row else ""

    @property
    def name(self) -> str:
        """The indicator's name, or the group's label."""
        return self.assignment.name

    @property
    def kind(self) -> LineKind:
        """What the spec calls the line."""
        return self.assignment.kind

    @property
    def rule(self) -> Rule | None:
        """The rule that the line gets."""
        return self.assignment.rule

    @property
    def entry(self) -> str | None:
        """The id of the entry of the spec's rows that the row fits."""
        return self.assignment.entry.id if self.assignment.entry else None

    @property
    def group(self) -> Group | None:
        """The group whose weight the line shares, or whose rule it is."""
        return self.assignment.group

    @property
    def weight(self) -> Number:
        """The points that the line can earn."""
        return self.assignment.weight

    @property
    def target(self) -> str:
        """The target as printed; of money the revised budget."""
        if self.row:
            return self.row.target.text
        return (self.money.revised.text if self.money else None) or ""

    @property
    def actual(self) -> str:
        """The actual as printed; of money what was executed."""
        if self.row:
            return self.row.actual.text
        return (self.money.executed.text if self.money else None) or ""

    @property
    def claimed(self) -> Number:
        """The score that the form gives itself."""
        subject = self.assignment.subject
        return subject.claimed if subject else Number()

    @property
    def claimed_tier(self) -> str | None:
        """The tier that the claim would fall in; reported, never used."""
        entry, weight, claim = self.assignment.entry, self.weight.value, self.claimed.value
        if entry is None or entry.scale is None or not weight or claim is None:
            return None
        tier = entry.scale.of(claim / weight)
        return tier.label if tier else None

    @property
    def where(self) -> Where:
        """The line's place in the form."""
        return self.assignment.where

    @property
    def cells(self) -> Mapping[str, str]:
        """The spot of each field's cell."""
        subject = self.assignment.subject
        return subject.cells if subject else Frozen()

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
        inputs = self.assignment.inputs
        read = inputs.bases if isinstance(inputs, Inputs) else ()
        unscored = isinstance(self.outcome, Unscored)
        return (
            *self.assignment.bases,
            *self.outcome.trace.bases,
            *(() if unscored else read),
        )

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
    findings: Findings = Findings()
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

    def severity(self, finding: Finding) -> Severity:
        """Return how bad a finding is by the spec of this card."""
        return self.spec.severity(finding)

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The findings with their severities by the spec of this card."""
        return self.spec.policy.judged(self.findings)

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
        return tuple((line, row) for line in self.lines if (row := line.row) is not None)

    @property
    def whole(self) -> Interval:
        """The total, or the sum of the lines where the spec has none."""
        return self.total or self.sum

    @property
    def _whole(self) -> tuple[Basis, ...]:
        """What sections, total and grade rest on."""
        sections = [basis for section in self.sections for basis in section.basis]
        return (*sections, *self.total_trace.bases, *self.grade_bases)
