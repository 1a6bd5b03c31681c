"""
What a value is counted in: dimensions followed through a rule.

The units of the names are in the signature; an amount over an amount is a share, a share of points
is points. Only what people are shown depends on it, never a score.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from perfrules.rules.formula import Formula
from perfrules.rules.signature import Unit
from perfrules.rules.tree import Choice, Interpolation, Pick, Rule, Steps

Units = Mapping[str, Unit]


@dataclass(frozen=True, slots=True)
class _Dimension:
    """Powers of the units that cancel, and whether what is left is a share."""

    powers: tuple[tuple[Unit, int], ...] = ()
    is_share: bool = False


_CONSTANT = _Dimension()


def unit_of(rule: Rule, units: Units) -> Unit:
    """Return the unit of a rule's value, where the names that it reads are in *units*."""
    known = units_inside(rule, units)
    match rule.shape:
        case Formula() as formula:
            return formula_unit(formula, known)
        case Steps(steps=steps):
            return _first(unit_of(step.rule, known) for step in steps)
        case Interpolation(points=points):
            return _first(formula_unit(y, known) for _, y in points)
        case Choice(span=span):
            return _first(formula_unit(edge, known) for edge in span.edges)
        case Pick(scale=scale):
            return Unit.SHARE if any("%" in t.spelled for t in scale.tiers) else Unit.NUMBER
        case _ as never:
            assert_never(never)


def units_inside(rule: Rule, units: Units) -> dict[str, Unit]:
    """Return the units of the names that are in scope inside a rule."""
    known = {**units, **dict.fromkeys(rule.given, Unit.NUMBER), **rule.units}
    for name, inner in rule.lets.items():
        known[name] = unit_of(inner, known)
    return known


def formula_unit(formula: Formula, units: Units) -> Unit:
    """Return the unit of a formula's value."""
    if "%" in formula.source:
        return Unit.SHARE
    found = _dimension(formula.tree, units)
    match found.powers:
        case ():
            return Unit.SHARE if found.is_share else Unit.NUMBER
        case ((unit, 1),):
            return unit
        case _:
            return Unit.NUMBER


def _first(units: Iterable[Unit]) -> Unit:
    """Return the first unit that says something; a bare number may be anything."""
    return next((unit for unit in units if unit is not Unit.NUMBER), Unit.NUMBER)


def _dimension(node: ast.expr, units: Units) -> _Dimension:
    match node:
        case ast.Name(id=name):
            return _named(units.get(name, Unit.NUMBER))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _product(_dimension(left, units), _dimension(right, units), 1)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _product(_dimension(left, units), _dimension(right, units), -1)
        case ast.BinOp(left=left, right=right):
            return _either(_dimension(left, units), _dimension(right, units))
        case ast.UnaryOp(operand=operand):
            return _dimension(operand, units)
        case ast.Call(func=ast.Name(id="count" | "whole" | "started")):
            return _CONSTANT
        case ast.Call(args=arguments):
            found = _CONSTANT
            for argument in arguments:
                found = _either(found, _dimension(argument, units))
            return found
        case _:
            return _CONSTANT


def _named(unit: Unit) -> _Dimension:
    if unit in (Unit.NUMBER, Unit.LABEL):
        return _CONSTANT
    return _Dimension(is_share=True) if unit is Unit.SHARE else _Dimension(((unit, 1),))


def _either(one: _Dimension, two: _Dimension) -> _Dimension:
    return two if one == _CONSTANT else one


def _product(one: _Dimension, two: _Dimension, sign: int) -> _Dimension:
    powers = dict(one.powers)
    for unit, power in two.powers:
        powers[unit] = powers.get(unit, 0) + sign * power
    left = tuple(sorted((unit, power) for unit, power in powers.items() if power))
    cancelled = bool(one.powers and two.powers) and not left
    return _Dimension(left, is_share=cancelled or (not left and (one.is_share or two.is_share)))
