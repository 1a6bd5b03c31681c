"""What all lines make together: sections, total and grade."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from perfrules.engine.assign import amounts
from perfrules.engine.inputs import answer
from perfrules.engine.interpret import NoValue, Scope, Values, rounded, value_of
from perfrules.findings import Code, Finding
from perfrules.model.card import Interval, LineOfCard, Scorecard, Section, Trace
from perfrules.model.form import Form
from perfrules.model.spec import Group, Spec
from perfrules.rules.formula import ArithmeticFault
from perfrules.rules.tree import Basis, Rule, Scale, Tier
from perfrules.values import ZERO, Exact, Span, sum_of

PointList = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """
    What a line brings to the whole; sections and total see nothing else of it.

    Attributes:
        low: the least points; *high* the most.
        settled: the points that are computed or accepted, if any.
        weight: the points that it can earn; 0 where nothing gives any.
        counts: whether it is part of sums and of the total.
    """

    id: str
    group: Group | None
    low: Fraction
    high: Fraction
    settled: Fraction | None
    weight: Fraction
    claimed: Fraction | None
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Sections, total and grade of a form, and what was noticed on the way."""

    sections: tuple[Section, ...]
    sum: Interval
    total: Interval | None
    grades: tuple[str, ...]
    grade: str | None
    trace: Trace
    grade_bases: tuple[Basis, ...]
    findings: tuple[Finding, ...]


def tally(line: LineOfCard) -> Tally:
    """Return what a line brings to the whole."""
    return Tally(
        id=line.id,
        group=line.group,
        low=line.low,
        high=line.high,
        settled=line.settled,
        weight=line.weight.value or ZERO,
        claimed=line.claimed.value,
        counts=line.counts,
    )


def aggregate(form: Form, tallies: Sequence[Tally], spec: Spec) -> Whole:
    """
    Put the lines of a form together, as its spec says.

    Args:
        form: for the money, the answers and the places that the total and the grade read.
        tallies: one for each line.
        spec: the rules.
    """
    counted = [one for one in tallies if one.counts]
    sections = tuple(_sections(tallies, spec))
    try:
        total, trace = _total(form, counted, sections, spec)
        findings: list[Finding] = []
    except NoValue as reason:
        total, trace = None, Trace()
        findings = [Finding(code=reason.code, where=form.where(), params=reason.params)]
    possible, settled, more, bases = _grade(form, total, spec)
    return Whole(
        sections=sections,
        sum=added(counted),
        total=total,
        grades=possible,
        grade=settled,
        trace=trace,
        grade_bases=bases,
        findings=(*findings, *more),
    )


def added(counted: Iterable[Tally]) -> Interval:
    """Add up the points of lines."""
    low, high, settled = _ends_of(tuple(counted))
    return Interval(
        low=sum_of(low),
        high=sum_of(high),
        settled=None if settled is None else sum_of(settled),
    )


def _ends_of(counted: Sequence[Tally]) -> tuple[PointList, PointList, PointList | None]:
    """Return the least, the most and the settled points of lines."""
    settled = tuple(one.settled for one in counted if one.settled is not None)
    return (
        tuple(one.low for one in counted),
        tuple(one.high for one in counted),
        settled if len(settled) == len(counted) else None,
    )


def _weights(counted: Iterable[Tally]) -> PointList:
    return tuple(one.weight for one in counted)


# -- sections ----------------------------------------------------------------------------


def _sections(tallies: Sequence[Tally], spec: Spec) -> Iterator[Section]:
    for group in spec.groups:
        members = [one for one in tallies if one.group is group]
        claims = [one.claimed for one in members if one.claimed is not None]
        points = _section_points(group, [one for one in members if one.counts])
        settled = points.settled if points else None
        tier = group.says.of(settled) if group.says and settled is not None else None
        yield Section(
            id=group.id,
            label=group.label,
            weight=sum_of(one.weight for one in members),
            points=points,
            claimed=sum_of(claims) if len(claims) == len(members) else None,
            says=tier.label if tier else None,
            basis=_bases(group, group.over) if group.over and members else (),
        )


def _bases(group: Group, over: Rule) -> tuple[Basis, ...]:
    """Return what a rule over the rows of a group rests on, its rounding with it."""
    return group.basis, over.basis, *((over.rounding.basis,) if over.rounding else ())


def _section_points(group: Group, counted: Sequence[Tally]) -> Interval | None:
    if group.over is None:
        made = added(counted)
        return _at_most(made, group.weight) if group.choose else made
    weights = _weights(counted)
    low, high, settled = (
        None if points is None else _value(group.over, {"points": points, "weight": weights})
        for points in _ends_of(counted)
    )
    if low is None or high is None:
        return None
    return Interval(low=low, high=high, settled=settled)


def _value(rule: Rule, names: Values) -> Fraction | None:
    """Return the rounded value of a rule over lists; ``None`` where it gives none."""
    try:
        return _rounded_value(rule, Scope(dict(names)))
    except (NoValue, *ArithmeticFault, ValueError):
        return None


def _rounded_value(rule: Rule, scope: Scope) -> Fraction:
    return cast("Fraction", rounded(value_of(rule, scope), rule, scope))


def _at_most(interval: Interval, most: Fraction) -> Interval:
    """Limit a one-of group to its weight, however many of its rows are open."""
    settled = interval.settled
    return Interval(
        low=min(interval.low, most),
        high=min(interval.high, most),
        settled=None if settled is None else min(settled, most),
    )


# -- total -------------------------------------------------------------------------------


def _total(
    form: Form, counted: Sequence[Tally], sections: Sequence[Section], spec: Spec
) -> tuple[Interval | None, Trace]:
    """Apply the spec's total to the least, the most and the settled points of all lines."""
    if spec.total is None:
        return None, Trace()
    low, high, settled = _ends_of(counted)
    names = {**_form_names(form, spec), "weight": _weights(counted)}
    bottom, trace = _totalled(spec.total, names, low, _section_ends(sections, lambda p: p.low))
    top, _ = _totalled(spec.total, names, high, _section_ends(sections, lambda p: p.high))
    firm = None
    if settled is not None:
        ends = _section_ends(sections, lambda p: p.settled)
        firm, _ = _totalled(spec.total, names, settled, ends)
    return Interval(low=bottom, high=top, settled=firm), trace


def _section_ends(
    sections: Sequence[Section], end: Callable[[Interval], Fraction | None]
) -> PointList:
    found = (end(section.points) for section in sections if section.points)
    return tuple(points for points in found if points is not None)


def _form_names(form: Form, spec: Spec) -> dict[str, Any]:
    """Return what the total reads besides the lines."""
    names: dict[str, Any] = dict(amounts(form.budget.total if form.budget else None))
    for name in sorted(spec.total_reads & spec.inputs.keys()):
        names[name] = answer(spec.inputs[name], form.inputs.get(name))
    return names


def _totalled(
    rule: Rule, names: Values, points: PointList, sections: PointList
) -> tuple[Fraction, Trace]:
    scope = Scope({**names, "points": points, "sections": sections})
    try:
        return _rounded_value(rule, scope), scope.trace()
    except (*ArithmeticFault, ValueError):
        raise NoValue(Code.NO_TOTAL, rule=rule.id) from None


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
    counted = [tally(line) for line in card.lines if line.counts]
    names = _form_names(card.form, spec) | dict(money or {})
    names["weight"] = _weights(counted)
    names["points"] = tuple(points[one.id] for one in counted)
    names["sections"] = tuple(_section_value(group, counted, points) for group in spec.groups)
    return value_of(rule, Scope(names))


def _section_value(group: Group, counted: Sequence[Tally], points: Mapping[str, Exact]) -> Exact:
    members = [one for one in counted if one.group is group]
    own: tuple[Any, ...] = tuple(points[one.id] for one in members)
    if group.over is None:
        return cast("Exact", sum(own, ZERO))
    return value_of(group.over, Scope({"points": own, "weight": _weights(members)}))


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
