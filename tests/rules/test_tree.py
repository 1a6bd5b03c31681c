"""The values of the rule language: scales, edges, names."""

from fractions import Fraction

import pytest

from perfrules.rules.formula import parse
from perfrules.rules.tree import Basis, EdgeSpan, NamedRounding, Rule, Scale, Tier
from perfrules.values import Mode, Rounding, Span

HALF = Fraction(1, 2)
GOOD = Tier(id="good", words=("好", "良好"), span=Span(low=HALF, high=Fraction(1)), spelled="…")
POOR = Tier(
    id="poor",
    words=("差",),
    span=Span(low=Fraction(0), high=HALF, high_closed=False),
    spelled="…",
)
SCALE = Scale(id="grades", tiers=(GOOD, POOR))


@pytest.mark.parametrize(
    ("value", "tier"),
    [("1", GOOD), ("0.5", GOOD), ("0.499", POOR), ("0", POOR), ("1.01", None), ("-1", None)],
)
def test_a_scale_finds_the_tier_that_holds_a_value(value, tier):
    assert SCALE.of(Fraction(value)) is tier


def test_a_scale_with_a_rounding_looks_at_the_rounded_value():
    tenths = Rounding(step=Fraction(1, 10), mode=Mode.HALF_UP)
    rounding = NamedRounding(id="tenths", rounding=tenths, basis=Basis())
    scale = Scale(id="grades", tiers=(GOOD, POOR), rounding=rounding)
    assert scale.rounded(Fraction("0.45")) == HALF
    assert scale.of(Fraction("0.45")) is GOOD
    assert scale.of(Fraction("0.449")) is POOR
    assert SCALE.rounded(Fraction("0.45")) == Fraction("0.45")


@pytest.mark.parametrize(
    ("word", "tier"), [("好", GOOD), ("良好", GOOD), ("差", POOR), ("中", None)]
)
def test_a_scale_knows_its_tiers_by_their_words(word, tier):
    assert SCALE.tier(word) is tier


def test_a_tier_is_called_by_its_first_word():
    assert (GOOD.label, POOR.label) == ("好", "差")


@pytest.mark.parametrize(
    ("low", "high", "closed", "span"),
    [
        ("0", "weight", (True, False), Span(low=Fraction(0), high=Fraction(8), high_closed=False)),
        ("weight", None, (False, True), Span(low=Fraction(8), low_closed=False)),
        (None, "weight / a", (True, True), Span(high=Fraction(4))),
        (None, None, (True, True), Span()),
    ],
)
def test_edges_are_computed_from_the_names(low, high, closed, span):
    edges = EdgeSpan(
        text="…",
        low=None if low is None else parse(low, {"weight", "a"}),
        high=None if high is None else parse(high, {"weight", "a"}),
        low_closed=closed[0],
        high_closed=closed[1],
    )
    assert edges.at({"weight": Fraction(8), "a": Fraction(2)}) == span


@pytest.mark.parametrize(
    ("path", "name"), [("rules/positive", "positive"), ("rows/a/let/rate", "rate"), ("r", "r")]
)
def test_a_rule_is_called_by_the_end_of_its_path(path, name):
    assert Rule(path=path, shape=parse("1", ())).id == name


@pytest.mark.parametrize("low", ["0", "weight", None])
@pytest.mark.parametrize("high", ["weight", None])
@pytest.mark.parametrize("closed", [(True, True), (True, False), (False, True), (False, False)])
def test_edges_hold_what_their_span_holds(low, high, closed):
    names = {"weight": Fraction(2)}
    edges = EdgeSpan(
        text="…",
        low=None if low is None else parse(low, names),
        high=None if high is None else parse(high, names),
        low_closed=closed[0],
        high_closed=closed[1],
    )
    for value in map(Fraction, ("-1", "0", "1", "2", "3")):
        assert edges.holds(value, names) is (value in edges.at(names))
    assert "names=" not in repr(edges).replace(repr(edges.low), "").replace(repr(edges.high), "")
