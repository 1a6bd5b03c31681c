"""A form under a spec: one line per row, then sections, total and grade."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from perfrules.engine.facts import facts, scale_of
from perfrules.engine.interpret import NoValue
from perfrules.engine.outcomes import outcome, stands
from perfrules.engine.whole import added, amounts, money_of, put_together
from perfrules.findings import Code, Finding, Where
from perfrules.model.card import (
    Excluded,
    LineOfCard,
    Outcome,
    Ranged,
    Scorecard,
    Scored,
    Trace,
    Unscored,
)
from perfrules.model.form import Form, Number, Row
from perfrules.model.spec import Group, Inapplicable, RowEntry, Spec, When
from perfrules.rules.tree import Basis, Scale
from perfrules.rules.walk import free_names
from perfrules.text import bare_caption, phrase
from perfrules.values import Rounding, as_text

NOTHING = Basis()
NONE = Fraction(0)
UNVALUED = (Unscored, Excluded)


def score(form: Form, spec: Spec) -> Scorecard:
    """
    Score a form; pure and total.

    Returns:
        one line per row of the form, in its order, the lines over money first; the findings
        are those that scoring itself makes (`perfrules.review` adds the checks).
    """
    made = [
        *_money_lines(form, spec),
        *(_line(row, form, spec) for row in form.rows if not row.part),
    ]
    made = list(_one_of(made))
    lines = _named(line for line, _ in made)
    is_weighted = any(row.weight.text for row in form.rows)
    findings = [
        finding
        for _, noticed in made
        for finding in noticed
        if is_weighted or finding.code != Code.NO_WEIGHT  # reading told it of the whole table
    ]
    whole = put_together(form, lines, spec)
    return Scorecard(
        spec=spec,
        form=form,
        lines=lines,
        sections=whole.sections,
        total=whole.total,
        sum=added(lines),
        grades=whole.grades,
        grade=whole.grade,
        findings=(*findings, *whole.findings),
        total_trace=whole.trace,
        grade_bases=whole.grade_bases,
    )


Made = tuple[LineOfCard, list[Finding]]


def _line(row: Row, form: Form, spec: Spec) -> Made:
    group = group_of(row, spec)
    entry = next((e for e in spec.rows if fits(e.when, row, group)), None)
    weight = _weight(row, entry, group)
    result, basis, findings = _outcome(row, entry, weight, spec, form.inputs)
    if isinstance(result, Unscored) and group and group.bounds:
        ends = group.bounds.low or NONE, group.bounds.high or NONE
        result = replace(result, low=ends[0], high=ends[1])
    scale = scale_of(entry.rule) if entry else None
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
        weight=weight,
        claimed=row.claimed,
        settled=_settled(result, row.claimed, spec.points.rounding),
        claimed_tier=_claimed_tier(weight, row.claimed, scale),
        group=group,
        row=row,
        where=row.where,
        cells=row.cells,
        entry=entry.id if entry else None,
    )
    return line, [*findings, *([result.finding] if isinstance(result, UNVALUED) else [])]


def _weight(row: Row, entry: RowEntry | None, group: Group | None) -> Number:
    """Return a row's weight; where the form has none, that of the rules, or a pool's nothing."""
    if row.weight.value is not None:
        return row.weight
    if entry and entry.weight is not None:
        return Number(as_text(entry.weight), entry.weight)
    return Number("0", NONE) if group and group.bounds else row.weight


def group_of(row: Row, spec: Spec) -> Group | None:
    """Return the group whose caption the row's first level prints."""
    one, two = bare_caption(row.level1), bare_caption(row.level2)
    return next(
        (
            group
            for group in spec.groups
            if one in group.captions and (not group.level2 or two in group.level2)
        ),
        None,
    )


def fits(when: When, row: Row, group: Group | None) -> bool:
    """Tell whether a row is as *when* asks; an empty field asks nothing."""
    return (
        (not when.sign or row.target.sign in when.sign)
        and (not when.kind or row.target.kind in when.kind)
        and (not when.group or (group is not None and group.id in when.group))
        and (not when.level2 or bare_caption(row.level2) in when.level2)
        and (not when.name or bare_caption(row.name) in when.name)
        and (not (when.prints or row.method) or phrase(row.method or "") in when.prints)
    )


def _outcome(
    row: Row, entry: RowEntry | None, printed: Number, spec: Spec, answers: Mapping[str, str]
) -> tuple[Outcome, Basis, list[Finding]]:
    weight = printed.value
    pooled = weight == 0 and entry is not None and "weight" not in free_names(entry.rule)
    if weight is None or (weight <= 0 and not pooled):
        return _unscored(row, Code.NO_WEIGHT, NONE, weight=row.weight.text or ""), NOTHING, []
    if not row.applies:
        return _inapplicable(row, weight, spec), NOTHING, []
    if entry is None:
        code = Code.UNKNOWN_METHOD if row.method else Code.NO_RULE_FOR_ROW
        told = {"target": row.target.text, "kind": row.target.kind, "method": row.method or ""}
        return _unscored(row, code, weight, **told), NOTHING, []
    try:
        known = facts(row, entry.rule, spec, answers)
    except NoValue as reason:
        return _unscored(row, reason.code, weight, **reason.params), entry.basis, []
    result = outcome(
        entry.rule,
        {"weight": weight, **known.names},
        grid=spec.points.rounding,
        where=row.where,
        row=row.name,
        imprecise=known.imprecise,
    )
    basis = Basis(cite=entry.basis.cite + known.basis.cite, assume=entry.basis.assume)
    asked = [spec.inputs[name].basis for name in known.names if name in spec.inputs]
    if known.basis.assume:
        asked.append(known.basis)
    if asked and not isinstance(result, Unscored):
        result = replace(result, trace=replace(result.trace, bases=(*result.trace.bases, *asked)))
    return result, basis, known.findings


def _inapplicable(row: Row, weight: Fraction, spec: Spec) -> Outcome:
    """Return what a row that does not apply gets: nothing to count, all, or no score."""
    rule = spec.inapplicable
    if rule is None:
        return _unscored(row, Code.NO_RULE_FOR_INAPPLICABLE, weight, field="actual")
    trace = Trace(bases=(rule.basis,))
    if rule.take is Inapplicable.FULL:
        return Scored(exact=weight, points=weight, trace=trace)
    told = _unscored(row, Code.DOES_NOT_APPLY, NONE, field="actual")
    return Excluded(finding=told.finding, trace=trace)


def _unscored(row: Row, code: Code, high: Fraction, **params: str) -> Unscored:
    spot = row.cells.get(params.get("field", ""), row.where.spot)
    where = Where(source=row.where.source, spot=spot)
    return Unscored(finding=Finding(code=code, where=where, row=row.name, params=params), high=high)


def _money_lines(form: Form, spec: Spec) -> list[Made]:
    """Score the groups that have a rule of their own over the money of the form."""
    return [_money_line(form, group, spec) for group in spec.groups if group.rule]


def _money_line(form: Form, group: Group, spec: Spec) -> Made:
    assert group.rule is not None
    money = money_of(form, group)
    where = money.where if money else form.where("budget")
    result = outcome(
        group.rule,
        {"weight": group.weight, **amounts(money)},
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


def _one_of(made: Iterable[Made]) -> Iterator[Made]:
    """Leave the rows of a group unscored of which more are filled than may be chosen."""
    made = tuple(made)
    filled = Counter(line.group.id for line, _ in made if line.group and line.weight.value)
    for line, findings in made:
        group = line.group
        if group and group.choose and line.row and filled[group.id] > group.choose:
            params = {"group": group.label, "choose": str(group.choose)}
            params["filled"] = str(filled[group.id])
            told = _unscored(line.row, Code.TOO_MANY_CHOSEN, line.weight.value or NONE, **params)
            yield replace(line, outcome=told, settled=None), [told.finding]
        else:
            yield line, findings


def _settled(result: Outcome, claimed: Number, grid: Rounding) -> Fraction | None:
    match result:
        case Scored(points=points):
            return points
        case Ranged():
            claim = claimed.value
            return claim if claim is not None and stands(claim, result, grid) else None
        case Unscored() | Excluded():
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
