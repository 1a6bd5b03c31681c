"""A spec: the five nouns (source, scale, rule, group, row), checked, immutable, of one year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from perfrules.findings import Severity
from perfrules.formula import Formula, evaluate
from perfrules.model.quantity import Kind, Sign
from perfrules.values import Rounding, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence of the rules: where it stands and its words."""

    id: str
    document: str
    place: str
    quote: str


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
class Scale:
    """Labels that own spans without gap or overlap, in the spec's order (best first)."""

    id: str
    tiers: tuple[Tier, ...]

    def of(self, value: Fraction) -> Tier | None:
        """Return the tier whose span holds *value*."""
        return next((tier for tier in self.tiers if value in tier.span), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeSpan:
    """A span as a rule writes it: each edge a formula (mostly a number or a name) or absent."""

    text: str
    low: Formula | None
    high: Formula | None
    low_closed: bool
    high_closed: bool

    def at(self, names: Mapping[str, Any]) -> Span:
        """Return the span for these values of its names."""
        return Span(
            low=None if self.low is None else evaluate(self.low, names),
            high=None if self.high is None else evaluate(self.high, names),
            low_closed=self.low_closed,
            high_closed=self.high_closed,
        )


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
class Line:
    """Straight between points (value of *of*, result), flat outside the first and the last."""

    of: str
    points: tuple[tuple[Formula, Formula], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """The span that the row's label owns in a scale; a person chooses inside it."""

    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A span of results; a person chooses inside it."""

    span: EdgeSpan


Shape = Formula | Steps | Line | Pick | Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRounding:
    """A rounding that a spec names, and why it is the one."""

    id: str
    rounding: Rounding
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    Gives one value: a shape and its dressings.

    Attributes:
        path: where it stands in the spec (``rules/positive``).
        needs: the span in which a name must lie, else the value is not given.
        bounds: the span that the value is clamped to.
    """

    path: str
    shape: Shape
    lets: Mapping[str, "Rule"] = field(default_factory=dict)
    given: Mapping[str, Fraction] = field(default_factory=dict)
    needs: Mapping[str, Span] = field(default_factory=dict)
    bounds: EdgeSpan | None = None
    rounding: NamedRounding | None = None
    basis: Basis = Basis()

    @property
    def id(self) -> str:
        """The rule's name in the spec."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What a row must be like; an empty field asks nothing."""

    sign: tuple[Sign, ...] = ()
    kind: tuple[Kind, ...] = ()
    group: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()
    name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """Which rule a row gets; the first entry that fits wins. *kind* names the line."""

    id: str
    when: When
    rule: Rule
    kind: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that share a weight, known by captions; or one line with a rule of its own."""

    id: str
    label: str
    weight: Fraction
    fixed: bool
    captions: tuple[str, ...]
    rule: Rule | None
    kind: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How a check of the catalogue is set here: severity, tolerance, threshold."""

    severity: Severity | None = None
    tolerance: Fraction = Fraction(0)
    beyond: Fraction | None = None
    basis: Basis = Basis()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case with its result, kept beside the rules and run when the spec is loaded."""

    id: str
    rule: Rule | None
    scale: Scale | None
    given: Mapping[str, Fraction | str]
    points: Span | None
    label: str | None
    unscored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """
    The rules of one place, kind of form and fiscal year, as one published revision.

    Attributes:
        version: the revision (``2023.1``); a published one never changes.
        digest: ``sha256:…`` of the resolved text; language and vocabulary beside it make a
            result repeatable.
        weight: the points of the whole form.
        top_tier: whether a phrase that repeats its target word for word takes the best tier
            of its scale, and why.
    """

    id: str
    fiscal_year: int
    version: str
    kind: str
    title: str
    places: tuple[str, ...]
    trial: bool
    language: int
    digest: str
    clauses: Mapping[str, Clause]
    assumptions: tuple[Assumption, ...]
    scales: Mapping[str, Scale]
    rules: Mapping[str, Rule]
    rows: tuple[RowEntry, ...]
    groups: tuple[Group, ...]
    total: Rule
    weight: Fraction
    grade: Scale | None
    grade_basis: Basis
    points: NamedRounding
    top_tier: Basis | None
    checks: Mapping[str, Check]
    severities: Mapping[str, Severity]
    examples: tuple[Example, ...]

    @property
    def name(self) -> str:
        """The spec's id and year: ``cn-gz-qiannan/department@2023``."""
        return f"{self.id}@{self.fiscal_year}"

    def check(self, code: str) -> Check:
        """Return how the check *code* is set; all defaults where the spec does not say."""
        return self.checks.get(code, Check())
