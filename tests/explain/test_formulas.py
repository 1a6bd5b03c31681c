"""Formulas as people write them, made from their trees."""

import pytest

from perfrules import resources
from perfrules.explain.formulas import formula_text
from perfrules.model.messages import Lang, Words
from perfrules.rules.formula import parse

ZH = Words(resources.messages(), Lang.ZH)
EN = Words(resources.messages(), Lang.EN)
NAMES = {"actual", "target", "weight", "x"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("actual / target * weight", "实际完成值 ÷ 年度指标值 × 分值"),
        ("actual / (target * weight)", "实际完成值 ÷ (年度指标值 × 分值)"),
        ("weight - (actual - target)", "分值 − (实际完成值 − 年度指标值)"),
        ("weight - actual + target", "分值 − 实际完成值 + 年度指标值"),
        ("(1 - actual) * weight", "(1 − 实际完成值) × 分值"),
        ("-actual", "−实际完成值"),
        ("-(actual + 1)", "−(实际完成值 + 1)"),
        ("min(actual, target)", "实际完成值、年度指标值中的较小者"),
        ("abs(actual - target)", "实际完成值 − 年度指标值的绝对值"),
        ("80%", "80%"),
        ("0.50", "0.50"),
        ("x", "x"),
    ],
)
def test_a_formula_reads_as_it_computes(source, text):
    assert formula_text(parse(source, NAMES), ZH) == text


def test_values_take_the_place_of_names():
    formula = parse("actual / target * weight", NAMES)
    values = {"actual": "81%", "target": "90%", "weight": "20"}
    assert formula_text(formula, EN, values.__getitem__) == "81% ÷ 90% × 20"


def test_a_function_is_a_word_in_english_too():
    assert formula_text(parse("max(0, actual)", NAMES), EN) == "the largest of 0, actual"
