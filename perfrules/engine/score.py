"""A form under a spec: one line per row, then sections, total and grade."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from perfrules.engine.facts import caption, facts, scales
from perfrules.engine.interpret import NoValue, Scope, value_of
from perfrules.engine.outcomes import outcome, stands
from perfrules.findings import Finding, Where
from perfrules.model.card import (
    Interval,
    LineOfCard,
    Outcome,
    Ranged,
    Scorecard,
    Scored,
    Section,
    Unscored,
)
from perfrules.model.form import Form, MoneyRow, Number, Row
from perfrules.model.spec import Basis, Group, RowEntry, Scale, Spec, When
from perfrules.values import Rounding, Span, as_text

NO_ENTRY = "PR301"
NO_WEIGHT = "PRW03"
NOTHING = Basis()


def score(form: Form, spec: Spec) -> Scorecard:
    """
    Score a form; pure and total.

    Returns:
        one line per row of the form, in its order, budget execution first; the findings are
        those that scoring itself makes (`perfrules.review` adds the checks).
    """
    made = [*_execution_lines(form, spec), *(_line(row, spec) for row in form.rows)]
    lines = _named(line for line, _ in made)
    findings = [finding for _, noticed in made for finding in noticed]
    total = _total(lines, spec)
    possible = _possible(total, spec.grade)
    return Scorecard(
        spec=spec,
        form=form,
        lines=lines,
        sections=tuple(_sections(lines, spec)),
        total=total,
        sum=_sum(lines),
        grades=possible,
        grade=_settled_grade(possible, total, spec.grade),
        findings=tuple(findings),
    )


Made = tuple[LineOfCard, list[Finding]]


def _line(row: Row, spec: Spec) -> Made:
    group = group_of(row, spec)
    entry = next((e for e in spec.rows if fits(e.when, row, group)), None)
    result, basis, findings = _outcome(row, entry, spec)
    scale = next(scales(entry.rule), None) if entry else None
    line = LineOfCard(
        id=f"{group.id if group else ''}/{row.level2}/{row.name}",
        level1=row.level1,
        level2=row.level2,
        name=row.name,
        kind=entry.kind if entry else "other",
        rule=entry.rule if entry else None,
        basis=basis,
        outcome=result,
        target=row.target.text,
        actual=row.actual.text,
        weight=row.weight,
        claimed=row.claimed,
        settled=_settled(result, row.claimed, spec.points.rounding),
        claimed_tier=_claimed_tier(row.weight, row.claimed, scale),
        group=group,
        row=row,
        where=row.where,
        cells=row.cells,
    )
    return line, [*findings, *([result.finding] if isinstance(result, Unscored) else [])]


def group_of(row: Row, spec: Spec) -> Group | None:
    """Return the group whose caption the row's first level prints."""
    printed = caption(row.level1)
    return next((group for group in spec.groups if printed in group.captions), None)


def fits(when: When, row: Row, group: Group | None) -> bool:
    """Tell whether a row is as *when* asks; an empty field asks nothing."""
    return (
        (not when.sign or row.target.sign in when.sign)
        and (not when.kind or row.target.kind in when.kind)
        and (not when.group or (group is not None and group.id in when.group))
        and (not when.level2 or caption(row.level2) in when.level2)
        and (not when.name or row.name in when.name)
    )


def _outcome(row: Row, entry: RowEntry | None, spec: Spec) -> tuple[Outcome, Basis, list[Finding]]:
    weight = row.weight.value
    if weight is None or weight <= 0:
        return _unscored(row, NO_WEIGHT, Fraction(0), weight=row.weight.text or ""), NOTHING, []
    if entry is None:
        kind = {"target": row.target.text, "kind": row.target.kind}
        return _unscored(row, NO_ENTRY, weight, **kind), NOTHING, []
    try:
        known = facts(row, entry.rule, spec)
    except NoValue as reason:
        return _unscored(row, reason.code, weight, **reason.params), entry.basis, []
    result = outcome(
        entry.rule,
        known.names,
        grid=spec.points.rounding,
        where=row.where,
        row=row.name,
        imprecise=known.imprecise,
    )
    basis = Basis(cite=entry.basis.cite + known.basis.cite, assume=entry.basis.assume)
    if known.basis.assume and not isinstance(result, Unscored):
        trace = replace(result.trace, bases=(*result.trace.bases, known.basis))
        result = replace(result, trace=trace)
    return result, basis, known.findings


def _unscored(row: Row, code: str, high: Fraction, **params: str) -> Unscored:
    spot = row.cells.get(params.get("field", ""), row.where.spot)
    where = Where(source=row.where.source, spot=spot)
    return Unscored(finding=Finding(code=code, where=where, row=row.name, params=params), high=high)


def _execution_lines(form: Form, spec: Spec) -> list[Made]:
    """Score the groups that have a rule of their own over the money of the form."""
    return [_execution(form, group, spec) for group in spec.groups if group.rule]


def _execution(form: Form, group: Group, spec: Spec) -> Made:
    assert group.rule is not None
    money = form.budget.total if form.budget else None
    where = money.where if money else form.where("budget")
    result = outcome(
        group.rule,
        {"weight": group.weight, **_amounts(money)},
        grid=spec.points.rounding,
        where=where,
        row=group.label,
    )
    claimed = money.claimed if money else Number()
    line = LineOfCard(
        id=group.id,
        level1=group.label,
        level2="",
        name=group.label,
        kind=group.kind,
        rule=group.rule,
        basis=group.basis,
        outcome=result,
        target=(money.revised.text if money else None) or "",
        actual=(money.executed.text if money else None) or "",
        weight=Number(as_text(group.weight), group.weight),
        claimed=claimed,
        settled=_settled(result, claimed, spec.points.rounding),
        claimed_tier=None,
        group=group,
        row=None,
        where=where,
        cells=money.cells if money else {},
    )
    return line, [result.finding] if isinstance(result, Unscored) else []


def _amounts(money: MoneyRow | None) -> dict[str, Fraction | None]:
    if money is None:
        return {"initial": None, "revised": None, "executed": None}
    return {
        "initial": money.initial.value,
        "revised": money.revised.value,
        "executed": money.executed.value,
    }


def _settled(result: Outcome, claimed: Number, grid: Rounding) -> Fraction | None:
    match result:
        case Scored(points=points):
            return points
        case Ranged():
            claim = claimed.value
            return claim if claim is not None and stands(claim, result, grid) else None
        case Unscored():
            return None
        case _ as never:
            assert_never(never)


def _claimed_tier(weight: Number, claimed: Number, scale: Scale | None) -> str | None:
    if not scale or not weight.value or claimed.value is None:
        return None
    tier = scale.of(claimed.value / weight.value)
    return tier.label if tier else None


def _named(lines: Iterable[LineOfCard]) -> tuple[LineOfCard, ...]:
    """Give lines of one id an ordinal, so that every id names one line."""
    seen: Counter[str] = Counter()
    named = []
    for line in lines:
        seen[line.id] += 1
        count = seen[line.id]
        named.append(line if count == 1 else replace(line, id=f"{line.id}#{count}"))
    return tuple(named)


def _sum(lines: Iterable[LineOfCard]) -> Interval:
    lines = tuple(lines)
    settled = [line.settled for line in lines]
    known = [points for points in settled if points is not None]
    return Interval(
        low=sum((line.low for line in lines), Fraction(0)),
        high=sum((line.high for line in lines), Fraction(0)),
        settled=sum(known, Fraction(0)) if len(known) == len(settled) else None,
    )


def _total(lines: tuple[LineOfCard, ...], spec: Spec) -> Interval:
    """Apply the spec's total to the least, the most and the settled points of all lines."""
    weights = tuple(line.weight.value or Fraction(0) for line in lines)

    def of(points: tuple[Fraction, ...]) -> Fraction:
        value = value_of(spec.total, Scope({"points": points, "weight": weights}))
        assert isinstance(value, Fraction)
        return spec.total.rounding.rounding(value) if spec.total.rounding else value

    settled = tuple(line.settled for line in lines if line.settled is not None)
    return Interval(
        low=of(tuple(line.low for line in lines)),
        high=of(tuple(line.high for line in lines)),
        settled=of(settled) if len(settled) == len(lines) else None,
    )


def _sections(lines: tuple[LineOfCard, ...], spec: Spec) -> Iterable[Section]:
    for group in spec.groups:
        members = [line for line in lines if line.group is group]
        claims = [line.claimed.value for line in members if line.claimed.value is not None]
        yield Section(
            id=group.id,
            label=group.label,
            weight=sum((line.weight.value or Fraction(0) for line in members), Fraction(0)),
            points=_sum(members),
            claimed=sum(claims, Fraction(0)) if len(claims) == len(members) else None,
        )


def _possible(total: Interval, grades: Scale | None) -> tuple[str, ...]:
    reach = Span(low=total.low, high=total.high)
    tiers = [tier for tier in grades.tiers if not (tier.span & reach).is_empty] if grades else []
    return tuple(tier.label for tier in sorted(tiers, key=lambda t: t.span.low or total.low - 1))


def _settled_grade(possible: tuple[str, ...], total: Interval, grades: Scale | None) -> str | None:
    if len(possible) == 1:
        return possible[0]
    tier = grades.of(total.settled) if grades and total.settled is not None else None
    return tier.label if tier else None
