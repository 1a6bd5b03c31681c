"""Finding a table in a grid: its header row, and which column holds which field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfrules.binding.text import caption
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import Columns

Line = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header row at *row*, and the column of each field that it names."""

    row: int
    columns: Mapping[str, int]

    def cell(self, line: Line, field: str) -> Cell | None:
        """Return the cell of a field in a line, if it has one."""
        column = self.columns.get(field)
        return line[column] if column is not None and column < len(line) else None


def find_table(grid: Grid, columns: Columns, needed: frozenset[str], start: int) -> Table | None:
    """
    Return the first table from row *start* on whose header names all *needed* fields.

    A second header row below it, which divides merged headers of the first, is part of it.
    """
    for number, line in enumerate(grid.rows[start:], start=start):
        if headed(line, columns, needed):
            found = _columns(line, columns)
            below = grid.rows[number + 1] if number + 1 < len(grid.rows) else ()
            if divided := _divided(line, below, columns):
                return Table(row=number + 1, columns={**found, **divided})
            return Table(row=number, columns=found)
    return None


def headed(line: Line, columns: Columns, needed: frozenset[str]) -> bool:
    """Tell whether a line is a header that names all *needed* fields."""
    return needed <= _columns(line, columns).keys()


def _divided(line: Line, below: Line, columns: Columns) -> dict[str, int]:
    """Return the columns that a second header row names; nothing if it is no header."""
    found = _columns(below, columns)
    new = {
        field: column
        for field, column in found.items()
        if column >= len(line) or line[column].spot != below[column].spot
    }
    words = {word for names in columns.values() for word in names}
    above = {cell.spot for cell in line}
    own = [cell for cell in texts(below) if cell.spot not in above]
    return new if new and all(caption(cell.text) in words for cell in own) else {}


def _columns(line: Line, columns: Columns) -> dict[str, int]:
    """Return the column of each field; of a merged header the last column, of two the first."""
    found: dict[str, int] = {}
    for number, cell in enumerate(line):
        field = columns.field_of.get(caption(cell.text))
        if field and (field not in found or _same(line, found[field], number)):
            found[field] = number
    return found


def _same(line: Line, one: int, two: int) -> bool:
    return line[one].spot == line[two].spot


def texts(line: Line) -> Iterator[Cell]:
    """Yield the filled cells of a line, a merged one once."""
    seen: set[str] = set()
    for cell in line:
        if cell.text.strip() and cell.spot not in seen:
            seen.add(cell.spot)
            yield cell
