"""Specs from folders and packages."""

import json

import perfrules
from tests.speclib.test_rule_sets import form
from tests.support import (
    BUNDLE,
    SMALL,
    run,
)


def test_a_folder_of_specs_is_named_or_stands_in_the_environment(monkeypatch):
    assert "pefa/framework@2016" not in run("spec", "list").output
    assert "pefa/framework@2016" in run("--specs", BUNDLE, "spec", "list").output
    monkeypatch.setenv("PERFRULES_SPECS", str(BUNDLE))
    listed = run("spec", "list", "--format", "json").output.splitlines()
    found = next(one for one in map(json.loads, listed) if one["id"] == "pefa/framework")
    assert found["by_name"]
    assert perfrules.Library([BUNDLE]).load("pefa/framework", 2016).total is None


def test_published_pefa_scores_come_out():
    spec = perfrules.Library([BUNDLE]).load("pefa/framework", 2016)
    card = perfrules.score(perfrules.read_form(BUNDLE / "assessment.yaml"), spec)
    assert [section.says for section in card.sections] == ["B", "C+", "C+", "C+"]
    assert card.total is None
    row = {"level1": "PI-2", "name": "2.1", "actual": "NA", "target": ""}
    other = {**row, "name": "2.2", "actual": "D*"}
    card = perfrules.score(form(row, other), spec)
    assert [section.says for section in card.sections] == [None, "D", None, None]
    assert card.sections[0].points is None


def test_two_specs_of_one_name_are_an_error_that_names_both(tmp_path):
    for folder in ("one", "two"):
        place = tmp_path / folder / "test" / "small"
        place.mkdir(parents=True)
        (place / "2023.yaml").write_text(SMALL.read_text("utf-8"), encoding="utf-8")
    result = run(
        "--specs", tmp_path / "one", "--specs", tmp_path / "two", "spec", "list", "--lang", "en"
    )
    assert result.exit_code == 2
    assert "PR042" in result.output
    assert str(tmp_path / "one") in result.output
    assert str(tmp_path / "two") in result.output


def test_a_folder_that_is_not_there_is_told():
    result = run("--specs", "nowhere", "spec", "list", "--lang", "en")
    assert (result.exit_code, "PR041" in result.output) == (2, True)


def test_a_package_offers_specs_without_its_code_being_run(tmp_path, monkeypatch):
    package = tmp_path / "offered_rules"
    place = package / "specs" / "test" / "small"
    place.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    (place / "2023.yaml").write_text(SMALL.read_text("utf-8"), encoding="utf-8")
    info = tmp_path / "offered_rules-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: offered-rules\nVersion: 1\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(
        "[perfrules.specs]\nsmall = offered_rules\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert perfrules.Library().load("test/small", 2023).name == "test/small@2023"
