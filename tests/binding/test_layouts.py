"""One form in the layouts that forms have in many places: the same form."""

import pytest
import yaml

import perfrules
from perfrules.forms import clean_document
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
    return perfrules.read_form(path)


@pytest.mark.parametrize("case", LAYOUTS["cases"], ids=lambda case: case["id"])
def test_the_form_is_the_same_in_every_layout(tmp_path, case):
    form = read(tmp_path, case)
    bound = clean_document(form)["indicators"]
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
    (row,) = perfrules.read_form(path).rows
    assert (row.target.text, row.weight.value) == ("", 20)


# -- what is told beside the target --------------------------------------------------------------

NATURES = "一级指标|二级指标|三级指标|指标方向|指标值|实际完成值|分值|得分"


def natured(tmp_path, nature, target="2000亩"):
    columns = ["level1", "level2", "name", nature, target, "2100亩", "weight", "claimed"]
    return read(tmp_path, {"header": NATURES, "columns": columns})


def test_a_nature_gives_the_sign_and_the_text_stays(tmp_path):
    form = natured(tmp_path, "反向")
    (row, *_) = form.rows
    assert (row.nature, row.target.sign, row.target.text) == ("反向", Sign.LE, "2000亩")
    assert {finding.code for finding in form.findings} == {"PR215"}


def test_a_nature_that_says_no_direction_gives_none(tmp_path):
    (row, *_) = natured(tmp_path, "定性", "持续提升").rows
    assert (row.nature, row.target.sign, row.target.text) == ("定性", Sign.NONE, "持续提升")


@pytest.mark.parametrize("kind", ["yaml", "csv", "html"])
def test_natures_are_carried_by_every_format(tmp_path, kind):
    form = natured(tmp_path, "正向")
    data, lost = perfrules.write_form(form, kind)
    path = tmp_path / f"again.{kind}"
    path.write_bytes(data)
    assert lost == ()
    assert perfrules.read_form(path).rows[0].target == form.rows[0].target


def test_the_kind_is_written_where_nothing_else_tells_it(tmp_path):
    form = read(tmp_path, LAYOUTS["cases"][0])
    document = clean_document(form) | {"title": "自评表", "kind": "transfer", "head": {}}
    assert perfrules.write_form(perfrules.form_from(document), "csv")[1] == ()


def test_a_line_of_words_below_amounts_in_pairs_is_another_block(tmp_path):
    case = next(case for case in LAYOUTS["cases"] if case["id"] == "money-in-pairs")
    text = case["text"].replace("{rows}", "年度任务|按季度推进|按月通报|按年考核|均完成\n{rows}")
    form = read(tmp_path, case | {"text": text})
    assert len(form.budget.rows) == 2


HEADED = """指标类型|指标名称|目标值|完成值|分值|得分
一、产出指标（50分）|||||
数量|建设面积|≥2000亩|2100亩|20|20
质量|验收合格率|≥95%|96%|30|30
二、效益指标（40分）|||||
社会效益|受益人数|≥500人|480人|40|38.4
"""


def test_first_levels_may_be_headings_between_the_rows(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text((LAYOUTS["head"] + HEADED).replace("|", "\t"), "utf-8")
    form = perfrules.read_form(path)
    levels = [(row.level1, row.level2, row.name) for row in form.rows]
    assert levels[0] == ("一、产出指标（50分）", "数量", "建设面积")
    assert levels[2] == ("二、效益指标（40分）", "社会效益", "受益人数")


TWO_ROWS = """绩效指标|||年度指标值|||实际完成值|分值|得分
一级指标|二级指标|三级指标|符号|目标值|单位|||
产出指标|数量指标|建设面积|≥|2000|亩|2100|20|20
|质量指标|验收合格率|≥|95|%|96%|30|30
"""


def test_two_header_rows_may_leave_covered_cells_blank(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text((LAYOUTS["head"] + TWO_ROWS).replace("|", "\t"), "utf-8")
    rows = perfrules.read_form(path).rows
    assert [row.target.text for row in rows] == ["≥2000亩", "≥95%"]


def test_the_adjusted_target_counts_and_the_first_one_is_told(tmp_path):
    header = "一级指标|二级指标|三级指标|年初指标值|调整指标值|实际完成值|分值|得分"
    columns = ["level1", "level2", "name", "≥100亩", "≥120亩", "130亩", "weight", "claimed"]
    form = read(tmp_path, {"header": header, "columns": columns})
    assert form.rows[0].target.text == "≥120亩"
    assert [finding.params["text"] for finding in form.findings] == ["年初指标值"]


@pytest.mark.parametrize("label", ["联系人", "部门联系人", "财务负责人", "联系人及电话"])
def test_persons_are_not_kept_however_they_are_called(tmp_path, label):
    text = LAYOUTS["head"] + f"{label}|王某某|联系电话|138-0000\n"
    case = LAYOUTS["cases"][0]
    path = tmp_path / "form.txt"
    path.write_text((text + lines(case)).replace("|", "\t"), "utf-8")
    document = str(perfrules.form_document(perfrules.read_form(path)))
    assert "王某某" not in document
    assert "138-0000" not in document


@pytest.mark.parametrize(("header", "printed"), [("执行率(%)", "95%"), ("执行率", "95")])
def test_a_rate_is_in_percent_where_its_header_says_so(tmp_path, header, printed):
    money = f"资金（万元）|年初预算数|全年预算数|全年执行数|分值|{header}|得分\n"
    money += "年度资金总额|100|100|95|10|95|9.5\n"
    case = LAYOUTS["cases"][0]
    path = tmp_path / "form.txt"
    path.write_text((LAYOUTS["head"] + money + lines(case)).replace("|", "\t"), "utf-8")
    assert perfrules.read_form(path).budget.total.rate.text == printed


@pytest.mark.parametrize(("printed", "told"), [("总分|||||100|", 1), ("总分|||||100|90", 0)])
def test_a_total_that_is_left_blank_is_told(tmp_path, printed, told):
    path = tmp_path / "form.txt"
    text = LAYOUTS["head"] + LAYOUTS["money"] + lines(LAYOUTS["cases"][0])
    path.write_text(f"{text}{printed}\n".replace("|", "\t"), "utf-8")
    found = [finding for finding in perfrules.read_form(path).findings if finding.code == "PRF13"]
    assert [(f.row, f.params["field"]) for f in found] == [("总分", "claimed")] * told


def test_a_total_above_the_tables_is_taken_where_the_row_of_sums_has_none(tmp_path):
    path = tmp_path / "form.txt"
    head = LAYOUTS["head"] + "自评总分|97.97\n" + LAYOUTS["money"]
    text = head + lines(LAYOUTS["cases"][0]) + "合计|||||100|\n"
    path.write_text(text.replace("|", "\t"), "utf-8")
    form = perfrules.read_form(path)
    assert form.claimed_total.text == "97.97"
    assert "PRF13" not in {finding.code for finding in form.findings}
