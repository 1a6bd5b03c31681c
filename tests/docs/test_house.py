"""The house stays tidy: short functions, and one name for one thing."""

import ast
from collections import defaultdict

import pytest

from tests.support import ROOT

PACKAGE = ROOT / "perfrules"
LONGEST_FUNCTION = 40
TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}

FRONT = ("cli/", "api.py", "forms.py", "scoring.py", "sentences.py", "workshop/door.py")
"""A door and a command bear the name of what they offer: they call it, and are not another."""
SHARED = {
    "CHECKS": "the checks of each subject, gathered by review/checks.py",
    "main": "what a module does when it is run",
    "__getattr__": "a room's door",
}


def named(tree):
    """Yield the public names that a module defines."""
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


@pytest.mark.parametrize("path", TREES)
def test_a_function_fits_on_a_screen(path):
    lengths = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_a_name_means_one_thing_in_the_whole_house():
    places = defaultdict(set)
    for path, tree in TREES.items():
        for name in named(tree):
            if not name.startswith("_") and not path.startswith(FRONT):
                places[name].add(path)
    several = {name: sorted(found) for name, found in places.items() if len(found) > 1}
    assert {name: found for name, found in several.items() if name not in SHARED} == {}
