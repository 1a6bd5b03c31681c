"""Findings: once, worst first, by code, by place, counted."""

import pickle

from perfrules import resources
from perfrules.findings import Code, Finding, Findings, Severity, Where


def found(code, spot="A1", row=None, **params):
    return Finding(code=code, where=Where(source="x", spot=spot), row=row, params=params)


BLANK = found(Code.UNIT_BLANK)
HEADER = found(Code.NO_HEADER)
NUMBER = found(Code.NOT_A_NUMBER, "B2", "甲", field="weight", raw="x")
POLICY = resources.messages().policy


def test_a_code_at_a_place_is_kept_once_as_it_was_noticed_first():
    bare = found(Code.UNITS_DIFFER, "C3", "甲", target="1米", actual="1个")
    more = found(Code.UNITS_DIFFER, "C3", "甲", target="1米", actual="1个", reason="无")
    assert Findings([HEADER, bare, HEADER, more]).once() == (HEADER, bare)


def test_what_names_another_thing_at_the_same_place_stays():
    one, two = (found(Code.MISSING_KEY, key=key, path="") for key in ("id", "kind"))
    assert Findings([one, two, one]).distinct() == (one, two)


def test_the_worst_come_first_and_equals_keep_their_order():
    assert Findings([BLANK, NUMBER, HEADER]).worst_first(POLICY) == (NUMBER, HEADER, BLANK)


def test_places_are_sorted_as_numbers():
    spots = ("10:2", "9:1", "9:12", "9:2")
    sorted_ = Findings(found(Code.NO_HEADER, spot) for spot in spots).by_place()
    assert [finding.where.spot for finding in sorted_] == ["9:1", "9:2", "9:12", "10:2"]


def test_findings_are_grouped_by_code():
    groups = Findings([BLANK, NUMBER, BLANK]).by_code()
    assert groups == {Code.UNIT_BLANK: (BLANK, BLANK), Code.NOT_A_NUMBER: (NUMBER,)}
    assert all(isinstance(group, Findings) for group in groups.values())


def test_findings_are_counted_by_severity():
    counts = Findings([BLANK, NUMBER, HEADER]).counts(POLICY)
    assert counts == {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


def test_the_worst_severity_is_asked_of_a_policy():
    assert Findings([BLANK, HEADER]).worst(POLICY) is Severity.ERROR
    assert Findings().worst(POLICY) is None


def test_findings_pickle_and_equal_a_tuple():
    findings = Findings([BLANK, HEADER])
    again = pickle.loads(pickle.dumps(findings))
    assert again == findings == (BLANK, HEADER)
    assert isinstance(again, Findings)
