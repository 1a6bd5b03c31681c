"""Help and usage errors are in the reader's language, and a line is in one language."""

import gettext
import re
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from wcwidth import wcswidth

from perfrules.cli import main
from perfrules.cli.help import asked_lang, wrapped
from perfrules.model.messages import Lang
from perfrules.writers import FORMATS
from tests.support import ROOT, run

HELP = yaml.safe_load((ROOT / "specs" / "messages" / "help.yaml").read_bytes())
CHINESE = re.compile(r"[\u3400-\u9fff]")
ENGLISH_SENTENCE = re.compile(r"[A-Za-z][a-z]+ [a-z]+ [a-z]+")


def commands(command=main, path=()):
    """Yield every command with the words that reach it."""
    yield command, path
    if isinstance(command, click.Group):
        for name, own in command.commands.items():
            yield from commands(own, (*path, name))


PATHS = [path for _, path in commands()]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_is_in_one_language(path, lang):
    result = run("--lang", lang, *path, "--help")
    assert result.exit_code == 0
    assert bool(CHINESE.search(result.output)) is (lang == "zh")
    if lang == "zh":
        below = result.output.partition("\n")[2].replace("$(perfrules completion bash)", "")
        assert not ENGLISH_SENTENCE.search(below)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_fits_into_a_terminal(path, lang):
    for line in run("--lang", lang, *path, "--help").output.splitlines():
        assert wcswidth(line) <= 80, line


def test_every_sentence_of_help_is_used():
    names = {path[-1] if path else "main" for path in PATHS}
    assert set(HELP["commands"]) == names
    used = set()
    for command, path in commands():
        for option in command.params:
            if isinstance(option, click.Option):
                own = f"{path[-1] if path else 'main'}.{option.name}"
                used.add(own if own in HELP["options"] else option.name)
    assert set(HELP["options"]) - {"help"} == used


@pytest.mark.parametrize("place", [("--lang", "en", "score"), ("score", "--lang=en")])
def test_a_language_is_taken_wherever_it_is_written(place):
    assert "Score one or more forms." in run(*place, "--help").output


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C"}, "zh"),
        ({"PERFRULES_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"PERFRULES_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
    ],
)
def test_without_one_the_environment_decides(environment, lang, monkeypatch):
    monkeypatch.delenv("PERFRULES_LANG", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert asked_lang(["score"]) == lang
    assert run("--help").output.startswith("用法" if lang == "zh" else "Usage")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["scoer"], "错误：没有命令 'scoer'", "Error: No such command 'scoer'"),
        (["score", "x", "--fromat", "json"], "错误：没有选项 ", "Error: No such option"),
        (["score"], "错误：缺少参数", "Error: Missing argument"),
        (["score", "x", "--format", "jsn"], "'jsn' 不是 ", "'jsn' is not one of"),
        (["score", "x", "--sheet"], "选项 '--sheet' 后面要写值。", "requires an argument"),
        (["read", "x", "y"], "错误：多出的参数（y）", "Got unexpected extra argument (y)"),
        (["compare", "x", "--spec", "a"], "要写两次", "two specs are needed"),
        (["spec", "new", "--from", "a", "--year", "x"], "'x' 不是整数", "'x' is not a valid int"),
    ],
)
def test_a_usage_error_is_in_one_language(arguments, zh, en):
    for lang, said in (("zh", zh), ("en", en)):
        result = CliRunner().invoke(main, ["--lang", lang, *arguments])
        assert result.exit_code == 2
        assert said in result.output
        assert bool(CHINESE.search(result.output)) is (lang == "zh")


def test_click_speaks_its_own_words_again_afterwards():
    run("--lang", "zh", "score")
    assert click.exceptions._ is gettext.gettext
    assert click.core.ngettext is gettext.ngettext


def test_the_words_of_click_keep_their_placeholders():
    for english, chinese in HELP["click"].items():
        names = re.findall(r"\{\w+(?:![rs])?\}|%\(\w+\)s", english)
        assert set(re.findall(r"\{\w+(?:![rs])?\}|%\(\w+\)s", chinese)) <= set(names), english


def test_convert_names_the_formats_there_are():
    text = run("--lang", "en", "convert", "--help").output
    assert all(f".{name}" in text for name in FORMATS)


@pytest.mark.parametrize("room", [20, 40, 80])
def test_text_is_wrapped_by_cells_and_nothing_is_lost(room):
    text = HELP["commands"]["review"]["zh"].replace("\n\n", "")
    lines = wrapped(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。；：）”" for line in lines)


def test_help_asks_for_no_form_reader_or_engine():
    source = Path(ROOT / "perfrules" / "cli" / "help.py").read_text("utf-8")
    assert not re.search(r"perfrules\.(readers|engine|binding|review|explain|writers)", source)


def test_languages_are_those_of_messages():
    assert {lang.value for lang in Lang} == set(HELP["commands"]["score"])


def test_the_bare_command_shows_its_help():
    result = run()
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "score" in result.output


@pytest.mark.parametrize("command", [["spec"], ["completion"]])
def test_a_group_and_the_completion_take_the_language_too(command):
    assert "用法" in run(*command, "--lang", "zh", "--help").output
    assert "Usage" in run(*command, "--lang", "en", "--help").output
