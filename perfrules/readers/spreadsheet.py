"""Laying out a sheet: a cell for every place, merged areas filled with their first one."""

from collections.abc import Iterable, Sequence
from itertools import product

from perfrules.findings import Code, Finding, Where
from perfrules.model.grid import Cell
from perfrules.readers.merged_cells import GridRow
from perfrules.readers.sheet_xml import Place, column_letters

Area = tuple[Place, Place]
"""First and last place of a merged area."""


def sheet_rows(
    name: str, texts: Sequence[Sequence[str]], areas: Iterable[Area]
) -> tuple[GridRow, ...]:
    """
    Return the rows of a sheet; a blank one has no cells.

    Args:
        name: of the sheet, for spots (``Sheet1!E7``).
        texts: row by row, each as wide as the others.
        areas: merged ones; they are filled only where *texts* reach.

    Raises:
        ValueError: areas that overlap, which no office program makes and costs without end.
    """
    cells = _cells_with_spots(name, texts)
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


def hidden_findings(
    source: str, name: str, places: tuple[set[int], set[int]], filled: Iterable[Place]
) -> tuple[Finding, ...]:
    """
    Report hidden rows and columns that hold text: they are read like the others.

    Args:
        source: the file.
        name: of the sheet.
        places: hidden rows and hidden columns, counted from 0.
        filled: places that hold text.
    """
    rows, columns = places
    if not rows and not columns:
        return ()
    found = sorted(place for place in filled if place[0] in rows or place[1] in columns)
    if not found:
        return ()
    row, column = found[0]
    where = Where(source=source, spot=f"{name}!{column_letters(column)}{row + 1}")
    params = {"count": str(len(found))}
    return (Finding(code=Code.HIDDEN_CELLS, where=where, params=params),)


def _cells_with_spots(name: str, texts: Sequence[Sequence[str]]) -> list[list[Cell]]:
    columns = [column_letters(column) for column in range(len(texts[0]))]
    return [
        [Cell(text, f"{name}!{column}{row}") for column, text in zip(columns, line, strict=True)]
        for row, line in enumerate(texts, start=1)
    ]
