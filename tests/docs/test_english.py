"""English without the words that give a translation away."""

import ast
import re
import tokenize

import pytest
import yaml

from perfrules.cli import main
from tests.support import CASES, ROOT, run

GIVEAWAYS = yaml.safe_load((CASES / "english" / "giveaways.yaml").read_text("utf-8"))

PAGES = [
    *(page for page in ROOT.glob("*.md") if page.name != "CONTRIBUTING.md"),  # it names them
    *(ROOT / "docs" / "decisions").glob("*.md"),
    *(ROOT / "docs").glob("a-score-*.md"),
    *(ROOT / "docs" / name for name in ("api.md", "architecture.md", "spec-language.md")),
    ROOT / "benchmarks" / "README.md",
]

MODULES = sorted((ROOT / "perfrules").rglob("*.py"))


def found(text):
    """Yield each giveaway word of a text with its surroundings and its cure."""
    plain = " ".join(text.split())
    for entry in GIVEAWAYS:
        for match in re.finditer(rf"\b(?:{entry['word']})\b", plain, re.IGNORECASE):
            around = plain[max(0, match.start() - 30) : match.end() + 30]
            if not any(phrase in around for phrase in entry.get("but", ())):
                yield f"…{around}…: {entry['say']}"


def without_code(text):
    return re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_no_giveaway_words(page):
    assert list(found(without_code(page.read_text("utf-8")))) == []


def docstrings(module):
    """Yield the docstrings of a module, below its constants and fields too, and its comments."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
    with module.open("rb") as stream:
        for token in tokenize.tokenize(stream.readline):
            if token.type == tokenize.COMMENT and "noqa" not in token.string:
                yield token.string


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_docstrings_and_comments_have_no_giveaway_words(module):
    assert [hit for text in docstrings(module) for hit in found(without_code(text))] == []


def commands(command, path=()):
    """Yield the words of each command below one."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


@pytest.mark.parametrize("command", list(commands(main)), ids=" ".join)
def test_the_help_of_a_command_has_no_giveaway_words(command, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    text = run(*command, "--help").output
    assert text.startswith("Usage:")
    assert list(found(text)) == []


def test_a_giveaway_is_found_and_a_good_phrase_is_not():
    (one,) = found("A total that is left\nblank is told.")
    assert "reported" in one
    assert list(found("This is no number")) != []
    assert list(found("It is no longer open; there is no other.")) == []
