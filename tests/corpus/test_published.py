"""Published forms: what the rules give, beside what is claimed; the faults are found."""

import pytest

import perfrules
from perfrules.findings import Severity
from perfrules.values import as_text
from tests.support import ROOT, cases

PUBLISHED = ROOT / "tests" / "forms" / "published"


@pytest.mark.parametrize("case", cases("rule-sets/published.yaml"), ids=lambda case: case["form"])
def test_the_faults_of_a_published_form_are_found_and_nothing_else_is_an_error(case):
    read = perfrules.read_form(PUBLISHED / case["form"])
    spec = perfrules.load_spec(case["spec"])
    card = perfrules.score(read, spec)
    errors = [f for f in card.findings if card.severity(f) is Severity.ERROR]
    found = [f"{f.code} {f.row}" if f.row else f.code for f in errors]
    assert sorted(found) == sorted(case["errors"])
    lost = [finding.row for finding in card.findings if finding.code == "PRS04"]
    assert lost == case.get("lost", [])
    for line in card.lines:
        wanted = case.get("computed", {}).get(line.name)
        if wanted:
            low, high = as_text(line.low), as_text(line.high)
            assert wanted == (low if low == high else f"{low}..{high}")
