"""Limits of a grid: files come from strangers, and work on them is bounded."""

from perfrules.findings import Code, UnreadableForm
from perfrules.model.grid import Grid
from perfrules.readers.files import refused

MOST_ROWS = 20_000
"""Rows of a grid."""
MOST_COLUMNS = 200
"""Columns of a grid."""
MOST_CELLS = 200_000
"""Cells of a grid, the empty ones between others too."""
LONGEST_CELL = 20_000
"""Characters of a cell."""
MOST_TEXT = 10_000_000
"""Characters of a grid, and of a file that is text."""
MOST_TAGS = 500_000
"""Tags of a web page, or of a part of an office file that is parsed as a whole: an element in
memory is many times as large as in the file."""


def check_size(source: str, rows: int, columns: int, cells: int) -> None:
    """
    Check how large a grid would become, before it is made.

    Raises:
        UnreadableForm: too many rows, columns or cells.
    """
    if rows > MOST_ROWS:
        raise _over_limit(source, "", rows, MOST_ROWS, "rows")
    if columns > MOST_COLUMNS:
        raise _over_limit(source, "", columns, MOST_COLUMNS, "columns")
    if cells > MOST_CELLS:
        raise _over_limit(source, "", cells, MOST_CELLS, "cells")


def check_text(source: str, characters: int) -> None:
    """
    Check how much text there is.

    Raises:
        UnreadableForm: too much.
    """
    if characters > MOST_TEXT:
        raise _over_limit(source, "", characters, MOST_TEXT, "characters")


def check_tags(source: str, tags: int, limit: int = MOST_TAGS) -> None:
    """
    Check how many tags are to be parsed.

    Raises:
        UnreadableForm: too many.
    """
    if tags > limit:
        raise _over_limit(source, "", tags, limit, "tags")


def limited(source: str, grid: Grid) -> Grid:
    """
    Return the grid if it keeps all limits.

    Raises:
        UnreadableForm: too many rows, columns, cells or characters, or a cell too long.
    """
    check_size(source, len(grid.rows), 0, sum(map(len, grid.rows)))
    characters = 0
    for row in grid.rows:
        lengths = [len(cell.text) for cell in row]
        characters += sum(lengths)
        if len(row) > MOST_COLUMNS:
            raise _over_limit(source, row[0].spot, len(row), MOST_COLUMNS, "columns")
        if lengths and max(lengths) > LONGEST_CELL:
            cell = max(row, key=lambda cell: len(cell.text))
            raise _over_limit(source, cell.spot, len(cell.text), LONGEST_CELL, "characters")
    check_text(source, characters)
    return grid


def _over_limit(source: str, spot: str, size: int, limit: int, what: str) -> UnreadableForm:
    return refused(Code.FILE_TOO_LARGE, source, spot, size=str(size), limit=str(limit), what=what)
