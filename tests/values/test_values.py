"""Exact numbers, roundings, spans."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfrules.values import Mode, Rounding, Span, as_text, exact, hull, is_number
from tests.support import cases

CENTS = Fraction(1, 100)
fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=400)
DECIMAL = {
    Mode.HALF_UP: ROUND_HALF_UP,
    Mode.HALF_DOWN: ROUND_HALF_DOWN,
    Mode.HALF_EVEN: ROUND_HALF_EVEN,
    Mode.UP: ROUND_UP,
    Mode.DOWN: ROUND_DOWN,
    Mode.FLOOR: ROUND_FLOOR,
    Mode.CEILING: ROUND_CEILING,
}


@pytest.mark.parametrize("case", cases("rounding.yaml"), ids=lambda case: case["id"])
def test_rounding(case):
    rounding = Rounding(step=exact(case["to"]), mode=Mode(case["mode"]))
    assert rounding(exact(case["value"])) == exact(case["gives"])


def agrees(case):
    rounding = Rounding(step=exact(case["to"]), mode=Mode(case["mode"]))
    return rounding(exact(case["value"])) == exact(case["result"])


@pytest.mark.parametrize("case", cases("rounding/dmn-tck.yaml"), ids=lambda case: case["id"])
def test_rounding_agrees_with_the_dmn_tck(case):
    assert agrees(case)


def test_rounding_agrees_with_general_decimal_arithmetic():
    vectors = cases("rounding/general-decimal-arithmetic.yaml")
    assert {case["mode"] for case in vectors} == set(Mode)
    assert [case["id"] for case in vectors if not agrees(case)] == []


@given(st.decimals(-1000, 1000, places=5), st.sampled_from(Mode))
def test_rounding_agrees_with_decimal_arithmetic(value, mode):
    expected = value.quantize(Decimal("0.01"), DECIMAL[mode])
    assert Rounding(step=CENTS, mode=mode)(Fraction(value)) == Fraction(expected)


@given(fractions, st.sampled_from(Mode))
def test_what_rounds_to_a_multiple_is_its_preimage(value, mode):
    rounding = Rounding(step=CENTS, mode=mode)
    multiple = rounding(value)
    assert value in rounding.preimage(multiple)
    assert value not in rounding.preimage(multiple + CENTS)


@pytest.mark.parametrize(
    ("span", "ends"),
    [
        (Span(low=Fraction("2.664"), high=Fraction("3")), ("2.67", "3")),
        (Span(low=Fraction("1.5"), high=Fraction("2.4"), high_closed=False), ("1.5", "2.39")),
        (Span(low=Fraction("1.5"), high=Fraction("2.4"), low_closed=False), ("1.51", "2.4")),
        (Span(low=Fraction("2.661"), high=Fraction("2.669")), ("2.66", "2.67")),
    ],
)
def test_a_choice_is_printed_inward(span, ends):
    half_up = Rounding(step=CENTS, mode=Mode.HALF_UP)
    assert half_up.inward(span) == tuple(map(Fraction, ends))


@pytest.mark.parametrize(
    "text", ["", "1e5", "NaN", "inf", "0x1", "１２", "1,000", "--1", ".5", "5."]
)
def test_only_plain_decimals_are_numbers(text):
    assert not is_number(text)
    with pytest.raises(ValueError, match="not a plain decimal number"):
        exact(text)


def test_a_number_is_not_endless():
    assert not is_number("1" * 5000)
    with pytest.raises(ValueError, match="not a plain decimal number"):
        exact("1" * 5000)


@given(fractions)
def test_printed_numbers_read_back(value):
    text = as_text(value, 2)
    assert Fraction(text) == value
    assert "/" in text or is_number(text)


spans = st.builds(
    Span,
    low=st.none() | fractions,
    high=st.none() | fractions,
    low_closed=st.booleans(),
    high_closed=st.booleans(),
)


@given(spans, spans, fractions)
def test_what_is_in_both_is_in_the_common_part(one, two, value):
    assert (value in one and value in two) == (value in one & two)


@given(spans, spans, fractions)
def test_the_hull_holds_both(one, two, value):
    if value in one or value in two:
        assert value in hull([one, two])


@given(spans)
def test_a_span_that_is_not_empty_has_an_inside(span):
    if span.is_empty:
        assert span.inside() not in span
    else:
        assert span.inside() in span


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(low=Fraction(1, 2), high=Fraction(4, 5), high_closed=False), "0.5..<0.8"),
        (Span(low=Fraction(0), low_closed=False), "0<.."),
        (Span(high=Fraction(60), high_closed=False), "..<60"),
        (Span.point(Fraction(3)), "3"),
    ],
)
def test_a_span_prints_like_the_spec(span, text):
    assert str(span) == text


def test_a_hull_of_nothing_is_refused():
    with pytest.raises(ValueError, match="unpack"):
        hull([])
