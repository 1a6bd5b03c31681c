"""A scorecard as plain rows: the same keys in each, Decimals, nothing where it is open."""

from decimal import Decimal

import perfrules
from tests.support import EXAMPLES


def card():
    form = perfrules.read_form(EXAMPLES / "qiannan-bigdata-2023.txt")
    return perfrules.score(form, perfrules.load_spec("cn-gz-qiannan/department", 2023))


def test_rows_are_the_lines_with_decimals():
    scored = card()
    found = perfrules.rows(scored)
    assert [row["id"] for row in found] == [line.id for line in scored.lines]
    assert len({tuple(row) for row in found}) == 1
    assert sum(row["low"] for row in found) == Decimal("87.00")
    assert sum(row["high"] for row in found) == Decimal("100.00")
    assert {type(row["weight"]) for row in found} == {Decimal}


def test_what_is_open_is_none_and_its_range_is_there():
    document = {
        "schema": "perfrules/form/1",
        "indicators": [
            {"level1": "效益指标", "name": "群众获得感", "target": "提升", "weight": 10}
        ],
    }
    scored = perfrules.score(
        perfrules.form_from(document), perfrules.load_spec("cn-gz-qiannan/department@2023")
    )
    (row,) = [row for row in perfrules.rows(scored) if row["name"] == "群众获得感"]
    assert (row["settled"], row["claimed"]) == (None, None)
    assert row["low"] < row["high"]
