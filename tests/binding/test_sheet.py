"""A sheet holds each cell once, in the spellings in which it is compared."""

from perfrules.binding.sheet import Sheet, SheetRow, filled_columns, sheet_cell
from perfrules.model.grid import Cell, Grid
from tests.binding.sheets import sheet


def test_a_cell_knows_its_spellings():
    cell = sheet_cell(" ★ 全年\n执行数（Ａ）：", "A1")
    assert (cell.compact, cell.caption, cell.line) == (
        "★全年执行数(A):",
        "全年执行数",
        "★ 全年 执行数（Ａ）：",
    )


def test_a_merged_cell_is_one_cell_and_filled_once():
    merged = Cell("产出指标", "A1")
    found = Sheet.of(Grid(source="form", rows=((merged, merged, Cell("", "C1")), (merged,))))
    assert found.rows[0][0] is found.rows[0][1] is found.rows[1][0]
    assert [cell.spot for cell in found.rows[0].filled] == ["A1"]
    assert filled_columns(found.rows[0]) == [1]


def test_a_row_says_its_captions():
    (row,) = sheet(["得分", "", "（分）", "得分："]).rows
    assert row.said == {"得分"}
    assert SheetRow().said == frozenset()


def test_a_part_is_named_by_its_first_filled_cell():
    whole = sheet(["a"], ["", "b"], ["c"])
    part = whole.part(1, 3)
    assert (part.name, len(part.rows)) == ("2:2", 2)
    assert part.where().spot == "2:2"
    assert part.where(part.rows[1][0]).spot == "3:1"
