"""
Rows whose cells stand some columns too far left: told, and put right, by what the cells are.

Published tables lose merged cells when they are copied as text, and what follows moves left.
A row is read at each possible shift and judged by facts. Where something is wrong with the row
as it stands, the shifted reading with which nothing is wrong is taken, if there is one. Names
and places of rows play no part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from perfrules.binding.quantities import parse, parse_number
from perfrules.binding.tables import Line, Table
from perfrules.binding.text import caption, plain
from perfrules.model.grid import Cell
from perfrules.model.quantity import Kind
from perfrules.model.vocabulary import Vocabulary

LEVELS = ("level1", "level2")
REVIEWED = ("reviewed_actual", "reviewed", "deviation", "remark")
FIELDS = (
    *LEVELS,
    "name",
    "comparator",
    "target",
    "unit",
    "actual",
    "weight",
    "claimed",
    "reason",
    "method",
    *REVIEWED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    A row read with its cells *shift* columns further right.

    Attributes:
        sound: nothing speaks against it: name, target, actual and weight are such.
        whole: it is sound, and has a score, and every cell has a field.
    """

    shift: int
    cells: Mapping[str, Cell]
    sound: bool
    whole: bool


class Slide:
    """Reads the rows of one table at each shift."""

    def __init__(self, table: Table, vocabulary: Vocabulary, fiscal_year: int | None) -> None:
        self.table = table
        self.vocabulary = vocabulary
        self.fiscal_year = fiscal_year

    def best(self, line: Line) -> Reading:
        """
        Return the reading of a row to take.

        The row as it stands where nothing is wrong with it, or where no other is whole. What
        makes a reading whole excludes every other: a weight is no name, a score no reason.
        """
        straight = self.read(line, 0)
        if straight.sound:
            return straight
        furthest = self.table.columns["target"]
        shifted = (self.read(line, shift) for shift in range(1, furthest + 1))
        return next((reading for reading in shifted if reading.whole), straight)

    def read(self, line: Line, shift: int) -> Reading:
        """Return the row read with its cells *shift* columns further right."""
        cells = {}
        for field in FIELDS:
            column = self.table.columns.get(field, -1) - shift
            if field in self.table.columns and 0 <= column < len(line):
                cells[field] = line[column]
        _find_name(line, self.table, shift, cells)
        _join_target(cells, self.vocabulary)
        sound = all(self._sound(line, cells))
        whole = sound and all(self._complete(line, shift, cells))
        return Reading(shift=shift, cells=cells, sound=sound, whole=whole)

    def _sound(self, line: Line, cells: Mapping[str, Cell]) -> tuple[bool, ...]:
        """Return what must hold of name, target, actual and weight."""
        name, target, actual = (self._kind(f, cells) for f in ("name", "target", "actual"))
        weight = self._number("weight", cells)
        return (
            weight is not None and weight > 0,
            _is_phrase(name, cells),
            target is not Kind.BLANK and self._fits(target, actual),
            _captions_stay(line, cells, self.vocabulary),
        )

    def _fits(self, target: Kind, actual: Kind) -> bool:
        """Tell whether target and actual are alike; a table of targets has no actual."""
        return target is actual or "actual" not in self.table.columns

    def _complete(self, line: Line, shift: int, cells: Mapping[str, Cell]) -> tuple[bool, ...]:
        """Return what must hold besides, for a row to be moved."""
        weight, claimed = self._number("weight", cells), self._number("claimed", cells)
        return (
            weight is not None and claimed is not None and claimed <= weight,
            self._number("reason", cells) is None,
            _nothing_left_over(line, self.table, shift, cells),
        )

    def _kind(self, field: str, cells: Mapping[str, Cell]) -> Kind:
        text = cells[field].text if field in cells else ""
        return parse(text, self.vocabulary.quantities, fiscal_year=self.fiscal_year).kind

    def _number(self, field: str, cells: Mapping[str, Cell]) -> Fraction | None:
        cell = cells.get(field)
        return parse_number(cell.text, self.vocabulary.quantities).value if cell else None


def _join_target(cells: dict[str, Cell], vocabulary: Vocabulary) -> None:
    """Put comparator, number and unit together where they stand in columns of their own."""
    if "target" not in cells:
        return
    blanks = vocabulary.quantities.blanks
    kept = [cells[field] for field in ("comparator", "target", "unit") if field in cells]
    said = [cell.text.strip() for cell in kept if plain(cell.text) not in blanks]
    cells["target"] = Cell("".join(said), cells["target"].spot)


def _find_name(line: Line, table: Table, shift: int, cells: dict[str, Cell]) -> None:
    """Take the last text left of the target as the name, where the name's own cell is blank."""
    if shift == 0 or _filled(cells.get("name")):
        return
    left = [cell for cell in line[: table.columns["target"] - shift] if _filled(cell)]
    if not left:
        return
    cells["name"] = left[-1]
    for level in LEVELS:
        if level in cells and cells[level].spot == left[-1].spot:
            del cells[level]


def _filled(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())


def _is_phrase(kind: Kind, cells: Mapping[str, Cell]) -> bool:
    """Tell whether the name can be one: words, or words around a number."""
    return kind is Kind.WORDS or (kind is Kind.UNREAD and len(caption(cells["name"].text)) > 1)


def _captions_stay(line: Line, cells: Mapping[str, Cell], vocabulary: Vocabulary) -> bool:
    """Tell whether no indicator stands in the column of the table's edge caption."""
    used = {cell.spot for cell in cells.values()}
    edges = vocabulary.headers.edges
    return all(
        cell.spot in used or not _filled(cell) or caption(cell.text) in edges for cell in line
    )


def _nothing_left_over(line: Line, table: Table, shift: int, cells: Mapping[str, Cell]) -> bool:
    """Tell whether every filled cell right of the target has a field."""
    start = max(0, table.columns["target"] - shift)
    used = {cell.spot for cell in cells.values()}
    return all(cell.spot in used for cell in line[start:] if _filled(cell))
