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
