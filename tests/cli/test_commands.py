"""The command line: what it prints, where, and with which exit status."""

import json
import os
import subprocess
import sys

import pytest

import perfrules
from perfrules.cli import default_lang
from perfrules.model.messages import Lang
from perfrules.resources import schema
from tests.support import CASES, EXAMPLES, PARTLY, TRIAL, expectation, run

TXT = str(EXAMPLES / "qiannan-bigdata-2023.txt")
XLSX = str(EXAMPLES / "qiannan-bigdata-2023.xlsx")


@pytest.mark.parametrize("path", [TXT, XLSX])
def test_the_founding_form_is_scored(path):
    result = run("score", path, "--lang", "en")
    assert result.exit_code == 0
    numbered = [line for line in result.output.splitlines() if line.strip()[:2].strip().isdigit()]
    assert (
        len([line for line in numbered if line.startswith("  ") or line[:3].strip().isdigit()])
        >= 26
    )
    assert "Total: low 87.00, high 100.00, settled 100.00, claimed 100" in result.output
    assert "Grade: possible 良 优; settled 优; claimed 优" in result.output


def test_json_follows_the_contract():
    from jsonschema import Draft202012Validator

    result = run("score", TXT, PARTLY, TXT + ".missing", "--format", "json")
    assert result.exit_code == 2
    objects = [json.loads(line) for line in result.output.splitlines()]
    assert [one["schema"] for one in objects] == ["perfrules/scorecard/1"] * 2 + [
        "perfrules/failure/1"
    ]
    for one in objects:
        Draft202012Validator(schema("scorecard")).validate(one)
    first = objects[0]
    assert (first["total"]["low"], first["total"]["high"]) == ("87.00", "100.00")
    assert first["total"]["settled"] == "100.00"
    assert first["grade"] == {"settled": "优", "possible": ["良", "优"], "claimed": "优"}
    assert len(first["lines"]) == 26
    line = next(one for one in first["lines"] if one["name"] == "建成5G基站")
    assert (line["kind"], line["rule"], line["outcome"]) == ("positive", "positive", "scored")
    assert (line["target"], line["weight"], line["low"], line["settled"]) == (
        "2500个",
        "3",
        "3.00",
        "3.00",
    )
    assert line["where"].endswith("qiannan-bigdata-2023.txt:23:4")
    assert set(line["clauses"]) <= set(first["clauses"])
    assert set(line["assumptions"]) <= {one["id"] for one in first["assumptions"]}


def test_what_read_prints_can_be_scored(tmp_path):
    written = run("read", TXT, "--format", "json")
    assert written.exit_code == 0
    path = tmp_path / "form.json"
    path.write_text(written.output, encoding="utf-8")
    one, two = perfrules.read_form(TXT), perfrules.read_form(path)
    assert [(r.name, r.target, r.actual, r.weight) for r in one.rows] == [
        (r.name, r.target, r.actual, r.weight) for r in two.rows
    ]
    assert "87.00" in run("score", path).output


def test_read_shows_what_was_understood():
    result = run("read", TXT, "--lang", "zh")
    assert result.exit_code == 0
    assert "年度资金总额 2002.94 3651 3651" in " ".join(result.output.split())
    assert "PR201" in result.output


def test_one_row_is_explained():
    result = run("explain", TXT, "--row", "建成5G基站", "--lang", "zh")
    assert result.exit_code == 0
    assert result.output.count("\n") == 1
    assert "实际完成值 2500个 不小于 年度指标值 2500个" in result.output


def test_an_unknown_row_is_answered_with_near_ones():
    result = run("explain", TXT, "--row", "建成5G", "--lang", "en")
    assert result.exit_code == 2
    assert "PR315" in result.output
    assert "建成5G基站" in result.output


def test_a_missing_package_is_answered_with_the_extra_that_brings_it(monkeypatch):
    def missing(path, source=""):
        raise perfrules.MissingExtra("excel", "python_calamine")

    monkeypatch.setattr("perfrules.read_forms", missing)
    result = run("score", XLSX, "--lang", "en")
    assert result.exit_code == 2
    assert "PR108" in result.output
    assert "pip install 'perfrules[excel]'" in result.output


def test_a_year_is_swapped_on_the_command_line():
    before, after = run("score", PARTLY), run("score", PARTLY, "--spec", TRIAL)
    assert (before.exit_code, after.exit_code) == (0, 1)
    assert "10.00–15.99" in before.output
    assert "12.00–15.99" in after.output


def test_warnings_raise_the_exit_status_only_when_strict():
    assert run("score", TXT).exit_code == 0
    assert run("score", TXT, "--strict").exit_code == 1
    assert run("score", PARTLY, "--strict").exit_code == 0


def test_a_spec_is_named():
    result = run("score", TXT, "--spec", "cn-gz-qiannan/department@2023", "--lang", "en")
    assert "chosen by: named" in result.output


def test_a_spec_that_does_not_exist_is_answered_with_those_there_are():
    result = run("score", TXT, "--spec", "cn-gz-qiannan/department@2019", "--lang", "en")
    assert result.exit_code == 2
    assert "PR325" in result.output
    assert "cn-gz-qiannan/department@2023" in result.output


def test_a_form_that_no_spec_fits_is_not_scored(tmp_path):
    path = tmp_path / "form.yaml"
    text = (EXAMPLES / "partly-met-2023.yaml").read_text("utf-8")
    path.write_text(text.replace("fiscal_year: 2023", "fiscal_year: 2022"), encoding="utf-8")
    result = run("score", path, "--lang", "zh")
    assert result.exit_code == 2
    assert "PR314" in result.output


def test_output_goes_to_a_file_whole_or_not_at_all(tmp_path):
    target = tmp_path / "out.json"
    assert run("score", TXT, "--format", "json", "-o", target).exit_code == 0
    assert json.loads(target.read_text("utf-8"))["schema"] == "perfrules/scorecard/1"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_folder_that_does_not_exist_is_told(tmp_path):
    result = run("score", TXT, "-o", tmp_path / "none" / "out.json")
    assert result.exit_code == 2
    assert "out.json" in result.output
    assert isinstance(result.exception, SystemExit)


def test_specs_are_listed_shown_and_checked():
    assert "cn-gz-qiannan/department@2023" in run("spec", "list").output
    shown = run("spec", "show", "cn-gz-qiannan/department@2023", "--lang", "zh")
    assert "各三级指标得分最高不能超过该指标分值上限" in shown.output
    assert "rows/bare-cost" in shown.output
    assert "试用，非真实规定" in run("spec", "show", TRIAL, "--lang", "zh").output
    assert run("spec", "check", TRIAL, "cn-gz-qiannan/department@2023").exit_code == 0


def test_a_resolved_spec_is_a_spec_of_its_own_with_the_same_digest(tmp_path):
    path = tmp_path / "flat.yaml"
    resolved = run("spec", "resolve", TRIAL)
    assert resolved.exit_code == 0
    path.write_text(resolved.output, encoding="utf-8")
    one, two = run("spec", "digest", TRIAL).output, run("spec", "digest", path).output
    assert one == two
    assert one.startswith("cn-gz-qiannan/department@2024.1: sha256:")
    assert "amend" not in json.loads(resolved.output)
    assert run("spec", "resolve", "cn-gz-qiannan/department@2023").exit_code == 0


def test_a_broken_spec_is_told_at_line_and_column():
    path = CASES / "broken-specs" / "two-faults-one-run.yaml"
    result = run("spec", "check", path, "--lang", "en")
    assert result.exit_code == 2
    places = [line.split(": ")[0] for line in result.output.splitlines()]
    assert places == [f"{path}:{entry.split()[1]}" for entry in expectation(path)]


def test_a_broken_spec_stops_scoring():
    path = CASES / "broken-specs" / "overlap-in-scale.yaml"
    result = run("score", TXT, "--spec", path)
    assert result.exit_code == 2


def test_completion_is_printed():
    assert "_PERFRULES_COMPLETE" in run("completion", "bash").output


@pytest.mark.parametrize("command", ["score", "read", "explain", "spec"])
def test_every_command_has_help(command):
    assert run(command, "--help").exit_code == 0


def test_a_wrong_language_is_told():
    assert run("score", TXT, "--lang", "fr").exit_code == 2


@pytest.mark.parametrize(
    ("values", "lang"),
    [
        ({}, Lang.ZH),
        ({"LANG": "C"}, Lang.ZH),
        ({"LANG": "zh_CN.UTF-8"}, Lang.ZH),
        ({"LANG": "en_US.UTF-8"}, Lang.EN),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, Lang.ZH),
    ],
)
def test_the_language_is_that_of_the_locale_else_chinese(values, lang, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    assert default_lang() is lang


def test_it_runs_in_an_ascii_locale():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "perfrules", "score", TXT],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0
    assert "确定 100.00" in done.stdout.decode("utf-8")


def test_every_hint_is_printed_that_differs(tmp_path):
    path = tmp_path / "form.yaml"
    text = (EXAMPLES / "partly-met-2023.yaml").read_text("utf-8")
    text = text.replace('claimed: "18"', 'claimed: "17"').replace('claimed: "9.5"', 'claimed: "9"')
    path.write_text(text.replace("actual: 96%", "actual: 45%"), encoding="utf-8")
    output = run("score", path, "--lang", "en").output
    assert "hint: claim 18.00, or correct the actual" in output
    assert "hint: claim 5.00, or correct the actual" in output
    assert "hint: claim 9.50, or correct the amounts" in output
