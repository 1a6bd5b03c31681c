"""Formulas: exact, small, and closed against everything that a rule does not need."""

from fractions import Fraction
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfrules.findings import FormulaError
from perfrules.rules.formula import (
    DEEPEST_FORMULA,
    FUNCTIONS,
    LONGEST_FORMULA,
    compute,
    parse,
)
from tests.support import cases

NAMES = {"actual", "target", "weight", "实际", "目标", "分值"}
LISTS = {"points"}


@pytest.mark.parametrize("case", cases("refused-formulas.yaml"), ids=lambda case: case["id"])
def test_what_must_stay_impossible(case):
    with pytest.raises(FormulaError) as caught:
        parse(case["source"], NAMES, LISTS)
    assert (caught.value.code, caught.value.column) == (case["code"], int(case["column"]))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("actual / target * weight", Fraction(5, 8)),
        ("实际 / 目标 * 分值", Fraction(5, 8)),
        ("min(actual / target, 1) * weight", Fraction(5, 8)),
        ("max(actual, target, weight)", 24),
        ("abs(actual - target)", 19),
        ("-actual + 1", -4),
        ("sum(points)", 6),
        ("mean(points) - count(points)", -1),
        ("min(points)", 1),
        ("0.5", Fraction(1, 2)),
        ("80%", Fraction(4, 5)),
        (" weight ", 3),
    ],
)
def test_arithmetic_is_exact(source, value):
    five, twenty_four, three = Fraction(5), Fraction(24), Fraction(3)
    names = {
        "actual": five,
        "target": twenty_four,
        "weight": three,
        "实际": five,
        "目标": twenty_four,
        "分值": three,
        "points": (Fraction(1), Fraction(2), Fraction(3)),
    }
    assert compute(parse(source, NAMES, LISTS), names) == value


def test_a_full_width_name_is_the_name_that_python_reads():
    assert parse("ａctual", NAMES).names == {"actual"}


def test_a_formula_knows_its_names():
    assert parse("min(actual / target, 1)", NAMES).names == {"actual", "target"}


def test_formulas_of_one_text_are_equal():
    assert parse("actual + 1", NAMES) == parse("actual + 1", NAMES)


def test_a_misspelt_name_is_answered_with_the_near_one():
    with pytest.raises(FormulaError) as caught:
        parse("acual * weight", NAMES)
    assert caught.value.params == {"name": "acual", "near": "actual"}


@pytest.mark.parametrize(
    "source",
    [
        "1" + " + 1" * LONGEST_FORMULA,
        "(" * (DEEPEST_FORMULA + 1) + "1" + ")" * (DEEPEST_FORMULA + 1),
        "1" + " + 1" * (DEEPEST_FORMULA + 1),
        "-" * 5000 + "1",
        "abs(" * 30 + "1" + ")" * 30,
    ],
)
def test_long_and_deep_formulas_are_refused(source):
    with pytest.raises(FormulaError) as caught:
        parse(source, NAMES)
    assert caught.value.code == "PR031"


def test_division_by_zero_is_for_the_caller():
    with pytest.raises(ZeroDivisionError):
        compute(parse("actual / target", NAMES), {"actual": Fraction(1), "target": Fraction(0)})


def test_threads_do_not_share_names():
    formula, seen = parse("actual", NAMES), []

    def work(number):
        seen.extend(compute(formula, {"actual": Fraction(number)}) == number for _ in range(200))

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 800
    assert all(seen)


@given(st.text(max_size=60))
def test_any_text_parses_or_names_its_column(source):
    try:
        formula = parse(source, NAMES, LISTS)
    except FormulaError as error:
        assert 1 <= error.column <= len(source) + 2
    else:
        assert formula.names <= NAMES | LISTS


@given(
    st.recursive(
        st.sampled_from([*sorted(NAMES), "0", "1"]),
        lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        max_leaves=8,
    ),
    st.fractions(min_value=1, max_value=9, max_denominator=7),
)
def test_a_formula_means_what_python_means_by_it(source, value):
    names = dict.fromkeys(NAMES, value)
    zero, one = Fraction(0), Fraction(1)
    python = source.replace("1", "ONE").replace("0", "ZERO")
    try:
        expected = eval(python, {"ONE": one, "ZERO": zero, **names})
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            compute(parse(source, NAMES), names)
    else:
        assert compute(parse(source, NAMES), names) == expected


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_name_is_never_the_function_of_that_name(name):
    alone, among = parse(name, {name}), parse(f"1 + {name}", {name})
    assert alone.names == among.names == {name}
    assert compute(among, {name: Fraction(2)}) == 3
    for formula in (alone, among):
        with pytest.raises(KeyError):
            compute(formula, {})


def test_a_function_that_is_called_is_not_a_name_that_is_read():
    formula = parse("whole(weight / whole)", {"weight", "whole"})
    assert formula.names == {"weight", "whole"}
    assert compute(formula, {"weight": Fraction(7), "whole": Fraction(2)}) == 3
