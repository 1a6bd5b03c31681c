"""One form in the layouts that forms have in many places: the same form."""

import pytest
import yaml

from perfrules import api
from perfrules.model.quantity import Sign
from tests.support import CASES

LAYOUTS = yaml.safe_load((CASES / "layouts.yaml").read_text("utf-8"))
FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "claimed")


def lines(case):
    made = [
        "|".join(row.get(column, column) for column in case["columns"]) for row in LAYOUTS["rows"]
    ]
    made.insert(case.get("again", 0), case["header"])
    return "\n".join([*([case["header"]] if "again" in case else []), *made]) + "\n"


def read(tmp_path, case):
    text = case.get("text", "{head}{money}{rows}")
    text = text.format(head=LAYOUTS["head"], money=LAYOUTS["money"], rows=lines(case))
    for old, new in case.get("replace", {}).items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "form.txt"
    path.write_text(text.replace("|", "\t"), "utf-8")
    return api.read_form(path)


@pytest.mark.parametrize("case", LAYOUTS["cases"], ids=lambda case: case["id"])
def test_the_form_is_the_same_in_every_layout(tmp_path, case):
    form = read(tmp_path, case)
    bound = api.clean_document(form)["indicators"]
    assert [{name: row[name] for name in FIELDS} for row in bound] == LAYOUTS["rows"]
    assert (form.fiscal_year, form.unit, form.kind) == (2023, "某县农技站", "project")
    assert (form.claimed_total.text, form.claimed_grade) == (case.get("total"), case.get("grade"))
    assert form.budget.unit == "万元"
    total = form.budget.total
    assert (total.revised.value, total.executed.value, total.rate.text) == (120, 110, "91.67%")
    assert form.findings == ()


ONE = {
    "id": "one",
    "header": "一级指标|二级指标|三级指标|指标符号|目标值|计量单位|实际完成值|分值|得分",
    "columns": ["level1", "level2", "name", "≥", "20", "亩", "actual", "weight", "claimed"],
}


def test_comparator_and_unit_stand_in_columns_of_their_own_in_any_words(tmp_path):
    assert {row.target.text for row in read(tmp_path, ONE).rows} == {"≥20亩"}


def named(tmp_path, name, target):
    columns = ["level1", "level2", name, target, "2100", "weight", "claimed"]
    case = {"header": LAYOUTS["cases"][0]["header"], "columns": columns}
    form = read(tmp_path, case)
    return form.rows[0].target, {finding.code for finding in form.findings}


def test_comparator_and_unit_that_the_name_prints_are_taken_and_told(tmp_path):
    target, told = named(tmp_path, "建设面积（≤，亩）", "2000")
    assert (target.sign, target.unit, target.text) == (Sign.LE, "亩", "2000")
    assert told == {"PR215"}
    target, _ = named(tmp_path, "建设面积(亩)", "≥2000")
    assert (target.sign, target.unit) == (Sign.GE, "亩")


def test_what_the_target_says_itself_stands(tmp_path):
    target, told = named(tmp_path, "建设面积（≤亩）", "≥2000公里")
    assert (target.text, told) == ("≥2000公里", set())


def test_other_words_in_brackets_are_no_unit(tmp_path):
    target, told = named(tmp_path, "建设面积（含续建）", "2000")
    assert (target.text, told) == ("2000", set())


def test_lines_of_money_end_where_the_indicators_begin(tmp_path):
    case = next(case for case in LAYOUTS["cases"] if case["id"] == "money-in-pairs")
    form = read(tmp_path, case)
    (part,) = form.budget.parts
    assert (part.label, part.revised.value, part.executed.value) == ("其中：财政拨款", 120, 110)


def test_a_row_that_ends_before_its_target_has_none(tmp_path):
    header = "一级指标|二级指标|三级指标|分值|年度指标值|实际完成值|得分\n"
    text = LAYOUTS["head"] + header + "产出指标|数量指标|建设面积（亩）|20\n"
    path = tmp_path / "form.txt"
    path.write_text(text.replace("|", "\t"), "utf-8")
    (row,) = api.read_form(path).rows
    assert (row.target.text, row.weight.value) == ("", 20)
