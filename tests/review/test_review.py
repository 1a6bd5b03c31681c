"""The review: a careful auditor's remarks, the sheet, what a spec adds and silences."""

import copy
import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest
import yaml

import perfrules
from perfrules import api, resources
from perfrules.explain import review_page
from perfrules.findings import Severity
from perfrules.forms import clean_document
from perfrules.model.card import Interval
from perfrules.model.deductions import deductions, unconfirmed
from perfrules.model.messages import Lang, Words
from perfrules.model.page import PageTable, cell_text
from perfrules.writers import terminal_text
from tests.corpus.test_truth import FILES, plain, truth
from tests.support import CASES, ROOT, run

SPEC = perfrules.load_spec("cn-gz-qiannan/department", 2023)
WORDS = Words(resources.messages(), Lang.ZH)
CLEAN = yaml.safe_load((CASES / "findings" / "clean.yaml").read_text("utf-8"))
ALWAYS = {("PRQ01", "能力提升"), ("PRE01", "满意度")}
"""What the clean form itself is remarked on: a phrase for a target, nobody asked."""


def changed(case):
    """Return the clean form as plain data, changed as a case says."""
    document = copy.deepcopy(CLEAN)
    document |= case.get("form", {})
    for line in document["budget"]["rows"]:
        line |= case.get("money", {}).get(line["label"], {})
    document["budget"]["rows"] += case.get("lines", [])
    rows = [row for row in document["indicators"] if row["name"] not in case.get("without", ())]
    if case.get("full"):
        document["budget"]["rows"][0]["claimed"] = "10"
        rows = [{**row, "claimed": row["weight"], "reason": ""} for row in rows]
    rows = [{**row, **case.get("set", {}).get(row["name"], {})} for row in rows]
    after = [row["name"] for row in rows].index(case["after"]) + 1 if "after" in case else len(rows)
    document["indicators"] = rows[:after] + case.get("add", []) + rows[after:]
    return document


def reviewed(document, spec=SPEC):
    return perfrules.review_card(perfrules.score(perfrules.form_from(document), spec))


def found(card):
    return {(finding.code, finding.row) for finding in card.findings}


def test_the_clean_form_is_remarked_on_by_two_heuristics_only():
    assert found(reviewed(CLEAN)) == ALWAYS


AUDITED = yaml.safe_load((CASES / "audit.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", AUDITED, ids=lambda case: case["code"])
def test_a_change_of_the_clean_form_fires_its_check(case):
    card = reviewed(changed(case))
    assert (case["code"], case["row"] or None) in found(card)
    for finding in card.findings:
        for lang in Lang:
            assert "{" not in perfrules.message(finding, lang)


def test_the_worst_stands_first():
    card = reviewed(changed({"set": {"合格率": {"actual": ""}}}))
    order = list(Severity)
    ranks = [order.index(card.severity(finding)) for finding in card.findings]
    assert ranks == sorted(ranks)
    assert card.severity(card.findings[0]) is Severity.ERROR


def test_a_section_without_a_row_is_not_told_where_a_section_has_no_name():
    nameless = {"level1": "(50分)", "level2": ""}  # perhaps it is of satisfaction
    case = {"set": {"举办培训": nameless}, "without": ["满意度"]}
    assert "PRF03" not in {code for code, _ in found(reviewed(changed(case)))}


def test_without_money_and_without_claims_nothing_is_said_of_them():
    document = changed({})
    del document["budget"]
    document["indicators"] = [{**row, "claimed": ""} for row in document["indicators"]]
    told = {code for code, _ in found(reviewed(document))}
    assert not told & {"PRF13", "PRM11", "PRM12", "PRN06", "PRW08", "PRM06", "PRM16", "PRG04"}


def test_a_total_above_the_ceiling_of_the_rules_is_told():
    card = perfrules.score(perfrules.form_from(CLEAN), SPEC)
    below = Interval(low=Fraction(0), high=Fraction(89), settled=None)
    capped = replace(card, total=below)  # as the rules of a platform cap it by the rate
    assert ("PRG03", None) in found(perfrules.review_card(capped))
    assert ("PRG03", None) not in found(perfrules.review_card(card))


# -- published forms ------------------------------------------------------------------------


CODES = yaml.safe_load((CASES / "rule-sets" / "faults.yaml").read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_the_listed_faults_of_a_published_form_are_found_in_every_format(path):
    form = perfrules.read_form(path)
    try:
        spec, _ = api.choose_spec(form)
    except perfrules.findings.NoSuchSpec:
        spec = perfrules.load_spec("cn-mof/project", 2020)
    card = perfrules.review_card(perfrules.score(form, spec))
    told = {(finding.code, plain(finding.row)) for finding in card.findings}
    codes_at = {code for code, _ in told}
    missed = [
        fault
        for fault in truth(path)["checks"]["faults"]
        if (wanted := set(CODES[fault["kind"]]))
        and not (
            wanted & codes_at
            if fault["row"] is None
            else wanted & {code for code, row in told if row == plain(fault["row"])}
        )
    ]
    assert missed == []


# -- what a spec says of checks ---------------------------------------------------------------


def own(tmp_path, *changes):
    text = (ROOT / "specs" / "cn-gz-qiannan" / "department" / "2023.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_spec_tightens_raises_and_silences_checks(tmp_path):
    checks = "checks:\n  PRT08: {severity: error, beyond: 130%, assume: 本地要求}\n"
    checks += "  PRQ01: {severity: silent, assume: 不查}\n"
    spec = perfrules.load_spec(own(tmp_path, ("checks:\n", checks)))
    card = reviewed(changed({"set": {"举办培训": {"actual": "26场"}}}), spec)
    told = {finding.code: card.severity(finding) for finding in card.findings}
    assert told["PRT08"] is Severity.ERROR
    assert "PRQ01" not in told
    plain_card = reviewed(changed({"set": {"举办培训": {"actual": "26场"}}}))
    assert "PRT08" not in {finding.code for finding in plain_card.findings}


OWN = """own_checks:
  few-trainings:
    severity: warning
    rows: [{at: actual, name: {holds: [培训]}, unit: {is: [场]}, of: actual, under: 25}]
    message: {zh: "培训只有{actual}，要求25场。", en: "Only {actual} of training; 25 are due."}
    assume: 本地要求
checks:
"""


def test_a_spec_adds_a_check_of_its_own(tmp_path):
    spec = perfrules.load_spec(own(tmp_path, ("checks:\n", OWN)))
    (told,) = [finding for finding in reviewed(CLEAN, spec).findings if finding.code == "PR322"]
    assert (told.row, spec.severity(told)) == ("举办培训", Severity.WARNING)
    assert "培训只有20场" in perfrules.message(told, "zh")
    assert "Only 20场 of training" in perfrules.message(told, "en")


def test_a_fault_in_an_own_check_is_told_at_its_place(tmp_path):
    path = own(tmp_path, ("checks:\n", OWN.replace("of: actual,", "of: actuals,")))
    with pytest.raises(perfrules.InvalidSpec) as caught:
        perfrules.load_spec(path)
    (fault,) = caught.value.findings
    assert fault.code == "PR011"
    assert fault.params["near"] == "actual"


# -- the sheet --------------------------------------------------------------------------------


FAULTY = {"set": {"合格率": {"claimed": "20"}}}


def test_what_to_deduct_is_the_claim_less_what_the_rules_give():
    (one,) = deductions(reviewed(changed(FAULTY)))
    assert (one.line.name, one.least, one.most) == ("合格率", 2, 2)


def test_where_the_direction_is_in_doubt_nothing_is_sure_to_be_deducted(tmp_path):
    upside_down = {"name": "有责投诉率", "target": "≥5%", "actual": "4%", "claimed": "20"}
    form = changed({"set": {"合格率": upside_down}})
    (one,) = deductions(reviewed(form))
    assert (one.line.name, one.least, one.most) == ("有责投诉率", 0, 4)
    path = tmp_path / "form.json"
    path.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    assert "建议扣 0.00–4.00" in run("review", str(path), "--lang", "zh").stdout


def test_claims_that_nothing_confirms_are_in_the_sum_of_what_to_deduct(tmp_path):
    path = tmp_path / "form.json"
    form = changed({"set": {"合格率": {"actual": "", "claimed": "15"}}})
    path.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    assert "建议扣 0.00–15.00" in run("review", str(path), "--lang", "zh").stdout


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "form.json"
    path.write_text(json.dumps(changed(FAULTY), ensure_ascii=False), "utf-8")
    return path


def test_the_sheet_in_a_terminal_shows_deductions_and_findings(faulty):
    result = run("review", str(faulty), "--lang", "zh")
    assert result.exit_code == 1
    assert "复核表：部门整体支出绩效目标自评表" in result.stdout
    assert "PRS03" in result.stdout
    assert "建议扣分" in result.stdout


def test_the_sheet_says_when_nothing_is_to_be_deducted():
    path = CASES / "findings" / "clean.yaml"
    result = run("review", str(path), "--lang", "en")
    assert result.exit_code == 0
    assert "No claim goes beyond" in result.stdout
    result = run("review", str(path), "--lang", "en", "--format", "markdown")
    assert "No claim goes beyond" in result.stdout


def test_the_sheet_in_markdown_is_a_table(faulty):
    text = run("review", str(faulty), "--format", "markdown", "--lang", "zh").stdout
    assert "| 合格率 | ≥90% | 81% | 20 | 20 | 18.00 | 2.00 |" in text
    assert text.startswith("# 复核表")


def test_the_sheet_as_json_fits_the_schema(faulty):
    from jsonschema import Draft202012Validator

    result = run("review", str(faulty), "--format", "json")
    document = json.loads(result.stdout)
    schema = json.loads((ROOT / "schemas" / "scorecard.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    (deduction,) = document["deductions"]
    assert (deduction["least"], deduction["most"]) == ("2.00", "2.00")


def test_sarif_names_the_rule_the_file_and_the_line():
    path = ROOT / "tests" / "forms" / "09-lijiang-gucheng-weipianzhifa-2020" / "form.txt"
    result = run("review", str(path), "--format", "sarif", "--spec", "cn-mof/project@2020")
    (one,) = json.loads(result.stdout)["runs"]
    assert one["tool"]["driver"]["name"] == "perfrules"
    results = {result["ruleId"]: result for result in one["results"]}
    assert results["PRN01"]["level"] == "error"
    place = results["PRN01"]["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == str(path)
    assert place["physicalLocation"]["region"]["startLine"] > 1
    assert {rule["id"] for rule in one["tool"]["driver"]["rules"]} == set(results)


def test_an_unreadable_form_among_others_is_told_and_the_rest_reviewed(tmp_path, faulty):
    result = run("review", str(tmp_path / "none.txt"), str(faulty), "--lang", "zh")
    assert result.exit_code == 2
    assert "合格率" in result.stdout


def test_what_a_review_says_is_written_to_a_file(tmp_path, faulty):
    out = tmp_path / "sheet.md"
    run("review", str(faulty), "--format", "markdown", "-o", str(out))
    assert out.read_text("utf-8").startswith("# ")


def test_a_row_that_does_not_apply_is_passed_over():
    card = reviewed(changed({"set": {"合格率": {"target": "不适用", "actual": "不适用"}}}))
    told = {(code, row) for code, row in found(card) if row == "合格率"}
    assert not {code for code, _ in told} & {"PRT02", "PRQ01", "PRN03"}


def test_numbers_that_cannot_be_compared_fire_nothing():
    case = {"set": {"举办培训": {"target": "≥0场", "actual": "1场"}}}  # no ratio to nothing
    assert ("PRT08", "举办培训") not in found(reviewed(changed(case)))
    case = {"set": {"举办培训": {"target": "≥20", "actual": "30场"}}}  # a unit on one side
    assert ("PRT08", "举办培训") in found(reviewed(changed(case)))
    case = {"set": {"合格率": {"target": "≥90%", "actual": "0.95"}}}  # 0.95 may be 95 %
    assert ("PRT09", "合格率") not in found(reviewed(changed(case)))


def test_a_goal_that_is_copied_is_told():
    path = ROOT / "tests" / "forms" / "22-yongde-minglang-zhongxue-2022" / "form.xlsx"
    card = perfrules.review_card(perfrules.score(perfrules.read_form(path), SPEC))
    assert "PRF14" in {finding.code for finding in card.findings}


def test_an_amount_with_a_unit_of_its_own_is_converted_and_told():
    case = {"money": {"基本支出": {"revised": "600000元", "executed": "0.006亿元"}}}
    form = perfrules.form_from(changed(case))
    part = form.budget.parts[0]
    assert (part.revised.value, part.executed.value) == (60, 60)
    assert [finding.code for finding in form.findings] == ["PR212", "PR212"]
    case = {"money": {"基本支出": {"revised": "60人", "executed": "≥60万元"}}}
    told = [finding.code for finding in perfrules.form_from(changed(case)).findings]
    assert told == ["PR207", "PR207"]


def test_parts_in_words_are_not_added_up():
    part = {"level1": "产出指标", "level2": "数量", "name": "其中县级", "weight": "", "part": True}
    rows = [{**part, "target": "若干", "actual": "若干"}]
    assert not {"PRT13", "PRT14"} & {
        code for code, _ in found(reviewed(changed({"add": rows, "after": "举办培训"})))
    }


def test_a_printed_total_below_the_ceiling_is_right():
    card = perfrules.score(perfrules.form_from({**CLEAN, "claimed_total": "80"}), SPEC)
    capped = replace(card, total=Interval(low=Fraction(0), high=Fraction(89), settled=None))
    assert ("PRG03", None) not in found(perfrules.review_card(capped))


def shares(*weights):
    rows = [{**CLEAN["indicators"][0], "weight": weight, "claimed": weight} for weight in weights]
    return perfrules.form_from({**CLEAN, "indicators": rows})


def test_weights_as_percentages_are_points_of_a_hundred():
    form = shares("20%", "30％", "")
    assert [row.weight.value for row in form.rows] == [20, 30, None]
    assert [row.claimed.value for row in form.rows] == [20, 30, None]
    assert "PR211" in {finding.code for finding in form.findings}


def test_a_lone_percentage_among_points_is_none():
    form = shares("20%", "30")
    assert [row.weight.value for row in form.rows] == [Fraction(1, 5), 30]
    assert "PR211" not in {finding.code for finding in form.findings}


def test_the_weight_of_execution_may_be_a_percentage_too():
    form = perfrules.form_from(changed({"money": {"年度资金总额:": {"weight": "10%"}}}))
    assert form.budget.total.weight.value == 10


OF_CUT_FORMS = {"PRW01", "PRF03", "PRG01", "PRF13"}
"""True of files from which rows and cells are missing: `complete: false` in their truth."""
BESIDES = {"met-points-lost": ["PRN01"]}
"""What is true where a fault of this kind stands."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_at_most_one_error_of_a_published_form_is_false(path):
    form, told = perfrules.read_form(path), truth(path)
    try:
        spec, _ = api.choose_spec(form)
    except perfrules.findings.NoSuchSpec:
        spec = perfrules.load_spec("cn-mof/project", 2020)
    card = perfrules.review_card(perfrules.score(form, spec))
    right = {
        (code, plain(fault["row"]))
        for fault in told["checks"]["faults"]
        for code in (*CODES[fault["kind"]], *BESIDES.get(fault["kind"], ()))
    }
    errors = [finding for finding in card.findings if card.severity(finding) is Severity.ERROR]
    false = [
        (finding.code, finding.row)
        for finding in errors
        if not {(finding.code, plain(finding.row)), (finding.code, "")} & right
        and not (finding.code in OF_CUT_FORMS and not told["complete"])
    ]
    assert len(false) <= 1, false


# -- the sheet, as a reviewer reads it ----------------------------------------------------------


def test_the_sheet_begins_with_all_in_one_line_and_tells_cells_without_the_file(faulty):
    lines = run("review", str(faulty), "--lang", "zh").stdout.splitlines()
    assert lines[0].startswith("复核表：")
    assert str(faulty) in lines[1]
    # 18 of 20 is what 81 % of 90 % gives, so 2 points of 96.5 are too much
    assert lines[2].startswith("自评总分 96.5，按规则 ")
    assert "建议扣 2.00" in lines[2]
    assert not [line for line in lines[3:] if str(faulty) in line]


def test_the_cells_of_one_sheet_are_told_without_its_name():
    path = ROOT / "tests" / "forms" / "03-suixi-linshijiuzhu-2019" / "form.xlsx"
    text = run("review", str(path), "--spec", "cn-mof/project@2020", "--lang", "zh").stdout
    assert "    H15: “★★★特困人员" in text
    assert text.count("(临时救助)绩效目标自评表!") == 0


def test_many_findings_of_one_code_are_told_by_their_places_and_none_is_lost():
    path = ROOT / "tests" / "forms" / "03-suixi-linshijiuzhu-2019" / "form.xlsx"
    args = ("review", str(path), "--spec", "cn-mof/project@2020", "--lang", "zh")
    text = run(*args).stdout
    assert "PRF02 模板占位符残留 ×10" in text
    assert "另有 7 处：D15 D16 D17 D18 D19 D20 D21" in text
    told = json.loads(run(*args, "--format", "json").stdout)["findings"]
    assert [finding["code"] for finding in told].count("PRF02") == 10


def test_errors_stand_first_and_each_is_told_in_words():
    case = {"set": {row["name"]: {"claimed": "30"} for row in CLEAN["indicators"]}}
    card = reviewed(changed(case))
    text = terminal_text(review_page(card, WORDS), 120)
    assert text.index("[错误]") < text.index("[提醒]")
    assert text.count("，大于分值") == 6


def test_a_form_without_findings_says_so():
    card = replace(reviewed(CLEAN), findings=())
    assert "未发现问题" in terminal_text(review_page(card, WORDS), 120)


def test_the_most_is_deducted_first_and_what_nothing_confirms_follows():
    case = {"set": {"合格率": {"claimed": "20"}, "培训支出": {"actual": "50万元"}}}
    case["set"]["举办培训"] = {"actual": "15余场"}  # at least 15 of 20: 15 points, or up to 20
    card = reviewed(changed(case))
    (table,) = [block for block in review_page(card, WORDS).blocks if isinstance(block, PageTable)]
    # 40 of 50 is 8 of 10 points; both lose 2
    assert [(cell_text(row[0]), cell_text(row[6])) for row in table.rows] == [
        ("合格率", "2.00"),
        ("培训支出", "2.00"),
        ("举办培训", "0.00–5.00"),
    ]
    assert [one.most for one in unconfirmed(card)] == [5]


def test_a_sheet_says_which_clause_and_which_cell(faulty):
    text = run("review", str(faulty), "--format", "markdown", "--lang", "zh").stdout
    (row,) = [line for line in text.splitlines() if line.startswith("| 合格率 |")]
    assert "\\$.indicators\\[1\\].claimed" in row
    assert "注3" in row


def test_a_doubtful_direction_makes_a_doubtful_score_a_warning():
    # fewer accidents are better; read as ≥ the row would lose nearly all its points
    row = {"name": "安全事故数", "target": "20起", "actual": "2起"}
    card = reviewed(changed({"set": {"举办培训": row}}))
    told = {finding.code: card.severity(finding) for finding in card.findings}
    assert told["PRT06"] is told["PRS03"] is Severity.WARNING


# -- SARIF 2.1.0: what its schema asks for --------------------------------------------------------


URI = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")


def sarif_of(path, *more):
    return json.loads(run("review", str(path), "--format", "sarif", *more).stdout)


@pytest.mark.parametrize(
    "name", ["09-lijiang-gucheng-weipianzhifa-2020/form.txt", "20-liangping-linyeju-2022/form.xlsx"]
)
def test_sarif_has_what_its_schema_requires(name):
    log = sarif_of(ROOT / "tests" / "forms" / name, "--spec", "cn-mof/project@2020")
    assert set(log) <= {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    assert set(one) == {"tool", "results"}
    driver = one["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in one["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert ids[result["ruleIndex"]] == result["ruleId"]
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert URI.fullmatch(physical["artifactLocation"]["uri"])
            assert physical.get("region", {"startLine": 1})["startLine"] >= 1
            for logical in location.get("logicalLocations", ()):
                assert logical["fullyQualifiedName"].endswith(logical["name"])


def test_sarif_tells_the_line_of_a_text_and_the_cell_of_a_workbook():
    name = "22-yongde-minglang-zhongxue-2022/form.xlsx"
    log = sarif_of(ROOT / "tests" / "forms" / name, "--spec", "cn-mof/project@2020")
    (place,) = [
        result["locations"][0]
        for result in log["runs"][0]["results"]
        if result["ruleId"] == "PRS05"
    ]
    assert place["logicalLocations"][0]["name"] == "I20"
    assert "region" not in place["physicalLocation"]


def test_a_chinese_file_name_is_a_uri_in_sarif(tmp_path):
    path = tmp_path / "自评 表.json"
    path.write_text(json.dumps(changed(FAULTY), ensure_ascii=False), "utf-8")
    log = sarif_of(path)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]
    assert uri.endswith("/%E8%87%AA%E8%AF%84%20%E8%A1%A8.json")


def test_a_column_of_money_that_a_form_does_not_have_is_not_blank(tmp_path):
    path = tmp_path / "form.txt"
    head = "项目支出绩效自评表\n(2023年度)\n单位名称\t某局\n"
    head += "资金(万元)\t资金来源\t全年预算数\t全年执行数\n"
    titles = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    row = "产出指标\t数量\t举办培训\t≥20场\t20场\t90\t90\n"
    path.write_text(f"{head}\t年度资金总额\t100\t95\n{titles}{row}", "utf-8")
    read = perfrules.read_form(path)
    forms = [
        read,
        perfrules.form_from(perfrules.form_document(read)),
        perfrules.form_from(clean_document(read)),
    ]
    spec = perfrules.load_spec("cn-mof/project", 2020)
    for form in forms:
        card = perfrules.review_card(perfrules.score(form, spec))
        assert "PRF13" not in {finding.code for finding in card.findings}
    document = perfrules.form_document(read)["budget"]["rows"][0]
    assert document["cells"] == {"revised": "5:3", "executed": "5:4"}
