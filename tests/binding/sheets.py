"""Sheets for tests of single stages: rows of texts, each in its own cell."""

from perfrules.binding.sheet import Sheet
from perfrules.model.grid import Cell, Grid


def sheet(*rows, ruled=True):
    """Return a sheet of rows of texts; the cell in row 2, column 1 is at ``2:1``."""
    cells = (
        tuple(Cell(text, f"{number}:{column}") for column, text in enumerate(row, start=1))
        for number, row in enumerate(rows, start=1)
    )
    return Sheet.of(Grid(source="form", rows=tuple(cells), ruled=ruled))


HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
MONEY = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
ROW = ("产出指标", "数量指标", "培训人次", "≥100人", "80人", "90", "72")
TITLE = ("部门整体支出绩效自评表",)
YEAR = ("（2023年度）",)
