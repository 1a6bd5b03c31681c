"""The second opinion: score and deviation after review, and an audit of the reviewer."""

import copy
import json
from fractions import Fraction

import pytest
import yaml

import perfrules
from perfrules import resources
from perfrules.findings import Severity
from perfrules.model.messages import Lang
from perfrules.values import exact
from tests.review.test_review import CLEAN, SPEC, changed
from tests.support import CASES, ROOT, run

CASES_OF = yaml.load((CASES / "second.yaml").read_text("utf-8"), yaml.BaseLoader)
WHOLE = CASES_OF[0]["review"]


def with_review(review):
    document = copy.deepcopy(CLEAN)
    for row in document["indicators"]:
        if row["name"] in review:
            row["reviewed"] = review[row["name"]]
    return document


def opinion(document, reviewed=None, spec=None):
    card = perfrules.score(perfrules.form_from(document), SPEC)
    return perfrules.second_opinion(card, reviewed, spec)


def codes(found):
    return sorted({finding.code for finding in found.findings} - {"PRV12"})


@pytest.mark.parametrize("case", CASES_OF, ids=lambda case: case["id"])
def test_the_reviewer_is_audited(case):
    found = opinion(with_review(case["review"]))
    assert codes(found) == sorted(case["found"])
    points = {line.own.name: line.points for line in found.lines}
    for name, after in case.get("after", {}).items():
        assert points[name] == exact(after)
    for finding in found.findings:
        for lang in Lang:
            assert "{" not in perfrules.message(finding, lang)


@pytest.mark.parametrize("case", [c for c in CASES_OF if "total" in c], ids=lambda c: c["id"])
def test_the_totals_and_their_deviation(case):
    found = opinion(with_review(case["review"]))
    total = {name: Fraction(value) for name, value in case["total"].items()}
    assert (found.claimed, found.points, found.deviation) == tuple(total.values())


def test_a_finding_about_the_reviewer_is_as_bad_as_the_review_says():
    found = opinion(with_review({"举办培训": {"points": "20"}}))
    severities = {found.severity(finding) for finding in found.findings}
    assert severities == {one.severity for one in found.judged}


def test_a_row_that_the_review_passes_over_is_told():
    found = opinion(with_review({"举办培训": {"points": "20"}}))
    told = {finding.row for finding in found.findings if finding.code == "PRV12"}
    assert told == {"合格率", "培训支出", "能力提升", "完成时间", "满意度"}
    assert found.points is None
    assert found.deviation is None


def test_the_reviewers_copy_is_matched_by_name_whatever_its_order():
    reviewed = copy.deepcopy(CLEAN)
    reviewed["indicators"].reverse()
    reviewed["indicators"][-1] |= {"name": "1、举办培训", "actual": "16场", "claimed": "16"}
    found = opinion(CLEAN, perfrules.form_from(reviewed))
    line = next(line for line in found.lines if line.own.name == "举办培训")
    assert (line.points, line.deviation) == (16, Fraction(1, 5))
    assert codes(found) == ["PRV02"]


def test_a_reviewers_copy_may_have_columns_of_review_itself():
    found = opinion(CLEAN, perfrules.form_from(with_review(WHOLE)))
    assert (found.points, codes(found)) == (Fraction(193, 2), [])


def test_the_review_may_have_rules_of_its_own():
    spec = perfrules.load_spec("cn-mof/project", 2020)
    found = opinion(with_review(WHOLE), None, spec)
    assert found.reviewed.spec is spec
    assert found.own.spec is SPEC


def test_a_claim_of_nothing_has_no_deviation():
    document = changed({"set": {"合格率": {"claimed": "0"}}})
    found = opinion(document, perfrules.form_from(document))
    assert {line.deviation for line in found.lines if line.own.name == "合格率"} == {None}


# -- columns of a reviewer, as files have them ------------------------------------------------

HEAD = "项目支出绩效自评表\n（2023年度）\n项目名称\t培训\t实施单位\t黔南州示例局\n"
TITLES = "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重\t自评完成值\t自评得分"
REVIEW = "\t复核完成值\t复核得分\t偏离度\t备注\n"
ROW = "产出指标\t数量\t举办培训\t≥\t20\t场\t20\t20\t20\t16\t15\t25%\t佐证只有16场\n"


@pytest.fixture
def thirteen_columns(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text(HEAD + TITLES + REVIEW + ROW, "utf-8")
    return path


def test_the_thirteen_columns_of_an_evaluator_are_read(thirteen_columns):
    (row,) = perfrules.read_form(thirteen_columns).rows
    assert (row.target.text, row.actual.text, row.claimed.value) == ("≥20场", "20", 20)
    assert row.reviewed.actual.number == 16
    assert (row.reviewed.points.value, row.reviewed.deviation.value) == (15, Fraction(1, 4))
    assert row.reviewed.remark == "佐证只有16场"


def test_a_form_with_columns_of_review_is_written_and_read_back(thirteen_columns):
    form = perfrules.read_form(thirteen_columns)
    again = perfrules.form_from(perfrules.form_document(form))
    assert again.rows[0].reviewed == form.rows[0].reviewed


def test_remarks_alone_are_no_review(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text(HEAD + TITLES + "\t备注\n" + "\t".join(ROW.split("\t")[:9]) + "\t无\n", "utf-8")
    assert perfrules.read_form(path).rows[0].reviewed is None


# -- the command --------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    own, reviewed = tmp_path / "own.json", tmp_path / "reviewed.json"
    own.write_text(json.dumps(CLEAN, ensure_ascii=False), "utf-8")
    copied = changed({"set": {"举办培训": {"actual": "16场", "claimed": "15"}}})
    reviewed.write_text(json.dumps(copied, ensure_ascii=False), "utf-8")
    return own, reviewed


def test_the_sheet_shows_score_and_deviation_after_review(files):
    own, reviewed = files
    result = run("review", own, "--reviewed", reviewed, "--lang", "zh")
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("举办培训")]
    assert line.split()[1:] == ["16场", "20", "20", "15.00", "16.00", "25.00%"]
    assert "PRV02" in result.stdout
    assert "合计" in result.stdout


def test_a_deviation_that_does_not_end_is_rounded(tmp_path, files):
    own, _ = files
    copied = tmp_path / "copied.json"
    less = changed({"set": {"能力提升": {"claimed": "17", "reason": "佐证不足，酌情扣分"}}})
    copied.write_text(json.dumps(less, ensure_ascii=False), "utf-8")
    text = run("review", own, "--reviewed", copied, "--lang", "zh").stdout
    (line,) = [line for line in text.splitlines() if line.startswith("能力提升")]
    assert line.split()[-1] == "10.53%"  # 2 of 19
    (whole,) = [line for line in text.splitlines() if line.startswith("合计")]
    assert whole.split()[-1] == "2.07%"  # 2 of 96.5
    document = json.loads(run("review", own, "--reviewed", copied, "--format", "json").stdout)
    assert document["second"]["deviation"] == "2.07%"


def test_the_sheet_in_markdown_shows_it_too(files):
    own, reviewed = files
    args = ("--reviewed", reviewed, "--format", "markdown", "--lang", "en")
    text = run("review", own, *args).stdout
    assert "| 举办培训 | 16场 | 20 | 20 | 15.00 | 16.00 | 25.00% |" in text


def test_the_second_opinion_as_json_fits_the_schema(files):
    from jsonschema import Draft202012Validator

    own, reviewed = files
    rules = ("--review-spec", "cn-mof/project@2020", "--format", "json")
    document = json.loads(run("review", own, "--reviewed", reviewed, *rules).stdout)
    schema = json.loads((ROOT / "schemas" / "scorecard.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    second = document["second"]
    assert second["spec"] == "cn-mof/project@2020"
    assert (second["claimed"], second["reviewed"]) == ("96.50", "91.50")


def test_several_forms_have_no_one_reviewed_copy(files):
    own, reviewed = files
    assert run("review", own, own, "--reviewed", reviewed).exit_code == 2


# -- several forms ------------------------------------------------------------------------------


def cards(*documents):
    forms = [perfrules.form_from(document, f"{i}.json") for i, document in enumerate(documents)]
    return [perfrules.score(form, SPEC) for form in forms]


def test_a_form_that_was_handed_in_twice_is_told():
    (found,) = perfrules.review_batch(cards(CLEAN, CLEAN))
    assert (found.code, found.params["other"]) == ("PRX06", "0.json")


LONG = "因疫情防控形势变化，两场培训改期举行，明年将提前安排"


def test_a_text_of_another_unit_is_told():
    one = changed({"set": {"合格率": {"reason": LONG}}})
    two = {
        **changed({"set": {"合格率": {"reason": LONG, "actual": "82%"}}}),
        "unit": "黔南州另一局",
    }
    (found,) = perfrules.review_batch(cards(one, two))
    assert (found.code, found.row, found.params["text"]) == ("PRQ05", "合格率", LONG)
    assert perfrules.review_batch(cards(one, {**two, "unit": one["unit"]})) == ()


def test_one_name_with_another_unit_is_told():
    two = changed({"set": {"举办培训": {"target": "≥20期", "actual": "20期"}}})
    (found,) = perfrules.review_batch(cards(CLEAN, two))
    assert (found.code, found.row, found.params["other"]) == ("PRX03", "举办培训", "≥20场")


def batch_codes(*documents):
    return {finding.code: finding for finding in perfrules.review_batch(cards(*documents))}


def test_a_unit_whose_forms_all_claim_everything_is_told():
    one, two = (changed({"full": True, "form": {"title": title}}) for title in ("甲", "乙"))
    told = batch_codes(one, two)["PRG04"]
    assert (told.row, resources.messages().severity(told)) == (CLEAN["unit"], Severity.WARNING)
    assert "PRG04" not in batch_codes(one, CLEAN)


def test_nearly_all_forms_of_the_best_grade_are_told():
    forms = [{**CLEAN, "title": f"表{i}"} for i in range(5)]
    told = batch_codes(*forms)["PRX02"].params
    assert (told["count"], told["share"], told["grade"]) == ("5", "100.00%", "优")
    assert "PRX02" not in batch_codes(*forms[:4])
    low = changed(
        {"set": {"举办培训": {"actual": "2场", "claimed": "2"}}, "form": {"claimed_total": "78.5"}}
    )
    assert "PRX02" not in batch_codes(*forms[:3], low, {**low, "title": "乙"})


def test_what_a_department_spent_on_projects_is_that_of_its_project_forms():
    money = {
        "unit": "元",
        "rows": [{"label": "年度资金总额", "revised": "400000", "executed": "300000"}],
    }
    project = {**CLEAN, "kind": "project", "title": "项目支出绩效自评表", "budget": money}
    told = batch_codes(CLEAN, project)["PRX04"]  # 35万元 there, 30万元 here
    assert (told.row, told.params["executed"], told.params["sum"]) == ("项目支出", "35", "30")
    other = {**project, "title": "另一项目", "budget": None}
    money["rows"][0]["executed"] = "350000"
    assert "PRX04" not in batch_codes(CLEAN, project, other)
    assert "PRX04" not in batch_codes(CLEAN)


def test_an_owner_that_is_the_unit_of_another_form_is_told():
    heads = (
        {"主管部门": "县教育局", "实施单位": "县招生办"},
        {"主管部门": "县招生办", "实施单位": "县教育局"},
    )
    one, two = ({**CLEAN, "title": head["主管部门"], "head": head} for head in heads)
    assert batch_codes(one, two)["PRF10"].params["owner"] == "县招生办"
    assert "PRF10" not in batch_codes(one, {**one, "title": "另一项目"})


def test_the_command_tells_what_shows_between_forms(files):
    own, _ = files
    result = run("review", own, own, "--lang", "zh")
    assert result.exit_code == 1
    assert "各表之间" in result.stdout
    lines = run("review", own, own, "--format", "json").stdout.splitlines()
    assert json.loads(lines[-1])["findings"][0]["code"] == "PRX06"


# -- in January -----------------------------------------------------------------------------------

TARGETS = "一级指标\t二级指标\t三级指标\t指标值\t分值\n"


def test_a_table_of_targets_is_checked_before_anything_was_done(tmp_path):
    path = tmp_path / "targets.txt"
    rows = "产出指标\t数量\t举办培训\t20\t50\n产出指标\t成本\t培训支出\t≥40万元\t30\n"
    path.write_text(HEAD + TARGETS + rows, "utf-8")
    result = run("precheck", path, "--spec", "cn-gz-qiannan/department@2023", "--format", "json")
    assert result.exit_code == 1
    told = {(f["code"], f["row"]) for f in json.loads(result.stdout)["findings"]}
    expected = {("PR213", None), ("PRW01", None), ("PRT05", "举办培训"), ("PRM10", "培训支出")}
    assert expected <= told
    assert not {code for code, _ in told} & {"PRS09", "PRF13", "PRN01", "PRG04", "PR303"}


def test_the_sheet_before_anything_was_done_says_nothing_of_claims(tmp_path):
    path = tmp_path / "targets.txt"
    path.write_text(HEAD + TARGETS + "产出指标\t数量\t举办培训\t≥20场\t50\n", "utf-8")
    args = ("--spec", "cn-gz-qiannan/department@2023", "--lang", "zh")
    text = run("precheck", path, *args).stdout
    assert text.startswith("预检表：")
    assert "建议扣" not in text
    assert "自评" not in text.partition("\n")[2]


def test_a_table_of_targets_binds_without_actuals(tmp_path):
    path = tmp_path / "targets.txt"
    path.write_text(HEAD + TARGETS + "产出指标\t数量\t举办培训\t≥20场\t50\n", "utf-8")
    (row,) = perfrules.read_form(path).rows
    assert (row.target.text, row.weight.value, row.actual.text) == ("≥20场", 50, "")


def test_a_copy_of_another_form_gives_no_score_after_review():
    other = copy.deepcopy(CLEAN)
    for row in other["indicators"]:
        row["name"] = f"另一个{row['name']}"
    found = opinion(CLEAN, perfrules.form_from(other))
    rows = [line for line in found.lines if line.own.row]
    assert {line.points for line in rows} == {None}
    assert {line.deviation for line in rows} == {None}
    assert (found.points, found.deviation) == (None, None)
