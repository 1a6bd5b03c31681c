"""What a rule's value is counted in, followed from the units of its names."""

from fractions import Fraction

import pytest

from perfrules.rules.formula import parse
from perfrules.rules.signature import Unit
from perfrules.rules.tree import Choice, Interpolation, Pick, Rule, Scale, Step, Steps, Tier
from perfrules.rules.units import formula_unit, unit_of, units_inside
from perfrules.speclib.build.spans import parse_span
from perfrules.values import Span
from tests.support import cases

UNITS = {
    "actual": Unit.AMOUNT,
    "target": Unit.AMOUNT,
    "revised": Unit.MONEY,
    "executed": Unit.MONEY,
    "weight": Unit.POINTS,
    "points": Unit.POINTS,
    "rate": Unit.SHARE,
    "often": Unit.NUMBER,
    "timing": Unit.LABEL,
}
KNOWN = {*UNITS, "part"}


@pytest.mark.parametrize("case", cases("rules/units.yaml"), ids=lambda case: case["id"])
def test_a_formula_is_counted_in(case):
    formula = parse(case["source"], KNOWN, {"points"})
    assert formula_unit(formula, UNITS) is Unit(case["unit"])


def rule(shape, **dressings):
    shape = parse(shape, KNOWN) if isinstance(shape, str) else shape
    return Rule(path="rules/r", shape=shape, **dressings)


def steps(*values):
    keys = ("..<0", "0..")
    made = zip(keys, values, strict=True)
    return Steps(
        of="actual",
        steps=tuple(Step(key=parse_span(key, KNOWN), rule=rule(value)) for key, value in made),
    )


def line(*heights):
    knots = zip(("0", "1"), heights, strict=True)
    return Interpolation(
        of="actual", points=tuple((parse(x, KNOWN), parse(y, KNOWN)) for x, y in knots)
    )


def pick(*spelled):
    span = Span(low=Fraction(0))
    tiers = (Tier(id=text, words=(text,), span=span, spelled=text) for text in spelled)
    return Pick(scale=Scale(id="scale", tiers=tuple(tiers)))


@pytest.mark.parametrize(
    ("shape", "unit"),
    [
        (steps("0", "weight"), Unit.POINTS),
        (steps("weight", "0"), Unit.POINTS),
        (steps("0", "1"), Unit.NUMBER),
        (line("0", "weight"), Unit.POINTS),
        (line("weight", "0"), Unit.POINTS),
        (line("0", "1"), Unit.NUMBER),
        (Choice(span=parse_span("0..weight", KNOWN)), Unit.POINTS),
        (Choice(span=parse_span("0..1")), Unit.NUMBER),
        (pick("80%..100%", "0%..<80%"), Unit.SHARE),
        (pick("0..0", "0<..100%"), Unit.SHARE),
        (pick("60..", "..<60"), Unit.NUMBER),
    ],
)
def test_a_shape_is_counted_in_what_it_gives(shape, unit):
    assert unit_of(rule(shape), UNITS) is unit


def test_a_named_step_has_the_unit_of_its_value():
    made = rule("part", lets={"part": rule("executed / revised")}, given={"often": Fraction(2)})
    assert unit_of(made, UNITS) is Unit.SHARE
    inside = units_inside(made, {"often": Unit.MONEY, "executed": Unit.MONEY})
    assert (inside["often"], inside["executed"]) == (Unit.NUMBER, Unit.MONEY)
