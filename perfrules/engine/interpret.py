"""
The interpreter: what a rule of the spec language means.

A rule has one shape (a formula, steps, a line, a pick, a choice) and a few dressings
(given, let, needs, bounds, round). `value_of` gives its exact value; `outcome` adds what a
row needs: rounding, and ranges where a person chooses or the form is imprecise.

A range is not a second way to compute. The unknown number (an imprecise actual, the share
that a person picks) is cut into points and open stretches; on a point the rule is computed
with a number, on a stretch with a `LinearFraction`, which behaves like one. Wherever a step,
a bound or a cap decides differently inside a stretch, it is cut there and computed again, so
both ends of the result are attained or approached.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, assert_never

from perfrules.engine.unknown import Cut, Exact, LinearFraction, TooComplex
from perfrules.findings import Finding, Where
from perfrules.formula import ArithmeticFault, Formula, evaluate
from perfrules.model.card import Cause, Note, Outcome, Ranged, Scored, Trace, Unscored
from perfrules.model.spec import Basis, Choice, Line, Pick, Rule, Shape, Step, Steps
from perfrules.values import Rounding, Span, hull

MOST_PIECES = 200
"""Most stretches that an unknown is cut into; a rule needs about one for each edge."""

OUTSIDE = "PR302"
NOT_COMPUTABLE = "PR307"
NO_VALUE = "PR303"
TOO_MANY_UNKNOWNS = "PR308"

Names = Mapping[str, Any]
"""Values by name: rationals, linear fractions, labels, or tuples of rationals."""


class NoValue(Exception):
    """The rule gives no value; *code* and *params* say why."""

    def __init__(self, code: str, **params: str) -> None:
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


@dataclass(slots=True)
class Scope:
    """What a rule sees: names, the chosen number if any, and a diary for the trace."""

    names: dict[str, Any]
    chosen: tuple[str, Exact] | None = None
    notes: list[Note] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)

    def within(self, given: Mapping[str, Fraction]) -> "Scope":
        """Return a scope for a rule's own names, with the same diary."""
        return Scope({**self.names, **given}, self.chosen, self.notes, self.bases)

    def trace(self) -> Trace:
        return Trace(notes=tuple(self.notes), bases=tuple(dict.fromkeys(self.bases)))


def value_of(rule: Rule, scope: Scope) -> Exact:
    """Return the exact value of *rule*, not rounded by its own rounding."""
    scope.bases.append(rule.basis)
    _check_needs(rule, scope)
    if rule.given or rule.lets:
        scope = scope.within(rule.given)
    for name, inner in rule.lets.items():
        scope.names[name] = _rounded(value_of(inner, scope), inner, scope)
    return _clamped(_shape(rule, scope), rule, scope)


def _check_needs(rule: Rule, scope: Scope) -> None:
    for name, span in rule.needs.items():
        if scope.names.get(name) is None:
            raise NoValue(NO_VALUE, field=name)
        value = scope.names[name]
        if value not in span:
            raise NoValue(OUTSIDE, field=name, needs=str(span), rule=rule.id)


def _shape(rule: Rule, scope: Scope) -> Exact:
    match rule.shape:
        case Formula() as formula:
            return _computed(rule, formula, scope)
        case Steps() as steps:
            step = _step(steps, scope)
            _note_step(rule, steps.of, step, scope)
            return value_of(step.rule, scope)
        case Line() as line:
            return _on_line(rule, line, scope)
        case Pick(scale=scale):
            tier = next((t for t in scale.tiers if t.id == scope.names.get("label")), None)
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
        raise NoValue(NO_VALUE, field=steps.of)
    value = scope.names[steps.of]
    for step in steps.steps:
        if value == step.key if isinstance(step.key, str) else value in step.key.at(scope.names):
            return step
    raise NoValue(OUTSIDE, field=steps.of, needs="", rule=steps.of)


def _on_line(rule: Rule, line: Line, scope: Scope) -> Exact:
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
    if scope.chosen is None:
        raise Open(rule.path, span, tier)
    path, value = scope.chosen
    if path != rule.path:
        raise NoValue(TOO_MANY_UNKNOWNS)
    return value


def _clamped(value: Exact, rule: Rule, scope: Scope) -> Exact:
    if rule.bounds is None:
        return value
    span = rule.bounds.at(scope.names)
    if span.low is not None and value < span.low:
        return span.low
    return span.high if span.high is not None and value > span.high else value


def _rounded(value: Exact, rule: Rule, scope: Scope) -> Exact:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The one number that is not known: a choice at *path*, or the imprecise name *path*."""

    path: str
    span: Span
    cause: Cause
    tier: str | None = None

    def scope(self, names: Names, value: Exact) -> Scope:
        """Return the scope in which the unknown is *value*."""
        if self.cause is Cause.DATA:
            return Scope({**names, self.path: value})
        return Scope(dict(names), chosen=(self.path, value))


def outcome(
    rule: Rule,
    names: Names,
    *,
    grid: Rounding,
    where: Where,
    row: str | None = None,
    imprecise: Mapping[str, Span] | None = None,
) -> Outcome:
    """
    Score one line.

    Args:
        rule: what the spec says about it.
        names: its numbers, shares and labels; *weight* is the most it can earn.
        grid: the rounding of printed points.
        where: the line's place, and
        row: its name, for findings.
        imprecise: a name whose value is only known to lie in a span; at most one.
    """
    unknown = None
    for name, span in (imprecise or {}).items():
        within = span & rule.needs[name] if name in rule.needs else span
        unknown = Unknown(path=name, span=within, cause=Cause.DATA)
    try:
        return _ranged(rule, names, unknown, grid) if unknown else _scored(rule, names, grid)
    except NoValue as reason:
        code, params = reason.code, reason.params
    except (TooComplex, *ArithmeticFault):
        code, params = NOT_COMPUTABLE, {"rule": rule.id}
    finding = Finding(code=code, where=where, row=row, params=params)
    return Unscored(finding=finding, high=max(names["weight"], Fraction(0)))


def _scored(rule: Rule, names: Names, grid: Rounding) -> Outcome:
    scope = Scope(dict(names))
    try:
        exact = value_of(rule, scope)
    except Open as choice:
        unknown = Unknown(path=choice.path, span=choice.span, cause=Cause.CHOICE, tier=choice.tier)
        return _ranged(rule, names, unknown, grid)
    assert isinstance(exact, Fraction)
    return _settle(rule, exact, scope)


def _settle(rule: Rule, exact: Fraction, scope: Scope) -> Scored:
    points = _rounded(exact, rule, scope)
    assert isinstance(points, Fraction)
    return Scored(exact=exact, points=points, trace=scope.trace())


def _ranged(rule: Rule, names: Names, unknown: Unknown, grid: Rounding) -> Outcome:
    """Compute the rule over the whole span of the unknown."""
    parts: list[Span] = []
    scopes: list[Scope] = []
    for value in _pieces(unknown.span):
        parts_here, scope = _over(rule, names, unknown, value)
        parts += parts_here
        scopes += scope
    return _joined(rule, parts, scopes, unknown, grid)


def _pieces(span: Span) -> Iterator[Exact]:
    """Cut a span into its closed ends, as points, and its inside, as a stretch."""
    if span.is_empty:
        return
    if span.low is not None and span.low_closed:
        yield span.low
    if not span.is_point:
        yield LinearFraction.identity(replace(span, low_closed=False, high_closed=False))
        if span.high is not None and span.high_closed:
            yield span.high


def _over(
    rule: Rule, names: Names, unknown: Unknown, value: Exact
) -> tuple[list[Span], list[Scope]]:
    todo: list[Exact] = [value]
    parts: list[Span] = []
    scopes: list[Scope] = []
    while todo:
        piece = todo.pop()
        scope = unknown.scope(names, piece)
        try:
            result = value_of(rule, scope)
        except Cut as cut:
            assert isinstance(piece, LinearFraction)
            todo += [cut.at, *_halves(piece.domain, cut.at)]
            if len(todo) + len(parts) > MOST_PIECES:
                raise TooComplex from None
            continue
        except Open:
            raise NoValue(TOO_MANY_UNKNOWNS) from None
        parts.append(result.image() if isinstance(result, LinearFraction) else Span.point(result))
        scopes.append(scope)
    return parts, scopes


def _halves(domain: Span, at: Fraction) -> tuple[LinearFraction, LinearFraction]:
    below, above = replace(domain, high=at), replace(domain, low=at)
    return LinearFraction.identity(below), LinearFraction.identity(above)


def _joined(
    rule: Rule, parts: list[Span], scopes: list[Scope], unknown: Unknown, grid: Rounding
) -> Outcome:
    if not parts:
        raise NoValue(OUTSIDE, field=unknown.path, needs=_needs_text(rule, unknown), rule=rule.id)
    whole = hull(parts)
    if whole.low is None or whole.high is None:
        raise NoValue(NOT_COMPUTABLE, rule=rule.id)
    trace = _merged(rule, scopes)
    if whole.is_point:
        points = rule.rounding.rounding(whole.low) if rule.rounding else whole.low
        return Scored(exact=whole.low, points=points, trace=trace)
    low, high = _printed(whole, rule, unknown.cause, grid)
    return Ranged(
        parts=tuple(parts), cause=unknown.cause, low=low, high=high, trace=trace, tier=unknown.tier
    )


def _needs_text(rule: Rule, unknown: Unknown) -> str:
    return str(rule.needs.get(unknown.path, unknown.span))


def _merged(rule: Rule, scopes: list[Scope]) -> Trace:
    """Tell each formula once, as it was first used, and all bases."""
    notes = {
        (n.rule.path, n.formula, str(n.step)): n for scope in reversed(scopes) for n in scope.notes
    }
    bases = dict.fromkeys(basis for scope in scopes for basis in scope.bases)
    if rule.rounding is not None:
        bases[rule.rounding.basis] = None
    return Trace(notes=tuple(notes.values()), bases=tuple(bases))


def _printed(whole: Span, rule: Rule, cause: Cause, grid: Rounding) -> tuple[Fraction, Fraction]:
    """Return both ends on the points grid: a choice inward, imprecise data as the rule rounds."""
    assert whole.low is not None and whole.high is not None
    if cause is Cause.CHOICE:
        return grid.inward(whole)
    rounding = rule.rounding.rounding if rule.rounding else grid
    return rounding(whole.low), rounding(whole.high)


def stands(claim: Fraction, outcome: Ranged, grid: Rounding) -> bool:
    """
    Tell whether a claim is one of the results that the rules allow.

    A choice must lie in the range itself, edges open and closed as they are. Of imprecise
    data some possible value must round to just that claim.
    """
    if outcome.cause is Cause.CHOICE:
        return any(claim in part for part in outcome.parts)
    if claim % grid.step:
        return False
    around = grid.preimage(claim)
    return any(not (part & around).is_empty for part in outcome.parts)


def reads(rule: Rule) -> frozenset[str]:
    """Return all names that a rule, its steps and its lets may read."""
    names = set(rule.needs) | _shape_reads(rule.shape)
    for inner in rule.lets.values():
        names |= reads(inner)
    return frozenset(names - rule.lets.keys() - rule.given.keys())


def _shape_reads(shape: Shape) -> set[str]:
    match shape:
        case Formula(names=names):
            return set(names)
        case Steps(of=of, steps=steps):
            return {of}.union(*(reads(step.rule) for step in steps))
        case Line(of=of, points=points):
            return {of}.union(*(x.names | y.names for x, y in points))
        case Pick():
            return {"label"}
        case Choice(span=span):
            return set().union(*(e.names for e in (span.low, span.high) if e is not None))
        case _ as never:
            assert_never(never)
