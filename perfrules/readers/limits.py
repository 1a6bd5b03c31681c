"""Limits of a grid: files come from strangers, and work on them is bounded."""

from perfrules.findings import UnreadableForm
from perfrules.model.grid import Grid
from perfrules.readers.files import TOO_LARGE, refused

MOST_ROWS = 20_000
"""Rows of a grid."""
MOST_COLUMNS = 200
"""Columns of a grid."""
LONGEST_CELL = 20_000
"""Characters of a cell."""


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


def _over(source: str, spot: str, size: int, limit: int, what: str) -> UnreadableForm:
    return refused(TOO_LARGE, source, spot, size=str(size), limit=str(limit), what=what)
