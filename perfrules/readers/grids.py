"""Reading a grid: tab-separated text here, workbooks in `excel`."""

import re

from perfrules.findings import MissingExtra
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import TOO_LARGE, decoded, refused
from perfrules.readers.kinds import FileKind, kind_of

MOST_ROWS = 20_000
"""Rows of a grid."""
MOST_COLUMNS = 200
"""Columns of a grid."""
LONGEST_CELL = 20_000
"""Characters of a cell."""

_LINE_END = re.compile("\r\n|\r|\n")


def read(source: str, data: bytes) -> Grid:
    """
    Read the table of a text or a workbook.

    Args:
        source: the file's name, for places.
        data: its bytes.

    Raises:
        UnreadableForm: it cannot be read, or is too large.
        MissingExtra: a workbook, and the extra `excel` is not installed.
    """
    if kind_of(source, data) is FileKind.XLSX:
        try:
            from perfrules.readers import excel
        except ImportError as error:
            raise MissingExtra("excel", error.name or "") from None
        return excel.read(source, data)
    return limited(source, _lines(source, decoded(source, data)))


def _lines(source: str, text: str) -> Grid:
    """Split into lines and, at tabs only, into cells; a cell's spot is ``line:cell``."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    rows = tuple(
        tuple(Cell(cell, f"{number}:{index}") for index, cell in enumerate(line.split("\t"), 1))
        if line.strip()
        else ()
        for number, line in enumerate(lines, start=1)
    )
    return Grid(source=source, rows=rows)


def limited(source: str, grid: Grid) -> Grid:
    """
    Return the grid if it keeps the limits.

    Raises:
        UnreadableForm: too many rows or columns, or a cell too long.
    """
    if len(grid.rows) > MOST_ROWS:
        raise _over(source, "", len(grid.rows), MOST_ROWS, "rows")
    for row in grid.rows:
        if len(row) > MOST_COLUMNS:
            raise _over(source, row[0].spot, len(row), MOST_COLUMNS, "columns")
        for cell in row:
            if len(cell.text) > LONGEST_CELL:
                raise _over(source, cell.spot, len(cell.text), LONGEST_CELL, "characters")
    return grid


def _over(source: str, spot: str, size: int, limit: int, what: str) -> Exception:
    return refused(TOO_LARGE, source, spot, size=str(size), limit=str(limit), what=what)
