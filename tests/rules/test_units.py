"""What a value is counted in, followed through rules."""

import pytest

from perfrules.rules.formula import parse
from perfrules.rules.signature import Unit
from perfrules.rules.tree import Choice, Interpolation, Rule, Step, Steps
from perfrules.rules.units import formula_unit, unit_of
from perfrules.speclib.build.spans import parse_span

UNITS = {
    "actual": Unit.AMOUNT,
    "target": Unit.AMOUNT,
    "weight": Unit.POINTS,
    "executed": Unit.MONEY,
    "revised": Unit.MONEY,
    "full": Unit.SHARE,
    "rank": Unit.NUMBER,
    "days": Unit.DAYS,
    "day": Unit.POINTS,
}


@pytest.mark.parametrize(
    ("source", "unit"),
    [
        ("actual", Unit.AMOUNT),
        ("actual / target", Unit.SHARE),
        ("actual / target * weight", Unit.POINTS),
        ("weight * actual / target", Unit.POINTS),
        ("executed / revised", Unit.SHARE),
        ("target * full", Unit.AMOUNT),
        ("full * weight", Unit.POINTS),
        ("1 - actual / target", Unit.SHARE),
        ("weight - day * days", Unit.POINTS),
        ("max(0, weight - day)", Unit.POINTS),
        ("abs(actual - target)", Unit.AMOUNT),
        ("whole(actual / target)", Unit.NUMBER),
        ("rank + 1", Unit.NUMBER),
        ("80%", Unit.SHARE),
        ("0", Unit.NUMBER),
        ("actual * target", Unit.NUMBER),
        ("-weight", Unit.POINTS),
    ],
)
def test_units_cancel_and_carry(source, unit):
    assert formula_unit(parse(source, UNITS), UNITS) is unit


def rule(shape, **dressings):
    return Rule(path="rules/r", shape=shape, **dressings)


def test_a_rule_has_the_unit_of_the_first_branch_that_says_one():
    branches = ("0", "weight")
    keys = ("..<target", "target..")
    steps = Steps(
        of="actual",
        steps=tuple(
            Step(key=parse_span(key, UNITS), rule=rule(parse(source, UNITS)))
            for key, source in zip(keys, branches, strict=True)
        ),
    )
    assert unit_of(rule(steps), UNITS) is Unit.POINTS


def test_a_line_and_a_choice_have_the_unit_of_what_they_give():
    knots = ((parse("0%", ()), parse("0", ())), (parse("100%", ()), parse("weight", UNITS)))
    assert unit_of(rule(Interpolation(of="full", points=knots)), UNITS) is Unit.POINTS
    assert unit_of(rule(Choice(span=parse_span("0..<weight", UNITS))), UNITS) is Unit.POINTS


def test_given_numbers_and_steps_on_the_way_have_units_of_their_own():
    inner = rule(parse("actual / target", UNITS))
    whole = rule(parse("gain + over", {"gain", "over"}), lets={"gain": inner}, given={"over": 1})
    assert unit_of(whole, UNITS) is Unit.SHARE
    named = rule(parse("over", {"over"}), given={"over": 1}, units={"over": Unit.DAYS})
    assert unit_of(named, {}) is Unit.DAYS
