"""Every published form in every format binds to its truth, cell by cell."""

import json
import re
import unicodedata

import pytest

import perfrules
from tests.support import ROOT

FORMS = ROOT / "tests" / "forms"
FILES = sorted(
    path
    for path in FORMS.glob("*/*form.*")
    if path.suffix in (".xlsx", ".xls", ".ods", ".docx", ".html", ".csv", ".txt")
)


def truth(path):
    beside = path.parent / "expected.json"
    file = beside if beside.exists() else FORMS / "qiannan.expected.json"
    return json.loads(file.read_text("utf-8"))


def plain(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


SHARES = {}
"""File → rows that are bound as its truth says, and rows in all; printed after the tests."""


def shown(path, right, total):
    """Remember how many rows of a file are right."""
    before = SHARES.get(path, (0, 0))
    SHARES[path] = (before[0] + right, before[1] + total)


def wanted_rows(expected):
    told = expected["files"].get("seed-form.*", {}) if isinstance(expected["files"], dict) else {}
    differs = {row["row"]: row for row in told.get("differs", ())}
    for row in expected["indicators"]:
        row = {**row, **{k: v for k, v in differs.get(row["name"], {}).items() if k in row}}
        target = "".join(row.get(name) or "" for name in ("comparator", "target", "unit"))
        fields = ("level1", "level2", "name", "actual", "weight", "claimed", "reason")
        yield {**{name: plain(row[name]) for name in fields}, "target": plain(target)}


def bound_rows(form):
    for row in form.rows:
        quantities = {"target": row.target.text, "actual": row.actual.text}
        numbers = {"weight": row.weight.text, "claimed": row.claimed.text}
        words = {"level1": row.level1, "level2": row.level2, "name": row.name}
        cells = {**quantities, **numbers, **words, "reason": row.reason}
        yield {name: plain(text) for name, text in cells.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_every_row_is_bound_cell_by_cell(path):
    form, expected = perfrules.read_form(path), truth(path)
    bound, wanted = list(bound_rows(form)), list(wanted_rows(expected))
    shown(path, sum(row in bound for row in wanted), len(wanted))
    assert bound == wanted


AMOUNTS = ("initial", "revised", "executed", "weight", "rate")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_the_money_is_bound_cell_by_cell(path):
    form, expected = perfrules.read_form(path), truth(path)
    rows = (expected["budget"] or {}).get("rows") or []
    bound = [
        {
            "label": plain(row.label),
            **{name: plain(getattr(row, name).text) for name in AMOUNTS},
            "score": plain(row.claimed.text),
        }
        for row in (form.budget.rows if form.budget else ())
    ]
    wanted = [{name: plain(row.get(name)) for name in ("label", *AMOUNTS, "score")} for row in rows]
    assert bound == wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_the_head_and_the_foot_are_bound(path):
    form, expected = perfrules.read_form(path), truth(path)
    bound = {
        "fiscal_year": form.fiscal_year,
        "kind": form.kind,
        "unit": plain(form.unit),
        "claimed_total": plain(form.claimed_total.text),
        "claimed_grade": plain(form.claimed_grade),
    }
    words = {name: plain(expected[name]) for name in ("unit", "claimed_total", "claimed_grade")}
    wanted = {name: expected[name] for name in ("fiscal_year", "kind")} | words
    wrong = {name for name in wanted if bound[name] != wanted[name]}
    assert wrong == set()


def test_lines_that_run_on_are_told():
    form = perfrules.read_form(FORMS / "22-yongde-minglang-zhongxue-2022" / "form.txt")
    told = [finding for finding in form.findings if finding.code == "PR208"]
    assert len(told) == 3
    assert "绩效指标" in perfrules.message(told[-2])


def test_parts_of_a_row_are_kept_and_not_scored():
    path = FORMS / "11-xiaoxian-hexicun-zhongyang-2023" / "form.xlsx"
    form = perfrules.read_form(path)
    assert sum(row.part for row in form.rows) == 7
    card = perfrules.score(form, perfrules.load_spec("cn-mof/project", 2020))
    assert len(card.lines) == 1 + 7
    again = perfrules.form_from(perfrules.form_document(form))
    assert [row.part for row in again.rows] == [row.part for row in form.rows]


PRIVATE = {"联系人", "联系电话", "项目负责人及电话"}
"""Labels of persons: neither they nor what is behind them is kept."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_the_labels_above_the_tables_and_the_goals_are_bound(path):
    form, expected = perfrules.read_form(path), truth(path)
    head = {plain(label): plain(text) for label, text in form.head.items()}
    for label, text in expected["head"].items():
        if label not in PRIVATE:
            assert head.get(plain(label)) == plain(text)
    assert not set(head) & PRIVATE
    goals = {plain(label): plain(text) for label, text in form.goals.items()}
    assert goals == {plain(k): plain(v) for k, v in (expected.get("goals") or {}).items()}
