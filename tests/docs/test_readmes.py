"""The READMEs keep their word, in both languages, and the documents lead somewhere."""

import re
import tomllib

import pytest
import yaml

import perfrules
from perfrules.resources import schema
from tests.support import EXAMPLES, ROOT, run

READMES = ("README.md", "README.zh-CN.md")
PAGES = [ROOT / name for name in (*READMES, "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))


def blocks(name, language):
    text = (ROOT / name).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_a_readme_opens_with_two_commands_of_one_line(name):
    commands = blocks(name, "sh")
    assert len(commands) == 2
    assert all(command.count("\n") == 1 for command in commands)
    assert "perfrules score examples/qiannan-bigdata-2023.txt" in commands[0]
    assert "pytest" in commands[1]


def test_both_readmes_give_the_same_commands():
    one, two = (blocks(name, "sh") for name in READMES)
    assert one[1] == two[1]
    assert one[0].replace("--lang en", "--lang zh") == two[0]


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_first_command_prints_what_the_readme_shows(name, lang):
    printed = run(
        "score", EXAMPLES / "qiannan-bigdata-2023.txt", "--lang", lang
    ).output.splitlines()
    shown = blocks(name, "text")[0].splitlines()
    for line in shown:
        assert any(found.startswith(line) for found in printed), line


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_commands_print_what_the_readme_shows(name, lang, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    consoles = blocks(name, "console")
    assert len(consoles) == 2
    for part in "\n".join(consoles).strip().split("\n\n"):
        command, *shown = part.splitlines()
        arguments = [word.replace("examples/", f"{EXAMPLES}/") for word in command.split()[2:]]
        printed = run(*arguments).output.splitlines()
        for line in shown:
            words = line.split()
            assert any(words == found.split()[: len(words)] for found in printed), line


def test_the_library_example_of_the_readme_runs():
    (program,) = blocks("README.md", "python")
    names = {"print": lambda *texts: None}
    code = program.replace("examples/", f"{EXAMPLES}/")
    exec(compile(code, "README.md", "exec"), names)
    assert (names["card"].total.low, names["card"].grade) == (87, "优")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_small_specs_of_the_language_page_fit_the_schema_words():
    text = (ROOT / "docs" / "spec-language.md").read_text("utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL):
        assert yaml.safe_load(block)


def test_the_public_names_are_documented():
    for name in perfrules.__all__:
        thing = getattr(perfrules, name)
        if not name.startswith("__"):
            assert thing.__doc__, name


def test_every_spec_names_its_schema_for_editors():
    own = [path for path in (ROOT / "specs").glob("*/*/*.yaml") if ".cases" not in path.name]
    for path in (*own, *EXAMPLES.glob("specs/*/*/*.yaml"), *EXAMPLES.glob("bundles/*/*/*/*.yaml")):
        first = path.read_text("utf-8").splitlines()[0]
        target = first.partition("$schema=")[2]
        assert (path.parent / target).resolve() == ROOT / "schemas" / "spec.schema.json"


def test_simpleeval_is_recent_enough():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "simpleeval>=1.0.8" in project["dependencies"]


def test_the_schema_tells_what_the_engine_runs():
    shapes = set(schema("spec")["$defs"]["rule"]["properties"])
    from perfrules.speclib.build.rules import SHAPES

    assert {*SHAPES, "of", "given", "let", "needs", "bounds", "round", "cite", "assume"} == shapes
