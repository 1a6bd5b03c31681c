"""What all lines make together: sections, total and grade."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from perfrules.engine.facts import answer
from perfrules.engine.interpret import NoValue, Scope, rounded, value_of
from perfrules.engine.unknown import Exact
from perfrules.findings import Code, Finding
from perfrules.model.card import Interval, LineOfCard, Scorecard, Section, Trace
from perfrules.model.form import Form, MoneyRow
from perfrules.model.spec import Group, Spec
from perfrules.rules.formula import ArithmeticFault
from perfrules.rules.tree import Basis, Rule, Scale, Tier
from perfrules.rules.walk import free_names
from perfrules.text import bare_caption
from perfrules.values import Span

Names = Mapping[str, Any]
Ends = tuple[Fraction | None, Fraction | None, Fraction | None]
"""Least, most and settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Sections, total and grade of a form, and what was noticed on the way."""

    sections: tuple[Section, ...]
    total: Interval | None
    grades: tuple[str, ...]
    grade: str | None
    trace: Trace
    grade_bases: tuple[Basis, ...]
    findings: tuple[Finding, ...]


def put_together(form: Form, lines: Sequence[LineOfCard], spec: Spec) -> Whole:
    """Put the lines of a form together, as its spec says."""
    sections = tuple(_sections(lines, spec))
    try:
        total, trace, findings = _total(form, lines, sections, spec)
    except NoValue as reason:
        code, params = reason.code, reason.params
        if code == Code.NOT_COMPUTABLE:
            code = Code.NO_TOTAL
        total, trace = None, Trace()
        findings = [Finding(code=code, where=form.where(), params=params)]
    possible, settled, more, bases = _grade(form, total, spec)
    return Whole(
        sections=sections,
        total=total,
        grades=possible,
        grade=settled,
        trace=trace,
        grade_bases=bases,
        findings=(*findings, *more),
    )


def added(lines: Iterable[LineOfCard]) -> Interval:
    """Add up lines; what does not count is left out."""
    low, high, settled = _points(lines)
    return Interval(
        low=sum(low, Fraction(0)),
        high=sum(high, Fraction(0)),
        settled=None if settled is None else sum(settled, Fraction(0)),
    )


Points = tuple[Fraction, ...]


def _points(lines: Iterable[LineOfCard]) -> tuple[Points, Points, Points | None]:
    """Return the least, the most and the settled points of the lines that count."""
    counted = [line for line in lines if line.counts]
    settled = [line.settled for line in counted if line.settled is not None]
    return (
        tuple(line.low for line in counted),
        tuple(line.high for line in counted),
        tuple(settled) if len(settled) == len(counted) else None,
    )


def _weights(lines: Iterable[LineOfCard]) -> Points:
    return tuple(line.weight.value or Fraction(0) for line in lines if line.counts)


# -- sections ----------------------------------------------------------------------------


def _sections(lines: Sequence[LineOfCard], spec: Spec) -> Iterator[Section]:
    for group in spec.groups:
        members = [line for line in lines if line.group is group]
        claims = [line.claimed.value for line in members if line.claimed.value is not None]
        points = _section_points(group, members)
        settled = points.settled if points else None
        tier = group.says.of(settled) if group.says and settled is not None else None
        yield Section(
            id=group.id,
            label=group.label,
            weight=sum((line.weight.value or Fraction(0) for line in members), Fraction(0)),
            points=points,
            claimed=sum(claims, Fraction(0)) if len(claims) == len(members) else None,
            says=tier.label if tier else None,
            basis=(group.basis, group.over.basis) if group.over and members else (),
        )


def _section_points(group: Group, members: Sequence[LineOfCard]) -> Interval | None:
    if group.over is None:
        made = added(members)
        return _at_most(made, group.weight) if group.choose else made
    low, high, settled = _points(members)
    weights = _weights(members)
    ends = [
        None if points is None else _value(group.over, {"points": points, "weight": weights})
        for points in (low, high, settled)
    ]
    if ends[0] is None or ends[1] is None:
        return None
    return Interval(low=ends[0], high=ends[1], settled=ends[2])


def _value(rule: Rule, names: Names) -> Fraction | None:
    """Return the rounded value of a rule over lists; ``None`` where it gives none."""
    try:
        return _computed(rule, Scope(dict(names)))
    except (NoValue, *ArithmeticFault, ValueError):
        return None


def _computed(rule: Rule, scope: Scope) -> Fraction:
    value = rounded(value_of(rule, scope), rule, scope)
    assert isinstance(value, Fraction)
    return value


def _at_most(interval: Interval, most: Fraction) -> Interval:
    """A one-of group earns its weight at most, however many of its rows are open."""
    settled = interval.settled
    return Interval(
        low=min(interval.low, most),
        high=min(interval.high, most),
        settled=None if settled is None else min(settled, most),
    )


# -- total -------------------------------------------------------------------------------


def _total(
    form: Form, lines: Sequence[LineOfCard], sections: Sequence[Section], spec: Spec
) -> tuple[Interval | None, Trace, list[Finding]]:
    """Apply the spec's total to the least, the most and the settled points of all lines."""
    if spec.total is None:
        return None, Trace(), []
    low, high, settled = _points(lines)
    names = _form_names(form, spec, free_names(spec.total))
    names["weight"] = _weights(lines)
    bottom, trace = _totalled(spec.total, names, low, _ends(sections, lambda p: p.low))
    top, _ = _totalled(spec.total, names, high, _ends(sections, lambda p: p.high))
    firm = None
    if settled is not None:
        firm, _ = _totalled(spec.total, names, settled, _ends(sections, lambda p: p.settled))
    return Interval(low=bottom, high=top, settled=firm), trace, []


def _ends(sections: Sequence[Section], end: Callable[[Interval], Fraction | None]) -> Points:
    found = (end(section.points) for section in sections if section.points)
    return tuple(points for points in found if points is not None)


def _form_names(form: Form, spec: Spec, wanted: Iterable[str]) -> dict[str, Any]:
    """Return what a rule over the whole form reads beside the lines."""
    names: dict[str, Any] = dict(amounts(form.budget.total if form.budget else None))
    for name in sorted(set(wanted) & spec.inputs.keys()):
        names[name] = answer(spec.inputs[name], form.inputs.get(name))
    return names


def _totalled(rule: Rule, names: Names, points: Points, sections: Points) -> tuple[Fraction, Trace]:
    scope = Scope({**names, "points": points, "sections": sections})
    try:
        return _computed(rule, scope), scope.trace()
    except (*ArithmeticFault, ValueError):
        raise NoValue(Code.NOT_COMPUTABLE, rule=rule.id) from None


def totalled(
    card: Scorecard, points: Mapping[str, Exact], money: Mapping[str, Exact] | None = None
) -> Exact:
    """
    Return the total, before its rounding, if the lines of a card had these points.

    Args:
        card: a scored form of a spec with a total.
        points: points by id of line; one of them may be a stretch.
        money: amounts that are other than the form's; they may be the same stretch.

    Raises:
        NoValue: something that the total reads is missing.
    """
    spec, rule = card.spec, card.spec.total
    assert rule is not None
    counted = [line for line in card.lines if line.counts]
    names = _form_names(card.form, spec, free_names(rule))
    names |= money or {}
    names["weight"] = _weights(counted)
    names["points"] = tuple(points[line.id] for line in counted)
    names["sections"] = tuple(_section_value(group, counted, points) for group in spec.groups)
    return value_of(rule, Scope(names))


def _section_value(group: Group, lines: Sequence[LineOfCard], points: Mapping[str, Exact]) -> Exact:
    members = [line for line in lines if line.group is group]
    own = tuple(points[line.id] for line in members)
    if group.over is None:
        return sum(own, Fraction(0))
    return value_of(group.over, Scope({"points": own, "weight": _weights(members)}))


# -- money -------------------------------------------------------------------------------


def money_of(form: Form, group: Group) -> MoneyRow | None:
    """Return the line of the money block that a group's rule is over."""
    if form.budget is None:
        return None
    if not group.money:
        return form.budget.total
    return next((row for row in form.budget.rows if label_of(row) in group.money), None)


def label_of(money: MoneyRow) -> str:
    """Return the label of a line of the money block as specs write it."""
    return bare_caption(money.label)


def amounts(money: MoneyRow | None) -> dict[str, Fraction | None]:
    """Return what rules read of a line of the money block."""
    if money is None:
        return {"initial": None, "revised": None, "executed": None}
    return {
        "initial": money.initial.value,
        "revised": money.revised.value,
        "executed": money.executed.value,
    }


# -- grade -------------------------------------------------------------------------------

Graded = tuple[tuple[str, ...], str | None, list[Finding], tuple[Basis, ...]]


def _grade(form: Form, total: Interval | None, spec: Spec) -> Graded:
    """Return the possible grades, lowest first, the settled one, and what they rest on."""
    scale = spec.grade
    if scale is None or total is None:
        return (), None, [], ()
    low, high = scale.rounded(total.low), scale.rounded(total.high)
    tiers = [t for t in scale.tiers if not (t.span & Span(low=low, high=high)).is_empty]
    firm = scale.of(total.settled) if total.settled is not None else None
    limits, findings = _limits_of_grade(form, spec)
    possible = [tier for tier in scale.tiers if tier in _capped(tiers, limits, scale)]
    firmly = possible if len(possible) == 1 else _capped([firm] if firm else [], limits, scale)
    settled = firmly[0].label if len(firmly) == 1 else None
    bases = [spec.grade_basis, *((scale.rounding.basis,) if scale.rounding else ())]
    if spec.ceiling:
        bases.append(spec.ceiling.basis)
    labels = tuple(tier.label for tier in reversed(possible))
    return labels, settled, findings, tuple(bases)


def _limits_of_grade(form: Form, spec: Spec) -> tuple[list[Tier | None], list[Finding]]:
    """Return the best grades that can be given: one, or all that a missing answer leaves."""
    ceiling = spec.ceiling
    if ceiling is None:
        return [None], []
    try:
        label = answer(spec.inputs[ceiling.of], form.inputs.get(ceiling.of))
    except NoValue as reason:
        told = Finding(code=reason.code, where=form.where(), params=reason.params)
        return list(ceiling.best.values()), [told]
    assert isinstance(label, str)
    return [ceiling.best[label]], []


def _capped(tiers: Sequence[Tier], limits: Iterable[Tier | None], scale: Scale) -> list[Tier]:
    """Return *tiers* with those better than a limit replaced by it; scales run best first."""
    order = list(scale.tiers)
    found = [
        limit if limit is not None and order.index(tier) < order.index(limit) else tier
        for limit in limits
        for tier in tiers
    ]
    return [tier for tier in order if tier in found]
