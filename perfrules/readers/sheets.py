"""Laying out a sheet: a cell for every place, merged areas filled with their first one."""

from collections.abc import Iterable, Sequence
from itertools import product

from perfrules.model.grid import Cell
from perfrules.readers.spans import Line
from perfrules.readers.stored import Place, letters

Area = tuple[Place, Place]
"""First and last place of a merged area."""


def sheet_rows(
    name: str, texts: Sequence[Sequence[str]], areas: Iterable[Area]
) -> tuple[Line, ...]:
    """
    Return the rows of a sheet; a blank one has no cells.

    Args:
        name: of the sheet, for spots (``Sheet1!E7``).
        texts: row by row, each as wide as the others.
        areas: merged ones; they are filled no farther than *texts* reach.

    Raises:
        ValueError: areas that overlap, which no office program makes and costs without end.
    """
    cells = _cells(name, texts)
    room = len(cells) * len(cells[0])
    for (top, left), (bottom, right) in areas:
        rows = range(top, min(bottom + 1, len(cells)))
        columns = range(left, min(right + 1, len(cells[0])))
        room -= len(rows) * len(columns)
        if room < 0:
            raise ValueError("overlapping areas")
        for row, column in product(rows, columns):
            cells[row][column] = cells[top][left]
    return tuple(tuple(row) if any(cell.text.strip() for cell in row) else () for row in cells)


def _cells(name: str, texts: Sequence[Sequence[str]]) -> list[list[Cell]]:
    columns = [letters(column) for column in range(len(texts[0]))]
    return [
        [Cell(text, f"{name}!{column}{row}") for column, text in zip(columns, line, strict=True)]
        for row, line in enumerate(texts, start=1)
    ]
