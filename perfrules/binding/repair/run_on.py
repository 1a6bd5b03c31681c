"""
Rows that run on: joined when a table was copied as text.

Two header rows on one line, or rows of the table one after the other. They are split by the
headers and the width of the table's rows, and this is reported.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfrules.binding.repair.alignment import Aligner, TableRow
from perfrules.binding.sheet import Sheet, SheetCell, SheetRow
from perfrules.binding.table import fields_of
from perfrules.model.vocabulary.headers import HeaderWords

HEADER_LEVELS = ("level1", "level2", "name")
PARTS_OF_TARGET = ("comparator", "nature", "target", "unit")
STARTS = ("level1", "comparator", "nature")
"""Fields with which the lower of two header rows begins."""
FEWEST_CELLS = 4
"""Cells of a row that belongs to a table."""
MOST_SPLIT = 50
"""Rows of one table that are split; work on files of strangers is bounded."""

# -- before the tables are known --------------------------------------------------------------


def split_by_width(sheet: Sheet, words: HeaderWords) -> tuple[Sheet, list[SheetCell]]:
    """
    Return a sheet with joined rows split, and the first cell of each row that was.

    A row is split where it is just two or more times as wide as most rows of the table; the
    headers of a second row that follow those of the first are put under them.
    """
    split: list[SheetCell] = []
    width = _usual_width(sheet)
    rows: list[SheetRow] = []
    for row in sheet.rows:
        if width and len(row) > width and len(row) % width == 0:
            split.append(_first_cell(row))
            rows += [SheetRow(row[start : start + width]) for start in range(0, len(row), width)]
        elif header := one_header(row, words):
            split.append(_first_cell(row))
            rows.append(header)
        else:
            rows.append(row)
    return (replace(sheet, rows=tuple(rows)), split) if split else (sheet, [])


def _first_cell(row: SheetRow) -> SheetCell:
    return (row.filled or row)[0]


def _usual_width(sheet: Sheet) -> int:
    widths = Counter(len(row) for row in sheet.rows if len(row) >= FEWEST_CELLS)
    common = widths.most_common(1)
    return common[0][0] if common and common[0][1] > 1 else 0


def one_header(row: SheetRow, words: HeaderWords) -> SheetRow | None:
    """Return the one header that two joined header rows make; ``None`` if they are not such."""
    if words.indicators.columns.field_of.keys().isdisjoint(row.said):
        return None
    fields = fields_of(row, words.indicators.columns)
    starts = [i for i, name in enumerate(fields) if name in STARTS]
    upper_ends = [i for i, name in enumerate(fields) if name in ("claimed", "reason")]
    behind = [start for start in starts if upper_ends and start > max(upper_ends)]
    if not behind or "actual" not in fields[: behind[0]]:
        return None
    start = behind[0]
    if not {"name", "target"} & set(fields[start:]):
        return None  # a column of its own, and no second row
    lower: dict[tuple[str, ...], list[SheetCell]] = {
        group: _cells_of(row[start:], fields[start:], group)
        for group in (HEADER_LEVELS, PARTS_OF_TARGET)
    }
    return SheetRow(_with_lower(row[:start], fields, lower, words))


def _with_lower(
    upper: TableRow,
    fields: Sequence[str | None],
    lower: Mapping[tuple[str, ...], list[SheetCell]],
    words: HeaderWords,
) -> list[SheetCell]:
    """Return the upper header with the lower cells in the place of those that they divide."""
    made: list[SheetCell] = []
    for cell, name in zip(upper, fields, strict=False):
        if name == "target" and lower[PARTS_OF_TARGET]:
            made += lower[PARTS_OF_TARGET]
        elif cell.caption in words.edges and lower[HEADER_LEVELS]:
            made += lower[HEADER_LEVELS]
        else:
            made.append(cell)
    return made


def _cells_of(
    cells: TableRow, fields: Sequence[str | None], wanted: Sequence[str]
) -> list[SheetCell]:
    return [cell for cell, name in zip(cells, fields, strict=True) if name in wanted]


# -- once the table is known ------------------------------------------------------------------


@dataclass(slots=True)
class RowSplitter:
    """Splits the rows of one table that hold several rows."""

    aligner: Aligner
    count: int = field(default=0, init=False)

    def split(self, row: SheetRow) -> list[SheetRow]:
        """
        Return the parts of a row: more than one where it is wider than the table.

        It is cut where each part aligns with nothing wrong, and as likely as can be.
        """
        if not self._overhangs(row) or self.count >= MOST_SPLIT:
            return [row]
        self.count += 1
        return [SheetRow(part) for part in self._parts(row)] or [row]

    def _overhangs(self, row: SheetRow) -> bool:
        """Return whether something is right of the table's last column."""
        return any(cell.compact for cell in row[self.aligner.width :])

    def _parts(self, row: SheetRow) -> list[TableRow]:
        """Return the best parts, found from the row's end; none where it cannot be cut."""
        best: dict[int, tuple[int, list[TableRow]]] = {len(row): (0, [])}
        for start in range(len(row) - 1, -1, -1):
            # The widest part first: of equal ways it is taken.
            ends = range(min(start + self.aligner.width, len(row)), start, -1)
            ways = [way for end in ends if (way := self._way(row, start, end, best))]
            if ways:
                best[start] = min(ways, key=lambda way: way[0])
        return best.get(0, (0, []))[1]

    def _way(
        self, row: SheetRow, start: int, end: int, best: dict[int, tuple[int, list[TableRow]]]
    ) -> tuple[int, list[TableRow]] | None:
        if end not in best:
            return None
        part = row[start:end]
        if not any(cell.compact for cell in part):
            return best[end] if end == len(row) else None
        found = self.aligner.best(part)[0]
        if found.faults and not self._is_caption(part):
            return None
        cost, parts = best[end]
        return (cost + 1 + found.doubts + len(found.moves), [part, *parts])

    def _is_caption(self, part: TableRow) -> bool:
        """Return whether a part holds nothing but captions of levels."""
        is_level = self.aligner.classifier.is_level
        return all(is_level(cell) for cell in part if cell.compact)
