"""What changed between two specs, and the next year's spec."""

import pytest

import perfrules
from perfrules import workshop
from tests.support import EXAMPLES, FOUNDING, SMALL, TRIAL, small


def test_only_what_changed_in_meaning_is_told():
    found = workshop.diff_specs(FOUNDING, EXAMPLES / TRIAL)
    assert [(d.path, d.old, d.new) for d in found] == [
        ("scales/tier/partial/span", "50%..<80%", "60%..<80%"),
        ("scales/tier/unmet/span", "0%..<50%", "0%..<60%"),
    ]
    assert any("50-0%" in quote for quote in found[0].was.quotes)
    assert any("60-0%" in quote for quote in found[0].now.quotes)
    assert workshop.diff_specs(SMALL, SMALL) == ()


def test_what_came_and_went_and_the_order_of_rows_are_told(tmp_path):
    rows = [line for line in SMALL.read_text("utf-8").splitlines() if line.startswith("  - {id: ")][
        :3
    ]
    swapped = small(tmp_path, ("\n".join(rows[:2]), "\n".join(reversed(rows[:2]))))
    assert [(d.path, d.new) for d in workshop.diff_specs(SMALL, swapped)] == [
        ("rows/order", "words number date")
    ]
    found = workshop.diff_specs("cn-mof/poverty-fund@2017", "cn-mof/poverty-fund@2019")
    paths = [d.path for d in found]
    assert "grade/ceiling/of" in paths
    assert "inputs/serious_problem/labels" in paths
    assert all(d.old is None for d in found)
    assert found[0].was.quotes == ()
    back = workshop.diff_specs("cn-mof/project@2021", "cn-mof/project@2020")
    assert ("groups/cost/weight", "20", None) in [(d.path, d.old, d.new) for d in back]
    assert "groups/order" not in [d.path for d in back]


@pytest.mark.parametrize("name", [FOUNDING, "cn-sc/project@2023", "cn-hn-xinshao/department@2017"])
def test_a_new_year_loads_as_it_stands_and_changes_nothing(name, tmp_path):
    path = tmp_path / "2030.yaml"
    path.write_text(workshop.new_spec(name, 2030, "en"), encoding="utf-8")
    spec = perfrules.load_spec(path)
    assert (spec.fiscal_year, spec.version) == (2030, "2030.1")
    assert workshop.diff_specs(name, path) == ()
