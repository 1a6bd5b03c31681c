"""Headers of tables: which column holds which field."""

import pytest

from perfrules.binding.goals import goals, has_goals
from perfrules.binding.table import find_tables, header_at
from perfrules.resources import vocabulary
from tests.binding.sheets import HEADER, ROW, sheet

WORDS = vocabulary().headers
COLUMNS = WORDS.indicators.columns


def columns(*rows):
    (table,) = find_tables(sheet(*rows), COLUMNS)
    return dict(table.columns)


def test_each_header_names_its_column():
    assert columns(HEADER, ROW) == {
        "level1": 0,
        "level2": 1,
        "name": 2,
        "target": 3,
        "actual": 4,
        "weight": 5,
        "claimed": 6,
    }


def test_the_lower_row_of_a_header_divides_the_upper_one():
    rows = sheet(
        ["绩效指标", "", "指标值", "实际完成值", "分值"],
        ["一级指标", "三级指标", "", "", ""],
        ["产出指标", "人次", "≥100", "80", "10"],
    )
    (table,) = find_tables(rows, COLUMNS)
    assert (table.top, table.row) == (0, 1)
    assert [table.columns[field] for field in ("level1", "name", "target")] == [0, 1, 2]


def test_the_weight_right_of_the_name_is_that_of_the_indicator():
    header = ["一级指标", "分值", "三级指标", "分值", "指标值", "实际完成值"]
    assert columns(header, ["产出", "50", "人次", "10", "1", "1"])["weight"] == 3


def test_an_adjusted_target_counts():
    header = ["三级指标", "年初指标值", "调整后指标值", "实际完成值"]
    assert columns(header, ["人次", "1", "2", "2"])["target"] == 2


def test_a_header_needs_enough_columns():
    assert header_at(sheet(["三级指标", "分值"], ["人次", "10"]).rows, 0, COLUMNS) is None
    assert find_tables(sheet(["正文"]), COLUMNS) == ()


def test_the_width_is_that_of_the_filled_header():
    (table,) = find_tables(sheet([*HEADER, "", ""], ROW), COLUMNS)
    assert table.width == 7
    assert table.cell(sheet(["只有一格"]).rows[0], "weight") is None


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            [["预期目标", "实际完成情况"], ["办三件事", "办了两件"]],
            {"预期目标": "办三件事", "实际完成情况": "办了两件"},
        ),
        ([["年度总体目标", "办三件事"]], {"年度总体目标": "办三件事"}),
        (
            [["年度目标", "预期目标"], ["预期目标", "办三件事"]],
            {"年度目标": "", "预期目标": "办三件事"},
        ),
        ([["正文"]], {}),
    ],
)
def test_goals_are_below_their_headers_or_right_of_their_labels(rows, found):
    assert goals(sheet(*rows).rows, WORDS) == found


def test_a_row_heads_the_goals_by_two_headers_or_one_with_its_text():
    rows = sheet(["预期目标", "实际完成情况"], ["年度目标", "办事"], ["年度目标"], ["正文"]).rows
    assert [has_goals(row, WORDS) for row in rows] == [True, True, False, False]
