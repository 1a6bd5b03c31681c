"""Limits of a grid: files come from strangers, and work on them is bounded."""

from perfrules.findings import UnreadableForm
from perfrules.model.grid import Grid
from perfrules.readers.files import TOO_LARGE, refused

MOST_ROWS = 20_000
"""Rows of a grid."""
MOST_COLUMNS = 200
"""Columns of a grid."""
MOST_CELLS = 400_000
"""Cells of a grid, the empty ones between others too."""
LONGEST_CELL = 20_000
"""Characters of a cell."""


def check_size(source: str, rows: int, columns: int, cells: int) -> None:
    """
    Check how large a grid would become, before it is made.

    Raises:
        UnreadableForm: too many rows, columns or cells.
    """
    if rows > MOST_ROWS:
        raise _over(source, "", rows, MOST_ROWS, "rows")
    if columns > MOST_COLUMNS:
        raise _over(source, "", columns, MOST_COLUMNS, "columns")
    if cells > MOST_CELLS:
        raise _over(source, "", cells, MOST_CELLS, "cells")


def limited(source: str, grid: Grid) -> Grid:
    """
    Return the grid if it keeps the limits that need its cells.

    Raises:
        UnreadableForm: too many columns, or a cell too long.
    """
    for row in grid.rows:
        if len(row) > MOST_COLUMNS:
            raise _over(source, row[0].spot, len(row), MOST_COLUMNS, "columns")
        for cell in row:
            if len(cell.text) > LONGEST_CELL:
                raise _over(source, cell.spot, len(cell.text), LONGEST_CELL, "characters")
    return grid


def _over(source: str, spot: str, size: int, limit: int, what: str) -> UnreadableForm:
    return refused(TOO_LARGE, source, spot, size=str(size), limit=str(limit), what=what)
