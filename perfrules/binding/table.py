"""The tables of a sheet: their header rows, and which column holds which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from perfrules.binding.sheet import NO_ROW, Sheet, SheetCell, SheetRow, sheet_cell
from perfrules.model.vocabulary.headers import ColumnWords

MOST_EDGES = 1
"""Captions of a header's upper row that name no field: the one at the table's edge."""
NO_CELL = sheet_cell("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    A table below its header.

    Attributes:
        top: the first row of the header; row: its last one.
        columns: the column of each field that the header names.
        header: the header in one row; of two rows the lower cells where they are filled.
    """

    top: int
    row: int
    columns: Mapping[str, int]
    header: SheetRow = NO_ROW

    def cell(self, row: Sequence[SheetCell], field: str) -> SheetCell | None:
        """Return the cell of a field in a row, if the row has one."""
        column = self.columns.get(field)
        return row[column] if column is not None and column < len(row) else None

    def head_of(self, field: str) -> SheetCell:
        """Return the header of a field's column."""
        return self.header[self.columns[field]]

    @property
    def width(self) -> int:
        """The number of columns, up to the last one that the header fills."""
        said = (column for column, cell in enumerate(self.header) if cell.compact)
        return max((*said, *self.columns.values())) + 1


def find_tables(sheet: Sheet, words: ColumnWords) -> tuple[Table, ...]:
    """
    Return the tables of a sheet.

    One table may go on below another header: after a page break, or with other columns.
    """
    found: list[Table] = []
    for row in range(len(sheet.rows)):
        if found and row <= found[-1].row:
            continue
        table = header_at(sheet.rows, row, words)
        found += [table] if table else []
    return tuple(found)


def header_at(rows: Sequence[SheetRow], row: int, words: ColumnWords) -> Table | None:
    """
    Return the table whose header begins in a row, if one does.

    A header may be two rows: the lower one divides captions of the upper one, and names the
    columns under them.
    """
    upper = rows[row]
    if words.field_of.keys().isdisjoint(upper.said):
        return None
    lower = rows[row + 1] if row + 1 < len(rows) else NO_ROW
    if _divides(upper, lower, words):
        both = _merged_header(upper, lower)
        found = _header_columns(both, words)
        if words.is_header(found):
            return Table(top=row, row=row + 1, columns=found, header=both)
    found = _header_columns(upper, words)
    if words.is_header(found):
        return Table(top=row, row=row, columns=found, header=upper)
    return None


def is_header(row: SheetRow, words: ColumnWords) -> bool:
    """Return whether a row is a header of one row."""
    return words.is_header(_header_columns(row, words))


def fields_of(row: SheetRow, words: ColumnWords) -> list[str | None]:
    """Return the field that each cell of a row heads; ``None`` where it heads none."""
    return [words.field_of.get(cell.caption) for cell in row]


def _divides(upper: SheetRow, lower: SheetRow, words: ColumnWords) -> bool:
    """Return whether a row is the second one of a header: all that it adds is captions."""
    above = {cell.spot for cell in upper}
    own = [cell for cell in lower.filled if cell.spot not in above]
    named = [cell.caption in words.field_of for cell in upper.filled]
    begins = len(named) - sum(named) <= MOST_EDGES and sum(named) > 1
    return begins and bool(own) and all(cell.caption in words.field_of for cell in own)


def _merged_header(upper: SheetRow, lower: SheetRow) -> SheetRow:
    """Return one row of two: the lower cells where they are filled, else the upper ones."""
    pairs = zip_longest(upper, lower, fillvalue=NO_CELL)
    return SheetRow(below if below.compact else above for above, below in pairs)


def _header_columns(header: SheetRow, words: ColumnWords) -> dict[str, int]:
    """
    Return the column of each field; of a merged header the last column, of two the first.

    Where levels have weights of their own, that of the indicator is right of its name; where
    the target was adjusted within the year, the adjusted one counts.
    """
    found: dict[str, int] = {}
    edge = next((number for number, cell in enumerate(header) if cell.compact), 0)
    for number, field in enumerate(fields_of(header, words)):
        if (
            field in found
            and _is_same_cell(header, found[field], edge)
            and not _is_same_cell(header, edge, number)
        ):
            found[field] = number  # the caption of the table's edge is not a column of it
        elif field and (
            _is_first(field, number, found) or _is_same_cell(header, found[field], number)
        ):
            found[field] = number
    if "adjusted" in found:
        found |= {"target": found.pop("adjusted")}
    return found


def _is_first(field: str, number: int, found: Mapping[str, int]) -> bool:
    of_a_level = field == "weight" and found.get(field, number) < found.get("name", -1) < number
    return field not in found or of_a_level


def _is_same_cell(row: SheetRow, one: int, two: int) -> bool:
    return row[one].spot == row[two].spot
