"""What a rule reads from a row: numbers, label, timing, and which of them is unsure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from perfrules.engine.interpret import NoValue
from perfrules.findings import Code, Finding, Where
from perfrules.model.card import Inputs
from perfrules.model.form import Row
from perfrules.model.quantity import Kind, Quantity
from perfrules.model.spec import RowEntry, Spec
from perfrules.rules.signature import IN_TIME, LATE
from perfrules.rules.tree import Basis, Input, Rule, Scale
from perfrules.text import PERCENT, phrase
from perfrules.values import Span, exact, is_number

_BREAKS = re.compile(r"\W+")


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """What is known so far of a row's inputs."""

    row: Row
    names: dict[str, Any]
    imprecise: dict[str, Span] = field(default_factory=dict)
    bases: list[Basis] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def notice(self, code: Code, at: str, **params: str) -> None:
        """Report something about a field of the row."""
        row = self.row
        where = Where(source=row.where.source, spot=row.cells.get(at, row.where.spot))
        self.findings.append(Finding(code=code, where=where, row=row.name, params=params))


def row_inputs(
    row: Row, entry: RowEntry, weight: Fraction, spec: Spec, answers: Mapping[str, str]
) -> tuple[Inputs, tuple[Finding, ...]]:
    """
    Gather what the rule of *entry* reads from *row*, and what was noticed on the way.

    Args:
        row: the indicator.
        entry: the entry of the spec's rows that it fits.
        weight: the most that it can earn.
        spec: the entry's spec.
        answers: what was answered about the whole form.

    Raises:
        NoValue: something that the rule reads is missing, cannot be compared, or can be read
            in two ways.
    """
    known = _Gathered(row=row, names={"weight": weight})
    reads = entry.reads
    if "timing" in reads:
        known.names["timing"] = timing(row)
    if "target" in reads:
        _target_and_actual(row, known)
    elif "actual" in reads:
        _actual_alone(row, entry.rule, known)
    if "label" in reads:
        _label(row, entry.scale, spec, known)
    for name in sorted(reads & spec.inputs.keys()):
        given = {**answers, **row.inputs}.get(name)
        known.names[name] = answer(spec.inputs[name], given, row.actual.text)
        known.bases.append(spec.inputs[name].basis)
    inputs = Inputs(names=known.names, imprecise=known.imprecise, bases=tuple(known.bases))
    return inputs, tuple(known.findings)


def answer(asked: Input, given: str | None, actual: str = "") -> Fraction | str:
    """
    Return what was answered: a label, or a number.

    Args:
        asked: the input.
        given: the answer, if there is one.
        actual: the actual of the row, which may name the label.

    Raises:
        NoValue: there is no answer, or none that the input can have.
    """
    found = _label_of(asked, given, actual) if asked.labels else _number_of(asked, given)
    if found is None:
        choices = " / ".join(asked.labels) or str(asked.span)
        raw = given or ""
        raise NoValue(
            Code.NOT_ANSWERED, field=asked.id, about=asked.about, choices=choices, raw=raw
        )
    return found


def _label_of(asked: Input, given: str | None, actual: str) -> str | None:
    said = given if given is not None or not asked.reads_actual else actual
    whole = phrase(said or "")
    return next((label for label in asked.labels if phrase(label) == whole), None)


def _number_of(asked: Input, given: str | None) -> Fraction | None:
    if given is None or not is_number(given):
        return None
    value = exact(given)
    return value if value in asked.span else None


def _target_and_actual(row: Row, known: _Gathered) -> None:
    target = row.target
    if target.kind is Kind.UNREAD:
        raise NoValue(Code.QUANTITY_NOT_READ, field="target", raw=target.text)
    _check_actual(row)
    if target.number is None or target.kind is not Kind.QUANTITY:
        raise NoValue(Code.NO_VALUE, field="target")
    _check_is_quantity(row)
    known.names["target"], span = _in_one_unit(row, known)
    _put_actual(span, known)


def _check_actual(row: Row) -> None:
    if row.actual.kind is Kind.UNREAD:
        raise NoValue(Code.QUANTITY_NOT_READ, field="actual", raw=row.actual.text)


def _check_is_quantity(row: Row) -> None:
    if row.actual.span is None or row.actual.kind is not Kind.QUANTITY:
        raise NoValue(Code.NO_VALUE, field="actual")


def _actual_alone(row: Row, rule: Rule, known: _Gathered) -> None:
    """Read the actual for a rule that compares it with its own numbers, not with the target."""
    target, actual = row.target, row.actual
    _check_actual(row)
    _check_is_quantity(row)
    assert actual.span is not None
    unit, span = actual.unit, actual.span
    if target.kind is Kind.QUANTITY and target.number is not None and target.unit:
        unit, (_, span) = target.unit, _in_one_unit(row, known)
    if unit is None and rule.in_percent:
        raise NoValue(Code.TWO_READINGS, raw=actual.text, other=PERCENT)
    if rule.in_percent != (unit == PERCENT):
        raise NoValue(Code.UNITS_DIFFER, target=rule.id, actual=actual.text)
    _put_actual(span, known)


def _put_actual(span: Span, known: _Gathered) -> None:
    if span.is_point:
        known.names["actual"] = span.low
    else:
        known.imprecise["actual"] = span


def _in_one_unit(row: Row, known: _Gathered) -> tuple[Fraction, Span]:
    """Return target and actual in one unit; a unit that one side leaves out is the other's."""
    target, actual = row.target, row.actual
    assert target.number is not None and actual.span is not None
    if target.unit == actual.unit:
        return target.number, actual.span
    if target.unit is not None and actual.unit is not None:
        raise NoValue(Code.UNITS_DIFFER, target=target.text, actual=actual.text)
    _say_unit(row, known)
    if actual.unit is None:
        return target.number, _scaled(actual.span, actual, target)
    return _scaled(Span.point(target.number), target, actual).inside(), actual.span


def _say_unit(row: Row, known: _Gathered) -> None:
    bare, other = ("actual", row.target) if row.actual.unit is None else ("target", row.actual)
    if bare == "actual" and "unit" in row.cells:
        return  # a column of units speaks of both
    raw = getattr(row, bare).text
    known.notice(Code.UNIT_TAKEN, bare, field=bare, unit=other.unit or "", raw=raw)


def _scaled(span: Span, bare: Quantity, other: Quantity) -> Span:
    """Return the values of a *bare* quantity, read in the unit that the *other* one prints."""
    if other.unit == PERCENT and any(end is not None and 0 < end <= 1 for end in _ends(span)):
        raise NoValue(Code.TWO_READINGS, raw=bare.text, other=other.text)
    factor = other.factor if bare.factor == 1 else Fraction(1)
    low, high = (None if end is None else end * factor for end in _ends(span))
    return replace(span, low=low, high=high)


def _ends(span: Span) -> tuple[Fraction | None, Fraction | None]:
    return span.low, span.high


def timing(row: Row) -> str:
    """
    Return whether the actual days lie within the deadline, as a label.

    Raises:
        NoValue: either is not a date, or some of the actual's days are in time and some late.
    """
    due, done = row.target, row.actual
    params = {"target": due.text, "actual": done.text}
    if due.kind is not Kind.DATE or done.kind is not Kind.DATE:
        raise NoValue(Code.DEADLINE_UNSURE, **params)
    assert due.span and done.span and due.span.high and due.number and done.span.high
    latest, earliest = due.span.high, due.number
    if done.span.high <= earliest:
        return IN_TIME
    if done.span.low is not None and done.span.low > latest:
        return LATE
    raise NoValue(Code.DEADLINE_UNSURE, **params)


def _label(row: Row, scale: Scale | None, spec: Spec, known: _Gathered) -> None:
    """Find the tier that the actual names; a phrase that repeats its target takes the top one."""
    tier = tier_named(row.actual.text, scale) if scale else None
    if tier is None:
        weight = row.weight.text or ""
        known.notice(Code.NO_TIER, "actual", actual=row.actual.text, weight=weight)
        repeats = row.actual.kind is Kind.WORDS and row.actual.text == row.target.text
        if scale and repeats and spec.top_tier:
            tier = scale.tiers[0].id
            known.bases.append(spec.top_tier)
    known.names["label"] = tier


def tier_named(text: str, scale: Scale) -> str | None:
    """
    Return the id of the one tier that a text names in whole words.

    A label counts only as a whole phrase between breaks: 未达成预期指标 contains 达成预期指标 and
    does not name it. Two different tiers name none.
    """
    whole = scale.tier(text.strip())
    if whole:
        return whole.id
    phrases = set(_BREAKS.split(text))
    named = [tier.id for tier in scale.tiers if phrases & set(tier.words)]
    return named[0] if len(named) == 1 else None
