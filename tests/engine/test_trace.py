"""What a score was made of: one note a node, in the order in which the rule was read."""

from fractions import Fraction

import pytest

from perfrules.engine import outcome
from perfrules.engine.evaluate import tried
from perfrules.findings import Where
from perfrules.model.card import Act
from perfrules.rules.formula import parse
from perfrules.rules.tree import Basis, Choice, Interpolation, NamedRounding, Rule, Step, Steps
from perfrules.speclib.build.spans import parse_span
from perfrules.values import Mode, Rounding, Span

CENTS = Rounding(step=Fraction(1, 100), mode=Mode.HALF_UP)
WHERE = Where(source="test")
KNOWN = {"x", "rate", "weight"}


def rule(shape, path="rules/r", **dressings):
    shape = parse(shape, KNOWN) if isinstance(shape, str) else shape
    return Rule(path=path, shape=shape, **dressings)


def notes(made, x, imprecise=None):
    """Return act, path, names, result and branch of each note."""
    names = {"weight": Fraction(10)} | ({} if x is None else {"x": Fraction(x)})
    found = outcome(made, names, grid=CENTS, where=WHERE, imprecise=imprecise)
    return [
        (note.act, note.rule.path, dict(note.names), note.result, note.branch)
        for note in found.trace.notes
    ]


def numbers(**values):
    return {name: Fraction(value) for name, value in values.items()}


def test_a_formula_is_noted_with_what_it_reads():
    assert notes(rule("x * weight"), "0.5") == [
        (Act.VALUE, "rules/r", numbers(x="0.5", weight=10), 5, None)
    ]


@pytest.mark.parametrize(
    ("bounds", "x", "edge", "side"),
    [("0..weight", "-1", 0, 0), ("0..weight", "11", 10, 1), ("..weight", "11", 10, 1)],
)
def test_bounds_are_noted_where_they_change_the_value(bounds, x, edge, side):
    clamped = rule("x", bounds=parse_span(bounds, KNOWN))
    assert notes(clamped, x) == [
        (Act.VALUE, "rules/r", numbers(x=x), Fraction(x), None),
        (Act.BOUNDS, "rules/r", {}, edge, side),
    ]


@pytest.mark.parametrize("x", ["0", "5", "10"])
def test_bounds_that_change_nothing_are_not_noted(x):
    clamped = rule("x", bounds=parse_span("0..weight", KNOWN))
    assert [note[0] for note in notes(clamped, x)] == [Act.VALUE]


@pytest.mark.parametrize(("x", "branch", "points"), [("0", 0, 0), ("9.99", 0, 0), ("10", 1, 10)])
def test_a_step_is_noted_before_what_it_gives(x, branch, points):
    steps = Steps(
        of="x",
        steps=(
            Step(key=parse_span("..<weight", KNOWN), rule=rule("0", "rules/r/0")),
            Step(key=parse_span("weight..", KNOWN), rule=rule("weight", "rules/r/1")),
        ),
    )
    read = numbers(weight=10) if branch else {}
    assert notes(rule(steps), x) == [
        (Act.BRANCH, "rules/r", numbers(x=x, weight=10), None, branch),
        (Act.VALUE, f"rules/r/{branch}", read, points, None),
    ]


@pytest.mark.parametrize(
    ("x", "passed", "points"),
    [
        ("0", 0, 0),
        ("1", 0, 0),
        ("1.5", 1, 5),
        ("2", 2, 10),
        ("2.5", 2, 5),
        ("3", 3, 0),
        ("9", 3, 0),
    ],
)
def test_a_line_notes_how_many_knots_lie_behind(x, passed, points):
    knots = (("1", "0"), ("1 + 1", "weight"), ("1 + 1 + 1", "0"))
    line = Interpolation(
        of="x", points=tuple((parse(at, KNOWN), parse(to, KNOWN)) for at, to in knots)
    )
    assert notes(rule(line), x) == [(Act.VALUE, "rules/r", numbers(x=x, weight=10), points, passed)]


def test_a_named_step_on_the_way_is_noted_with_its_rounding():
    rounding = NamedRounding(id="cents", rounding=CENTS, basis=Basis(cite=("note1",)))
    rate = rule("x / weight", "rules/r/rate", rounding=rounding)
    made = rule("rate * weight", lets={"rate": rate})
    assert notes(made, "1.26") == [
        (Act.VALUE, "rules/r/rate", numbers(x="1.26", weight=10), Fraction("0.126"), None),
        (Act.ROUND, "rules/r/rate", {}, Fraction("0.13"), None),
        (Act.VALUE, "rules/r", numbers(rate="0.13", weight=10), Fraction("1.3"), None),
    ]


def test_a_choice_is_noted_without_a_number_and_a_span_of_one_number_is_no_choice():
    assert notes(rule(Choice(span=parse_span("0..weight", KNOWN))), None) == [
        (Act.CHOICE, "rules/r", {}, None, None)
    ]
    assert notes(rule(Choice(span=parse_span("weight..weight", KNOWN))), None) == []


def test_an_imprecise_number_is_noted_once_and_without_a_value():
    span = Span(low=Fraction(0), high=Fraction(1))
    assert notes(rule("x * weight"), None, {"x": span}) == [
        (Act.VALUE, "rules/r", numbers(x=0, weight=10), 0, None)
    ]
    inside = Span(low=Fraction(0), high=Fraction(1), low_closed=False, high_closed=False)
    assert notes(rule("x * weight"), None, {"x": inside}) == [
        (Act.VALUE, "rules/r", numbers(weight=10), None, None)
    ]


def test_a_note_says_what_was_computed_as_the_spec_writes_it():
    knots = ((parse("0%", ()), parse("0", ())), (parse("100%", ()), parse("weight", KNOWN)))
    line = rule(Interpolation(of="x", points=knots))
    branches = (Step(key=parse_span("..<1", KNOWN), rule=rule("0")),)
    branches += (Step(key=parse_span("1..", KNOWN), rule=rule("weight")),)
    made = {"x * weight": "x * weight", line: "x: 0% → 0, 100% → weight"}
    for shape, formula in made.items():
        found = outcome(
            rule(shape) if isinstance(shape, str) else shape,
            numbers(x="0.5", weight=10),
            grid=CENTS,
            where=WHERE,
        )
        assert [note.formula for note in found.trace.notes] == [formula]
    stepped = rule(Steps(of="x", steps=branches))
    found = outcome(stepped, numbers(x="0.5", weight=10), grid=CENTS, where=WHERE)
    assert [note.formula for note in found.trace.notes] == ["", "0"]


def test_a_choice_in_an_empty_span_gives_no_value():
    nothing = rule(Choice(span=parse_span("1..<x", KNOWN)))
    found = outcome(nothing, numbers(x="0", weight=10), grid=CENTS, where=WHERE)
    assert (found.finding.code, found.finding.params["needs"]) == ("PR302", "1..<0")


def test_a_choice_that_a_bound_cuts_is_tried_as_its_whole_span():
    cut = rule(Choice(span=parse_span("0..10", KNOWN)), bounds=parse_span("2..5", KNOWN))
    assert str(tried(cut, numbers(weight=10))) == "0..10"
    assert tried(rule("x"), numbers(weight=10, x=3)) == 3
    assert tried(rule("x", needs={"x": Span(low=Fraction(5))}), numbers(x=3)) is None
