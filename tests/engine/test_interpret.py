"""The interpreter where data cannot say it: stretches, lines, outcomes that fail."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfrules.engine import outcome
from perfrules.engine.evaluate import allows, tried, visited
from perfrules.engine.interpret import Scope, value_of
from perfrules.engine.linear import Cut, LinearFraction, TooComplex
from perfrules.findings import Where
from perfrules.model.card import Cause, Ranged, Scored, Unscored
from perfrules.rules.formula import compute, parse
from perfrules.rules.tree import Choice, Interpolation, NamedRounding, Rule, Step, Steps
from perfrules.rules.walk import free_names
from perfrules.speclib.build.spans import parse_span
from perfrules.values import Mode, Rounding, Span

CENTS = Rounding(step=Fraction(1, 100), mode=Mode.HALF_UP)
WHERE = Where(source="test")
KNOWN = {"x", "a", "b", "weight", "rate"}
constants = st.fractions(-5, 5, max_denominator=4)


def sources():
    """Return formulas over the unknown x and the constants a and b."""
    leaves = st.sampled_from(["x", "a", "b", "0", "1"])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(
                lambda t: f"({t[0]} {t[1]} {t[2]})"
            ),
            st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
                lambda t: f"{t[0]}({t[1]}, {t[2]})"
            ),
            inner.map(lambda source: f"abs({source})"),
            inner.map(lambda source: f"(-{source})"),
        ),
        max_leaves=4,
    )


@given(sources(), constants, constants, constants, constants, st.fractions(0, 1))
def test_arithmetic_over_a_stretch_is_arithmetic_at_each_point(source, a, b, one, two, share):
    low, high = sorted([one, two])
    stretch = Span(low=low, high=high, low_closed=False, high_closed=False)
    point = low + (high - low) * share
    if point not in stretch:
        return
    formula = parse(source, KNOWN)
    try:
        over = compute(formula, {"x": LinearFraction.identity(stretch), "a": a, "b": b})
    except Cut as cut:
        assert cut.at in stretch
    except (TooComplex, ZeroDivisionError):
        pass
    else:
        at = compute(formula, {"x": point, "a": a, "b": b})
        if isinstance(over, LinearFraction):
            assert over.at(point) == at
            assert at in over.image()
        else:
            assert over == at


@given(constants, constants, constants)
def test_a_comparison_holds_on_the_whole_stretch_or_is_cut(one, two, edge):
    low, high = sorted([one, two])
    stretch = Span(low=low, high=high, low_closed=False, high_closed=False)
    if stretch.is_empty:
        return
    x = LinearFraction.identity(stretch)
    if edge in stretch:
        with pytest.raises(Cut):
            _ = x < edge
    else:
        assert (x < edge) == (high <= edge)
        assert (x > edge) == (low >= edge)
        assert x != edge


def test_two_stretches_of_one_unknown_are_compared():
    x = LinearFraction.identity(
        Span(low=Fraction(1), high=Fraction(3), low_closed=False, high_closed=False)
    )
    assert x + Fraction(1) > x
    assert not x > x
    with pytest.raises(Cut):
        _ = x < Fraction(4) - x


def test_a_stretch_without_end_has_a_limit_or_none():
    x = LinearFraction.identity(Span(low=Fraction(1), low_closed=False, high_closed=False))
    assert str((Fraction(1) / x).image()) == "0<..<1"
    assert Fraction(1) / x > Fraction(0)
    assert str(x.image()) == "1<.."


def rule(shape, **dressings):
    return Rule(path="rules/r", shape=shape, **dressings)


def line(of, *points):
    return Interpolation(of=of, points=tuple((parse(x, KNOWN), parse(y, KNOWN)) for x, y in points))


@pytest.mark.parametrize(
    ("x", "y"), [("-1", "10"), ("0", "10"), ("1", "10"), ("1.5", "5"), ("2", "0"), ("9", "0")]
)
def test_a_line_is_straight_between_points_and_flat_outside(x, y):
    falling = rule(line("x", ("1", "weight"), ("2", "0")))
    names = {"x": Fraction(x), "weight": Fraction(10)}
    assert value_of(falling, Scope(names)) == Fraction(y)


def test_a_line_over_an_imprecise_number_is_cut_at_its_points():
    falling = rule(line("x", ("1", "weight"), ("2", "0")))
    found = outcome(
        falling,
        {"weight": Fraction(10)},
        grid=CENTS,
        where=WHERE,
        imprecise={"x": Span(low=Fraction(0), high=Fraction(3, 2))},
    )
    assert isinstance(found, Ranged)
    assert (str(found.span), found.cause) == ("5..10", Cause.DATA)


def test_bounds_clamp_on_both_sides():
    clamped = rule(parse("x", KNOWN), bounds=parse_span("0..weight", KNOWN))
    for x, y in (("-1", 0), ("5", 5), ("11", 10)):
        assert value_of(clamped, Scope({"x": Fraction(x), "weight": Fraction(10)})) == y


def test_an_imprecise_number_is_clamped_where_it_crosses():
    clamped = rule(parse("x", KNOWN), bounds=parse_span("0..weight", KNOWN))
    span = Span(low=Fraction(-5), high=Fraction(20))
    names = {"weight": Fraction(10)}
    found = outcome(clamped, names, grid=CENTS, where=WHERE, imprecise={"x": span})
    assert str(found.span) == "0..10"


def unscored(found):
    assert isinstance(found, Unscored)
    return found.finding.code


def test_what_has_no_end_is_not_scored():
    open_ended = rule(parse("x", KNOWN))
    names = {"weight": Fraction(10)}
    found = outcome(
        open_ended, names, grid=CENTS, where=WHERE, imprecise={"x": Span(low=Fraction(1))}
    )
    assert unscored(found) == "PR307"


def test_an_imprecise_number_outside_what_is_needed_is_not_scored():
    needy = rule(parse("x", KNOWN), needs={"x": Span(low=Fraction(0))})
    names = {"weight": Fraction(10)}
    found = outcome(needy, names, grid=CENTS, where=WHERE, imprecise={"x": Span(high=Fraction(-1))})
    assert unscored(found) == "PR302"


def test_a_division_by_zero_is_an_outcome():
    ratio = rule(parse("weight / a", KNOWN))
    names = {"weight": Fraction(10), "a": Fraction(0)}
    assert unscored(outcome(ratio, names, grid=CENTS, where=WHERE)) == "PR307"


def test_a_step_on_the_way_that_is_rounded_cannot_be_imprecise():
    rounding = NamedRounding(id="cents", rounding=CENTS, basis=rule(parse("0", ())).basis)
    way = rule(parse("x / a", KNOWN), rounding=rounding)
    over = rule(parse("rate * weight", KNOWN), lets={"rate": way})
    names = {"weight": Fraction(10), "a": Fraction(3)}
    span = Span(low=Fraction(1), high=Fraction(2))
    assert unscored(outcome(over, names, grid=CENTS, where=WHERE, imprecise={"x": span})) == "PR307"
    precise = outcome(over, {**names, "x": Fraction(1)}, grid=CENTS, where=WHERE)
    assert isinstance(precise, Scored)
    assert precise.points == Fraction("3.3")


def test_two_choices_in_one_rule_are_not_scored():
    one = Rule(path="rules/r/a", shape=Choice(span=parse_span("0..1")))
    two = Rule(path="rules/r/b", shape=Choice(span=parse_span("0..1")))
    both = rule(parse("a + b", KNOWN), lets={"a": one, "b": two})
    names = {"weight": Fraction(10)}
    assert unscored(outcome(both, names, grid=CENTS, where=WHERE)) == "PR308"


def test_a_label_that_is_not_told_or_not_known_is_not_scored():
    steps = rule(Steps(of="timing", steps=(Step(key="late", rule=rule(parse("0", ()))),)))
    names = {"weight": Fraction(10)}
    assert unscored(outcome(steps, names, grid=CENTS, where=WHERE)) == "PR303"
    told = outcome(steps, {**names, "timing": "early"}, grid=CENTS, where=WHERE)
    assert unscored(told) == "PR302"


def test_a_rule_tells_what_it_reads():
    shape = line("x", ("a", "weight"), ("b", "0"))
    assert free_names(rule(shape, lets={"a": rule(parse("rate", KNOWN))})) == {
        "x",
        "b",
        "weight",
        "rate",
    }
    assert free_names(rule(Choice(span=parse_span("0..weight", KNOWN)))) == {"weight"}


def test_too_many_pieces_are_refused():
    edges = [f"{n}..<{n + 1}" for n in range(250)]
    steps = tuple(
        Step(key=parse_span(edge), rule=rule(parse(str(index % 2), ())))
        for index, edge in enumerate(edges)
    )
    ladder = rule(Steps(of="x", steps=steps))
    span = Span(low=Fraction(0), high=Fraction(249))
    names = {"weight": Fraction(1)}
    found = outcome(ladder, names, grid=CENTS, where=WHERE, imprecise={"x": span})
    assert unscored(found) == "PR307"


def test_a_claim_off_the_grid_never_stands_for_imprecise_data():
    part = Span(low=Fraction(1), high=Fraction(2))
    found = Ranged(parts=(part,), cause=Cause.DATA, low=part.low, high=part.high, trace=None)
    assert allows(found, Fraction("1.5"), CENTS)
    assert not allows(found, Fraction("1.505"), CENTS)


def test_stretches_of_one_unknown_are_added_and_divided_where_they_stay_linear_fractions():
    x = LinearFraction.identity(
        Span(low=Fraction(1), high=Fraction(3), low_closed=False, high_closed=False)
    )
    assert str((x + x).image()) == "2<..<6"
    assert str(((x + Fraction(1)) / x).image()) == "4/3<..<2"
    assert (x - x, x / x) == (0, 1)
    for refused in (lambda: x * x, lambda: x + Fraction(1) / x, lambda: x / (Fraction(1) / x)):
        with pytest.raises(TooComplex):
            refused()
    with pytest.raises(Cut):
        _ = x / (x - Fraction(2))


@pytest.mark.parametrize(
    "shape",
    [
        parse("x + a", KNOWN),
        line("x", ("0", "0"), ("1", "weight")),
        line("a", ("0", "0"), ("1", "x")),
        Choice(span=parse_span("0..x", KNOWN)),
        Steps(
            of="a",
            steps=(
                Step(key=parse_span("..<x", KNOWN), rule=rule(parse("0", ()))),
                Step(key=parse_span("x..", KNOWN), rule=rule(parse("1", ()))),
            ),
        ),
    ],
    ids=["formula", "line-of", "line-through", "choice", "edge-of-a-step"],
)
def test_an_amount_that_the_form_leaves_out_is_named(shape):
    names = {"weight": Fraction(10), "a": Fraction(1, 2), "x": None}
    found = outcome(rule(shape), names, grid=CENTS, where=WHERE)
    assert unscored(found) == "PR303"
    assert dict(found.finding.params) == {"field": "x"}


def test_an_amount_that_bounds_read_and_the_form_leaves_out_is_named():
    clamped = rule(parse("a", KNOWN), bounds=parse_span("0..x", KNOWN))
    names = {"weight": Fraction(10), "a": Fraction(1, 2), "x": None}
    found = outcome(clamped, names, grid=CENTS, where=WHERE)
    assert dict(found.finding.params) == {"field": "x"}


def test_a_choice_is_cut_where_bounds_limit_it():
    clamped = rule(Choice(span=parse_span("0..weight", KNOWN)), bounds=parse_span("2..5"))
    found = outcome(clamped, {"weight": Fraction(10)}, grid=CENTS, where=WHERE)
    assert isinstance(found, Ranged)
    assert (found.low, found.high, found.cause) == (2, 5, Cause.CHOICE)
    assert not any(Fraction("1.99") in part or Fraction("5.01") in part for part in found.parts)


def test_a_second_choice_behind_a_cut_is_not_scored():
    one = Rule(path="rules/r/a", shape=Choice(span=parse_span("0..1")), bounds=parse_span("0.5.."))
    two = Rule(path="rules/r/b", shape=Choice(span=parse_span("0..1")))
    both = rule(parse("a + b", KNOWN), lets={"a": one, "b": two})
    names = {"weight": Fraction(10)}
    assert unscored(outcome(both, names, grid=CENTS, where=WHERE)) == "PR308"


def test_what_is_tried_is_a_number_the_span_of_a_choice_or_nothing():
    names = {"a": Fraction(1), "b": Fraction(2)}
    found = tried(rule(parse("a + b", KNOWN)), names)
    assert (type(found), found) == (Fraction, 3)
    assert tried(rule(Choice(span=parse_span("a..b", KNOWN))), names) == Span(
        low=Fraction(1), high=Fraction(2)
    )
    assert tried(rule(Choice(span=parse_span("b..a", KNOWN))), names) is None
    assert tried(rule(parse("x", KNOWN)), {"x": None}) is None


def test_every_part_of_a_rule_that_is_asked_is_visited():
    inner = Rule(path="rules/r/a", shape=parse("x", KNOWN))
    outer = rule(parse("a + b", KNOWN), lets={"a": inner}, needs={"x": Span(low=Fraction(0))})
    seen = [
        (visit.rule.path, visit.entered, visit.value)
        for visit in visited(outer, {"x": Fraction(1), "b": Fraction(2)})
    ]
    assert seen == [
        ("rules/r", False, None),
        ("rules/r/a", False, None),
        ("rules/r/a", True, None),
        ("rules/r/a", True, 1),
        ("rules/r", True, None),
        ("rules/r", True, 3),
    ]
    assert [v.entered for v in visited(outer, {"x": Fraction(-1), "b": Fraction(2)})] == [False]
