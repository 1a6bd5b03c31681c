"""
What a line gets: one value, a range, or none with the reason.

A range is not a second way to compute. The unknown number (an imprecise actual, the share
that a person picks) is cut into points and open stretches; on a point the rule is computed
with a number, on a stretch with a `LinearFraction`, which behaves like one. Wherever a step,
a bound or a cap decides differently inside a stretch, it is cut there and computed again, so
both ends of the result are attained or approached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from perfrules.engine.curve import curve
from perfrules.engine.interpret import NoValue, Open, Scope, rounded, value_of
from perfrules.engine.unknown import Exact, TooComplex
from perfrules.findings import Code, Finding, Where
from perfrules.model.card import Cause, Outcome, Ranged, Scored, Trace, Unscored
from perfrules.rules.formula import ArithmeticFault
from perfrules.rules.tree import Rule
from perfrules.values import Rounding, Span, hull

Names = Mapping[str, Any]
"""Values by name: rationals, linear fractions, labels, or tuples of rationals."""


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
        code, params = Code.NOT_COMPUTABLE, {"rule": rule.id}
    finding = Finding(code=code, where=where, row=row, params=params)
    weight = names["weight"]
    high = max(weight, Fraction(0)) if isinstance(weight, Fraction) else Fraction(0)
    return Unscored(finding=finding, high=high)


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
    points = rounded(exact, rule, scope)
    assert isinstance(points, Fraction)
    return Scored(exact=exact, points=points, trace=scope.trace())


def _ranged(rule: Rule, names: Names, unknown: Unknown, grid: Rounding) -> Outcome:
    """Compute the rule over the whole span of the unknown."""
    scopes: list[Scope] = []

    def compute(value: Exact) -> Exact:
        scope = unknown.scope(names, value)
        try:
            result = value_of(rule, scope)
        except Open:
            raise NoValue(Code.TOO_MANY_UNKNOWNS) from None
        scopes.append(scope)
        return result

    images = [piece.image for piece in curve(compute, unknown.span)]
    return _joined(rule, images, scopes, unknown, grid)


def _joined(
    rule: Rule, parts: list[Span], scopes: list[Scope], unknown: Unknown, grid: Rounding
) -> Outcome:
    if not parts:
        raise NoValue(
            Code.OUTSIDE_NEEDS, field=unknown.path, needs=_needs_text(rule, unknown), rule=rule.id
        )
    whole = hull(parts)
    if whole.low is None or whole.high is None:
        raise NoValue(Code.NOT_COMPUTABLE, rule=rule.id)
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
