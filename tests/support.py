"""What several test files need."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
EXAMPLES = ROOT / "examples"


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
