"""Values over a whole stretch: where they are cut, what they take, where they are enough."""

from fractions import Fraction
from math import ceil, floor

import pytest

from perfrules.engine.linear import Cut, LinearFraction, TooComplex
from perfrules.engine.piecewise import MOST_PIECES, Piece, curve
from perfrules.rules.formula import compute, parse
from perfrules.speclib.build.spans import parse_span


def span(text):
    return parse_span(text).at({})


def stretch(text):
    return LinearFraction.inside(span(text))


def pieces(source, text):
    """Return domain and image of each piece of a formula over x."""
    formula = parse(source, {"x"})
    return [
        (str(piece.domain), str(piece.image))
        for piece in curve(lambda x: compute(formula, {"x": x}), span(text))
    ]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("x", "1..3", [("1", "1"), ("1<..<3", "1<..<3"), ("3", "3")]),
        ("x", "1<..<3", [("1<..<3", "1<..<3")]),
        ("x", "1..<3", [("1", "1"), ("1<..<3", "1<..<3")]),
        ("x", "2..2", [("2", "2")]),
        ("x", "3..", [("3", "3"), ("3<..", "3<..")]),
        ("-x", "..3", [("..<3", "-3<.."), ("3", "-3")]),
        ("abs(x)", "..", [("..<0", "0<.."), ("0", "0"), ("0<..", "0<..")]),
        ("1 / x", "1..4", [("1", "1"), ("1<..<4", "0.25<..<1"), ("4", "0.25")]),
        ("1 / x", "1..", [("1", "1"), ("1<..", "0<..<1")]),
        ("(x + 1) / x", "1..", [("1", "2"), ("1<..", "1<..<2")]),
        ("1 - 1", "1..<3", [("1", "0"), ("1<..<3", "0")]),
        (
            "min(x, 1)",
            "0..2",
            [("0", "0"), ("0<..<1", "0<..<1"), ("1", "1"), ("1<..<2", "1"), ("2", "1")],
        ),
        (
            "max(1 - x, 0)",
            "-1<..<2",
            [("-1<..<1", "0<..<2"), ("1", "0"), ("1<..<2", "0")],
        ),
        (
            "whole(x)",
            "0.5..2",
            [("0.5", "0"), ("0.5<..<1", "0"), ("1", "1"), ("1<..<2", "1"), ("2", "2")],
        ),
        (
            "started(x)",
            "0.5..2",
            [("0.5", "1"), ("0.5<..<1", "1"), ("1", "1"), ("1<..<2", "2"), ("2", "2")],
        ),
    ],
)
def test_a_formula_over_a_span_is_cut_where_it_turns(source, text, expected):
    assert pieces(source, text) == expected


@pytest.mark.parametrize(
    ("text", "units", "begun"),
    [
        ("1<..<2", 1, 2),
        ("0.2<..<0.9", 0, 1),
        ("-0.9<..<-0.2", -1, 0),
    ],
)
def test_a_stretch_within_one_unit_has_its_units(text, units, begun):
    assert (floor(stretch(text)), ceil(stretch(text))) == (units, begun)


@pytest.mark.parametrize(
    ("text", "at"),
    [("0.5<..<1.4", 1), ("0.6<..<1.5", 1), ("1.5<..<2.5", 2), ("-0.5<..<0.4", 0)],
)
@pytest.mark.parametrize("rounding", [floor, ceil])
def test_a_stretch_over_a_whole_unit_is_cut_there(text, at, rounding):
    with pytest.raises(Cut) as caught:
        rounding(stretch(text))
    assert caught.value.at == at


@pytest.mark.parametrize(
    ("value", "least", "closed", "found"),
    [
        ("x", "4", True, "4..<10"),
        ("x", "4", False, "4<..<10"),
        ("x", "0", True, "0<..<10"),
        ("x", "-1", True, "0<..<10"),
        ("x", "10", True, None),
        ("x", "11", True, None),
        ("1 - x", "-4", True, "0<..5"),
        ("1 - x", "-4", False, "0<..<5"),
        ("1 - x", "1", True, None),
        ("1 - x", "-9", True, "0<..<10"),
        ("1 / (x + 1)", "0.5", True, "0<..1"),
        ("x / (x + 1)", "0.5", True, "1..<10"),
        ("x / (x + 1)", "1", True, None),
    ],
)
def test_a_piece_knows_where_it_is_enough(value, least, closed, found):
    domain = span("0<..<10")
    made = compute(parse(value, {"x"}), {"x": LinearFraction.inside(domain)})
    reached = Piece(domain, made).reaching(Fraction(least), closed=closed)
    assert (reached and str(reached)) == found


def test_a_quotient_is_cut_where_it_equals_a_number():
    x = stretch("0<..<4")
    # x / (2x + 1) is 1/3 at 1
    with pytest.raises(Cut) as caught:
        _ = x / (x * Fraction(2) + Fraction(1)) > Fraction(1, 3)
    assert caught.value.at == 1


def test_a_number_over_a_stretch_is_cut_where_that_is_zero():
    with pytest.raises(Cut) as caught:
        _ = Fraction(1) / (stretch("0<..<4") - Fraction(1))
    assert caught.value.at == 1


def test_a_number_over_a_quotient_is_its_inverse():
    x = stretch("0<..<4")
    made = Fraction(6) / (x / (x + Fraction(2)))
    # Six times x + 2, over x.
    assert [made.at(Fraction(at)) for at in (1, 2, 3)] == [18, 12, 10]


@pytest.mark.parametrize(
    ("text", "is_positive"), [("2<..<4", True), ("1<..<2", False), ("0<..<2", False)]
)
def test_the_sign_of_a_quotient_is_that_of_what_it_is_divided_by(text, is_positive):
    made = compute(parse("1 / (x - 1 - 1)", {"x"}), {"x": stretch(text)})
    assert (made > Fraction(0)) is is_positive
    assert (made < Fraction(0)) is not is_positive


@pytest.mark.parametrize(
    ("least", "closed", "enough"),
    [("5", True, True), ("5", False, False), ("4", False, True), ("6", True, False)],
)
def test_a_level_piece_is_enough_everywhere_or_nowhere(least, closed, enough):
    domain = span("0<..<10")
    reached = Piece(domain, Fraction(5)).reaching(Fraction(least), closed=closed)
    assert reached == (domain if enough else None)


def test_as_many_pieces_as_are_allowed_are_made_and_no_more():
    def stairs(x):
        return Fraction(floor(x))

    # A point and a stretch for each unit, but for the open ends.
    allowed = MOST_PIECES // 2
    assert len(curve(stairs, span(f"0<..<{allowed}"))) == 2 * allowed - 1
    with pytest.raises(TooComplex):
        curve(stairs, span(f"0<..<{2 * allowed}"))
    assert len(curve(stairs, span("0<..<100"))) == 199
    with pytest.raises(TooComplex):
        curve(stairs, span("0<..<101"))


def test_nothing_is_computed_over_an_empty_span():
    assert curve(lambda x: x, span("3..") & span("..2")) == ()
