"""Examples: which edges they touch, which mutants they catch."""

import pytest

import perfrules
from perfrules import workshop
from tests.support import BUNDLE, FOUNDING, HALF, SHIPPED, SMALL, small


@pytest.mark.parametrize(
    "path", SHIPPED, ids=lambda path: "-".join(path.with_suffix("").parts[-3:])
)
def test_the_examples_of_a_shipped_spec_touch_every_edge_and_catch_every_mutant(path):
    trial = workshop.try_spec(path)
    assert trial.coverage.missing == ()
    assert trial.survivors == ()
    assert trial.holds
    assert trial.coverage.share == 1


def test_an_example_bundle_is_held_as_well():
    trial = workshop.try_spec(BUNDLE / "pefa/framework/2016.yaml")
    assert trial.holds
    assert len(trial.mutants) > 20


def missing(trial):
    return {(touch.path, touch.edge, touch.side) for touch in trial.coverage.missing}


def survivors(trial):
    return {(mutant.path, mutant.change, mutant.detail) for mutant in trial.survivors}


def test_what_no_example_touches_is_listed():
    trial = workshop.try_spec(SMALL)
    assert ("rules/up", "actual target", "at") in missing(trial)
    assert ("rules/up", "actual target", "below") not in missing(trial)
    assert ("rules/due", "late", "label") in missing(trial)
    assert ("rules/spent", "rate 100%", "above") in missing(trial)
    assert ("scales/grade", "60", "at") in missing(trial)
    assert ("rules/judged/share", "达成", "label") in missing(trial)
    assert not trial.holds
    assert 0 < trial.coverage.share < 1


RUNG = (
    "..<target: actual / target * weight\n      target..: weight",
    "..<target: 0\n      target..: weight",
)


def rung(tmp_path, *actuals):
    """Return a trial of a rule that is all or nothing, with these examples."""
    examples = [
        f"id: a{i}, rule: up, given: {{target: 2, actual: {actual}, weight: 10}}, points: {points}"
        for i, (actual, points) in enumerate(actuals)
    ]
    old = HALF[0]
    new = "}\n  - {".join(examples)
    return workshop.try_spec(small(tmp_path, RUNG, (old, new)))


def edge_mutants(trial):
    return {
        (mutant.change, mutant.detail): mutant.caught
        for mutant in trial.mutants
        if mutant.path == "rules/up" and mutant.detail.startswith("actual")
    }


def test_an_edge_is_held_by_an_example_on_it_and_one_a_hair_below(tmp_path):
    far = edge_mutants(rung(tmp_path, ("1", 0), ("3", 10)))
    assert far == {
        ("flip", "actual target"): False,
        ("move", "actual target +"): False,
        ("move", "actual target -"): False,
    }
    on = edge_mutants(rung(tmp_path, ("1", 0), ("2", 10)))
    assert on == {
        ("flip", "actual target"): True,
        ("move", "actual target +"): True,
        ("move", "actual target -"): False,
    }
    near = edge_mutants(rung(tmp_path, ("1.99", 0), ("2", 10)))
    assert all(near.values())


def test_a_mutant_that_changes_no_value_is_not_made():
    trial = workshop.try_spec(SMALL)
    assert edge_mutants(trial) == {}


def test_a_direction_is_swapped_and_a_rounding_dropped():
    found = {(m.change, m.detail): m.caught for m in workshop.try_spec(SMALL).mutants}
    assert found["swap", "actual / target * weight"]
    assert not found["round", "points"]


def test_given_numbers_bounds_and_labels_are_changed():
    trial = workshop.try_spec("platform-manual/project@2022")
    changes = {(m.path, m.change) for m in trial.mutants}
    assert ("rules/positive", "number") in changes
    assert ("rules/positive", "drop") in changes
    trial = workshop.try_spec("cn-hn-yueyang/department@2018")
    assert ("rules/carry-over", "swap") in {(m.path, m.change) for m in trial.mutants}


def test_cases_beside_a_spec_are_run_too_and_do_not_change_its_digest():
    alone, both = workshop.try_spec(FOUNDING, ()), workshop.try_spec(FOUNDING)
    assert both.examples == alone.examples + 4
    assert not alone.holds
    assert both.spec.digest == alone.spec.digest


CASE_FILE = """\
perfrules: 1
cases_of: {name}
examples:
  - {{id: one, rule: up, given: {{target: 2, actual: 2, weight: 10}}, points: {points}}}
"""


@pytest.mark.parametrize(
    ("name", "points", "codes"),
    [
        ("test/small@2023.1", "10", []),
        ("test/small@2023.1", "9", ["PR018"]),
        ("test/other@2023.1", "10", ["PR043"]),
    ],
)
def test_a_case_file_is_checked(name, points, codes, tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(CASE_FILE.format(name=name, points=points), encoding="utf-8")
    found = []
    try:
        workshop.try_spec(SMALL, [file])
    except perfrules.InvalidSpec as error:
        found = [finding.code for finding in error.findings]
        assert all(finding.where.source == str(file) for finding in error.findings)
    assert found == codes


def test_a_case_file_without_examples_is_told(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text("perfrules: 1\ncases_of: test/small@2023.1\n", encoding="utf-8")
    with pytest.raises(perfrules.InvalidSpec) as caught:
        workshop.try_spec(SMALL, [file])
    assert [finding.code for finding in caught.value.findings] == ["PR006"]
