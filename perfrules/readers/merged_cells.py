"""Laying out cells that reach over rows and columns, as HTML and Word tables have them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfrules.model.grid import Cell
from perfrules.readers.limits import MOST_COLUMNS, check_size

GridRow = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SpanningCell:
    """A cell's text, and how many rows and columns it covers (0 rows: down to the end)."""

    text: str
    rows: int = 1
    columns: int = 1


def spanned_rows(source: str, name: str, lines: Sequence[Iterable[SpanningCell]]) -> list[GridRow]:
    """
    Return the rows of a table; each place that a cell covers has the text and spot of that cell.

    Args:
        source: the file, for a refusal.
        name: of the table, for spots (``T1``): ``T1R2C3``.
        lines: the cells of each row as they are written, covered places left out.

    Raises:
        UnreadableForm: more rows, columns or cells than the limits.
    """
    filled: dict[tuple[int, int], Cell] = {}
    height, widest = len(lines), 0
    for row, line in enumerate(lines):
        column = 0
        for spanned in line:
            while (row, column) in filled:
                column += 1
            cell = Cell(spanned.text, f"{name}R{row + 1}C{column + 1}")
            down = height - row if spanned.rows == 0 else min(spanned.rows, height - row)
            across = min(spanned.columns, MOST_COLUMNS + 1)
            for y in range(row, row + max(down, 1)):
                for x in range(column, column + max(across, 1)):
                    filled.setdefault((y, x), cell)
            column += max(across, 1)
            widest = max(widest, column)
            check_size(source, height, widest, len(filled))
    empty = Cell("", "")
    return [
        tuple(filled.get((row, column), empty) for column in range(_row_width(filled, row, widest)))
        for row in range(height)
    ]


def _row_width(filled: dict[tuple[int, int], Cell], row: int, widest: int) -> int:
    return next((x + 1 for x in range(widest - 1, -1, -1) if (row, x) in filled), 0)
