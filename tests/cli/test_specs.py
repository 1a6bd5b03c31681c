"""The commands that maintain specs."""

import json

import perfrules
from tests.support import (
    CASES,
    EXAMPLES,
    FOUNDING,
    PARTLY,
    SMALL,
    TRIAL,
    run,
)


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
