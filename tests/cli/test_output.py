"""The command line: where output goes, and what it refuses to write or to take."""

import errno
import os
import re
import shutil

import pytest
from click.testing import CliRunner

import perfrules
from perfrules import resources
from perfrules.cli import main
from perfrules.model.messages import Lang
from perfrules.scoring import not_asked
from tests.support import CASES, EXAMPLES

FORM = EXAMPLES / "partly-met-2023.yaml"
TRIAL = EXAMPLES / "specs/cn-gz-qiannan/department/2024.yaml"


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def form(tmp_path):
    return shutil.copy(FORM, tmp_path / "form.yaml")


@pytest.mark.parametrize("command", ["score", "review", "precheck", "convert"])
@pytest.mark.parametrize(("lang", "said"), [("zh", "是要读的文件"), ("en", "would be overwritten")])
def test_a_form_is_not_overwritten(command, lang, said, form):
    result = run(command, form, "--lang", lang, "-o", form)
    assert result.exit_code == 2
    assert said in result.output
    assert form.read_bytes() == FORM.read_bytes()
    assert [path.name for path in form.parent.iterdir()] == ["form.yaml"]


def test_neither_a_link_to_it_nor_another_name_of_it_is_overwritten(form):
    link = form.parent / "link.yaml"
    link.symlink_to(form)
    for name in (link, form.parent / ".." / form.parent.name / "form.yaml"):
        assert run("score", form, "-o", name).exit_code == 2
    assert link.is_symlink()
    assert form.read_bytes() == FORM.read_bytes()


def test_a_missing_form_is_not_made_by_its_own_output(tmp_path):
    path = tmp_path / "none.yaml"
    assert run("score", path, "-o", path, "--format", "json").exit_code == 2
    assert not path.exists()


def test_neither_rules_nor_the_reviewed_copy_are_overwritten(form):
    rules = shutil.copy(TRIAL, form.parent / "rules.yaml")
    copy = shutil.copy(FORM, form.parent / "copy.yaml")
    for arguments in (
        ("score", form, "--spec", rules, "-o", rules),
        ("precheck", form, "--spec", rules, "-o", rules),
        ("review", form, "--review-spec", rules, "--reviewed", copy, "-o", rules),
        ("review", form, "--reviewed", copy, "-o", copy),
        ("spec", "show", rules, "-o", rules),
    ):
        assert run(*arguments).exit_code == 2
    assert rules.read_bytes() == TRIAL.read_bytes()
    assert copy.read_bytes() == FORM.read_bytes()


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "：文件夹 {} 不存在。"), ("en", ": the folder {} does not exist.")]
)
@pytest.mark.parametrize("command", ["score", "review", "precheck", "convert"])
def test_a_folder_that_does_not_exist_is_told_by_its_name(command, lang, said, tmp_path):
    folder = tmp_path / "nodir"
    result = run(command, FORM, "--lang", lang, "-o", folder / "x.yaml")
    assert result.exit_code == 2
    assert said.format(folder) in result.output
    assert ".part" not in result.output


def test_a_file_that_cannot_be_written_is_told_by_the_name_that_was_asked_for(tmp_path):
    name = tmp_path / ("x" * 300 + ".txt")
    result = run("score", FORM, "--lang", "zh", "-o", name)
    assert result.output.strip() == f"{name} 写不成：文件名太长。"


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "打不开：文件不存在。"), ("en", "there is no such file.")]
)
def test_a_missing_form_is_told_in_the_language_that_was_asked_for(lang, said, tmp_path):
    for arguments in (("score", tmp_path / "none"), ("score", FORM, "--spec", "none.yaml")):
        result = run(*arguments, "--lang", lang)
        assert result.exit_code == 2
        assert said in result.output
        assert "No such file" not in result.output


@pytest.mark.parametrize(("lang", "said"), [("zh", "这是文件夹"), ("en", "this is a folder")])
def test_a_folder_given_as_a_form_is_told(lang, said, tmp_path):
    result = run("score", tmp_path, "--lang", lang)
    assert result.exit_code == 2
    assert said in result.output
    assert "/*.xlsx" in result.output


def test_what_has_no_sentence_is_told_in_the_words_of_the_system(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    result = run("score", loop, "--lang", "zh")
    assert os.strerror(errno.ELOOP) in result.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_has_no_sentence_with_a_gap_left_open(lang):
    forms = sorted((CASES / "findings").glob("*.yaml"))
    rules = "cn-gz-qiannan/department@2023"
    result = run("review", *forms, "--spec", rules, "--format", "sarif", "--lang", lang)
    assert not re.findall(r"\{[a-z_]+\}", result.stdout)
    assert "…" in result.stdout


@pytest.mark.parametrize("command", ["score", "review"])
def test_in_a_file_nothing_is_cut(command, form, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    long = "每月至少一次到现场检查项目的实施进度和资金使用情况并写成书面报告" * 5
    text = form.read_text("utf-8").replace('claimed: "18"', 'claimed: "20"')
    form.write_text(text.replace("培训合格率", long), encoding="utf-8")
    target = form.parent / "s.txt"
    assert "…" in run(command, form).output
    assert run(command, form, "-o", target).exit_code in (0, 1)
    written = target.read_text("utf-8")
    assert long in written
    assert "…" not in written


def test_a_sheet_that_is_not_there_is_told_with_those_that_are():
    for command in ("score", "read", "explain"):
        output = run(command, FORM, "--sheet", "9", "--lang", "en").output
        assert "PR125 The file has no form “9”. there are: 1" in output


def test_a_row_like_no_other_is_answered_with_the_rows_there_are():
    output = run("explain", FORM, "--row", "zzz", "--lang", "zh").output
    assert "请用表上的名称：预算资金执行率, 举办培训" in output


@pytest.mark.parametrize(
    ("command", "layout", "fits"),
    [
        ("score", "table", ".txt"),
        ("score", "json", ".json, .jsonl"),
        ("review", "markdown", ".md"),
        ("precheck", "sarif", ".sarif, .json"),
    ],
)
def test_text_is_not_written_as_a_workbook(command, layout, fits, tmp_path):
    target = tmp_path / "r.XLSX"
    result = run(command, FORM, "--format", layout, "--lang", "en", "-o", target)
    assert result.exit_code == 2
    assert f"use {fits}." in " ".join(result.output.split())
    assert not list(tmp_path.iterdir())


def test_neither_are_rules(tmp_path):
    for arguments in (("show", TRIAL), ("new", "--from", TRIAL, "--year", "2026")):
        assert run("spec", *arguments, "-o", tmp_path / "r.docx").exit_code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["score", "review", "precheck", "explain", "what-if"])
def test_an_answer_that_no_rule_asks_for_is_told(command):
    result = run(command, FORM, "--input", "foo=1", "--lang", "en")
    assert "PR324" in result.output
    assert "does not ask for “foo”" in result.output
    assert "PR324" not in run(command, FORM, "--lang", "en").output


def test_compare_tells_of_an_answer_that_neither_asks_for():
    specs = ("--spec", "cn-gz-qiannan/department@2023", "--spec", TRIAL)
    result = run("compare", FORM, *specs, "--input", "举办培训:foo=1", "--lang", "zh")
    assert "不问“foo”" in result.stderr


def test_an_answer_that_the_rules_ask_for_is_taken_without_a_word():
    rules = perfrules.load_spec("cn-hn-yueyang/department", 2018)
    answers = dict.fromkeys(rules.inputs, "x")
    assert answers
    form = perfrules.with_inputs(perfrules.read_form(FORM), answers)
    assert not not_asked(form, rules)


@pytest.mark.parametrize(("lang", "said"), [("zh", "不起作用"), ("en", "it has no effect")])
def test_rules_for_a_review_that_is_not_there_are_refused(lang, said, tmp_path):
    rules = ("--review-spec", "cn-gz-qiannan/department@2023")
    target = tmp_path / "r.txt"
    result = run("review", FORM, *rules, "--lang", lang, "-o", target)
    assert result.exit_code == 2
    assert said in result.output
    assert not target.exists()
    assert run("review", FORM, *rules, "--reviewed", FORM).exit_code == 0
    assert "PR101" in run("review", tmp_path / "none", *rules).output


def test_one_is_not_told_in_the_plural():
    counted = re.compile(r"\{(count|columns|notes|examples|weight)\} [a-z ]*s\b")
    left = {
        key
        for key, texts in (
            *((code, one.message) for code, one in resources.messages().findings.items()),
            *resources.messages().reports.items(),
        )
        if counted.search(texts[Lang.EN])
    }
    assert left == {"PR112"}  # which is told of several forms, never of one


def test_in_a_pipe_nothing_is_cut(form, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    long = "每月至少一次到现场检查项目的实施进度和资金使用情况并写成书面报告" * 5
    form.write_text(form.read_text("utf-8").replace("培训合格率", long), encoding="utf-8")
    assert long in run("score", form).output
