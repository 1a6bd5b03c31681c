"""The command that explains a finding's code."""

import pytest

from perfrules.cli.catalogue import CodeName
from tests.cli.test_commands import run


def test_a_code_is_explained_however_it_is_written():
    for name in ("PR201", "pr201"):
        result = run("finding", name, "--lang", "en")
        assert result.exit_code == 0
        assert result.output.startswith("PR201 ")
        assert "What to do" in result.output


def test_all_codes_are_listed():
    output = run("finding", "--format", "markdown", "--lang", "zh").output
    assert output.startswith("# 发现的代码")
    assert "| PRS03 | 错误 |" in output


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有代码 PRS3"), ("en", "no code PRS3")])
def test_an_unknown_code_is_answered_with_similar_ones(lang, said):
    result = run("finding", "PRS3", "--lang", lang)
    assert result.exit_code == 2
    assert said in result.output
    assert "PRS03" in result.output
    assert "PR101" in run("finding", "qqqqqqq", "--lang", lang).output


def test_codes_are_completed():
    found = [item.value for item in CodeName().shell_complete(None, None, "prm")]
    assert "PRM01" in found
    assert all(code.startswith("PRM") for code in found)
