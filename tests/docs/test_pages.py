"""Every page leads somewhere, and every command and program that a page shows is run."""

import doctest
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support import ROOT, run

ENGLISH = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs" / "decisions").glob("*.md"),
        *(ROOT / "benchmarks").glob("*.md"),
        *(ROOT / "examples").rglob("*.md"),
    ]
)
PAGES = {page.relative_to(ROOT).as_posix(): page for page in ENGLISH}
CODES = sorted((ROOT / "docs" / "findings").glob("*.md"))
CHINESE = ".zh-CN.md"
TWINS = [name for name in PAGES if name.endswith(CHINESE)]

SHOWN = {"text", "yaml", "toml", "json"}
"""Languages of blocks that are looked at, not run."""
RUN = {"pycon", "python", "console", "sh", "powershell"}

LINTERS = ("ruff format --check .", "ruff check .", "mypy --strict perfrules", "lint-imports")
"""What the gate runs itself, after the tests."""


def blocks(page, language=r"\w*"):
    """Return (language, text) of the code blocks of a page."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [(name, text) for name, text in found if re.fullmatch(language, name)]


def texts(page, language):
    return [text for _, text in blocks(page, language)]


def prose(page):
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(page):
    """Return the names by which headings can be linked to, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def dead_links(page):
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)]+)\)", prose(page)):
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            yield target


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file_and_a_heading(name):
    assert list(dead_links(PAGES[name])) == []


def test_every_link_of_the_pages_of_findings_leads_to_a_file():
    assert {page.name: list(dead_links(page)) for page in CODES if list(dead_links(page))} == {}


@pytest.mark.parametrize("name", PAGES)
def test_every_block_names_its_language(name):
    assert {language for language, _ in blocks(PAGES[name])} <= SHOWN | RUN


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if texts(page, "pycon")])
def test_every_session_gives_what_the_page_shows(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    session = "\n".join(texts(PAGES[name], "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, name, name, 0)
    told = []
    result = doctest.DocTestRunner().run(test, out=told.append)
    assert result.failed == 0, "".join(told)


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if texts(page, "python")])
def test_every_program_runs(name, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    names = {}
    for program in texts(PAGES[name], "python"):
        exec(compile(program, name, "exec"), names)


def one_spaced(line):
    return " ".join(line.split())


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if texts(page, "console")])
def test_every_command_prints_what_the_page_shows(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "160")
    for part in "\n".join(texts(PAGES[name], "console")).strip().split("\n\n"):
        command, *shown = part.splitlines()
        printed = map(one_spaced, run(*shlex.split(command)[2:]).output.splitlines())
        beginnings = tuple(map(one_spaced, shown))
        found = [line for line in printed if line.startswith(beginnings)] if shown else []
        assert len(found) == len(shown), shown


def commands(page):
    """Return the commands of a page's shell blocks, without their comments."""
    for text in texts(page, "sh"):
        for line in text.splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield words


NEW = "specs/cn-gz-qiannan/department/2024.yaml"
PLACEHOLDERS = {"FORM": "examples/partly-met-2023.yaml", "FILE": NEW}
"""What a reader puts in the place of these words; `spec new` has made the second one."""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Work in an empty folder beside the examples, as somebody with an installed perfrules."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / NEW).parent.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if texts(page, "sh")])
def test_every_command_of_a_page_runs(name, desk):
    for words in commands(PAGES[name]):
        program = Path(words[0]).name
        if program == "perfrules":
            result = run(*(PLACEHOLDERS.get(word, word) for word in words[1:]))
            assert result.exit_code in (0, 1), (words, result.output)
        elif program == "pytest":
            status = subprocess.run([sys.executable, "-m", "pytest", *words[1:]], cwd=ROOT)
            assert status.returncode == 0, words
        else:
            assert is_run_by_the_gate(words), words


def is_run_by_the_gate(words):
    """Tell whether the gate runs a command, or one of the README's two that begins like it."""
    readme = [shlex.split(text) for text in texts(ROOT / "README.md", "sh")]
    english = ["en" if word == "zh" else word for word in words]
    if any(english == command[: len(words)] for command in readme):
        return True
    gate = (ROOT / ".ci" / "run").read_text("utf-8").replace('"$bin/', "").replace('"', "")
    linter = " ".join([Path(words[0]).name, *words[1:]])
    return linter in LINTERS and linter in gate.splitlines()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_windows_command_is_the_first_command(name):
    first, windows = texts(PAGES[name], "sh")[0], texts(PAGES[name], "powershell")[0]
    unix = windows.replace("py -m", "python3 -m").replace("Scripts", "bin").replace("\\", "/")
    assert unix.replace("; ", " && ") == first


@pytest.mark.parametrize("name", TWINS)
def test_a_page_in_chinese_has_the_same_parts_as_the_english_one(name):
    chinese, english = PAGES[name], PAGES[name.replace(CHINESE, ".md")]
    assert f"]({english.name})" in chinese.read_text("utf-8")
    assert f"]({chinese.name})" in english.read_text("utf-8")
    for page, other in ((english, chinese), (chinese, english)):
        levels = [re.findall(r"^#+ ", prose(one), re.MULTILINE) for one in (page, other)]
        assert levels[0] == levels[1]
    assert [said(text) for text in blocks(english)] == [said(text) for text in blocks(chinese)]


def said(block):
    """Return the commands of a block, whatever language they ask for; of other blocks all."""
    language, text = block
    text = re.sub(r"--lang \w\w|\"(?:en|zh)\"", "LANG", text)
    kept = {"pycon": (">>> ", "... "), "console": ("$ ",)}.get(language)
    if language == "text":
        return language, None
    lines = [line.partition("  #")[0] for line in text.splitlines()]
    return language, [line for line in lines if not kept or line.startswith(kept)]


def test_every_decision_is_listed():
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    for page in (ROOT / "docs" / "decisions").glob("0*.md"):
        assert f"]({page.name})" in listed


@pytest.mark.parametrize("word", ["socket", "urllib.request", "http.client", "ssl", "ftplib"])
def test_the_library_has_no_network_code(word):
    for path in (ROOT / "perfrules").rglob("*.py"):
        assert not re.search(rf"\b(?:import|from) {word}\b", path.read_text("utf-8")), path


ARCHITECTURE = ROOT / "docs" / "architecture.md"


def test_the_drawing_has_the_order_that_the_gate_checks():
    """A room drawn above another lies above it in the contract, and no room is invented."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = [one for one in contracts if one["type"] == "layers"]
    floors = {
        room: number
        for number, layer in enumerate(contract["layers"])
        for room in re.findall(r"perfrules\.(\w+)", layer)
    }
    drawing = texts(ARCHITECTURE, "text")[0].splitlines()
    drawn = [re.match(r"\w+(?:  \w+)*", line)[0].split() for line in drawing]
    heights = [{floors[room] for room in line} for line in drawn]
    assert all(len(height) == 1 for height in heights)
    assert [min(height) for height in heights] == sorted(min(height) for height in heights)


def test_the_architecture_names_modules_that_exist():
    named = re.findall(r"`((?:\w+/)*\w+\.py)`", ARCHITECTURE.read_text("utf-8"))
    modules = [path.as_posix() for path in (ROOT / "perfrules").rglob("*.py")]
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in modules)] == []
