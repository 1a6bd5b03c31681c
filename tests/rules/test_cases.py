"""Formulas: what they give, what a refusal says, and how long and deep they may be."""

from fractions import Fraction

import pytest

from perfrules.findings import FormulaError
from perfrules.rules.formula import compute, parse
from tests.support import cases

NUMBERS = {
    "actual": Fraction(5),
    "target": Fraction(24),
    "weight": Fraction(3),
    "owed": Fraction(-5, 2),
    "目标": Fraction(24),
}
LISTS = {"points": (Fraction(1), Fraction(2), Fraction(6))}


@pytest.mark.parametrize("case", cases("rules/formulas.yaml"), ids=lambda case: case["id"])
def test_a_formula_gives(case):
    given = compute(parse(case["source"], NUMBERS, LISTS), {**NUMBERS, **LISTS})
    assert given == Fraction(case["gives"])
    assert type(given) is Fraction


@pytest.mark.parametrize("case", cases("rules/refusals.yaml"), ids=lambda case: case["id"])
def test_a_refused_formula_says_what_and_where(case):
    with pytest.raises(FormulaError) as caught:
        parse(case["source"], NUMBERS, LISTS)
    error = caught.value
    assert (error.source, error.code, error.column, error.params) == (
        case["source"],
        case["code"],
        int(case["column"]),
        case["says"],
    )


def nested(operations):
    """Return a formula with so many operations in one another, without brackets."""
    return "1" + " + 1" * operations


@pytest.mark.parametrize(
    "source",
    [
        "(" * 25 + "1" + ")" * 25,
        "(((1) + (1)))" + " + (1)" * 20,
        nested(25),
        "abs(" * 25 + "1" + ")" * 25,
        "1 + abs(" * 12 + "1" + ")" * 12,
        "1 +" + " " * 496 + "1",
    ],
    ids=["brackets", "brackets-behind-brackets", "operations", "calls", "both", "characters"],
)
def test_a_formula_of_twenty_five_levels_and_five_hundred_characters_is_read(source):
    assert compute(parse(source, ()), {}) == source.count("1")


@pytest.mark.parametrize(
    ("source", "column", "limit"),
    [
        ("1 + " + "(" * 26 + "1" + ")" * 26, 1, "25"),
        ("1 + " + "[" * 26 + "1" + "]" * 26, 1, "25"),
        ("1 + " + "{" * 26 + "1" + "}" * 26, 1, "25"),
        (nested(26), 1, "25"),
        ("1 + abs(" * 13 + "1" + ")" * 13, 105, "25"),
        ("1 +" + " " * 497 + "1", 500, "500"),
    ],
    ids=["brackets", "square-brackets", "braces", "operations", "both", "characters"],
)
def test_one_more_is_refused(source, column, limit):
    with pytest.raises(FormulaError) as caught:
        parse(source, ())
    error = caught.value
    assert (error.code, error.column, error.params) == ("PR031", column, {"limit": limit})


def test_a_formula_names_what_it_reads_and_no_functions():
    formula = parse(" max(0, sum(points)) / target ", NUMBERS, LISTS)
    assert (formula.source, formula.names) == (
        "max(0, sum(points)) / target",
        {"points", "target"},
    )
    assert parse("80%", ()).names == frozenset()


def test_formulas_are_equal_by_text_and_not_by_tree():
    assert parse("actual + 1", NUMBERS) == parse(" actual + 1", NUMBERS)
    assert parse("actual + 1", NUMBERS) != parse("1 + actual", NUMBERS)
    assert repr(parse("1 + 0", ())) == "Formula(source='1 + 0', names=frozenset())"


def test_what_divides_by_zero_is_a_fault_of_arithmetic():
    with pytest.raises(ZeroDivisionError):
        compute(parse("1 / 0", ()), {})
