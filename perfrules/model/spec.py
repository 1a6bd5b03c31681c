"""A spec: the five nouns (source, scale, rule, group, row), checked, immutable, of one year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from perfrules.findings import Code, Finding, Policy, Severity
from perfrules.model.checks import RowCheck
from perfrules.model.document import Entries
from perfrules.model.quantity import Kind, Sign
from perfrules.rules.tree import Assumption, Basis, Input, NamedRounding, Rule, Scale, Tier
from perfrules.rules.walk import first_scale, free_names
from perfrules.values import Span, freeze

SHOWN_OF_DIGEST = 19
"""Characters of a digest in a repr: ``sha256:`` and twelve more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence of the rules: its place and its words."""

    id: str
    document: str
    place: str
    quote: str
    seen: str = "words"
    """how well the document is known: words, system, second-hand, memory or invented"""
    url: str | None = None


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


class LineKind(StrEnum):
    """What a line of a scorecard is about."""

    POSITIVE = "positive"
    REVERSE = "reverse"
    EQUAL = "equal"
    QUALITATIVE = "qualitative"
    DEADLINE = "deadline"
    EXECUTION = "execution"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """
    Which rule a row gets; the first entry that fits wins. *kind* is that of its line.

    Attributes:
        weight: the points of a row that the rules themselves list; ``None`` where the form
            sets them.
    """

    id: str
    when: When
    rule: Rule
    kind: LineKind
    basis: Basis
    weight: Fraction | None = None
    reads: frozenset[str] = field(init=False, compare=False, repr=False)
    """what the rule reads of a row, known when the spec is built"""
    scale: Scale | None = field(init=False, compare=False, repr=False)
    """the scale that the rule picks from"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reads", free_names(self.rule))
        object.__setattr__(self, "scale", first_scale(self.rule))


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
    kind: LineKind
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The best grade that can be given, decided by an input's label; ``None``: no limit."""

    of: str
    best: Mapping[str, Tier | None]
    basis: Basis

    def __post_init__(self) -> None:
        freeze(self, "best")


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
class CheckSetting:
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


_UNSET = CheckSetting()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """
    A case with its result, kept with the rules and run when the spec is loaded.

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

    def __post_init__(self) -> None:
        freeze(self, "given")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecHead:
    """
    What a spec is: enough to choose one without building it.

    Attributes:
        id: place and name (``cn-gz-qiannan/department``).
        version: the revision (``2023.1``); a published one never changes.
        kind: of the forms that it scores.
        trial: whether it is an invented example.
        by_name: why the spec is only used where it is named; ``None`` where it may be chosen.
        excerpt: what is not known of the rules; rows are scored, there is no total.
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

    @property
    def name(self) -> str:
        """Id and year: ``cn-gz-qiannan/department@2023``."""
        return f"{self.id}@{self.fiscal_year}"

    @property
    def is_chosen(self) -> bool:
        """Whether the spec may be chosen for a form without being named."""
        return not (self.trial or self.by_name or self.excerpt)

    @property
    def order(self) -> tuple[str, int, tuple[int, ...]]:
        """What specs are sorted by: id, year, revision."""
        revision = tuple(int(part) for part in self.version.split("."))
        return self.id, self.fiscal_year, revision


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """
    The document of a spec.

    Attributes:
        file: where it was read from; ``None`` where a caller gave its text.
        own: what is written there, with shared parts in their places.
        tree: the same with the amendments applied; every node with its place.
        base: the document that it extends.
        digest: ``sha256:…`` of the content of *tree*.
    """

    file: str | None
    own: Entries
    tree: Entries
    base: "Source | None"
    digest: str

    @property
    def chain(self) -> tuple["Source", ...]:
        """The document, the one that it extends, and so on."""
        return (self, *(self.base.chain if self.base else ()))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Spec:
    """
    The rules of one place, kind of form and fiscal year, as one published revision.

    Two specs of one digest are equal.

    Attributes:
        source: the document that it was built from, for tools that compare specs.
        total: how lines become the total, and
        weight: the points of the whole form; ``None`` where the spec has no total.
        top_tier: whether a phrase that repeats its target word for word takes the best tier
            of its scale, and why.
    """

    head: SpecHead
    source: Source
    language: int
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
    checks: Mapping[Code, CheckSetting]
    own_checks: tuple[RowCheck, ...]
    policy: Policy
    examples: tuple[Example, ...]
    total_reads: frozenset[str] = field(init=False)
    """what the total reads, known when the spec is built"""

    def __post_init__(self) -> None:
        freeze(self, "clauses", "scales", "inputs", "rules", "checks")
        reads = free_names(self.total) if self.total else frozenset()
        object.__setattr__(self, "total_reads", reads)

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Spec) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<Spec {self.id}@{self.version} {self.digest[:SHOWN_OF_DIGEST]}>"

    @property
    def id(self) -> str:
        """Place and name: ``cn-gz-qiannan/department``."""
        return self.head.id

    @property
    def fiscal_year(self) -> int:
        """The fiscal year whose forms it scores."""
        return self.head.fiscal_year

    @property
    def version(self) -> str:
        """The revision: ``2023.1``; a published one never changes."""
        return self.head.version

    @property
    def name(self) -> str:
        """Id and year: ``cn-gz-qiannan/department@2023``."""
        return self.head.name

    @property
    def digest(self) -> str:
        """
        ``sha256:…`` of the resolved document.

        Together with the versions of language and vocabulary it makes a result repeatable.
        """
        return self.source.digest

    @property
    def top_rules(self) -> dict[str, Rule]:
        """All rules that are not part of another, by path."""
        found = [*self.rules.values(), *(entry.rule for entry in self.rows)]
        found += [rule for group in self.groups for rule in (group.rule, group.over) if rule]
        found += [self.total] if self.total else []
        return {rule.path: rule for rule in found}

    def severity(self, finding: Finding) -> Severity:
        """Return how bad a finding is by this spec."""
        return self.policy.severity(finding)

    def check(self, code: Code) -> CheckSetting:
        """Return how the check *code* is set; all defaults where the spec does not say."""
        return self.checks.get(code, _UNSET)
