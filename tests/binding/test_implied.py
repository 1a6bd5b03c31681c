"""Comparators and units that the target itself leaves out."""

import pytest

import perfrules
from perfrules.findings import Code


def target(name, text, nature=None):
    document = {
        "schema": "perfrules/form/1",
        "fiscal_year": 2023,
        "unit": "某局",
        "indicators": [
            {"name": name, "target": text, "actual": "1", "nature": nature, "weight": "1"}
        ],
    }
    form = perfrules.form_from(document)
    taken = [one for one in form.findings if one.code == Code.TAKEN_FROM_NAME]
    return form.rows[0].target, [one.params["target"] for one in taken]


@pytest.mark.parametrize(
    ("name", "text", "nature", "said"),
    [
        ("建设面积（≥，亩）", "300", None, "≥300亩"),
        ("建设面积（亩）", "≥300", None, "≥300亩"),
        ("建设面积（≥）", "300亩", None, "≥300亩"),
        ("建设面积", "300亩", "正向", "≥300亩"),
        ("建设面积（≤）", "300亩", "正向", "≤300亩"),
    ],
)
def test_what_the_name_or_the_nature_prints_completes_the_target(name, text, nature, said):
    found, taken = target(name, text, nature)
    direct, _ = target("面积", said)
    assert taken == [said]
    assert found.text == text
    assert (found.sign, found.number, found.span, found.unit, found.factor) == (
        direct.sign,
        direct.number,
        direct.span,
        direct.unit,
        direct.factor,
    )


@pytest.mark.parametrize(
    ("name", "text", "nature"),
    [
        ("建设面积（≥，亩）", "≥300亩", None),
        ("建设面积（试点）", "300", None),
        ("建设面积", "300亩", "定性"),
        ("建设面积（≥）", "200-300亩", None),
        ("建设面积（≥）", "约300亩", None),
        ("建成时间（年）", "2022", None),
        ("建设情况（≥）", "完成", None),
    ],
)
def test_what_is_complete_or_no_number_stays(name, text, nature):
    found, taken = target(name, text, nature)
    alone, _ = target("面积", text)
    assert taken == [] and found == alone
