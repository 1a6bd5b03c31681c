"""The cells of a table with each text normalised once; all later stages read these cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from perfrules.findings import Finding, Where
from perfrules.model.grid import Cell, Grid
from perfrules.text import caption_of, compact, one_line


class SheetCell(NamedTuple):
    """
    A cell in the spellings in which it is compared.

    Attributes:
        text, spot: as the reader saw it.
        compact: in half width without spaces; blank where the cell is.
        caption: without remarks in brackets and marks at its ends.
    """

    text: str
    spot: str
    compact: str
    caption: str

    @property
    def line(self) -> str:
        """The text on one line."""
        return one_line(self.text)


def sheet_cell(text: str, spot: str) -> SheetCell:
    """Return a cell of a sheet."""
    printed = compact(text)
    return SheetCell(text, spot, printed, caption_of(printed))


class SheetRow(tuple[SheetCell, ...]):
    """
    The cells of one row; those of a merged area are one cell, repeated.

    Attributes:
        filled: the filled cells, a merged one once.
        said: their captions.
    """

    filled: tuple[SheetCell, ...]
    said: frozenset[str]

    def __new__(cls, cells: Iterable[SheetCell] = ()) -> Self:
        """Make a row of some cells."""
        row = super().__new__(cls, cells)
        row.filled = tuple({cell.spot: cell for cell in row if cell.compact}.values())
        row.said = frozenset([cell.caption for cell in row.filled if cell.caption])
        return row


NO_ROW = SheetRow()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    A table, or the part of one that holds a form.

    Attributes:
        source, name: the file, and which table of it.
        rows: the cells.
        ruled: whether each cell is in its own column; see `Grid`.
        findings: what the reader noticed, and what was repaired.
    """

    source: str
    rows: tuple[SheetRow, ...] = ()
    name: str = ""
    ruled: bool = True
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, grid: Grid) -> Self:
        """Normalise the cells of a grid, equal ones once."""
        known: dict[Cell, SheetCell] = {}
        for row in grid.rows:
            for cell in row:
                if cell not in known:
                    known[cell] = sheet_cell(*cell)
        rows = tuple(SheetRow(known[cell] for cell in row) for row in grid.rows)
        return cls(
            source=grid.source,
            rows=rows,
            name=grid.sheet,
            ruled=grid.ruled,
            findings=grid.findings,
        )

    def where(self, cell: SheetCell | None = None) -> Where:
        """Return the place of *cell*, or of the whole sheet."""
        return Where(source=self.source, spot=cell.spot if cell else self.name)

    def part(self, start: int, end: int) -> Self:
        """Return the rows from *start* up to *end* as a sheet named by its first filled cell."""
        rows = self.rows[start:end]
        return replace(self, rows=rows, name=first_filled(rows).spot)


def first_filled(rows: Iterable[SheetRow]) -> SheetCell:
    """Return the first filled cell of some rows; there is one."""
    return next(cell for row in rows for cell in row.filled)


def filled_columns(row: Sequence[SheetCell]) -> list[int]:
    """Return the columns of the filled cells of a row, of a merged one the last."""
    return [
        column
        for column, cell in enumerate(row)
        if cell.compact and (row[column + 1 :][:1] or (None,))[0] is not cell
    ]
