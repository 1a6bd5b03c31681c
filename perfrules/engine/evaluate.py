"""
What an assigned line is worth: one value, a range, or none with the reason.

A range is not a second way to compute. The unknown number (an imprecise actual, the share
that a person picks) is cut into points and open stretches; on a point the rule is computed
with a number, on a stretch with a `LinearFraction`, which behaves like one. Wherever a step,
a bound or a cap decides differently inside a stretch, it is cut there and computed again, so
both ends of the result are attained or approached.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never, cast

from perfrules.engine.interpret import (
    Chosen,
    NoValue,
    Scope,
    Values,
    Visit,
    WholeSpan,
    value_of,
)
from perfrules.engine.linear import Cut, Known, LinearFraction, TooComplex
from perfrules.engine.piecewise import Piece, closed_ends, curve, cut_at
from perfrules.findings import Code, Finding, Where
from perfrules.model.card import (
    Assignment,
    Cause,
    Inputs,
    Note,
    NotScored,
    Outcome,
    Ranged,
    Scored,
    Trace,
    Unscored,
)
from perfrules.rules.formula import ArithmeticFault
from perfrules.rules.tree import Rule
from perfrules.values import ZERO, Frozen, Rounding, Span, hull


def evaluate(assignment: Assignment, grid: Rounding) -> Outcome:
    """
    Return what an assigned line is worth; the only part of scoring that an engine replaces.

    Args:
        assignment: which rule the line gets, and the numbers that it reads.
        grid: the rounding of printed points.
    """
    match assignment.inputs:
        case NotScored(outcome=result):
            pass
        case Inputs(names=names, imprecise=imprecise):
            assert assignment.rule is not None
            result = outcome(
                assignment.rule,
                names,
                grid=grid,
                where=assignment.where,
                row=assignment.name,
                imprecise=imprecise,
            )
        case _ as never:
            assert_never(never)
    pool = assignment.group.bounds if assignment.group and assignment.row else None
    if pool and isinstance(result, Unscored):
        return replace(result, low=pool.low or ZERO, high=pool.high or ZERO)
    return result


def outcome(
    rule: Rule,
    names: Values,
    *,
    grid: Rounding,
    where: Where,
    row: str | None = None,
    imprecise: Mapping[str, Span] | None = None,
) -> Outcome:
    """
    Apply a rule to the numbers of one line.

    Args:
        rule: what the spec says about it.
        names: its numbers, shares and labels; *weight* is the most it can earn.
        grid: the rounding of printed points.
        where: the line's place, and
        row: its name, for findings.
        imprecise: a name whose value is only known to lie in a span; at most one.
    """
    unsure = next(iter((imprecise or {}).items()), None)
    try:
        if unsure is None:
            return _over_choice(rule, names, grid)
        return _over_data(rule, names, *unsure, grid)
    except NoValue as reason:
        code, params = reason.code, reason.params
    except (TooComplex, *ArithmeticFault):
        code, params = Code.NOT_COMPUTABLE, {"rule": rule.id}
    finding = Finding(code=code, where=where, row=row, params=params)
    weight = names["weight"]
    high = max(weight, ZERO) if isinstance(weight, Fraction) else ZERO
    return Unscored(finding=finding, high=high)


def _over_data(rule: Rule, names: Values, name: str, span: Span, grid: Rounding) -> Scored | Ranged:
    """Compute the rule over all values that imprecise data allow."""
    within = span & rule.needs[name] if name in rule.needs else span
    scopes: list[Scope] = []

    def compute(value: Known) -> Known:
        scope = Scope({**names, name: value})
        result = value_of(rule, scope)
        scopes.append(scope)
        return cast("Known", result)

    pieces = curve(compute, within)
    if not pieces:
        needs = str(rule.needs.get(name, within))
        raise NoValue(Code.OUTSIDE_NEEDS, field=name, needs=needs, rule=rule.id)
    return _joined(rule, pieces, scopes, Unknown(cause=Cause.DATA), grid)


def _over_choice(rule: Rule, names: Values, grid: Rounding) -> Scored | Ranged:
    """Compute the rule; where it leaves a number to a person, over all that can be chosen."""
    chooser = WholeSpan()
    scopes = [Scope(dict(names), chooser)]
    pieces: list[Piece] = []

    def compute(number: Known) -> Known:
        assert chooser.rule is not None
        scope = Scope(dict(names), Chosen(chooser.rule, number))
        result = value_of(rule, scope)
        scopes.append(scope)
        return cast("Known", result)

    try:
        value = cast("Known", value_of(rule, scopes[0]))
    except Cut as turn:
        del scopes[0]  # it stopped on the way
        pieces += cut_at(compute, LinearFraction.inside(chooser.span), turn.at)
    else:
        if chooser.rule is None:
            return _scored(rule, cast("Fraction", value), scopes[0])
        pieces.append(Piece(LinearFraction.inside(chooser.span).domain, value))
    pieces += (Piece(Span.point(end), compute(end)) for end in closed_ends(chooser.span))
    unknown = Unknown(cause=Cause.CHOICE, tier=chooser.tier)
    return _joined(rule, pieces, scopes, unknown, grid)


def _scored(rule: Rule, exact: Fraction, scope: Scope) -> Scored:
    if rule.rounding is None:
        return Scored(exact=exact, points=exact, trace=scope.trace())
    scope.bases.append(rule.rounding.basis)
    return Scored(exact=exact, points=rule.rounding.rounding(exact), trace=scope.trace())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Why a number is not known, and the tier that limits a person's choice."""

    cause: Cause
    tier: str | None = None


def _joined(
    rule: Rule, pieces: Sequence[Piece], scopes: list[Scope], unknown: Unknown, grid: Rounding
) -> Scored | Ranged:
    parts = tuple(piece.image for piece in pieces)
    whole = hull(parts)
    if whole.low is None or whole.high is None:
        raise NoValue(Code.NOT_COMPUTABLE, rule=rule.id)
    trace = _merged(rule, scopes)
    if whole.is_point:
        points = rule.rounding.rounding(whole.low) if rule.rounding else whole.low
        return Scored(exact=whole.low, points=points, trace=trace)
    low, high = printed(whole, rule, unknown.cause, grid)
    return Ranged(
        parts=parts, cause=unknown.cause, low=low, high=high, trace=trace, tier=unknown.tier
    )


def _merged(rule: Rule, scopes: Sequence[Scope]) -> Trace:
    """Return each node once, as it was first evaluated, and all bases."""
    notes = {
        (id(note.rule), note.act, note.branch): _known_part(note)
        for scope in reversed(scopes)
        for note in scope.notes
    }
    bases = dict.fromkeys(basis for scope in scopes for basis in scope.bases)
    if rule.rounding is not None:
        bases[rule.rounding.basis] = None
    return Trace(notes=tuple(notes.values()), bases=tuple(bases))


def _known_part(note: Note) -> Note:
    """Return a note without the values that hold for a whole stretch of numbers."""
    if not any(isinstance(v, LinearFraction) for v in (note.result, *note.names.values())):
        return note
    names = {name: v for name, v in note.names.items() if not isinstance(v, LinearFraction)}
    result = None if isinstance(note.result, LinearFraction) else note.result
    return replace(note, names=Frozen(names), result=result)


def printed(whole: Span, rule: Rule, cause: Cause, grid: Rounding) -> tuple[Fraction, Fraction]:
    """Return both ends on the points grid: a choice inward, imprecise data as the rule rounds."""
    assert whole.low is not None and whole.high is not None
    if cause is Cause.CHOICE:
        return grid.inward(whole)
    rounding = rule.rounding.rounding if rule.rounding else grid
    return rounding(whole.low), rounding(whole.high)


def allows(outcome: Ranged, claim: Fraction, grid: Rounding) -> bool:
    """
    Return whether a claim is one of the results that the rules allow.

    A choice must lie in the range itself, edges open and closed as they are. Of imprecise
    data some possible value must round to just that claim.
    """
    if outcome.cause is Cause.CHOICE:
        return any(claim in part for part in outcome.parts)
    if claim % grid.step:
        return False
    around = grid.preimage(claim)
    return any(not (part & around).is_empty for part in outcome.parts)


def tried(rule: Rule, names: Values) -> Fraction | Span | None:
    """Return the value of a rule before its rounding, the span of a choice, or no value."""
    chooser = WholeSpan()
    try:
        value = value_of(rule, Scope(dict(names), chooser))
    except Cut:
        return chooser.span
    except NO_RESULT:
        return None
    return cast("Fraction", value) if chooser.rule is None else chooser.span


def visited(rule: Rule, names: Values) -> Iterator[Visit]:
    """Yield every part of a rule that these names ask, with what it saw."""
    seen: list[Visit] = []
    try:
        value_of(rule, Scope(dict(names), WholeSpan(), visits=seen))
    except (Cut, *NO_RESULT):
        pass
    yield from seen


NO_RESULT = (NoValue, TooComplex, ValueError, *ArithmeticFault)
"""What `value_of` raises where a rule gives no value for these names."""
