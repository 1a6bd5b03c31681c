"""Specs and schemas are found in a checkout, an editable install and a wheel."""

import json
import os
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, distribution

import pytest

from tests.support import EXAMPLES, ROOT

PROGRAM = """
import perfrules, sys
form = perfrules.read_form(sys.argv[1])
spec, why = perfrules.choose_spec(form)
card = perfrules.score(form, spec)
print(perfrules.__file__, card.total.low, card.grade, len(card.findings))
"""


def scored(path):
    """Score the founding form with the package of a folder only; return file, low, grade, count."""
    environment = {**os.environ, "PYTHONPATH": str(path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, EXAMPLES / "qiannan-bigdata-2023.txt"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_a_checkout_scores():
    assert scored(ROOT) == [str(ROOT / "perfrules" / "__init__.py"), "87", "优", "42"]


def test_a_wheel_scores(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    assert scored(tmp_path) == [str(tmp_path / "perfrules" / "__init__.py"), "87", "优", "42"]


def test_a_wheel_carries_the_data_and_the_marker_of_types(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "perfrules/_data/specs/cn-gz-qiannan/department/2023.yaml" in names
    assert "perfrules/_data/specs/vocabulary/headers.yaml" in names
    assert "perfrules/_data/schemas/spec.schema.json" in names
    assert "perfrules/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "specs", "examples"))]


def test_an_editable_install_scores(tmp_path):
    """The tests run in one (README, second command); PYTHONPATH does not lead to it."""
    try:
        origin = json.loads(distribution("perfrules").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        origin = {}
    if not origin.get("dir_info", {}).get("editable"):
        pytest.skip("perfrules is not installed in editable mode here")
    assert scored(tmp_path)[1:] == ["87", "优", "42"]
