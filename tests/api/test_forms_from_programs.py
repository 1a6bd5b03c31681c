"""A form that a program holds: values of many types in, places as paths in the findings."""

from collections import UserDict, deque
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest

import perfrules
from perfrules.documents.python_data import scalar_text


def document(**fields):
    row = {"level1": "产出指标", "name": "甲", "target": "≥2", "actual": "1", "weight": "10"}
    return {"schema": "perfrules/form/1", "indicators": [{**row, **fields}]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (0.1, "0.1"),
        (2.50, "2.5"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (Decimal("0.50"), "0.50"),
        (Decimal("1E+2"), "100"),
        (Fraction(1, 8), "0.125"),
        (date(2023, 12, 1), "2023-12-01"),
        (datetime(2023, 12, 1), "2023-12-01"),  # noqa: DTZ001 - a cell has no time zone
        ("≥95%", "≥95%"),
        (None, ""),
    ],
)
def test_a_value_is_the_text_that_a_cell_would_show(value, text):
    assert scalar_text(value) == text
    form = perfrules.form_from(document(actual=value))
    assert form.rows[0].actual.text == text


def test_no_float_is_read_as_its_binary_neighbour():
    form = perfrules.form_from(document(actual=0.1))
    assert form.rows[0].actual.span.low == Fraction(1, 10)


def test_any_mapping_and_sequence_will_do():
    plain = document(weight=10)
    row = UserDict(plain["indicators"][0])
    other = MappingProxyType({**plain, "indicators": deque([row])})
    assert perfrules.form_from(other).rows == perfrules.form_from(plain).rows
    assert perfrules.form_from({**plain, "indicators": (row,)}).rows[0].name == "甲"


def found(data):
    with pytest.raises(perfrules.UnreadableForm) as caught:
        perfrules.form_from(data)
    return {(finding.code, finding.where.spot) for finding in caught.value.findings}


def test_what_is_wrong_is_placed_by_its_path():
    assert found(document(actual=float("nan"))) == {("PR007", "$.indicators[0].actual")}
    assert found(document(actual=object())) == {("PR007", "$.indicators[0].actual")}
    assert found(document(actual=b"1")) == {("PR007", "$.indicators[0].actual")}
    assert found(document(actul="1")) == {("PR005", "$.indicators[0].actul")}
    assert found({**document(), 3: "x"}) == {("PR026", "$")}
    assert found({**document(), "fiscal_year": "2023年"}) == {("PR007", "$.fiscal_year")}


def test_a_document_that_holds_itself_is_refused():
    data = document()
    data["head"] = data
    assert {code for code, _ in found(data)} == {"PR009"}


def test_places_of_findings_on_a_row_are_paths_too():
    form = perfrules.form_from(document(actual="约300"))
    card = perfrules.score(form, perfrules.load_spec("cn-mof/project@2020"))
    (line, _), *_ = card.indicators
    assert str(line.where) == "document:$.indicators[0]"
    places = {str(finding.where) for finding in card.findings if finding.row == "甲"}
    assert "document:$.indicators[0].actual" in places


@pytest.mark.parametrize("number", [Fraction(1, 3), Fraction(10, 3), float("nan"), float("inf")])
def test_a_number_that_no_cell_can_print_is_refused_at_its_place(number):
    with pytest.raises(perfrules.UnreadableForm) as caught:
        perfrules.form_from(document(actual=number))
    assert caught.value.findings[0].where.spot == "$.indicators[0].actual"
