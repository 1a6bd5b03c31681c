"""The rules of 2023 by hand, row by row; money, totals, grades; what a claim may change."""

from fractions import Fraction

import pytest

import perfrules
from perfrules import Ranged, Scored, Unscored, resources
from perfrules.binding import from_document
from perfrules.resources import vocabulary
from perfrules.values import as_text
from tests.support import CASES, EXAMPLES, cases

SPEC = perfrules.load_spec("cn-gz-qiannan/department", 2023)
TRIAL = perfrules.load_spec(EXAMPLES / "specs/cn-gz-qiannan/department/2024.yaml")


def form(*rows, money=None, **head):
    """Return a form of these rows; all values are text, as a form prints them."""
    indicators = [{"level1": "产出指标", "level2": "数量", "name": "甲", **row} for row in rows]
    budget = {"unit": "万元", "rows": [{"label": "年度资金总额:", **(money or {})}]}
    document = {"fiscal_year": "2023", "unit": "某局", "budget": budget, **head}
    return from_document({**document, "indicators": indicators}, "form", vocabulary())


def line(row, spec=SPEC):
    return perfrules.score(form(row), spec).lines[1]


@pytest.mark.parametrize("case", cases("scoring/qiannan-2023.yaml"), ids=lambda case: case["id"])
def test_a_row_is_scored(case):
    row = {name: case[name] for name in ("target", "actual", "weight", "level2") if name in case}
    scored = line(row)
    assert scored.kind == case["kind"]
    match scored.outcome:
        case Scored(points=points):
            assert as_text(points) == case["points"]
        case Ranged() as ranged:
            assert str(ranged.span) == case["points"]
        case Unscored():
            assert case["points"] == "unscored"
            assert (scored.low, scored.high) == (0, Fraction(case["weight"]))


@pytest.mark.parametrize(
    ("executed", "revised", "points"),
    [
        ("0", "100", "0"),
        ("59.995", "100", "6"),
        ("99.995", "100", "10"),
        ("102.59", "100", "10"),
        ("3651", "3651", "10"),
        ("5", "0", None),
        ("0", "0", None),
    ],
)
def test_budget_execution(executed, revised, points):
    money = {"executed": executed, "revised": revised}
    card = perfrules.score(form({"target": "≥1", "actual": "1", "weight": "1"}, money=money), SPEC)
    if points is None:
        assert isinstance(card.lines[0].outcome, Unscored)
    else:
        assert as_text(card.lines[0].low) == points


@pytest.mark.parametrize(
    ("total", "grade"),
    [("90", "优"), ("89.995", "良"), ("80", "良"), ("79.995", "中"), ("60", "中"), ("59.99", "差")],
)
def test_grades(total, grade):
    assert SPEC.grade.of(Fraction(total)).label == grade


QUALITATIVE = {"target": "明显提升", "actual": "部分达成预期指标并具有一定效果", "weight": "10"}


@pytest.mark.parametrize(
    ("claimed", "settled"),
    [("5", "5"), ("5.5", "5.5"), ("7.99", "7.99"), ("8", None), ("4.99", None), ("7.995", "7.995")],
)
def test_a_choice_is_settled_by_a_claim_inside_its_exact_range(claimed, settled):
    found = line({**QUALITATIVE, "claimed": claimed})
    assert found.settled == (None if settled is None else Fraction(settled))


@pytest.mark.parametrize(
    ("claimed", "settled"), [("9", "9"), ("9.25", "9.25"), ("9.51", None), ("9.255", None)]
)
def test_imprecise_data_is_settled_by_a_claim_that_some_actual_gives(claimed, settled):
    found = line({"target": "≥100%", "actual": "90%-95%", "weight": "10", "claimed": claimed})
    assert found.settled == (None if settled is None else Fraction(settled))


def test_printed_ends_of_a_choice_are_rounded_inward():
    found = line({**QUALITATIVE, "weight": "3.33"})
    assert (found.low, found.high) == (Fraction("1.67"), Fraction("2.66"))


def test_below_an_open_end_the_last_cent_is_printed():
    found = line({**QUALITATIVE, "weight": "3"})
    assert (found.low, found.high) == (Fraction("1.5"), Fraction("2.39"))


def test_the_tier_of_a_claim_is_reported():
    assert line({**QUALITATIVE, "claimed": "9"}).claimed_tier == "达成预期指标"


def test_a_tier_that_is_written_is_not_a_finding():
    card = perfrules.score(form({**QUALITATIVE, "claimed": "6", "reason": "x"}), SPEC)
    assert "PR309" not in {finding.code for finding in card.findings}


def test_two_rows_of_one_name_are_two_lines():
    row = {"target": "≥1", "actual": "1", "weight": "1"}
    card = perfrules.score(form(row, row), SPEC)
    assert [found.id for found in card.lines[1:]] == ["output/数量/甲", "output/数量/甲#2"]


def test_a_row_without_weight_counts_nothing():
    card = perfrules.score(form({"target": "≥1", "actual": "1", "weight": ""}), SPEC)
    assert (card.lines[1].low, card.lines[1].high, card.total.settled) == (0, 0, None)


def test_a_year_is_swapped():
    path = EXAMPLES / "partly-met-2023.yaml"
    read = perfrules.read_form(path)
    before, after = perfrules.score(read, SPEC), perfrules.score(read, TRIAL)
    assert (before.lines[4].low, before.lines[4].settled) == (10, 11)
    assert (after.lines[4].low, after.lines[4].settled) == (12, None)
    assert [a.low for i, a in enumerate(before.lines) if i != 4] == [
        b.low for i, b in enumerate(after.lines) if i != 4
    ]
    assert (before.total.settled, after.total.settled) == (Fraction("88.5"), None)


def test_the_small_spec_scores_with_every_shape():
    spec = perfrules.load_spec(CASES / "small-spec.yaml")
    row = {"target": "≥2", "actual": "1", "weight": "10"}
    card = perfrules.score(form(row, money={"executed": "1", "revised": "2"}), spec)
    assert [as_text(found.low) for found in card.lines] == ["5", "5"]


def test_an_overshoot_is_cut_where_the_loss_begins():
    spec = perfrules.load_spec(CASES / "overshoot-spec.yaml")
    found = line({"target": "≥100%", "actual": "90%-140%", "weight": "10"}, spec)
    assert str(found.outcome.span) == "8..10"
    assert line({"target": "≥100", "actual": "129.99", "weight": "10"}, spec).low == 10
    assert line({"target": "≥100", "actual": "130", "weight": "10"}, spec).low == 8
    assert line({"target": "≥100", "actual": "130", "weight": "1"}, spec).low == 0


def test_what_cannot_be_ranged_exactly_is_not_scored():
    spec = perfrules.load_spec(CASES / "overshoot-spec.yaml")
    found = line({"target": "=100", "actual": "90-140", "weight": "10"}, spec)
    assert isinstance(found.outcome, Unscored)
    assert found.outcome.finding.code == "PR307"


def test_a_choice_beside_a_number_is_a_range_and_two_unknowns_are_not_scored():
    spec = perfrules.load_spec(CASES / "overshoot-spec.yaml")
    found = line({"target": "<10", "actual": "5", "weight": "10"}, spec)
    assert str(found.outcome.span) == "0..5"
    found = line({"target": "<10", "actual": "5-6", "weight": "10"}, spec)
    assert found.outcome.finding.code == "PR308"


def test_a_spec_whose_grades_are_cited_adds_no_assumption():
    spec = perfrules.load_spec(CASES / "small-spec.yaml")
    card = perfrules.score(form({"target": "≥2", "actual": "1", "weight": "10"}), spec)
    assert card.assumptions == ()
    assert [clause.id for clause in card.clauses] == ["note1"]


def test_an_error_tells_its_findings():
    with pytest.raises(perfrules.UnreadableForm, match="PR101"):
        perfrules.read_form("nowhere.txt")


def test_an_explanation_is_its_text():
    card = perfrules.score(form({"target": "≥2", "actual": "1", "weight": "10"}), SPEC)
    told = perfrules.explain(card)[1]
    assert str(told) == told.text


def test_a_form_goes_in_as_data_and_a_scorecard_comes_out_as_data():
    read = perfrules.read_form(EXAMPLES / "partly-met-2023.yaml")
    data = perfrules.form_document(read)
    again = perfrules.form_from(data)
    one, two = (
        perfrules.card_document(perfrules.score(form, SPEC), "en") for form in (read, again)
    )
    assert one["total"] == two["total"]
    assert [line["low"] for line in one["lines"]] == [line["low"] for line in two["lines"]]


def test_numbers_of_data_may_be_numbers():
    row = {"name": "甲", "target": "≥2", "actual": 1, "weight": 10, "claimed": 5}
    read = perfrules.form_from({"schema": "perfrules/form/1", "indicators": [row]})
    assert (read.rows[0].weight.value, read.rows[0].actual.number) == (10, 1)


def test_data_that_does_not_fit_is_refused():
    with pytest.raises(perfrules.UnreadableForm) as caught:
        perfrules.form_from({"schema": "perfrules/form/1", "indicators": [{"nmae": "甲"}]})
    assert {finding.code for finding in caught.value.findings} == {"PR005", "PR006"}
    assert all(resources.messages().severity(one) == "error" for one in caught.value.findings)


def test_a_finding_has_a_sentence_and_a_hint():
    card = perfrules.score(form({"target": "2", "actual": "1", "weight": "10"}), SPEC)
    found = next(finding for finding in card.findings if finding.code == "PRT05")
    assert perfrules.message(found, "en").startswith("“甲”: the target “2” has no ≥ or ≤")
    assert perfrules.hint(found) == "写明≥或≤"
