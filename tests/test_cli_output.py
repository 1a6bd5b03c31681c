"""The command line: where output goes, and what it refuses to write or to take."""

import shutil

import pytest
from click.testing import CliRunner

from perfrules.cli import main
from tests.support import EXAMPLES

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
