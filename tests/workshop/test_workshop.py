"""The workshop: edges and mutants, lints, differences, a new year, comparison, the inverse."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

import perfrules
from perfrules import api, workshop
from perfrules.engine.inverse import Turned, next_grade, ways
from perfrules.explain.workshop import need_text
from perfrules.model.messages import Lang, Words
from perfrules.values import Mode, Rounding, as_text
from tests.cli.test_commands import PARTLY, TRIAL, run
from tests.speclib.test_rule_sets import form, part_spec, spec_of
from tests.support import CASES, EXAMPLES

FOUNDING = "cn-gz-qiannan/department@2023"
SMALL = CASES / "small-spec.yaml"
BUNDLE = EXAMPLES / "bundles" / "pefa"


# -- examples: edges and mutants -----------------------------------------------------------


SHIPPED = [entry.path for entry in api.specs()]


@pytest.mark.parametrize(
    "path", SHIPPED, ids=lambda path: "-".join(path.with_suffix("").parts[-3:])
)
def test_the_examples_of_a_shipped_spec_touch_every_edge_and_catch_every_mutant(path):
    trial = workshop.try_spec(path)
    assert trial.coverage.missing == ()
    assert trial.survivors == ()
    assert trial.holds
    assert trial.coverage.share == 1


def test_an_example_bundle_is_held_as_well():
    trial = workshop.try_spec(BUNDLE / "pefa/framework/2016.yaml")
    assert trial.holds
    assert len(trial.mutants) > 20


def small(tmp_path, *changes):
    text = SMALL.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def missing(trial):
    return {(touch.path, touch.edge, touch.side) for touch in trial.coverage.missing}


def survivors(trial):
    return {(mutant.path, mutant.change, mutant.detail) for mutant in trial.survivors}


def test_what_no_example_touches_is_listed():
    trial = workshop.try_spec(SMALL)
    assert ("rules/up", "actual target", "at") in missing(trial)
    assert ("rules/up", "actual target", "below") not in missing(trial)
    assert ("rules/due", "late", "label") in missing(trial)
    assert ("rules/spent", "rate 100%", "above") in missing(trial)
    assert ("scales/grade", "60", "at") in missing(trial)
    assert ("rules/judged/share", "达成", "label") in missing(trial)
    assert not trial.holds
    assert 0 < trial.coverage.share < 1


RUNG = (
    "..<target: actual / target * weight\n      target..: weight",
    "..<target: 0\n      target..: weight",
)
HALF = ("id: half, rule: up, given: {target: 2, actual: 1, weight: 10}, points: 5", "{}")


def rung(tmp_path, *actuals):
    """Return a trial of a rule that is all or nothing, with these examples."""
    examples = [
        f"id: a{i}, rule: up, given: {{target: 2, actual: {actual}, weight: 10}}, points: {points}"
        for i, (actual, points) in enumerate(actuals)
    ]
    old = HALF[0]
    new = "}\n  - {".join(examples)
    return workshop.try_spec(small(tmp_path, RUNG, (old, new)))


def edge_mutants(trial):
    return {
        (mutant.change, mutant.detail): mutant.caught
        for mutant in trial.mutants
        if mutant.path == "rules/up" and mutant.detail.startswith("actual")
    }


def test_an_edge_is_held_by_an_example_on_it_and_one_a_hair_below(tmp_path):
    far = edge_mutants(rung(tmp_path, ("1", 0), ("3", 10)))
    assert far == {
        ("flip", "actual target"): False,
        ("move", "actual target +"): False,
        ("move", "actual target -"): False,
    }
    on = edge_mutants(rung(tmp_path, ("1", 0), ("2", 10)))
    assert on == {
        ("flip", "actual target"): True,
        ("move", "actual target +"): True,
        ("move", "actual target -"): False,
    }
    near = edge_mutants(rung(tmp_path, ("1.99", 0), ("2", 10)))
    assert all(near.values())


def test_a_mutant_that_changes_no_value_is_not_made():
    trial = workshop.try_spec(SMALL)
    assert edge_mutants(trial) == {}


def test_a_direction_is_swapped_and_a_rounding_dropped():
    found = {(m.change, m.detail): m.caught for m in workshop.try_spec(SMALL).mutants}
    assert found["swap", "actual / target * weight"]
    assert not found["round", "points"]


def test_given_numbers_bounds_and_labels_are_changed():
    trial = workshop.try_spec("platform-manual/project@2022")
    changes = {(m.path, m.change) for m in trial.mutants}
    assert ("rules/positive", "number") in changes
    assert ("rules/positive", "drop") in changes
    trial = workshop.try_spec("cn-hn-yueyang/department@2018")
    assert ("rules/carry-over", "swap") in {(m.path, m.change) for m in trial.mutants}


def test_cases_beside_a_spec_are_run_too_and_do_not_change_its_digest():
    alone, both = workshop.try_spec(FOUNDING, ()), workshop.try_spec(FOUNDING)
    assert both.examples == alone.examples + 4
    assert not alone.holds
    assert both.spec.digest == alone.spec.digest


CASE_FILE = """\
perfrules: 1
cases_of: {name}
examples:
  - {{id: one, rule: up, given: {{target: 2, actual: 2, weight: 10}}, points: {points}}}
"""


@pytest.mark.parametrize(
    ("name", "points", "codes"),
    [
        ("test/small@2023.1", "10", []),
        ("test/small@2023.1", "9", ["PR018"]),
        ("test/other@2023.1", "10", ["PR043"]),
    ],
)
def test_a_case_file_is_checked(name, points, codes, tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(CASE_FILE.format(name=name, points=points), encoding="utf-8")
    found = []
    try:
        workshop.try_spec(SMALL, [file])
    except perfrules.InvalidSpec as error:
        found = [finding.code for finding in error.findings]
        assert all(finding.where.source == str(file) for finding in error.findings)
    assert found == codes


def test_a_case_file_without_examples_is_told(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text("perfrules: 1\ncases_of: test/small@2023.1\n", encoding="utf-8")
    with pytest.raises(perfrules.InvalidSpec) as caught:
        workshop.try_spec(SMALL, [file])
    assert [finding.code for finding in caught.value.findings] == ["PR006"]


# -- lints ---------------------------------------------------------------------------------


def linted(path):
    return {(f.code, f.where.spot) for f in workshop.lint_spec(path)}


def test_the_founding_spec_has_no_lint():
    assert workshop.lint_spec(FOUNDING) == ()


def test_labels_without_examples_are_told_at_their_place():
    spots = {spot for code, spot in linted(SMALL) if code == "PRL01"}
    assert "39:5" in spots  # rules/due


def test_rules_that_are_the_same_are_told(tmp_path):
    rule = "  due:\n    of: timing\n    steps: {in-time: weight, late: 0}\n    cite: note1\n"
    again = rule.replace("due", "due-again")
    use = "  - {id: date, kind: deadline, when: {kind: date}, use: due, cite: note1}\n"
    other = use.replace("id: date", "id: other").replace("kind: date}", "kind: blank}")
    path = small(
        tmp_path, (rule, rule + again), (use, use + other.replace("use: due", "use: due-again"))
    )
    told = [f for f in workshop.lint_spec(path) if f.code == "PRL02"]
    assert [(f.params["one"], f.params["two"]) for f in told] == [("due", "due-again")]


def test_an_assumption_without_a_reason_is_told(tmp_path):
    path = small(
        tmp_path,
        (
            "total: {value: sum(points), weight: 100, cite: note1}",
            "total: {value: sum(points), weight: 100, assume: 同上}",
        ),
    )
    assert "PRL03" in {code for code, _ in linted(path)}


def test_a_clause_that_nothing_cites_and_one_that_nobody_saw_are_told(tmp_path):
    path = small(
        tmp_path,
        (
            "note1: {place: 注1, quote: 总分100分}\n",
            "note1: {place: 注1, quote: 总分100分}\n      note2: {place: 注2, quote: 另注}\n",
        ),
        ("seen: words", "seen: memory"),
    )
    found = linted(path)
    assert ("PRL04", "15:7") in found
    assert {spot for code, spot in found if code == "PRL07"} == {"14:7", "15:7"}


def test_a_rule_that_can_leave_its_bounds_and_one_that_turns_round_are_told():
    land = workshop.lint_spec("cn-mnr/land@2020")
    assert [(f.code, f.params["rule"]) for f in land] == [("PRL05", "ratio")]
    manual = workshop.lint_spec("platform-manual/project@2022")
    assert [(f.code, f.params["at"]) for f in manual if f.code == "PRL06"] == [("PRL06", "130")]


def test_a_formula_that_is_upside_down_is_told(tmp_path):
    path = small(
        tmp_path,
        ("..<target: actual / target * weight", "..<target: (target - actual) / target * weight"),
        ("actual: 1, weight: 10}, points: 5", "actual: 1, weight: 10}, points: 5"),
    )
    assert "PRL06" in {code for code, _ in linted(path)}


# -- differences and a new year --------------------------------------------------------------


def test_only_what_changed_in_meaning_is_told():
    found = workshop.diff_specs(FOUNDING, EXAMPLES / TRIAL)
    assert [(d.path, d.old, d.new) for d in found] == [
        ("scales/tier/partial/span", "50%..<80%", "60%..<80%"),
        ("scales/tier/unmet/span", "0%..<50%", "0%..<60%"),
    ]
    assert any("50-0%" in quote for quote in found[0].was.quotes)
    assert any("60-0%" in quote for quote in found[0].now.quotes)
    assert workshop.diff_specs(SMALL, SMALL) == ()


def test_what_came_and_went_and_the_order_of_rows_are_told(tmp_path):
    rows = [line for line in SMALL.read_text("utf-8").splitlines() if line.startswith("  - {id: ")][
        :3
    ]
    swapped = small(tmp_path, ("\n".join(rows[:2]), "\n".join(reversed(rows[:2]))))
    assert [(d.path, d.new) for d in workshop.diff_specs(SMALL, swapped)] == [
        ("rows/order", "words number date")
    ]
    found = workshop.diff_specs("cn-mof/poverty-fund@2017", "cn-mof/poverty-fund@2019")
    paths = [d.path for d in found]
    assert "grade/ceiling/of" in paths
    assert "inputs/serious_problem/labels" in paths
    assert all(d.old is None for d in found)
    assert found[0].was.quotes == ()
    back = workshop.diff_specs("cn-mof/project@2021", "cn-mof/project@2020")
    assert ("groups/cost/weight", "20", None) in [(d.path, d.old, d.new) for d in back]
    assert "groups/order" not in [d.path for d in back]


@pytest.mark.parametrize("name", [FOUNDING, "cn-sc/project@2023", "cn-hn-xinshao/department@2017"])
def test_a_new_year_loads_as_it_stands_and_changes_nothing(name, tmp_path):
    path = tmp_path / "2030.yaml"
    path.write_text(workshop.new_spec(name, 2030, "en"), encoding="utf-8")
    spec = perfrules.load_spec(path)
    assert (spec.fiscal_year, spec.version) == (2030, "2030.1")
    assert workshop.diff_specs(name, path) == ()


# -- one form, two specs -----------------------------------------------------------------------


def test_the_difference_is_split_by_amendment(tmp_path):
    path = tmp_path / "2030.yaml"
    text = workshop.new_spec(FOUNDING, 2030)
    ops = """\
amend:
  - id: execution-half
    cite: notice-2030.1
    ops:
      - {set: rules/execution/line/100%, was: weight, to: weight - 1}
  - id: half-of-a-pair
    cite: notice-2030.1
    ops:
      - {set: scales/tier/partial/span, was: 50%..<80%, to: 60%..<80%}
  - id: other-half
    cite: notice-2030.1
    ops:
      - {set: scales/tier/unmet/span, was: 0%..<50%, to: 0%..<60%}
EXAMPLES"""
    changed = {
        "nothing-spent": None,
        "spent-59.995": (6, "5.4"),
        "spent-99.995": (10, 9),
        "all-spent": (10, 9),
        "overspent": (10, 9),
        "tier-partial": ("5..<8", "6..<8"),
        "tier-unmet": ("0..<5", "0..<6"),
    }
    lines = [
        f"      - {{set: examples/{id_}/points, was: {pair[0]}, to: {pair[1]}}}"
        for id_, pair in changed.items()
        if pair
    ]
    lines.append(
        "      - {set: examples/share-50/label, was: 部分达成预期指标并具有一定效果, "
        "to: 未达成预期指标且效果较差}"
    )
    head = text.split("amend:")[0]
    path.write_text(head + ops.replace("EXAMPLES", "\n".join(lines)) + "\n", encoding="utf-8")
    found = perfrules.compare(perfrules.read_form(PARTLY), FOUNDING, path)
    assert [part.ids for part in found.parts] == [
        ("execution-half",),
        ("half-of-a-pair", "other-half"),
    ]
    assert [(part.low, part.high) for part in found.parts] == [
        (Fraction("-0.95"), Fraction("-0.95")),
        (2, 0),
    ]
    assert (sum(p.low for p in found.parts), sum(p.high for p in found.parts)) == found.difference
    assert [pair.one.name for pair in found.pairs if not pair.is_same] == [
        "预算资金执行率",
        "业务能力提升",
    ]


def test_specs_that_do_not_extend_each_other_are_compared_without_a_split():
    one, two = FOUNDING, "cn-hb/department@2020"
    found = perfrules.compare(perfrules.read_form(PARTLY), one, two)
    assert found.parts == ()
    assert found.pairs[0].two.low == 19
    assert perfrules.compare(perfrules.read_form(PARTLY), one, one).parts == ()


# -- what it would take -----------------------------------------------------------------------


def wants(name, *rows, money=None):
    card = perfrules.score(form(*rows, money=money), spec_of(name))
    return card, Turned(card)


@pytest.mark.parametrize(
    ("name", "row", "value", "attained", "beyond"),
    [
        # 9.995 of 10 points rounds to 10.00: 99.95 of 100
        (FOUNDING, {"target": "≥100", "actual": "90", "weight": "10"}, "99.95", True, 1),
        (FOUNDING, {"target": "≥100", "actual": "120", "weight": "10"}, "99.95", True, 1),
        (FOUNDING, {"target": "≤8", "actual": "12", "weight": "10"}, "1600/199.9", True, -1),
        (
            "cn-jx/project@2017",
            {"name": "群众满意率", "target": "≥90%", "actual": "84%", "weight": "10"},
            "0.9",
            True,
            1,
        ),
        (
            "cn-hn/department@2017",
            {"name": "预算控制率", "target": "", "actual": "10%", "weight": "5"},
            "0",
            True,
            -1,
        ),
        (
            "cn-mof/poverty-fund@2017",
            {
                "level1": "资金投入",
                "name": "地方投入比例",
                "target": "",
                "actual": "20%",
                "weight": "6",
                "inputs": {"region": "中部"},
            },
            "0.39966666666666666666",
            True,
            1,
        ),
    ],
)
def test_the_number_that_earns_full_marks_is_exact(name, row, value, attained, beyond):
    card, turned = wants(name, row)
    line = next(line for line in card.lines if line.row)
    want = turned.full(line)
    top, _, bottom = value.partition("/")
    wanted = Fraction(top) / Fraction(bottom or 1)
    assert abs(want.value - wanted) < Fraction(1, 10**15)
    assert (want.attained, want.beyond) == (attained, beyond)
    again = api.with_inputs(form({**row, "actual": as_text(want.value)}), {})
    assert again.rows[0].name == line.name


def test_at_an_open_edge_only_what_lies_beyond_earns_it(tmp_path):
    path = small(
        tmp_path,
        (
            "..<target: actual / target * weight\n      target..: weight",
            "..target: 0\n      target<..: weight",
        ),
        (HALF[0], "id: a, rule: up, given: {target: 2, actual: 1, weight: 10}, points: 0"),
    )
    card = perfrules.score(
        form({"target": "≥2.5", "actual": "1", "weight": "10"}), perfrules.load_spec(path)
    )
    want = Turned(card).full(card.lines[1])
    assert (want.value, want.attained, want.beyond) == (Fraction("2.5"), False, 1)
    assert want.printed == "2.6"
    assert need_text(want, Words(api.messages(), Lang.EN)) == "more than 2.5"


def test_what_has_no_number_has_no_inverse():
    rows = [
        {"target": "明显提升", "actual": "部分达成", "weight": "10"},
        {"target": "2023年底前", "actual": "2023年5月", "weight": "10"},
        {"target": "≥10", "actual": "5-6", "weight": "10"},
        {"target": "≥10", "actual": "", "weight": "10"},
        {"target": "≥10", "actual": "5", "weight": ""},
    ]
    card, turned = wants(FOUNDING, *rows)
    assert [turned.full(line) for line in card.lines] == [None] * 6
    assert [turned.most(line) for line in card.lines[1:3]] == [5, 10]
    assert turned.reaching(card.lines[1], Fraction(8)) is None


def test_the_cheapest_way_to_the_next_grade_is_one_row():
    card = perfrules.score(perfrules.read_form(PARTLY), spec_of(FOUNDING))
    assert (card.total.settled, card.grade, next_grade(card).label) == (
        Fraction("88.5"),
        "良",
        "优",
    )
    (way,) = ways(card, Turned(card))
    (want,) = way.wants
    # 88.5 + 1.5: the row must earn 19.5 of 20, so 19.495 before rounding: 0.9 × 19.495 / 20
    assert (want.line.name, want.points, want.value) == (
        "培训合格率",
        Fraction("19.5"),
        Fraction("0.877275"),
    )


def test_where_no_row_is_enough_the_fewest_are_named():
    row = {"target": "≥10", "actual": "1", "weight": "30"}
    rows = [{**row, "name": name} for name in ("甲", "乙", "丙")]
    money = {"revised": "100", "executed": "0"}
    card, turned = wants(FOUNDING, *rows, money=money)
    assert (card.total.low, next_grade(card).label) == (9, "中")
    (way,) = ways(card, turned)
    assert [(want.line.name, want.points) for want in way.wants] == [("甲", 30), ("乙", 27)]
    for want, changed in zip(way.wants, rows, strict=False):
        changed["actual"] = as_text(
            Rounding(step=Fraction(1, 10_000), mode=Mode.CEILING)(want.value)
        )
    assert perfrules.score(form(*rows, money=money), spec_of(FOUNDING)).grade == "中"


def test_a_ceiling_can_stand_in_the_way():
    row = {"target": "≥10", "actual": "9", "weight": "90"}
    spec = spec_of("platform-manual/project@2022")
    scale = spec_of(FOUNDING).grade
    card = perfrules.score(
        form(row, money={"revised": "100", "executed": "65"}), replace(spec, grade=scale)
    )
    assert (card.total.low, card.grade) == (79, "中")
    # the rate caps the total at 79: only more money spent helps
    (way,) = ways(card, Turned(card))
    assert [want.name for want in way.wants] == ["executed"]


def test_a_ceiling_stays_in_the_way_where_the_rows_are_poor():
    row = {"target": "≥10", "actual": "0", "weight": "90"}
    spec = replace(spec_of("platform-manual/project@2022"), grade=spec_of(FOUNDING).grade)
    read = form(
        {**row, "target": "明显提升", "actual": "无"}, money={"revised": "100", "executed": "45"}
    )
    card = perfrules.score(read, spec)
    assert (card.total.low, next_grade(card).label) == (Fraction("4.5"), "中")
    assert ways(card, Turned(card)) == ()


def test_a_pool_is_part_of_the_way():
    spec = replace(spec_of("cn-yn/link-fund@2022"), grade=spec_of(FOUNDING).grade)
    method = "≤25个工作日得满分6分,>50个工作日为0分,25-50个工作日按比例减分"
    day = {"level1": "基础指标", "method": method, "target": "≤25个工作日", "actual": "50个工作日"}
    judged = {
        "level1": "基础指标",
        "target": "完成",
        "actual": "完成",
        "weight": "94",
        "claimed": "88",
    }
    pool = {"level1": "调整指标", "name": "机制创新", "target": "", "actual": "有", "claimed": "1"}
    card = perfrules.score(form({**day, "weight": "6"}, judged, pool), spec)
    assert (card.total.settled, card.grade) == (89, "良")
    (way,) = ways(card, Turned(card))
    # one point more of six, 0.9995 before rounding: that share of the way from day 50 to day 25
    assert way.wants[0].value == Fraction(50) - 25 * Fraction("0.9995") / 6


def test_what_is_approached_and_never_reached_is_no_way(tmp_path):
    path = small(
        tmp_path,
        ("      target..: weight\n    round: points\n", "      target..: 0\n"),
    )
    rows = [
        {"name": name, "target": "≥10", "actual": "1", "weight": "45"}
        for name in ("甲", "乙", "丙")
    ]
    read = form(*rows, money={"revised": "1", "executed": "0"})
    card = perfrules.score(read, perfrules.load_spec(path))
    turned = Turned(card)
    assert turned.full(card.lines[1]).value is None
    assert turned.reaching(card.lines[1], Fraction(1)).beyond == 0
    assert turned.reaching(card.lines[1], Fraction(99)).value is None
    assert ways(card, turned) == ()


def test_a_rule_that_cannot_be_turned_round_has_no_inverse():
    spec = perfrules.load_spec(CASES / "overshoot-spec.yaml")
    card = perfrules.score(form({"target": "=100", "actual": "90", "weight": "10"}), spec)
    assert Turned(card).full(card.lines[1]) is None


def test_a_change_from_nothing_has_no_size():
    row = {"target": "明显提升", "actual": "达成", "weight": "90", "claimed": "85"}
    card = perfrules.score(form(row, money={"revised": "100", "executed": "0"}), spec_of(FOUNDING))
    (way,) = ways(card, Turned(card))
    assert (way.wants[0].name, way.wants[0].change) == ("executed", None)


def test_a_spec_with_a_rounded_scale_and_one_without_assumptions_are_documents(tmp_path):
    spec = perfrules.load_spec(part_spec("grade-integers", tmp_path))
    assert "四舍五入" in workshop.spec_document(spec)
    assert "假设（条文未写明）" not in workshop.spec_document(perfrules.load_spec(SMALL))


def test_the_best_grade_has_no_way_up():
    card, turned = wants(
        FOUNDING,
        {"target": "≥1", "actual": "1", "weight": "90"},
        money={"revised": "1", "executed": "1"},
    )
    assert ways(card, turned) == ()
    assert next_grade(card) is None
    excerpt, _ = wants("cn-hn/department@2017", {"target": "≥1", "actual": "1", "weight": "9"})
    assert next_grade(excerpt) is None


# -- the commands ------------------------------------------------------------------------------


def test_test_prints_shares_and_what_is_left_open():
    done = run("spec", "test", FOUNDING, "cn-sc/project@2023", "--lang", "zh")
    assert done.exit_code == 0
    assert "边界 59/59；变异 34/34" in done.output
    left = run("spec", "test", SMALL, "--lang", "en")
    assert left.exit_code == 1
    assert "not touched rules/up: actual target (at)" in left.output
    assert "not caught rules/up: rounding dropped points" in left.output
    broken = run("spec", "test", CASES / "broken-specs" / "overlap-in-scale.yaml")
    assert broken.exit_code == 2


def test_test_speaks_json():
    document = json.loads(run("spec", "test", SMALL, "--format", "json").output)
    assert (document["schema"], document["holds"]) == ("perfrules/spec-test/1", False)
    assert {"path", "edge", "side", "done"} == set(document["touches"][0])


def test_check_tells_lints_and_is_strict_when_asked():
    plain = run("spec", "check", "cn-mnr/land@2020", "--lang", "en")
    assert (plain.exit_code, "PRL05" in plain.output) == (0, True)
    assert run("spec", "check", "cn-mnr/land@2020", "--strict").exit_code == 1
    document = json.loads(run("spec", "check", "cn-mnr/land@2020", "--format", "json").output)
    assert [finding["code"] for finding in document["findings"]] == ["PRL05"]


def test_diff_speaks_text_markdown_and_json():
    text = run("spec", "diff", FOUNDING, TRIAL, "--lang", "en").output
    assert text.splitlines()[2].strip() == "scales/tier/partial/span"
    assert "old: 50%..<80% — “注4" in text
    assert "\n- scales/" in run("spec", "diff", FOUNDING, TRIAL, "--format", "markdown").output
    document = json.loads(run("spec", "diff", FOUNDING, TRIAL, "--format", "json").output)
    assert [change["new"] for change in document["changes"]] == ["60%..<80%", "0%..<60%"]
    same = run("spec", "diff", FOUNDING, FOUNDING, "--lang", "en").output
    assert same.splitlines()[-1] == "Nothing changed in meaning."
    assert run("spec", "diff", FOUNDING, "no/spec@2020").exit_code == 2
    assert "assumed" in run("spec", "diff", FOUNDING, TRIAL, "--lang", "en").output


def test_new_writes_a_file_and_never_over_one(tmp_path):
    path = tmp_path / "2024.yaml"
    assert run("spec", "new", "--from", FOUNDING, "--year", "2024", "-o", path).exit_code == 0
    assert perfrules.load_spec(path).fiscal_year == 2024
    assert run("spec", "new", "--from", FOUNDING, "--year", "2024", "-o", path).exit_code == 2
    assert run("spec", "new", "--from", "no/spec@2020", "--year", "2024").exit_code == 2


def test_compare_prints_lines_and_parts():
    result = run("compare", PARTLY, "--spec", FOUNDING, "--spec", TRIAL, "--lang", "en")
    assert result.exit_code == 0
    assert "tiers-60" in result.output
    document = json.loads(
        run("compare", PARTLY, "--spec", FOUNDING, "--spec", TRIAL, "--format", "json").output
    )
    assert document["difference"] == {"low": "2", "high": "0"}
    assert document["parts"][0]["amendments"] == ["tiers-60"]
    other = run(
        "compare", PARTLY, "--spec", FOUNDING, "--spec", "cn-hb/department@2020", "--lang", "en"
    )
    assert "Neither spec extends the other" in other.output
    assert run("compare", PARTLY, "--spec", FOUNDING).exit_code == 2
    assert run("compare", PARTLY, "--spec", FOUNDING, "--spec", "no/spec@2020").exit_code == 2


def test_what_if_prints_what_is_needed_and_the_ways(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    result = run("what-if", PARTLY, "--lang", "zh")
    assert result.exit_code == 0
    assert "不小于 89.9775%" in result.output
    assert "培训合格率：实际完成值 81% → 不小于 87.7275%，得 19.50 分" in result.output
    document = json.loads(run("what-if", PARTLY, "--format", "json").output)
    assert document["ways"][0]["rows"][0]["value"] == "87.7275"
    assert document["full"][4]["want"] is None
    assert (
        "It is the best grade already"
        in run("what-if", EXAMPLES / "qiannan-bigdata-2023.txt", "--lang", "en").output
    )
    assert run("what-if", "nowhere.txt").exit_code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", SHIPPED, ids=lambda path: "-".join(path.with_suffix("").parts[-3:])
)
def test_every_spec_can_be_read_as_a_document(path, lang):
    spec = perfrules.load_spec(path)
    page = workshop.spec_document(spec, lang)
    html = workshop.spec_document(spec, lang, "html")
    assert page.startswith("# ")
    assert html.startswith("<!doctype html>")
    assert "http-equiv" not in html
    assert "src=" not in html
    for clause in spec.clauses.values():
        assert clause.place.replace("*", "\\*")[:4] in page
    for assumption in spec.assumptions:
        assert assumption.text[:6] in html.replace("&quot;", '"').replace("&lt;", "<").replace(
            "&gt;", ">"
        )
    if spec.head.by_name or spec.head.excerpt:
        assert "<p class=warning>" in html


def test_show_writes_markdown_and_html(tmp_path):
    assert "**" in run("spec", "show", "cn-mof/project@2020", "--lang", "zh").output
    target = tmp_path / "spec.html"
    assert (
        run("spec", "show", FOUNDING, "--format", "html", "-o", target, "--lang", "en").exit_code
        == 0
    )
    assert "<blockquote>" in target.read_text("utf-8")


def test_answers_are_given_on_the_command_line(tmp_path):
    path = tmp_path / "form.json"
    row = {
        "level1": "资金投入",
        "name": "地方投入比例",
        "target": "",
        "actual": "40%",
        "weight": "6",
    }
    document = {"schema": "perfrules/form/1", "indicators": [row]}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    spec = ("--spec", "cn-mof/poverty-fund@2017", "--format", "json")
    asked = json.loads(run("score", path, *spec).output)
    assert "PR317" in [finding["code"] for finding in asked["findings"]]
    for answer in ("region=东部", "地方投入比例:region=东部"):
        told = json.loads(run("score", path, *spec, "--input", answer).output)
        assert told["lines"][0]["low"] == "2.40"
    assert run("score", path, *spec, "--input", "region").exit_code == 2
    assert "PR315" in run("score", path, *spec, "--input", "无此行:region=东部").output


# -- bundles -----------------------------------------------------------------------------------


def test_a_folder_of_specs_is_named_or_stands_in_the_environment(monkeypatch):
    assert "pefa/framework@2016" not in run("spec", "list").output
    assert "pefa/framework@2016" in run("--specs", BUNDLE, "spec", "list").output
    monkeypatch.setenv("PERFRULES_SPECS", str(BUNDLE))
    listed = run("spec", "list", "--format", "json").output.splitlines()
    found = next(one for one in map(json.loads, listed) if one["id"] == "pefa/framework")
    assert found["by_name"]
    assert perfrules.Library([BUNDLE]).load("pefa/framework", 2016).total is None


def test_published_pefa_scores_come_out():
    spec = perfrules.Library([BUNDLE]).load("pefa/framework", 2016)
    card = perfrules.score(perfrules.read_form(BUNDLE / "assessment.yaml"), spec)
    assert [section.says for section in card.sections] == ["B", "C+", "C+", "C+"]
    assert card.total is None
    row = {"level1": "PI-2", "name": "2.1", "actual": "NA", "target": ""}
    other = {**row, "name": "2.2", "actual": "D*"}
    card = perfrules.score(form(row, other), spec)
    assert [section.says for section in card.sections] == [None, "D", None, None]
    assert card.sections[0].points is None


def test_two_specs_of_one_name_are_an_error_that_names_both(tmp_path):
    for folder in ("one", "two"):
        place = tmp_path / folder / "test" / "small"
        place.mkdir(parents=True)
        (place / "2023.yaml").write_text(SMALL.read_text("utf-8"), encoding="utf-8")
    result = run(
        "--specs", tmp_path / "one", "--specs", tmp_path / "two", "spec", "list", "--lang", "en"
    )
    assert result.exit_code == 2
    assert "PR042" in result.output
    assert str(tmp_path / "one") in result.output
    assert str(tmp_path / "two") in result.output


def test_a_folder_that_is_not_there_is_told():
    result = run("--specs", "nowhere", "spec", "list", "--lang", "en")
    assert (result.exit_code, "PR041" in result.output) == (2, True)


def test_a_package_offers_specs_without_its_code_being_run(tmp_path, monkeypatch):
    package = tmp_path / "offered_rules"
    place = package / "specs" / "test" / "small"
    place.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    (place / "2023.yaml").write_text(SMALL.read_text("utf-8"), encoding="utf-8")
    info = tmp_path / "offered_rules-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: offered-rules\nVersion: 1\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(
        "[perfrules.specs]\nsmall = offered_rules\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert perfrules.Library().load("test/small", 2023).name == "test/small@2023"


# -- choosing ----------------------------------------------------------------------------------


def sichuan(year):
    head = {
        "title": "部门预算项目支出绩效自评表",
        "kind": "project",
        "fiscal_year": year,
        "unit": "四川省某局",
    }
    return perfrules.form_from(
        {"schema": "perfrules/form/1", "indicators": [{"name": "甲", "weight": "90"}], **head}
    )


def test_the_newest_spec_in_force_is_chosen_and_never_a_later_one():
    spec, why = perfrules.choose_spec(sichuan(2023))
    assert (spec.name, why) == ("cn-sc/project@2023", "year:2023 + kind:project + unit:四川")
    later, _ = perfrules.choose_spec(sichuan(2025))
    assert later.name == "cn-sc/project@2023"
    card = perfrules.score(sichuan(2025), later)
    assert "PR312" in {finding.code for finding in card.findings}
    with pytest.raises(perfrules.NoSuchSpec):
        perfrules.choose_spec(sichuan(2022))


def test_who_errs_in_the_year_is_told_the_years_there_are():
    for name in ("cn-mof/project@1999", "cn-mof/project"):
        with pytest.raises(perfrules.NoSuchSpec) as caught:
            perfrules.load_spec(name)
        assert caught.value.known == ("cn-mof/project@2020", "cn-mof/project@2021")


def test_a_form_that_no_spec_speaks_for_is_told_those_of_its_kind_and_the_national_ones():
    form = perfrules.form_from(
        {
            "schema": "perfrules/form/1",
            "kind": "project",
            "fiscal_year": 2021,
            "unit": "某县民政局",
            "indicators": [{"name": "甲", "weight": "90"}],
        }
    )
    with pytest.raises(perfrules.NoSuchSpec) as caught:
        perfrules.choose_spec(form)
    assert "cn-mof/project@2021" in caught.value.known


def test_a_spec_that_is_used_by_name_is_never_chosen():
    chosen = {entry.name for entry in api.specs() if entry.head.is_chosen}
    assert "cn-mof/project@2020" not in chosen
    assert "cn-hn-yueyang/department@2018" not in chosen
    assert "cn-jx/project@2017" in chosen
