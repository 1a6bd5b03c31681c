"""How bad a finding is, is asked of the spec; it is not stamped on the finding."""

import pickle
from dataclasses import fields, replace

import pytest

import perfrules
from perfrules import resources
from perfrules.findings import Case, Code, Finding, Policy, Severity, Where
from perfrules.model.card import Unscored
from tests.support import CASES, ROOT

SPEC = perfrules.load_spec("cn-gz-qiannan/department", 2023)
AT = Where(source="x")
SUM = {"parts": "1 + 1", "sum": "2", "printed": "3", "difference": "1", "tolerance": "1"}
ADDED = Finding(code=Code.MONEY_NOT_SUM, where=AT, params={"column": "revised", **SUM})
RATE = {"printed": "90%", "rate": "80%"}


def test_a_finding_has_no_severity():
    assert {field.name for field in fields(Finding)} == {"code", "where", "row", "params", "case"}


def test_the_finding_of_an_outcome_is_the_finding_in_the_list():
    card = perfrules.score(perfrules.read_form(CASES / "findings" / "PR202.yaml"), SPEC)
    outcomes = [line.outcome for line in card.lines if isinstance(line.outcome, Unscored)]
    assert outcomes
    for outcome in outcomes:
        assert outcome.finding in card.findings
        assert card.severity(outcome.finding) in Severity


def test_a_case_has_its_own_severity_whatever_a_spec_says_of_the_code():
    policy = resources.messages().policy
    raised = policy.amended({Code.MONEY_NOT_SUM: Severity.WARNING})
    tolerated = replace(ADDED, case=Case.TOLERATED)
    assert (policy.severity(ADDED), raised.severity(ADDED)) == ("error", "warning")
    assert policy.severity(tolerated) is raised.severity(tolerated) is Severity.INFO


def test_a_code_may_have_several_cases():
    policy = resources.messages().policy
    found = Finding(code=Code.RATE_DIFFERS, where=AT, params=RATE)
    cases = [replace(found, case=case) for case in (Case.MINOR, Case.CUT_OFF)]
    assert [policy.severity(one) for one in (found, *cases)] == ["error", "warning", "info"]


def test_the_catalogue_answers_as_its_policy_does():
    catalogue = resources.messages()
    tolerated = replace(ADDED, case=Case.TOLERATED)
    for finding in (ADDED, tolerated):
        assert catalogue.severity(finding) is catalogue.policy.severity(finding)


def test_a_policy_knows_every_code():
    assert set(Code) <= resources.messages().policy.severities.keys()
    assert set(Code) <= SPEC.policy.severities.keys()


def test_every_case_of_the_catalogue_is_named_and_every_name_is_used():
    used = {case for entry in resources.messages().findings.values() for case in entry.cases}
    assert used == set(Case)


def test_a_policy_pickles():
    assert pickle.loads(pickle.dumps(SPEC.policy)) == SPEC.policy


OWN = """own_checks:
  few:
    severity: warning
    rows:
      - {at: actual, name: {holds: [培训]}, of: actual, under: 5, severity: error}
      - {at: actual, name: {holds: [培训]}, of: actual, under: 25}
    message: {zh: "只有{actual}。", en: "Only {actual}."}
    assume: 本地要求
checks:
"""


@pytest.mark.parametrize(("actual", "severity"), [("3场", "error"), ("20场", "warning")])
def test_a_way_of_a_spec_s_own_check_has_a_severity_of_its_own(actual, severity, tmp_path):
    source = ROOT / "specs" / "cn-gz-qiannan" / "department" / "2023.yaml"
    path = tmp_path / "2023.yaml"
    path.write_text(source.read_text("utf-8").replace("checks:\n", OWN, 1), "utf-8")
    row = {
        "level1": "产出指标",
        "level2": "数量指标",
        "name": "举办培训",
        "target": "≥20场",
        "weight": "10",
    }
    document = {"schema": "perfrules/form/1", "indicators": [{**row, "actual": actual}]}
    spec = perfrules.load_spec(path)
    card = perfrules.review_card(perfrules.score(perfrules.form_from(document), spec))
    (finding,) = card.findings.by_code()[Code.OWN_CHECK]
    assert card.severity(finding) == severity


def test_a_spec_silences_a_code():
    policy = Policy(severities={Code.NO_ROWS: Severity.ERROR}).amended(
        {}, frozenset({Code.NO_ROWS})
    )
    findings = perfrules.findings.Findings([Finding(code=Code.NO_ROWS, where=AT)])
    assert not findings.heard(policy)
