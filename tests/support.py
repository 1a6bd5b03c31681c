"""What several test files need."""

from pathlib import Path

import yaml
from click.testing import CliRunner

from perfrules import api, resources
from perfrules.cli import main

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
EXAMPLES = ROOT / "examples"
FOUNDING = "cn-gz-qiannan/department@2023"
SMALL = CASES / "small-spec.yaml"
BUNDLE = EXAMPLES / "bundles" / "pefa"
PARTLY = str(EXAMPLES / "partly-met-2023.yaml")
TRIAL = str(EXAMPLES / "specs/cn-gz-qiannan/department/2024.yaml")
SHIPPED = [entry.path for entry in api.specs()]
HALF = ("id: half, rule: up, given: {target: 2, actual: 1, weight: 10}, points: 5", "{}")


def cases(*names):
    """Return the cases of YAML files under ``tests/cases``; all scalars are text."""
    found = []
    for name in names:
        with (CASES / name).open(encoding="utf-8") as stream:
            found += yaml.load(stream, Loader=yaml.BaseLoader)
    return found


def expectation(path):
    """Return the list behind ``# expect:`` at the head of a case file."""
    with path.open(encoding="utf-8") as stream:
        lines = [line for line, _ in zip(stream, range(3), strict=False) if "# expect:" in line]
    wanted = lines[0].partition("# expect:")[2].strip()
    return [] if wanted == "nothing" else wanted.split(", ")


def small(tmp_path, *changes):
    """Write the small spec with some of its text replaced, and return its path."""
    text = SMALL.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments):
    """Run the command line in this process and return its result."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def severity(finding):
    """Return how bad a finding is where no spec says otherwise."""
    return resources.messages().severity(finding)
