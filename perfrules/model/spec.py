"""A spec: the five nouns (source, scale, rule, group, row), checked, immutable, of one year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from perfrules.findings import Severity
from perfrules.formula import Formula, evaluate
from perfrules.model.checks import RowCheck
from perfrules.model.quantity import Kind, Sign
from perfrules.values import Rounding, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence of the rules: where it stands and its words."""

    id: str
    document: str
    place: str
    quote: str
    seen: str = "words"
    """how well the document is known: words, system, second-hand, memory or invented"""
    url: str | None = None


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
class Input:
    """
    Something that a rule asks and that stands in no column of the form.

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
        path: where it stands in the spec (``rules/positive``).
        needs: the span in which a name must lie, else the value is not given.
        bounds: the span that the value is clamped to.
        in_percent: whether its numbers are written with %, so that a bare 88 may mean 88 %.
    """

    path: str
    shape: Shape
    lets: Mapping[str, "Rule"] = field(default_factory=dict)
    given: Mapping[str, Fraction] = field(default_factory=dict)
    needs: Mapping[str, Span] = field(default_factory=dict)
    bounds: EdgeSpan | None = None
    rounding: NamedRounding | None = None
    basis: Basis = Basis()
    in_percent: bool = False

    @property
    def id(self) -> str:
        """The rule's name in the spec."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """
    What a row must be like; an empty field asks nothing.

    Attributes:
        prints: the rule that the row itself prints; a row that prints one fits only here.
    """

    sign: tuple[Sign, ...] = ()
    kind: tuple[Kind, ...] = ()
    group: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """
    Which rule a row gets; the first entry that fits wins. *kind* names the line.

    Attributes:
        weight: the points of a row that the rules themselves list; ``None`` where the form
            sets them.
    """

    id: str
    when: When
    rule: Rule
    kind: str
    basis: Basis
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """
    Rows that share a weight, known by captions; or one line over the money block.

    Attributes:
        level2: second-level captions that its rows must have too; empty asks nothing.
        rule: of a group without captions, the rule of its one line over
        money: the line of the money block with one of these labels (empty: its total).
        over: of a group with captions, the rule over the points of its rows.
        says: the scale in which the group's points are spoken.
        bounds: the group's points are clamped to this span.
        choose: how many of its rows may be scored; ``None`` for all.
    """

    id: str
    label: str
    weight: Fraction
    fixed: bool
    captions: tuple[str, ...]
    level2: tuple[str, ...]
    rule: Rule | None
    money: tuple[str, ...]
    over: Rule | None
    says: Scale | None
    bounds: Span | None
    choose: int | None
    kind: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The best grade that can be given, decided by an input's label; ``None``: no limit."""

    of: str
    best: Mapping[str, Tier | None]
    basis: Basis


class Inapplicable(StrEnum):
    """What becomes of a row that does not apply."""

    DROP = "drop"
    """it does not count"""
    FULL = "full"
    """it earns its whole weight"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InapplicableRule:
    """What the spec does with rows that do not apply, and why."""

    take: Inapplicable
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """
    How a check of the catalogue is set here: severity, tolerance, threshold.

    Attributes:
        silent: whether its findings are left out.
    """

    severity: Severity | None = None
    silent: bool = False
    tolerance: Fraction = Fraction(0)
    beyond: Fraction | None = None
    basis: Basis = Basis()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """
    A case with its result, kept beside the rules and run when the spec is loaded.

    Attributes:
        part: the path of what it is about (``rules/positive``, ``total``).
        given: numbers, labels or, for rules over many rows, lists by name.
    """

    id: str
    part: str
    rule: Rule | None
    scale: Scale | None
    given: Mapping[str, Fraction | str | tuple[Fraction, ...]]
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
        by_name: why the spec is only used where it is named; ``None`` where it may be chosen.
        excerpt: what is not known of the rules; rows are scored, there is no total.
        total: how lines become the total, and
        weight: the points of the whole form; ``None`` where the spec has no total.
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
    by_name: str | None
    excerpt: str | None
    language: int
    digest: str
    clauses: Mapping[str, Clause]
    assumptions: tuple[Assumption, ...]
    scales: Mapping[str, Scale]
    inputs: Mapping[str, Input]
    rules: Mapping[str, Rule]
    rows: tuple[RowEntry, ...]
    groups: tuple[Group, ...]
    inapplicable: InapplicableRule | None
    total: Rule | None
    weight: Fraction | None
    grade: Scale | None
    grade_basis: Basis
    ceiling: Ceiling | None
    points: NamedRounding
    top_tier: Basis | None
    checks: Mapping[str, Check]
    own_checks: tuple[RowCheck, ...]
    severities: Mapping[str, Severity]
    examples: tuple[Example, ...]

    @property
    def name(self) -> str:
        """The spec's id and year: ``cn-gz-qiannan/department@2023``."""
        return f"{self.id}@{self.fiscal_year}"

    def check(self, code: str) -> Check:
        """Return how the check *code* is set; all defaults where the spec does not say."""
        return self.checks.get(code, Check())
