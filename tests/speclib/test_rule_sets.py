"""Real rule sets: the catalogue's numbers, rows that need more than the form, whole forms."""

from dataclasses import replace
from fractions import Fraction

import pytest
from jsonschema import Draft202012Validator

import perfrules
from perfrules import api
from perfrules.findings import Severity
from perfrules.model.card import Excluded, Ranged, Scored, Unscored
from perfrules.resources import schema
from perfrules.values import as_text
from tests.support import CASES, cases

FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "claimed", "method", "inputs")


def spec_of(name):
    return perfrules.load_spec(CASES / name if str(name).endswith(".yaml") else name)


MANUAL = spec_of("platform-manual/project@2022")
SCIENCE = spec_of("science/project@2020")
HUBEI = spec_of("cn-hb/project@2020")
HAIDIAN = spec_of("cn-bj-haidian/project@2016")


def form(*rows, money=None, **head):
    """Return a form of these rows; all values are text, as a form prints them."""
    given = {"level1": "产出指标", "level2": "数量指标", "name": "甲", "weight": None}
    indicators = [{**given, **row} for row in rows]
    budget = {"unit": "万元", "rows": [{"label": "年度资金总额", **money}]} if money else None
    document = {"schema": "perfrules/form/1", "budget": budget, "unit": "某局", **head}
    return perfrules.form_from({**document, "indicators": indicators})


def codes(card, severity=None):
    return sorted(f.code for f in card.findings if severity in (None, card.severity(f)))


@pytest.mark.parametrize("case", cases("rule-sets/vectors.yaml"), ids=lambda case: case["id"])
def test_a_row_is_scored_as_the_rules_say(case):
    row = {name: case[name] for name in FIELDS if name in case}
    card = perfrules.score(form(row), spec_of(case["spec"]))
    line = next(line for line in card.lines if line.row)
    match line.outcome:
        case Scored(points=points):
            assert as_text(points) == case["points"]
        case Ranged() as ranged:
            assert str(ranged.span) == case["points"]
        case Unscored():
            assert case["points"] == "unscored"
        case Excluded():
            assert case["points"] == "excluded"


RATES = cases("rule-sets/execution.yaml")


@pytest.mark.parametrize("case", RATES, ids=lambda case: case["rate"])
@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("linear", "cn-gz-qiannan/department@2023"),
        ("times20", "cn-hb/department@2020"),
        ("ladder", "cn-jx/execution-ladder@2020"),
    ],
)
def test_execution_is_scored_as_the_rules_say(case, column, name):
    money = {"initial": "100", "revised": "100", "executed": case["rate"]}
    card = perfrules.score(form({"target": "≥1", "actual": "1"}, money=money), spec_of(name))
    assert as_text(card.lines[0].low) == case[column]


@pytest.mark.parametrize("case", RATES, ids=lambda case: case["rate"])
def test_the_rate_caps_the_total(case):
    money = {"revised": "100", "executed": case["rate"]}
    row = {"target": "≥1", "actual": "1", "weight": "90"}
    card = perfrules.score(form(row, money=money), MANUAL)
    assert as_text(card.total.low) == case["ceiling"]
    steps = perfrules.card_document(card)["total"]["steps"]
    assert (steps == []) is (card.total.low == card.sum.low)


def test_a_ceiling_needs_money():
    card = perfrules.score(
        form({"target": "≥1", "actual": "1", "weight": "90"}),
        MANUAL,
    )
    assert card.total is None
    assert perfrules.card_document(card)["total"]["low"] is None
    assert "PR303" in codes(card)


@pytest.mark.parametrize("case", cases("rule-sets/grades.yaml"), ids=lambda case: case["total"])
@pytest.mark.parametrize("part", ["grade-90-80-60", "grade-80-70-60", "grade-integers"])
def test_a_total_is_graded_by_a_named_part(case, part, tmp_path):
    scale = spec_of(part_spec(part, tmp_path)).grade
    assert scale.of(Fraction(case["total"])).label == case[part]


def part_spec(part, folder):
    """Return a small spec that takes its grades from a named part."""
    text = (CASES / "small-spec.yaml").read_text("utf-8")
    start, end = text.index("  grade:\n"), text.index("rules:\n")
    path = folder / "spec.yaml"
    path.write_text(f"{text[:start]}  grade: parts/{part}\n{text[end:]}", encoding="utf-8")
    return path


def test_a_grade_table_with_a_hole_is_refused(tmp_path):
    text = (CASES / "small-spec.yaml").read_text("utf-8")
    path = tmp_path / "spec.yaml"
    path.write_text(text.replace("span: 60..", "span: 60<.."), encoding="utf-8")
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(path)
    assert [(f.code, f.params["point"]) for f in caught.value.findings] == [("PR013", "60")]


def test_haidian_scores_over_the_initial_budget_and_a_whole_percent():
    money = {"initial": "310.2", "revised": "999", "executed": "154.74"}
    card = perfrules.score(form({"target": "≥1", "actual": "1"}, money=money), HAIDIAN)
    assert card.lines[0].low == 5


def test_hubei_scores_fiscal_money_only():
    document = {
        "unit": "万元",
        "rows": [
            {"label": "年度资金总额：", "revised": "200", "executed": "100"},
            {"label": "财政资金：", "revised": "100", "executed": "100"},
        ],
    }
    read = form({"target": "≥1", "actual": "1", "weight": "80"}, budget=document)
    card = perfrules.score(read, HUBEI)
    assert (card.lines[0].low, card.total.low) == (20, 100)
    without = form(
        {"target": "≥1", "actual": "1", "weight": "80"}, money={"revised": "1", "executed": "1"}
    )
    assert isinstance(perfrules.score(without, HUBEI).lines[0].outcome, Unscored)


def test_what_does_not_apply_is_dropped_and_the_rest_rescaled():
    rows = [
        {"name": "甲", "target": "≥10", "actual": "9", "weight": "50"},
        {"name": "乙", "target": "≥10", "actual": "10", "weight": "30"},
        {"name": "丙", "target": "不适用", "actual": "", "weight": "20"},
    ]
    card = perfrules.score(form(*rows), SCIENCE)
    assert card.total.settled == Fraction("93.75")
    assert card.lines[2].outcome.finding.code == "PR318"
    assert perfrules.card_document(card)["lines"][2]["outcome"] == "excluded"
    assert "不适用" in perfrules.explain(card)[2].text
    steps = perfrules.card_document(card)["total"]["steps"]
    assert (steps[0]["formula"], steps[0]["value"]) == (
        "sum(points) / sum(weight) * hundred",
        "93.75",
    )


def test_rules_that_are_silent_on_what_does_not_apply_leave_it_unscored():
    card = perfrules.score(
        form({"target": "不适用", "actual": "", "weight": "50"}),
        spec_of("cn-gz-qiannan/department@2023"),
    )
    assert "PR319" in codes(card)
    assert (card.lines[1].low, card.lines[1].high) == (0, 50)


def test_a_total_may_ask_for_more_than_the_form(tmp_path):
    text = (CASES / "small-spec.yaml").read_text("utf-8")
    text = text.replace(
        "scales:\n", "inputs:\n  minus: {about: 扣分, span: 0.., cite: note1}\nscales:\n", 1
    )
    text = text.replace("total: {value: sum(points)", "total: {value: sum(points) - minus")
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    spec = perfrules.load_spec(path)
    read = form(
        {"target": "≥1", "actual": "1", "weight": "90"}, money={"revised": "1", "executed": "1"}
    )
    assert perfrules.score(read, spec).total is None
    assert perfrules.score(perfrules.with_inputs(read, {"minus": "5"}), spec).total.low == 95


def test_a_target_that_cannot_be_read_leaves_the_row_unscored():
    spec = replace_entry(spec_of("cn-gz-qiannan/department@2023"))
    card = perfrules.score(form({"target": "5%和6%", "actual": "5", "weight": "10"}), spec)
    assert card.lines[1].outcome.finding.code == "PR202"


def replace_entry(spec):
    """Return a spec whose first entry takes every row."""
    first = spec.rows[0]
    when = type(first.when)()
    return replace(spec, rows=(replace(first, when=when),))


def test_a_form_on_which_nothing_applies_has_no_total():
    card = perfrules.score(form({"target": "不适用", "actual": "", "weight": "50"}), SCIENCE)
    assert card.total is None
    assert "PR321" in codes(card)


OPTIONAL = {
    "level1": "项目效益",
    "level2": "经济效益",
    "target": "增收",
    "actual": "增收",
    "weight": "40",
}


def test_one_optional_row_is_scored():
    card = perfrules.score(form({**OPTIONAL, "claimed": "36"}), spec_of("cn-sc/project@2017"))
    optional = next(section for section in card.sections if section.id == "optional")
    assert (optional.points.low, optional.points.high, optional.points.settled) == (0, 40, 36)
    assert card.total is None


def test_two_optional_rows_are_not():
    other = {**OPTIONAL, "level2": "社会效益", "name": "乙"}
    card = perfrules.score(form(OPTIONAL, other), spec_of("cn-sc/project@2017"))
    assert [line.outcome.finding.code for line in card.lines] == ["PR320", "PR320"]
    optional = next(section for section in card.sections if section.id == "optional")
    assert (optional.points.low, optional.points.high) == (0, 40)


def adjusted(*claims):
    names = {"机制创新": claims[0], "违规违纪": claims[1]}
    rows = [
        {"level1": "调整指标", "name": name, "target": "", "actual": "有", "claimed": claim}
        for name, claim in names.items()
    ]
    base = {
        "level1": "基础指标",
        "target": "完成",
        "actual": "完成",
        "weight": "100",
        "claimed": "95",
    }
    return perfrules.score(form(base, *rows), spec_of("cn-yn/link-fund@2022"))


def test_a_pool_outside_the_hundred_is_clamped():
    assert adjusted("3", "-20").total.settled == 78
    assert adjusted("2", "0").total.settled == 97
    card = adjusted("3", "-30")
    pool = next(section for section in card.sections if section.id == "adjust")
    assert (pool.points.low, pool.points.high) == (-30, 3)
    assert not {"PRS01", "PRS02"} & set(codes(card))


def test_an_unscored_row_of_a_pool_counts_its_whole_span():
    row = {"level1": "调整指标", "name": "其他", "target": "", "actual": "有"}
    card = perfrules.score(form(row), spec_of("cn-yn/link-fund@2022"))
    assert (card.lines[0].low, card.lines[0].high) == (-30, 3)


SERIOUS = {
    "target": "完成",
    "actual": "完成",
    "weight": "100",
    "claimed": "95",
    "level1": "资金使用成效",
}


@pytest.mark.parametrize(
    ("answers", "grade", "claim"),
    [
        ({"serious_problem": "有"}, "良", "95"),
        ({"serious_problem": "无"}, "优", "95"),
        ({}, None, "95"),
        ({"serious_problem": "有"}, "中", "70"),
        ({}, "中", "70"),
    ],
)
def test_a_serious_problem_caps_the_grade(answers, grade, claim):
    read = perfrules.with_inputs(form({**SERIOUS, "claimed": claim}), answers)
    card = perfrules.score(read, spec_of("cn-mof/poverty-fund@2019"))
    assert card.grade == grade
    assert ("PR317" in codes(card)) is (not answers)


def test_the_fund_of_2017_has_no_ceiling():
    card = perfrules.score(form(SERIOUS), spec_of("cn-mof/poverty-fund@2017"))
    assert card.grade == "优"


def test_answers_go_to_the_form_or_to_a_row():
    read = perfrules.with_inputs(
        form({"name": "排位", "target": ""}), {"region": "中部", "排位:rank": "2"}
    )
    assert (read.inputs, read.rows[0].inputs) == ({"region": "中部"}, {"rank": "2"})
    again = perfrules.form_from(perfrules.form_document(read))
    assert (again.inputs, again.rows[0].inputs) == (read.inputs, read.rows[0].inputs)
    with pytest.raises(perfrules.NoSuchRow):
        perfrules.with_inputs(read, {"无此行:rank": "2"})


def test_the_list_of_a_spec_is_compared_with_the_form():
    rows = [
        {
            "level1": "投入",
            "name": "在职人员控制率",
            "target": "≤100%",
            "actual": "99%",
            "weight": "6",
        }
    ]
    card = perfrules.score(form(*rows), spec_of("cn-hn-yueyang/department@2018"))
    assert codes(card).count("PRF11") == 6
    assert codes(card).count("PRW07") == 1
    assert (card.total, card.grade) == (None, None)


def test_a_printed_rule_that_is_not_known_is_told_with_its_words():
    row = {"target": "≥12", "actual": "9", "weight": "10", "method": "按项目进度酌情给分"}
    card = perfrules.score(form(row), HAIDIAN)
    finding = next(f for f in card.findings if f.code == "PR316")
    assert "按项目进度酌情给分" in perfrules.message(finding)


KINDS = {
    "department": "部门整体支出绩效自评表",
    "project": "项目支出绩效自评表",
    "transfer": "转移支付绩效自评表",
    "policy": "政策绩效自评表",
}
ORDINARY = [
    {
        "level1": "产出指标",
        "name": "甲",
        "target": "≥10个",
        "actual": "9个",
        "weight": "50",
        "claimed": "45",
    },
    {
        "level1": "效益指标",
        "name": "乙",
        "target": "≤5%",
        "actual": "0%",
        "weight": "30",
        "claimed": "30",
    },
    {
        "level1": "满意度指标",
        "name": "丙",
        "target": "明显提升",
        "actual": "部分达成",
        "weight": "10",
        "claimed": "7",
    },
]


@pytest.mark.parametrize(
    "entry", api.specs(), ids=lambda entry: f"{entry.head.id}@{entry.head.version}"
)
def test_a_form_of_its_kind_gets_a_scorecard_with_a_reason_for_every_line(entry):
    spec = perfrules.load_spec(entry.path)
    money = {"initial": "100", "revised": "100", "executed": "90"}
    kind, year = entry.head.kind, entry.head.fiscal_year
    head = {"title": KINDS[kind], "kind": kind, "fiscal_year": year}
    card = perfrules.score(form(*ORDINARY, money=money, **head), spec)
    assert all(card.severity(f) in Severity for f in card.findings)
    for line in card.lines:
        if isinstance(line.outcome, Unscored):
            assert line.outcome.finding in card.findings
    for lang in ("zh", "en"):
        assert all(one.text for one in perfrules.explain(card, lang))
        document = perfrules.card_document(card, lang)
        Draft202012Validator(schema("scorecard")).validate(document)
        assert (document["total"]["low"] is None) is (spec.total is None)
