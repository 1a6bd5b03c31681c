"""
The interpreter: what a rule of the spec language means.

A rule has one shape (a formula, steps, a line, a pick, a choice) and a few dressings
(given, let, needs, bounds, round). `value_of` gives its exact value, before its own rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, assert_never

from perfrules.engine.unknown import Exact, LinearFraction, TooComplex
from perfrules.findings import Code
from perfrules.model.card import Note, Trace
from perfrules.rules.formula import Formula, evaluate
from perfrules.rules.tree import Basis, Choice, Interpolation, Pick, Rule, Step, Steps
from perfrules.values import Span, hull


class NoValue(Exception):
    """The rule gives no value; *code* and *params* say why."""

    def __init__(self, code: Code, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Open(Exception):
    """A person chooses inside *span* at *path*, and nothing has been chosen yet."""

    def __init__(self, path: str, span: Span, tier: str | None) -> None:
        super().__init__(path, span, tier)
        self.path = path
        self.span = span
        self.tier = tier


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


@dataclass(slots=True)
class Scope:
    """What a rule sees: names, the chosen number if any, and a diary for the trace."""

    names: dict[str, Any]
    chosen: tuple[str, Exact] | None = None
    notes: list[Note] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    visits: list[Visit] | None = None
    """every rule asked on the way, where somebody wants to know (coverage)"""

    def within(self, given: Mapping[str, Fraction]) -> "Scope":
        """Return a scope for a rule's own names, with the same diary."""
        names = {**self.names, **given}
        return Scope(names, self.chosen, self.notes, self.bases, self.visits)

    def visited(self, rule: Rule, *, entered: bool = True, value: Exact | None = None) -> None:
        """Remember that *rule* was asked."""
        if self.visits is not None:
            self.visits.append(Visit(rule, dict(self.names), entered, value))

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
    value = _shape(rule, scope)
    scope.visited(rule, value=value)
    return _clamped(value, rule, scope)


def _check_needs(rule: Rule, scope: Scope) -> None:
    for name, span in rule.needs.items():
        if scope.names.get(name) is None:
            raise NoValue(Code.NO_VALUE, field=name)
        value = scope.names[name]
        if value not in span:
            raise NoValue(Code.OUTSIDE_NEEDS, field=name, needs=str(span), rule=rule.id)


def _shape(rule: Rule, scope: Scope) -> Exact:
    match rule.shape:
        case Formula() as formula:
            return _computed(rule, formula, scope)
        case Steps() as steps:
            step = _step(steps, scope)
            _note_step(rule, steps.of, step, scope)
            return value_of(step.rule, scope)
        case Interpolation() as line:
            return _on_line(rule, line, scope)
        case Pick(scale=scale):
            label = scope.names.get("label")
            tier = next((t for t in scale.tiers if label == t.id or label in t.words), None)
            scope.bases.extend([tier.basis] if tier else [t.basis for t in scale.tiers])
            span = tier.span if tier else hull(t.span for t in scale.tiers)
            return _choose(rule, span, tier.label if tier else None, scope)
        case Choice(span=edges):
            return _choose(rule, edges.at(scope.names), None, scope)
        case _ as never:
            assert_never(never)


def _computed(rule: Rule, formula: Formula, scope: Scope) -> Exact:
    value: Exact = evaluate(formula, scope.names)
    _note(rule, formula.source, formula.names, value, scope)
    return value


def _step(steps: Steps, scope: Scope) -> Step:
    if scope.names.get(steps.of) is None:
        raise NoValue(Code.NO_VALUE, field=steps.of)
    value = scope.names[steps.of]
    for step in steps.steps:
        if value == step.key if isinstance(step.key, str) else value in step.key.at(scope.names):
            return step
    raise NoValue(Code.OUTSIDE_NEEDS, field=steps.of, needs="", rule=steps.of)


def _on_line(rule: Rule, line: Interpolation, scope: Scope) -> Exact:
    value = scope.names[line.of]
    points = [(evaluate(x, scope.names), evaluate(y, scope.names)) for x, y in line.points]
    result = _interpolated(value, points)
    text = ", ".join(f"{x.source} → {y.source}" for x, y in line.points)
    used = {line.of}.union(*(x.names | y.names for x, y in line.points))
    _note(rule, f"{line.of}: {text}", used, result, scope)
    return result


def _interpolated(value: Exact, points: list[tuple[Fraction, Fraction]]) -> Exact:
    """Return the height of the line through *points* above *value*."""
    if not value > points[0][0]:
        return points[0][1]
    for (x1, y1), (x2, y2) in pairwise(points):
        if value < x2:
            return (value - x1) * ((y2 - y1) / (x2 - x1)) + y1
    return points[-1][1]


def _choose(rule: Rule, span: Span, tier: str | None, scope: Scope) -> Exact:
    if span.is_point:
        assert span.low is not None
        return span.low
    if scope.chosen is None:
        raise Open(rule.path, span, tier)
    path, value = scope.chosen
    if path != rule.path:
        raise NoValue(Code.TOO_MANY_UNKNOWNS)
    return value


def _clamped(value: Exact, rule: Rule, scope: Scope) -> Exact:
    if rule.bounds is None:
        return value
    span = rule.bounds.at(scope.names)
    if span.low is not None and value < span.low:
        return span.low
    return span.high if span.high is not None and value > span.high else value


def rounded(value: Exact, rule: Rule, scope: Scope) -> Exact:
    """Apply the rounding of a step on the way; an unknown cannot be rounded there."""
    if rule.rounding is None:
        return value
    if isinstance(value, LinearFraction):
        raise TooComplex
    scope.bases.append(rule.rounding.basis)
    return rule.rounding.rounding(value)


def _note(rule: Rule, text: str, used: Any, result: Exact, scope: Scope) -> None:
    names = {n: v for n in sorted(used) if isinstance(v := scope.names[n], Fraction | str)}
    known = None if isinstance(result, LinearFraction) else result
    scope.notes.append(Note(rule=rule, formula=text, names=names, result=known))


def _note_step(rule: Rule, of: str, step: Step, scope: Scope) -> None:
    edges = () if isinstance(step.key, str) else (step.key.low, step.key.high)
    used = {of}.union(*(edge.names for edge in edges if edge is not None))
    names = {n: v for n in sorted(used) if isinstance(v := scope.names[n], Fraction | str)}
    scope.notes.append(Note(rule=rule, formula=of, names=names, result=None, step=step.key))
