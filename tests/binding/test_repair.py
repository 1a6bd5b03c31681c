"""Repairs alone: aligning a row, splitting rows that run on, radicals."""

import pytest

from perfrules.binding.cells import CellClassifier
from perfrules.binding.parser import CellParser
from perfrules.binding.repair.alignment import Aligner
from perfrules.binding.repair.radicals import without_radicals
from perfrules.binding.repair.run_on import RowSplitter, one_header, split_by_width
from perfrules.binding.table import find_tables
from perfrules.findings import Code
from perfrules.resources import vocabulary
from tests.binding.sheets import HEADER, ROW, sheet

WORDS = vocabulary()
REASON = (*HEADER, "偏差原因")


def aligner(header=HEADER, *, ruled=False, claimed=True):
    found = sheet(header)
    (table,) = find_tables(found, WORDS.headers.indicators.columns)
    classifier = CellClassifier(CellParser(found, WORDS, 2023))
    return Aligner(table, classifier, ruled=ruled, claimed=claimed)


def row_of(cells):
    """Return a row below a header, so that its spots are its own."""
    return sheet((), cells).rows[1]


def texts(alignment):
    return {field: cell.text for field, cell in alignment.cells.items() if cell.text}


def best(*cells, **options):
    return aligner(**options).best(row_of(cells))


def test_a_row_that_fits_stays_as_printed():
    (found,) = best(*ROW)
    assert found.moves == () and found.faults == found.doubts == 0
    assert texts(found)["name"] == "培训人次"


def test_a_row_that_lost_its_captions_is_moved_right():
    (found,) = best("培训人次", "≥100人", "80人", "90", "72")
    assert found.moves[-1] == 2
    assert texts(found) == {
        "name": "培训人次",
        "target": "≥100人",
        "actual": "80人",
        "weight": "90",
        "claimed": "72",
    }


def test_a_row_in_a_table_with_rules_is_moved_only_if_it_cannot_stay():
    (found,) = best("", "", "培训人次", "≥100人", "", "90", "72", ruled=True)
    assert found.moves == ()


def test_one_caption_that_is_left_keeps_its_level():
    (found,) = best("数量指标", "培训人次", "≥100人", "80人", "90", "72")
    assert texts(found)["level2"] == "数量指标"


def test_a_comparator_and_a_unit_of_columns_of_their_own_belong_to_the_target():
    header = ("三级指标", "符号", "指标值", "计量单位", "实际完成值", "分值", "得分")
    (found,) = best("培训人次", "≥", "100", "人", "80", "90", "72", header=header)
    assert texts(found)["target"] == "≥100人"


def test_a_unit_that_the_target_prints_is_not_added_again():
    header = ("三级指标", "性质", "指标值", "计量单位", "实际完成值", "分值", "得分")
    (found,) = best("培训人次", "正向", "≥100人", "人", "80", "90", "72", header=header)
    assert texts(found)["target"] == "≥100人"


@pytest.mark.parametrize("count", [2, 3])
def test_rows_behind_each_other_are_split(count):
    splitter = RowSplitter(aligner(REASON))
    row = row_of((*ROW, "") * count)
    parts = splitter.split(row)
    assert [part[2].text for part in parts] == ["培训人次"] * count


def test_a_row_as_wide_as_the_table_is_one_row():
    row = row_of(ROW)
    assert RowSplitter(aligner()).split(row) == [row]


def test_what_overhangs_and_is_no_row_stays():
    row = row_of((*ROW, "≥3个"))
    assert RowSplitter(aligner()).split(row) == [row]


def test_rows_twice_as_wide_as_the_table_are_split_and_reported():
    found, split = split_by_width(sheet(HEADER, ROW, ROW + ROW, ROW), WORDS.headers)
    assert [len(row) for row in found.rows] == [7] * 5
    assert [cell.text for cell in split] == ["产出指标"]


def test_two_joined_header_rows_become_one():
    upper = ("绩效指标", "年度指标值", "实际完成值", "分值", "得分")
    lower = ("一级指标", "二级指标", "三级指标")
    (row,) = sheet(upper + lower).rows
    found = one_header(row, WORDS.headers)
    assert [cell.text for cell in found] == [*lower, *upper[1:]]


def test_radicals_are_replaced_and_reported_once():
    found = without_radicals(sheet(["⽬标"], ["⻋辆⽬录"]), WORDS.headers.radicals)
    assert [row[0].caption for row in found.rows] == ["目标", "车辆目录"]
    assert [finding.code for finding in found.findings] == [Code.RADICALS_REPLACED]
    clean = sheet(["目标"])
    assert without_radicals(clean, WORDS.headers.radicals) is clean
