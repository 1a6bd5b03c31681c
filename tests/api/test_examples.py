"""The programs in examples/ do what they say."""

import runpy
from decimal import Decimal

from tests.support import EXAMPLES

SPEC = "cn-mof/project@2020"
INDICATOR = {
    "level1": "产出指标",
    "level2": "数量指标",
    "name": "甲",
    "target": "≥100",
    "weight": 10,
}


def records(count):
    """Yield one indicator for each form, done to 0 % … 99 %; a blank cell is NaN, as in frames."""
    for number in range(count):
        yield {"form": number, **INDICATOR, "actual": number % 100, "reason": float("nan")}


def test_a_frame_of_a_thousand_forms_is_scored():
    score_records = runpy.run_path(str(EXAMPLES / "score_frame.py"))["score_records"]
    scored = [row for row in score_records(records(1000), SPEC) if row["name"] == "甲"]
    assert [row["form"] for row in scored] == list(range(1000))
    assert scored[95]["low"] == Decimal("9.5")
    assert sum(row["settled"] for row in scored) == 10 * sum(
        Decimal(number) / 10 for number in range(100)
    )


def test_a_form_that_cannot_be_read_does_not_stop_the_others():
    score_records = runpy.run_path(str(EXAMPLES / "score_frame.py"))["score_records"]
    good = {"form": 2, **INDICATOR, "actual": 50}
    first, *others = score_records([{"form": 1, "name": ["not", "text"]}, good], SPEC)
    assert first["error"].startswith("1:$.indicators[0].name: ")
    assert {row["form"] for row in others} == {2}
