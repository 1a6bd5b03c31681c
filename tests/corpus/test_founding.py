"""The founding form: bound as its truth says, scored as promised, remarked on just so."""

import json
from collections import Counter
from fractions import Fraction

import pytest

import perfrules
from perfrules.binding import bind
from perfrules.model.grid import Cell, Grid
from perfrules.resources import vocabulary
from tests.support import EXAMPLES, ROOT

TXT = EXAMPLES / "qiannan-bigdata-2023.txt"
XLSX = EXAMPLES / "qiannan-bigdata-2023.xlsx"
TRUTH = json.loads((ROOT / "tests/forms/qiannan.expected.json").read_text("utf-8"))
SPEC = perfrules.load_spec("cn-gz-qiannan/department", 2023)
TRIAL = perfrules.load_spec(EXAMPLES / "specs/cn-gz-qiannan/department/2024.yaml")

SLID = {
    "新增汇聚政务数据和社会数据": "1",
    "2023年州大数据局各项工作计划完成率": "1",
    "完成时间": "1",
    "人员类": "1",
    "运转类公用": "1",
    "特定目标类": "1",
    "强化“政策找企”质效": "1",
    "深化“贵人家园”应用": "1",
    "着力解决行业监管痛点": "1",
    "提高全州网络安全整体防护水平, 实现上云系统安全监测预警覆盖率": "3",
    "提升数字中台服务支撑能力": "3",
    "州直单位及服务企业满意度": "1",
}


@pytest.fixture(scope="module", params=[TXT, XLSX], ids=["txt", "xlsx"])
def form(request):
    return perfrules.read_form(request.param)


def test_every_row_is_bound_as_its_truth_says(form):
    known = {row["row"]: row["level2"] for row in TRUTH["files"]["seed-form.*"]["differs"]}
    assert len(form.rows) == len(TRUTH["indicators"]) == 25
    for row, true in zip(form.rows, TRUTH["indicators"], strict=True):
        assert row.name == true["name"]
        assert row.level1 == true["level1"]
        in_text = known.get(row.name) and form.source.endswith("xlsx")
        assert row.level2 == (known[row.name] if in_text else true["level2"])
        assert (row.target.text, row.actual.text) == (true["target"], true["actual"])
        assert (row.weight.text, row.claimed.text) == (true["weight"], true["claimed"])
        assert row.reason == true["reason"]


def test_the_money_block_is_bound_as_its_truth_says(form):
    assert form.budget.unit == TRUTH["budget"]["unit"]
    for row, true in zip(form.budget.rows, TRUTH["budget"]["rows"], strict=True):
        assert row.label == true["label"]
        for name in ("initial", "revised", "executed", "weight", "rate"):
            assert getattr(row, name).text == true[name]
        assert row.claimed.text == true["score"]


def test_head_and_foot_are_bound_as_the_truth_says(form):
    assert (form.title, form.kind, form.fiscal_year) == (TRUTH["title"], TRUTH["kind"], 2023)
    assert form.claimed_total.text == TRUTH["claimed_total"]
    assert form.claimed_grade == TRUTH["claimed_grade"]


def test_the_published_text_has_no_unit_and_four_notes():
    form = perfrules.read_form(TXT)
    assert form.unit is None
    assert [note[:6] for note in form.notes] == [
        "绩效自评采取",
        "未完成原因分",
        "定量指标若为",
        "定性指标根据",
    ]


def test_the_workbook_names_its_unit():
    assert perfrules.read_form(XLSX).unit == TRUTH["unit"]


def test_twelve_rows_are_put_right_and_told():
    found = [f for f in perfrules.read_form(TXT).findings if f.code == "PR201"]
    assert {f.row: f.params["columns"] for f in found} == SLID


def test_no_row_of_the_workbook_is_moved():
    assert perfrules.read_form(XLSX).findings == ()


@pytest.mark.parametrize("spec", [SPEC, TRIAL], ids=["2023", "trial"])
def test_the_score(form, spec):
    card = perfrules.score(form, spec)
    assert len(card.lines) == 26
    assert (card.total.low, card.total.high, card.total.settled) == (87, 100, 100)
    assert card.grades == ("良", "优")
    assert card.grade == "优"


def test_the_sections(form):
    card = perfrules.score(form, SPEC)
    found = {s.id: (s.weight, s.points.low, s.points.high, s.claimed) for s in card.sections}
    assert found == {
        "execution": (10, 10, 10, 10),
        "output": (50, 49, 50, 50),
        "benefit": (30, 18, 30, 30),
        "satisfaction": (10, 10, 10, 10),
    }


REMARKS = {"PRT01": 9, "PRT05": 10, "PRM09": 3, "PR309": 5, "PRM01": 1, "PRM15": 1}


def test_the_remarks_on_the_published_text():
    card = perfrules.score(perfrules.read_form(TXT), SPEC)
    assert Counter(f.code for f in card.findings) == {**REMARKS, "PR201": 12, "PRF01": 1}
    assert "error" not in {card.severity(f) for f in card.findings}


def test_the_remarks_on_the_workbook():
    card = perfrules.score(perfrules.read_form(XLSX), SPEC)
    assert Counter(f.code for f in card.findings) == REMARKS


def test_the_remarks_name_their_numbers():
    card = perfrules.score(perfrules.read_form(TXT), SPEC)
    by_code = {finding.code: finding for finding in card.findings}
    assert by_code["PRM15"].params["change"] == "+82.28%"
    assert card.severity(by_code["PRM01"]) == "info"
    assert by_code["PRM01"].params["sum"] == "2002.93"
    judged = [f.params["weight"] for f in card.findings if f.code == "PR309"]
    assert sum(map(int, judged)) == 17
    bare = [f.params["kind"] for f in card.findings if f.code == "PRT05"]
    assert Counter(bare) == {"positive": 7, "reverse": 3}


def test_the_trial_remarks_that_the_form_prints_another_rule():
    card = perfrules.score(perfrules.read_form(TXT), TRIAL)
    found = [f for f in card.findings if f.code == "PR311"]
    assert len(found) == 1
    assert found[0].params["note"] == "4"
    assert "50%" in found[0].params["printed"]
    assert "60%" in found[0].params["quoted"]
    assert Counter(f.code for f in card.findings) - Counter(
        {"PR311": 1, "PR312": 1, "PR313": 1}
    ) == {
        **REMARKS,
        "PR201": 12,
        "PRF01": 1,
    }


@pytest.mark.parametrize("path", [TXT, XLSX], ids=["txt", "xlsx"])
def test_the_spec_is_chosen_by_year_kind_and_place(path):
    spec, why = perfrules.choose_spec(perfrules.read_form(path))
    assert spec.name == "cn-gz-qiannan/department@2023"
    assert why.startswith("year:2023 + kind:department + ")


def test_every_quote_stands_in_the_published_text():
    text = "".join(TXT.read_text("utf-8").split())
    for clause in SPEC.clauses.values():
        assert "".join(clause.quote.split()) in text, clause.id


def test_text_and_workbook_are_one_form():
    one, two = perfrules.read_form(TXT), perfrules.read_form(XLSX)

    def content(form):
        rows = [(r.name, r.target, r.actual, r.weight, r.claimed) for r in form.rows]
        money = [
            (m.label, m.initial, m.revised, m.executed, m.weight, m.rate, m.claimed)
            for m in form.budget.rows
        ]
        return rows, money

    assert content(one) == content(two)


def test_the_grid_of_the_truth_binds_like_the_workbook():
    filled = json.loads((ROOT / "tests/forms/qiannan.grid.json").read_text("utf-8"))["filled"]
    head = [["部门整体支出绩效目标自评表"], ["(2023年度)"]]
    rows = tuple(
        tuple(Cell(text, f"{r}:{text}" if text else f"{r}:{c}") for c, text in enumerate(line))
        for r, line in enumerate(head + filled)
    )
    form = bind(Grid(source="grid", rows=rows), vocabulary())
    book = perfrules.read_form(XLSX)
    assert [(r.name, r.target, r.weight, r.claimed) for r in form.rows] == [
        (r.name, r.target, r.weight, r.claimed) for r in book.rows
    ]


def test_no_person_and_no_telephone_is_kept():
    for path in (TXT, XLSX):
        form = perfrules.read_form(path)
        everything = repr(form)
        assert "联系人" not in everything
        assert "联系电话" not in everything
        assert "某某" not in everything


def test_each_line_is_explained_by_rule_and_clause():
    card = perfrules.score(perfrules.read_form(TXT), SPEC)
    for lang in ("zh", "en"):
        told = perfrules.explain(card, lang)
        assert len(told) == 26
        for one in told:
            assert one.line.name in one.text
            assert one.line.clauses or one.line.assumptions
            for cite in one.line.clauses:
                assert SPEC.clauses[cite].quote in one.text


def test_an_explanation_tells_the_formula_with_its_numbers_and_rounding():
    from tests.engine.test_scoring import form as small

    card = perfrules.score(small({"target": "≥24", "actual": "5", "weight": "3"}), SPEC)
    told = perfrules.explain(card, "en")[1]
    assert told.formula == "actual ÷ target × weight"
    assert told.substituted == "5 ÷ 24 × 3 = 0.625"
    assert "0.625, rounded to 0.01 (half up): 0.63 points." in told.text
    assert told.line.outcome.exact == Fraction(5, 8)
