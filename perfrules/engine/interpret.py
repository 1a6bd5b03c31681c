"""
The interpreter: what a rule of the spec language means.

A rule has one shape (a formula, steps, an interpolation, a pick, a choice) and a few dressings
(given, let, needs, bounds, round). `value_of` gives its exact value, before its own rounding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol, assert_never

from perfrules.engine.linear import LinearFraction
from perfrules.findings import Code
from perfrules.model.card import Act, Note, Trace
from perfrules.rules.formula import Formula, compute
from perfrules.rules.tree import (
    LABEL,
    Basis,
    Choice,
    EdgeSpan,
    Interpolation,
    Pick,
    Rule,
    Steps,
    Tier,
)
from perfrules.values import Exact, Span

Values = Mapping[str, Any]
"""Values by name: exact numbers, labels, or tuples of numbers."""


class NoValue(Exception):
    """The rule gives no value; *code* and *params* say why."""

    def __init__(self, code: Code, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Visit:
    """
    A rule that was asked, and what it saw.

    Attributes:
        entered: whether it got past what it needs; then its own names are among *names*.
        value: its value before it was clamped, if it had one.
    """

    rule: Rule
    names: Mapping[str, Any]
    entered: bool = False
    value: Exact | None = None


class Chooser(Protocol):
    """Answers where a rule leaves the value to a person."""

    def __call__(self, rule: Rule, span: Span, tier: str | None) -> Exact:
        """Return the number chosen inside *span*, of which *tier* is the label, if it has one."""


def no_choice(rule: Rule, span: Span, tier: str | None) -> Exact:  # noqa: ARG001
    """Answer no choice: another number is unknown already, and one is the most."""
    raise NoValue(Code.TOO_MANY_UNKNOWNS)


class WholeSpan:
    """
    Takes the inside of the span of the one choice as a stretch, and remembers the choice.

    So one evaluation gives the values of all that a person can choose, but for closed ends.
    """

    def __init__(self) -> None:
        self.rule: Rule | None = None
        self.span = Span()
        self.tier: str | None = None

    def __call__(self, rule: Rule, span: Span, tier: str | None) -> Exact:
        """Return the inside of the span."""
        if self.rule is not None:
            raise NoValue(Code.TOO_MANY_UNKNOWNS)
        if span.is_empty:
            raise NoValue(Code.OUTSIDE_NEEDS, field=rule.path, needs=str(span), rule=rule.id)
        self.rule, self.span, self.tier = rule, span, tier
        return LinearFraction.inside(span)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Answers the choice of one rule with a number, and no other."""

    rule: Rule
    number: Exact

    def __call__(self, rule: Rule, span: Span, tier: str | None) -> Exact:
        """Return the number."""
        return self.number if rule is self.rule else no_choice(rule, span, tier)


@dataclass(slots=True)
class Scope:
    """What a rule sees: names and who chooses; with a diary for the trace."""

    names: dict[str, Any]
    choose: Chooser = no_choice
    notes: list[Note] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    visits: list[Visit] | None = None
    """every rule asked on the way, where somebody wants to know (coverage)"""

    def within(self, given: Mapping[str, Fraction]) -> "Scope":
        """Return a scope for a rule's own names, with the same diary."""
        names = {**self.names, **given}
        return Scope(names, self.choose, self.notes, self.bases, self.visits)

    def visited(self, rule: Rule, *, entered: bool = True, value: Exact | None = None) -> None:
        """Remember that *rule* was asked."""
        if self.visits is not None:
            self.visits.append(Visit(rule, dict(self.names), entered, value))

    def note(
        self,
        act: Act,
        rule: Rule,
        used: Iterable[str],
        result: Exact | None,
        branch: int | None = None,
    ) -> None:
        """Note what was done at a node of the rule tree."""
        names = {name: self.names[name] for name in used}
        self.notes.append(Note(act=act, rule=rule, names=names, result=result, branch=branch))

    def trace(self) -> Trace:
        """Return what was done so far."""
        return Trace(notes=tuple(self.notes), bases=tuple(dict.fromkeys(self.bases)))


def value_of(rule: Rule, scope: Scope) -> Exact:
    """Return the exact value of *rule*, not rounded by its own rounding."""
    scope.bases.append(rule.basis)
    scope.visited(rule, entered=False)
    _check_needs(rule, scope)
    if rule.given or rule.lets:
        scope = scope.within(rule.given)
    for name, inner in rule.lets.items():
        scope.names[name] = rounded(value_of(inner, scope), inner, scope)
    scope.visited(rule)
    value = _shape_value(rule, scope)
    scope.visited(rule, value=value)
    return _clamped(value, rule, scope)


def _check_needs(rule: Rule, scope: Scope) -> None:
    for name, span in rule.needs.items():
        value = scope.names.get(name)
        if value is None:
            raise NoValue(Code.NO_VALUE, field=name)
        if value not in span:
            raise NoValue(Code.OUTSIDE_NEEDS, field=name, needs=str(span), rule=rule.id)


def _check_known(used: Iterable[str], scope: Scope) -> None:
    """Refuse to compute with a number that the form leaves out, such as an amount of money."""
    names = scope.names
    for name in used:
        if names[name] is None:
            raise NoValue(Code.NO_VALUE, field=min(n for n in used if names[n] is None))


def _shape_value(rule: Rule, scope: Scope) -> Exact:
    match rule.shape:
        case Formula() as formula:
            _check_known(formula.names, scope)
            value: Exact = compute(formula, scope.names)
            scope.note(Act.VALUE, rule, formula.names, value)
            return value
        case Steps() as steps:
            return _step_value(rule, steps, scope)
        case Interpolation() as line:
            return _line_value(rule, line, scope)
        case Pick() as pick:
            return _picked(rule, pick, scope)
        case Choice(span=edges):
            _check_known(edges.names, scope)
            return _choice(rule, edges.at(scope.names), None, scope)
        case _ as never:
            assert_never(never)


def _step_value(rule: Rule, steps: Steps, scope: Scope) -> Exact:
    value = scope.names.get(steps.of)
    if value is None:
        raise NoValue(Code.NO_VALUE, field=steps.of)
    for branch, step in enumerate(steps.steps):
        key = step.key
        if isinstance(key, EdgeSpan):
            _check_known(key.names, scope)
        if value == key if isinstance(key, str) else key.holds(value, scope.names):
            used = (steps.of, *(() if isinstance(key, str) else key.names))
            scope.note(Act.BRANCH, rule, used, None, branch)
            return value_of(step.rule, scope)
    raise NoValue(Code.OUTSIDE_NEEDS, field=steps.of, needs="", rule=steps.of)


def _line_value(rule: Rule, line: Interpolation, scope: Scope) -> Exact:
    _check_known(line.names, scope)
    knots = [(compute(x, scope.names), compute(y, scope.names)) for x, y in line.points]
    branch, result = _height(scope.names[line.of], knots)
    scope.note(Act.VALUE, rule, line.names, result, branch)
    return result


def _height(value: Exact, knots: Sequence[tuple[Exact, Exact]]) -> tuple[int, Exact]:
    """Return the height of the line above *value*, and after how many knots it lies."""
    if not value > knots[0][0]:
        return 0, knots[0][1]
    for passed, ((x1, y1), (x2, y2)) in enumerate(pairwise(knots), start=1):
        if value < x2:
            return passed, (value - x1) * ((y2 - y1) / (x2 - x1)) + y1
    return len(knots), knots[-1][1]


def _picked(rule: Rule, pick: Pick, scope: Scope) -> Exact:
    tier = named_tier(pick, scope.names.get(LABEL))
    if tier is None:
        scope.bases.extend(one.basis for one in pick.scale.tiers)
        return _choice(rule, pick.scale.reach, None, scope)
    scope.bases.append(tier.basis)
    return _choice(rule, tier.span, tier.label, scope)


def named_tier(pick: Pick, label: Any) -> Tier | None:
    """Return the tier of a pick's scale that a label names, by its id or by a word."""
    tiers = pick.scale.tiers
    return next((tier for tier in tiers if label == tier.id or label in tier.words), None)


def _choice(rule: Rule, span: Span, tier: str | None, scope: Scope) -> Exact:
    if span.is_point:
        assert span.low is not None
        return span.low
    value = scope.choose(rule, span, tier)
    scope.note(Act.CHOICE, rule, (), value)
    return value


def _clamped(value: Exact, rule: Rule, scope: Scope) -> Exact:
    if rule.bounds is None:
        return value
    _check_known(rule.bounds.names, scope)
    span = rule.bounds.at(scope.names)
    for side, edge in enumerate((span.low, span.high)):
        if edge is not None and (value > edge if side else value < edge):
            scope.note(Act.BOUNDS, rule, (), edge, side)
            return edge
    return value


def rounded(value: Exact, rule: Rule, scope: Scope) -> Exact:
    """Apply the rounding of a step on the way, if it has one."""
    if rule.rounding is None:
        return value
    result = rule.rounding.rounding(value)
    scope.bases.append(rule.rounding.basis)
    scope.note(Act.ROUND, rule, (), result)
    return result
