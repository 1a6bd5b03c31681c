"""Targets and actuals: comparators, directions, units and parts."""

from collections.abc import Iterator
from typing import Any

from perfrules.findings import Case, Code, Where
from perfrules.model.card import Ranged
from perfrules.model.form import Row
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.spec import LineKind
from perfrules.review.subjects import FORM, INDICATOR, ROWS, FormSubject, RowSubject
from perfrules.review.support import (
    Check,
    Observation,
    Observations,
    Stage,
    check,
    exact_number,
)
from perfrules.text import compact
from perfrules.values import sum_of

INEQUALITIES = (Sign.GE, Sign.GT, Sign.LE, Sign.LT)


@check(Code.ACTUAL_IS_INEQUALITY, INDICATOR, Stage.SCORE)
def copied_inequality(row: RowSubject) -> Observations:
    """The actual still carries a comparator: nothing was measured."""
    same = row.actual == row.target
    if row.row.actual.sign in INEQUALITIES:
        yield row.at("actual", actual=row.actual, same="yes" if same else "")
    elif same and _is_range(row.row.actual):
        yield row.at("actual", actual=row.actual, same="yes")


def _is_range(quantity: Quantity) -> bool:
    """Return whether a quantity is more than one number."""
    span = quantity.span
    return quantity.kind is Kind.QUANTITY and not (span and span.is_point)


@check(Code.BARE_TARGET, INDICATOR, Stage.SCORE, Stage.PRECHECK)
def bare_target(row: RowSubject) -> Observations:
    """The target is one number without a comparator: its direction is an assumption."""
    target = row.row.target
    if target.sign is Sign.NONE and target.kind is Kind.QUANTITY and _is_one(target):
        is_met = row.actual == row.target and not row.form.spec.check(Code.BARE_TARGET).severity
        observed = row.at("target", target=row.target, kind=row.line.kind)
        yield observed.in_case(Case.REPEATED if is_met else "")


def _is_one(target: Quantity) -> bool:
    """Return whether a target is a number, whatever its bounds; a range has no direction."""
    return target.span is None or target.span.is_point or target.span.high is None


@check(Code.LATE_FULL_MARKS, INDICATOR, Stage.SCORE)
def late_with_full_marks(row: RowSubject) -> Observations:
    """The deadline was missed, and the whole weight is claimed."""
    line = row.line
    if line.kind is LineKind.DEADLINE and isinstance(line.outcome, Ranged) and row.is_full:
        yield row.at("claimed", target=row.target, actual=row.actual)


@check(Code.UNIT_DIFFERS_FROM_NAME, ROWS, Stage.REVIEW, Stage.PRECHECK)
def named_with_another_unit(row: RowSubject) -> Observations:
    """The name prints another unit in brackets than the target or the actual has."""
    named = row.form.words.unit_of_name(compact(row.row.name))
    for field, quantity in {"target": row.row.target, "actual": row.row.actual}.items():
        if named and quantity.unit and named != quantity.unit:
            yield row.at(field, named=named, field=field, value=quantity.text)
            return


# -- parts of rows -------------------------------------------------------------------------


@check(Code.PARTS_NOT_SUM, FORM, Stage.REVIEW, Stage.PRECHECK)
def parts_not_sum(form: FormSubject) -> Observations:
    """The parts of a row do not add up to it."""
    for row, field, parts in _comparable_parts(form):
        made = sum_of(exact_number(part) for part in parts)
        whole = _quantity(row, field)
        if all(part.unit == whole.unit for part in parts) and made != whole.number:
            yield _about_parts(row, field, parts)


@check(Code.PARTS_OF_OTHER_UNIT, FORM, Stage.REVIEW, Stage.PRECHECK)
def parts_of_other_unit(form: FormSubject) -> Observations:
    """The parts of a row count something else than the row."""
    for row, field, parts in _comparable_parts(form):
        if any(part.unit != _quantity(row, field).unit for part in parts):
            yield _about_parts(row, field, parts)


def _comparable_parts(form: FormSubject) -> Iterator[tuple[Row, str, list[Quantity]]]:
    """Yield rows and the fields in which they and all their parts are exact numbers."""
    for row, parts in _with_parts(form.form.rows):
        for field in ("target", "actual"):
            whole, of = _quantity(row, field), [_quantity(part, field) for part in parts]
            if all(exact_number(one) is not None for one in (whole, *of)):
                yield row, field, of


def _with_parts(rows: tuple[Row, ...]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each row that has parts below it, with them."""
    whole: Row | None = None
    parts: list[Row] = []
    for row in (*rows, None):
        if row is not None and row.part:
            parts.append(row)
            continue
        if whole is not None and parts:
            yield whole, parts
        whole, parts = row, []


def _quantity(row: Row, field: str) -> Quantity:
    return row.target if field == "target" else row.actual


def _about_parts(row: Row, field: str, parts: list[Quantity]) -> Observation:
    where = Where(source=row.where.source, spot=row.cells.get(field, row.where.spot))
    texts = {"value": _quantity(row, field).text, "parts": " + ".join(one.text for one in parts)}
    return Observation(where, row.name, {"field": field, **texts})


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    copied_inequality,
    bare_target,
    late_with_full_marks,
    named_with_another_unit,
    parts_not_sum,
    parts_of_other_unit,
)
