"""Finding a table in a grid: its header rows, and which column holds which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import Columns
from perfrules.text import caption

Line = tuple[Cell, ...]

MOST_EDGES = 1
"""Captions of a header's upper row that name no field: that of the table's edge."""


class Captions:
    """The captions of lines: each line is asked from many sides, and looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Line, tuple[str, ...]]] = {}

    def of(self, line: Line) -> tuple[str, ...]:
        """Return the caption of each cell of a line."""
        known = self._known.get(id(line))  # the line is kept, so that no other gets its id
        if known is None:
            known = self._known[id(line)] = (line, tuple(caption(cell.text) for cell in line))
        return known[1]

    def fields(self, line: Line, columns: Columns) -> list[str | None]:
        """Return the field that each cell of a line heads; ``None`` where it heads none."""
        return [columns.field_of.get(printed) for printed in self.of(line)]


Needed = Sequence[frozenset[str]]
"""Sets of fields; a header row is known by all those of one of them."""
EMPTY = Cell("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    A table below its header.

    Attributes:
        top: the first row of the header; row: its last one.
        columns: the column of each field that the header names.
        header: the header in one line, of two rows the lower ones where they say something.
    """

    top: int
    row: int
    columns: Mapping[str, int]
    header: Line = ()

    def cell(self, line: Line, field: str) -> Cell | None:
        """Return the cell of a field in a line, if it has one."""
        column = self.columns.get(field)
        return line[column] if column is not None and column < len(line) else None

    @property
    def width(self) -> int:
        """How many columns it has, as far as its header says something."""
        said = (column for column, cell in enumerate(self.header) if cell.text.strip())
        return max((*said, *self.columns.values())) + 1


def tables(
    grid: Grid, columns: Columns, needed: Needed, captions: Captions | None = None
) -> list[Table]:
    """
    Return the tables of a grid whose header names all fields of one of the sets *needed*.

    One table may go on below another header: after a page break, or with other columns.
    """
    found: list[Table] = []
    captions = captions or Captions()
    for row in range(len(grid.rows)):
        if found and row <= found[-1].row:
            continue
        table = header_at(grid.rows, row, columns, needed, captions)
        found += [table] if table else []
    return found


def header_at(
    rows: Sequence[Line], row: int, columns: Columns, needed: Needed, captions: Captions
) -> Table | None:
    """
    Return the table whose header begins in a row, if one does.

    A header may be two rows: the lower one divides captions of the upper one, and names the
    columns under them.
    """
    line = rows[row]
    if columns.field_of.keys().isdisjoint(captions.of(line)):
        return None
    below = rows[row + 1] if row + 1 < len(rows) else ()
    if _divides(line, below, columns):
        both = _both(line, below)
        found = _columns(both, captions.fields(both, columns))
        if _is_enough(found, needed):
            return Table(top=row, row=row + 1, columns=found, header=both)
    found = _columns(line, captions.fields(line, columns))
    if _is_enough(found, needed):
        return Table(top=row, row=row, columns=found, header=line)
    return None


def headed(line: Line, columns: Columns, needed: Needed, captions: Captions) -> bool:
    """Tell whether a line is a header that names all fields of one of the sets *needed*."""
    return _is_enough(_columns(line, captions.fields(line, columns)), needed)


def _is_enough(found: Mapping[str, int], needed: Needed) -> bool:
    return any(fields <= found.keys() for fields in needed)


def _divides(line: Line, below: Line, columns: Columns) -> bool:
    """Tell whether a row is the second one of a header: all that it says itself is captions."""
    above = {cell.spot for cell in line}
    own = [cell for cell in texts(below) if cell.spot not in above]
    upper = [caption(cell.text) in columns.field_of for cell in texts(line)]
    is_header = len(upper) - sum(upper) <= MOST_EDGES and sum(upper) > 1
    return is_header and bool(own) and all(caption(one.text) in columns.field_of for one in own)


def _both(line: Line, below: Line) -> Line:
    """Return one line of two: what the lower says, else what the upper does."""
    pairs = zip_longest(line, below, fillvalue=EMPTY)
    return tuple(lower if lower.text.strip() else upper for upper, lower in pairs)


def _columns(line: Line, fields: Sequence[str | None]) -> dict[str, int]:
    """
    Return the column of each field; of a merged header the last column, of two the first.

    Where levels have weights of their own, that of the indicator stands right of its name;
    where the target was adjusted within the year, the adjusted one counts.
    """
    found: dict[str, int] = {}
    edge = next((number for number, cell in enumerate(line) if cell.text.strip()), 0)
    for number, field in enumerate(fields):
        if field in found and _same(line, found[field], edge) and not _same(line, edge, number):
            found[field] = number  # the caption of the table's edge is no column of it
        elif field and (_is_first(field, number, found) or _same(line, found[field], number)):
            found[field] = number
    if "adjusted" in found:
        found |= {"target": found.pop("adjusted")}
    return found


def _is_first(field: str, number: int, found: Mapping[str, int]) -> bool:
    of_a_level = field == "weight" and found.get(field, number) < found.get("name", -1) < number
    return field not in found or of_a_level


def _same(line: Line, one: int, two: int) -> bool:
    return line[one].spot == line[two].spot


def texts(line: Line) -> list[Cell]:
    """Return the filled cells of a line, a merged one once."""
    return list({cell.spot: cell for cell in line if cell.text.strip()}.values())
