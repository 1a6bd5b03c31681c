"""The one walk over a rule: what is inside it, and what it reads from outside."""

from fractions import Fraction

import pytest

import perfrules
from perfrules.rules.formula import parse
from perfrules.rules.tree import Interpolation, Pick, Rule, Scale, Step, Steps
from perfrules.rules.walk import (
    choice_points,
    edge_keys,
    expressions,
    free_names,
    guarded,
    leaves,
    replaced,
    rewrite,
    walk,
)
from perfrules.speclib.build.spans import parse_span
from perfrules.values import Span
from tests.support import CASES

SMALL = CASES / "small-spec.yaml"
KNOWN = {"actual", "target", "weight", "cap", "full", "rate"}


def rule(shape, path="rules/r", **dressings):
    return Rule(path=path, shape=shape, **dressings)


def value(source, **dressings):
    return rule(parse(source, KNOWN), **dressings)


def steps(**branches):
    keys = {"met": "target..", "missed": "..<target"}
    return Steps(
        of="actual",
        steps=tuple(
            Step(key=parse_span(keys[name], KNOWN), rule=inner) for name, inner in branches.items()
        ),
    )


def test_every_place_where_a_formula_can_be_is_an_expression():
    branch = rule(steps(missed=value("0"), met=value("weight")), bounds=parse_span("0..cap", KNOWN))
    assert [e.source for e in expressions(branch)] == ["target", "target", "0", "cap"]
    knots = ((parse("0", KNOWN), parse("1", KNOWN)), (parse("full", KNOWN), parse("weight", KNOWN)))
    line = rule(Interpolation(of="rate", points=knots))
    assert [e.source for e in expressions(line)] == ["0", "1", "full", "weight"]


def test_a_walk_visits_lets_then_branches_outer_first():
    inner, one, two = value("1", path="a"), value("0", path="b"), value("weight", path="c")
    whole = rule(steps(missed=one, met=two), path="w", lets={"x": inner})
    assert [part.path for part in walk(whole)] == ["w", "a", "b", "c"]


@pytest.mark.parametrize(
    ("made", "names"),
    [
        (value("actual / target"), {"actual", "target"}),
        (rule(steps(missed=value("0"), met=value("weight"))), {"actual", "target", "weight"}),
        (value("actual", bounds=parse_span("0..target", KNOWN)), {"actual", "target"}),
        (value("rate", lets={"rate": value("actual / full")}), {"actual", "full"}),
        (value("rate", given={"rate": Fraction(1)}), set()),
        (value("rate", given={"rate": Fraction(1)}, needs={"rate": Span()}), {"rate"}),
        (value("1", lets={"rate": value("rate")}), {"rate"}),
        (rule(Pick(scale=Scale(id="s", tiers=()))), {"label"}),
    ],
    ids=[
        "value",
        "keys",
        "bounds",
        "let",
        "given",
        "needs-first",
        "let-before-it-is-there",
        "pick",
    ],
)
def test_free_names_are_those_read_from_outside(made, names):
    assert free_names(made) == names


def test_a_step_on_the_way_sees_only_those_before_it():
    whole = value("cap", lets={"rate": value("cap"), "cap": value("rate")})
    assert free_names(whole) == {"cap"}


def test_rewriting_changes_every_part_once_inner_first():
    whole = rule(steps(missed=value("0"), met=value("weight")), lets={"x": value("1")})
    seen = []
    changed = rewrite(whole, lambda part: (seen.append(part.path), part)[1])
    assert changed == whole
    assert len(seen) == len(list(walk(whole)))


def test_one_part_is_replaced_and_its_twin_is_not():
    one, twin = value("0"), value("0")
    whole = rule(steps(missed=one, met=twin), lets={"x": value("1")})
    changed = replaced(whole, twin, value("weight"))
    sources = [leaf.shape.source for leaf, _ in leaves(changed)]
    assert sources == ["0", "weight"]


def test_leaves_know_the_conditions_that_lead_to_them():
    inner = rule(steps(missed=value("0"), met=value("1")))
    whole = rule(
        Steps(
            of="timing", steps=(Step(key="late", rule=inner), Step(key="in-time", rule=value("1")))
        )
    )
    found = [[str(getattr(key, "text", key)) for _, key in way] for _, way in leaves(whole)]
    assert found == [["late", "..<target"], ["late", "target.."], ["in-time"]]
    assert edge_keys(whole.shape) == ()


def test_choice_points_are_known_before_anything_is_scored():
    spec = perfrules.load_spec("cn-gz-qiannan/department", 2023)
    found = {name: [p.path for p in choice_points(r)] for name, r in spec.rules.items()}
    assert found["qualitative"] == ["rules/qualitative/share"]
    assert found["deadline"] == ["rules/deadline/late"]
    assert found["positive"] == found["execution"] == []


HEAD = {"schema": "perfrules/form/1", "title": "小表", "kind": "project", "fiscal_year": 2023}
ROW = {"level1": "产出指标", "level2": "数量", "name": "甲", "target": "4个", "claimed": "0"}
UP = SMALL.read_text("utf-8").partition("  up:\n")[2].partition("  judged:")[0]

ROW_RULES = {
    "keys": ("of: actual\n    steps: {..<target: 0, target..: weight}", "3", "0"),
    "keys-closed": ("of: actual\n    steps: {..target: 0, target<..: weight}", "5", "9"),
    "bounds": ("value: actual\n    bounds: 0..target", "3", "3"),
    "bounds-clamp": ("value: actual\n    bounds: 0..target", "7", "4"),
    "let-bounds": ("let: {gain: {value: actual, bounds: 0..target}}\n    value: gain", "9", "4"),
    "choice-free-step": (
        "of: actual\n    steps: {..<1: 0, 1..: {of: actual, steps: {..<target: 1, target..: 2}}}",
        "4",
        "2",
    ),
}


@pytest.mark.parametrize("name", ROW_RULES)
def test_a_name_that_stands_only_in_an_edge_is_there_when_a_form_is_scored(name, tmp_path):
    body, actual, points = ROW_RULES[name]
    path = tmp_path / "2023.yaml"
    changed = f"    {body}\n    round: points\n    cite: note1\n"
    text = SMALL.read_text("utf-8").replace(UP, changed)
    path.write_text(text.replace("{target: 2, actual: 1, weight: 10}, points: 5", EXAMPLES[name]))
    row = {**ROW, "actual": f"{actual}个", "weight": "9"}
    form = perfrules.form_from({**HEAD, "indicators": [row]})
    card = perfrules.score(form, perfrules.load_spec(path))
    assert str(card.lines[-1].outcome.points) == points


EXAMPLES = {
    "keys": "{target: 2, actual: 1, weight: 10}, points: 0",
    "keys-closed": "{target: 2, actual: 2, weight: 10}, points: 0",
    "bounds": "{target: 2, actual: 1, weight: 10}, points: 1",
    "bounds-clamp": "{target: 2, actual: 3, weight: 10}, points: 2",
    "let-bounds": "{target: 2, actual: 1, weight: 10}, points: 1",
    "choice-free-step": "{target: 2, actual: 1, weight: 10}, points: 1",
}


@pytest.mark.parametrize(("cap", "total"), [("80", "80"), ("95", "90")])
def test_a_total_bounded_by_an_input_is_scored(cap, total, tmp_path):
    path = tmp_path / "2023.yaml"
    asked = "inputs:\n  cap: {about: 最高总分, span: 0..100, cite: note1}\nrules:\n"
    text = SMALL.read_text("utf-8").replace("rules:\n", asked, 1)
    text = text.replace(
        "total: {value: sum(points),", "total: {value: sum(points), bounds: 0..cap,"
    )
    path.write_text(text, "utf-8")
    budget = {"rows": [{"label": "年度资金总额", "revised": "10", "executed": "0", "claimed": "0"}]}
    row = {**ROW, "actual": "4个", "weight": "90"}
    whole = {**HEAD, "budget": budget, "indicators": [row]}
    form = perfrules.with_inputs(perfrules.form_from(whole), {"cap": cap})
    card = perfrules.score(form, perfrules.load_spec(path))
    assert str(card.total.low) == total


def test_a_rewrite_that_changes_nothing_gives_an_equal_rule():
    inner, branch = value("rate"), value("weight")
    whole = rule(
        steps(missed=value("0"), met=branch),
        lets={"x": inner},
        given={"cap": Fraction(2)},
        bounds=parse_span("0..cap", KNOWN),
    )
    assert rewrite(whole, lambda part: part) == whole
    other = rewrite(whole, lambda part: value("1") if part == inner else part)
    assert other.lets == {"x": value("1")}
    assert replaced(whole, value("0"), branch) == whole
    assert replaced(whole, branch, value("1")).lets == whole.lets
    assert replaced(whole, inner, value("1")).lets == {"x": value("1")}


def test_a_part_is_guarded_by_the_needs_and_steps_around_it():
    inner = value("rate", path="a")
    whole = rule(
        steps(missed=value("0", path="b"), met=value("weight", path="c")),
        path="w",
        lets={"x": inner},
        needs={"target": Span(low=Fraction(0), low_closed=False)},
    )
    found = {part.path: guards for part, guards in guarded(whole)}
    assert list(found) == ["w", "a", "b", "c"]
    assert (found["w"], [guard.name for guard in found["a"]]) == ((), ["target"])
    assert [guard.name for guard in found["c"]] == ["target", "actual"]
    needed, met = found["c"]
    assert [needed.lets_pass({"target": Fraction(n)}) for n in (0, 1)] == [False, True]
    values = [{"target": Fraction(2), "actual": Fraction(n)} for n in (1, 2)]
    assert [met.lets_pass(names) for names in values] == [False, True]
