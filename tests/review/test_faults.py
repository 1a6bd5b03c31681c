"""Every kind of fault, put into clean forms of other layouts than the published ones, is found."""

import pytest
import yaml

import perfrules
from perfrules.findings import Severity
from tests.corpus.test_truth import plain
from tests.support import CASES, cases

SPEC = perfrules.load_spec("cn-mof/project", 2020)
SEEDED = cases("faults/faults.yaml")
NEAR = cases("faults/near-misses.yaml")


def seeded(case, tmp_path, spec=SPEC):
    """Return the findings of a clean form in which some texts were swapped for others."""
    text = (CASES / "faults" / f"{case['base']}.txt").read_text("utf-8")
    found = [(old.replace("|", "\t"), new.replace("|", "\t")) for old, new in case["swap"].items()]
    for number, (old, _) in enumerate(found):
        assert text.count(old) == 1, old
        text = text.replace(old, f"\0{number}\0")
    for number, (_, new) in enumerate(found):
        text = text.replace(f"\0{number}\0", new)
    path = tmp_path / "form.txt"
    path.write_text(text, "utf-8")
    return perfrules.review_card(perfrules.score(perfrules.read_form(path), spec)).findings


def name_of(case):
    return f"{case.get('kind', case.get('silent'))}-{case['base']}-{case.get('why', '')}"


def place(finding):
    return plain(finding.row) or "-"


@pytest.mark.parametrize("base", ["water", "school", "market"])
def test_the_clean_forms_have_no_error(base, tmp_path):
    found = seeded({"base": base, "swap": {}}, tmp_path)
    assert [finding for finding in found if SPEC.severity(finding) is Severity.ERROR] == []


@pytest.mark.parametrize("case", SEEDED, ids=name_of)
def test_a_seeded_fault_is_found_where_it_stands_and_nearly_no_other_error(case, tmp_path):
    found = seeded(case, tmp_path)
    told = {(finding.code, place(finding)) for finding in found}
    for code, rows in case["fires"].items():
        assert {(code, plain(row)) for row in rows} <= told
    right = {*case["fires"], *case.get("also", ())}
    errors = [finding for finding in found if SPEC.severity(finding) is Severity.ERROR]
    false = [(one.code, one.row) for one in errors if one.code not in right]
    assert len(false) <= 1, false


@pytest.mark.parametrize("case", NEAR, ids=name_of)
def test_what_only_looks_like_a_fault_is_none(case, tmp_path):
    found = seeded(case, tmp_path)
    told = {finding.code for finding in found}
    assert not told & set(case["silent"])
    errors = [(f.code, f.row) for f in found if SPEC.severity(f) is Severity.ERROR]
    assert [one for one in errors if one[0] not in case.get("also", ())] == []


def test_every_kind_of_fault_has_three_cases_at_least():
    kinds = [case["kind"] for case in SEEDED]
    listed = yaml.safe_load((CASES / "rule-sets" / "faults.yaml").read_text("utf-8"))
    assert {kind for kind in listed if kinds.count(kind) < 3} == set()


@pytest.mark.parametrize("case", [c for c in SEEDED if c["kind"] == "benefit-missing"], ids=name_of)
def test_a_group_of_several_kinds_needs_output_and_benefit(case, tmp_path):
    spec = perfrules.load_spec("cn-sc/project", 2023)  # one group for all indicators
    assert "PRF03" in {finding.code for finding in seeded(case, tmp_path, spec)}
    assert "PRF03" not in {f.code for f in seeded({**case, "swap": {}}, tmp_path, spec)}
