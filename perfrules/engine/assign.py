"""Which rule each line of a form gets, what it can earn, and the numbers that the rule reads."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from perfrules.engine.inputs import row_inputs
from perfrules.engine.interpret import NoValue
from perfrules.findings import Code, Finding, Where
from perfrules.model.card import Assignment, Excluded, Inputs, NotScored, Scored, Trace, Unscored
from perfrules.model.form import Form, MoneyRow, Number, Row
from perfrules.model.spec import Group, Inapplicable, RowEntry, Spec, When
from perfrules.text import bare_caption, phrase
from perfrules.values import ZERO, Frozen, as_text


def assign(form: Form, spec: Spec) -> tuple[Assignment, ...]:
    """Return one assignment a line: those over money first, then the rows in their order."""
    money = (_money_assignment(form, group) for group in spec.groups if group.rule)
    rows = (_row_assignment(row, form, spec) for row in form.rows if not row.part)
    return tuple(_within_choice((*money, *rows)))


# -- rows --------------------------------------------------------------------------------


def _row_assignment(row: Row, form: Form, spec: Spec) -> Assignment:
    group = group_of(row, spec)
    entry = next((entry for entry in spec.rows if fits(entry.when, row, group)), None)
    weight = _weight(row, entry, group)
    found: tuple[Finding, ...] = ()
    inputs: Inputs | NotScored | None = _unread(row, entry, weight, spec)
    rests_on_entry = inputs is None and entry is not None
    if inputs is None:
        assert entry is not None and weight.value is not None
        try:
            inputs, found = row_inputs(row, entry, weight.value, spec, form.inputs)
        except NoValue as reason:
            why = _unscored(row, reason.code, weight.value, **reason.params)
            inputs = NotScored(outcome=why)
    return Assignment(
        subject=row,
        entry=entry,
        group=group,
        weight=weight,
        inputs=inputs,
        where=row.where,
        bases=(entry.basis,) if rests_on_entry and entry else (),
        findings=found,
    )


def _unread(row: Row, entry: RowEntry | None, weight: Number, spec: Spec) -> NotScored | None:
    """Return what a row gets that no rule reads; ``None`` where its entry's rule does."""
    points = weight.value
    pooled = points == 0 and entry is not None and "weight" not in entry.reads
    if points is None or (points <= 0 and not pooled):
        code, text = Code.NO_WEIGHT, row.weight.text or ""
        return NotScored(outcome=_unscored(row, code, ZERO, weight=text))
    if not row.applies:
        return _inapplicable(row, points, spec)
    return _without_rule(row, points) if entry is None else None


def _weight(row: Row, entry: RowEntry | None, group: Group | None) -> Number:
    """Return a row's weight; where the form has none, that of the rules, or a pool's nothing."""
    if row.weight.value is not None:
        return row.weight
    if entry and entry.weight is not None:
        return Number(as_text(entry.weight), entry.weight)
    return Number("0", ZERO) if group and group.bounds else row.weight


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
    """Return whether a row is as *when* asks; an empty field asks nothing."""
    return (
        (not when.sign or row.target.sign in when.sign)
        and (not when.kind or row.target.kind in when.kind)
        and (not when.group or (group is not None and group.id in when.group))
        and (not when.level2 or bare_caption(row.level2) in when.level2)
        and (not when.name or bare_caption(row.name) in when.name)
        and (not (when.prints or row.method) or phrase(row.method or "") in when.prints)
    )


def _inapplicable(row: Row, weight: Fraction, spec: Spec) -> NotScored:
    """Return what a row that does not apply gets: nothing to count, all, or no score."""
    rule = spec.inapplicable
    if rule is None:
        code = Code.NO_RULE_FOR_INAPPLICABLE
        return NotScored(outcome=_unscored(row, code, weight, field="actual"))
    trace = Trace(bases=(rule.basis,))
    if rule.take is Inapplicable.FULL:
        return NotScored(outcome=Scored(exact=weight, points=weight, trace=trace))
    why = _unscored(row, Code.DOES_NOT_APPLY, ZERO, field="actual")
    return NotScored(outcome=Excluded(finding=why.finding, trace=trace))


def _without_rule(row: Row, weight: Fraction) -> NotScored:
    code = Code.UNKNOWN_METHOD if row.method else Code.NO_RULE_FOR_ROW
    params = {"target": row.target.text, "kind": row.target.kind, "method": row.method or ""}
    return NotScored(outcome=_unscored(row, code, weight, **params))


def _unscored(row: Row, code: Code, high: Fraction, **params: str) -> Unscored:
    spot = row.cells.get(params.get("field", ""), row.where.spot)
    where = Where(source=row.where.source, spot=spot)
    return Unscored(finding=Finding(code=code, where=where, row=row.name, params=params), high=high)


def _within_choice(assignments: tuple[Assignment, ...]) -> Iterator[Assignment]:
    """Leave the rows of a group unscored of which more are filled than may be chosen."""
    filled = _filled_rows(assignments)
    for one in assignments:
        group, row = one.group, one.row
        if group and group.choose and row and filled[group.id] > group.choose:
            params = {"group": group.label, "choose": str(group.choose)}
            params["filled"] = str(filled[group.id])
            why = _unscored(row, Code.TOO_MANY_CHOSEN, one.weight.value or ZERO, **params)
            yield replace(one, inputs=NotScored(outcome=why), findings=())
        else:
            yield one


def _filled_rows(assignments: Iterable[Assignment]) -> Counter[str]:
    return Counter(one.group.id for one in assignments if one.group and one.weight.value)


# -- money -------------------------------------------------------------------------------


def _money_assignment(form: Form, group: Group) -> Assignment:
    money = money_of(form, group)
    weight = Number(as_text(group.weight), group.weight)
    return Assignment(
        subject=money,
        entry=None,
        group=group,
        weight=weight,
        inputs=Inputs(names=Frozen({"weight": group.weight, **amounts(money)})),
        where=money.where if money else form.where("budget"),
        bases=(group.basis,),
    )


def money_of(form: Form, group: Group) -> MoneyRow | None:
    """Return the line of the money block that a group's rule is over."""
    if form.budget is None:
        return None
    if not group.money:
        return form.budget.total
    return next((row for row in form.budget.rows if money_label(row) in group.money), None)


def money_label(money: MoneyRow) -> str:
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
