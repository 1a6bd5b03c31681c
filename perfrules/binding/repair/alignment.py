"""
The ways to align a row: as printed, or with cells moved right to the columns they belong to.

Published tables lose blank cells when they are copied as text, and what follows moves left.
So a cell never belongs further left than it is printed, and after a lost cell all that follows
has moved at least as far. Each alignment is judged by what its cells are.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from perfrules.binding.cells import CellClassifier
from perfrules.binding.implied import with_own_columns
from perfrules.binding.sheet import SheetCell, filled_columns, sheet_cell
from perfrules.binding.table import Table

LEVELS = ("level1", "level2")
KEY = ("name", "target", "actual", "weight", "claimed")
"""Fields in which two alignments may differ."""
MOST_ALIGNMENTS = 300
"""Ways to place the cells of one row that are tried."""
FEWEST_MOVED = 3
"""Cells of a row that can be moved: its name, weight and score at least."""
MANY_DOUBTS = 2
"""Doubts about a row as printed from which on moving is tried though each cell fits."""

TableRow = Sequence[SheetCell]
"""The cells of a row, or of the part of one that is a row by itself."""


class Alignment(NamedTuple):
    """
    One way to align a row.

    Attributes:
        cells: the cell of each field.
        moves: how many columns each run of cells has moved; nothing where it is as printed.
        faults: cells that cannot be what their field holds, or have no field.
        doubts: what is unlikely about it.
    """

    cells: Mapping[str, SheetCell]
    moves: tuple[int, ...] = ()
    faults: int = 0
    doubts: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """What makes one alignment better than another: the less, the better."""
        return (self.faults, self.doubts, len(self.moves))

    def agrees(self, other: "Alignment", field: str) -> bool:
        """Return whether another alignment takes the same text for a field."""
        return self._compact_of(field) == other._compact_of(field)

    def places(self) -> tuple[str, ...]:
        """Return the places of its fields; two alignments with the same places are one."""
        return tuple(map(self._spot_of, KEY))

    def _compact_of(self, field: str) -> str:
        cell = self.cells.get(field)
        return cell.compact if cell else ""

    def _spot_of(self, field: str) -> str:
        cell = self.cells.get(field)
        return cell.spot if cell and cell.compact else ""


class Aligner:
    """Aligns the rows of one table; *claimed*: whether its rows have scores."""

    def __init__(
        self, table: Table, classifier: CellClassifier, *, ruled: bool, claimed: bool
    ) -> None:
        self.table = table
        self.classifier = classifier
        self.ruled = ruled
        self.claimed = claimed
        self.fields = {column: field for field, column in table.columns.items()}
        self.name = table.columns["name"]
        self.width = table.width
        self.header_spots = frozenset(cell.spot for cell in table.header)
        self.edges = self._edge_columns()

    def _edge_columns(self) -> frozenset[int]:
        """Return the columns that hold nothing but a caption of the table's edge."""
        header, edges = self.table.header, self.classifier.edges | {""}
        return frozenset(
            column
            for column in range(self.width)
            if column not in self.fields
            and (column >= len(header) or header[column].caption in edges)
        )

    def best(self, row: TableRow) -> tuple[Alignment, ...]:
        """
        Return the alignment to take; several where more than one stays possible.

        The row as printed wherever each cell fits and little is odd about it.
        """
        printed = self.as_printed(row)
        if not self._is_odd(printed, row) or not self._has_room(row):
            return (printed,)
        found = sorted(self._moved(row), key=lambda alignment: alignment.rank)
        if not found or not self._is_better(found[0], printed, row):
            return (printed,)
        first = found[0]
        rivals = [one for one in found if one.rank == first.rank and one.places() != first.places()]
        if not printed.faults and printed.doubts == first.doubts:
            rivals.append(printed)
        return (first, *rivals)

    def _is_odd(self, printed: Alignment, row: TableRow) -> bool:
        enough = 1 if self._is_loose(row) else MANY_DOUBTS
        return printed.faults > 0 or printed.doubts >= enough

    def _is_loose(self, row: TableRow) -> bool:
        """Return whether blank cells may be missing from a row."""
        return not self.ruled or len(row) < self.width

    def _has_room(self, row: TableRow) -> bool:
        filled = filled_columns(row)
        return len(filled) >= FEWEST_MOVED and filled[-1] < self.width - 1

    def _is_better(self, moved: Alignment, printed: Alignment, row: TableRow) -> bool:
        fewer_doubts = moved.doubts < printed.doubts
        as_likely = self._is_loose(row) and moved.doubts == printed.doubts
        return not moved.faults and (printed.faults > 0 or fewer_doubts or as_likely)

    # -- as printed ---------------------------------------------------------------------------

    def as_printed(self, row: TableRow) -> Alignment:
        """Return a row with each cell in the column where it is."""
        cells = {f: row[c] for f, c in self.table.columns.items() if c < len(row)}
        used = {cell.spot for cell in cells.values()}
        others = (column for column in range(len(row)) if column not in self.fields)
        lost = sum(self._has_no_field(column, row, used) for column in others)
        return self._judged(cells, (), lost)

    def _has_no_field(self, column: int, row: TableRow, used: set[str]) -> bool:
        """Return whether a filled cell is where the table has no column, or its edge only."""
        cell = row[column]
        if not cell.compact or cell.spot in used:
            return False
        return column >= self.width or (column in self.edges and not self._is_edge(cell))

    def _is_edge(self, cell: SheetCell) -> bool:
        return cell.caption in self.classifier.edges or cell.spot in self.header_spots

    def _judged(self, cells: dict[str, SheetCell], moves: tuple[int, ...], lost: int) -> Alignment:
        faults = len(self.classifier.unfit(cells)) + ("name" not in cells) + lost
        weighted = "weight" in self.table.columns
        doubts = self.classifier.doubts(cells, weighted=weighted, claimed=self.claimed)
        joined = with_own_columns(cells, self.classifier)
        return Alignment(cells=joined, moves=moves, faults=faults, doubts=doubts)

    # -- moved --------------------------------------------------------------------------------

    def _moved(self, row: TableRow) -> Iterator[Alignment]:
        """Yield alignments of a row with cells moved right, each cell where it fits."""
        filled = filled_columns(row)
        for place, column in enumerate(filled):
            if column > self.name or not self._may_be_name(row[column]):
                continue
            rest = filled[place + 1 :]
            for columns in self._placed(row, rest):
                if found := self._alignment(row, column, rest, columns):
                    yield found

    def _may_be_name(self, cell: SheetCell) -> bool:
        return (
            len(cell.caption) > 1
            and self.classifier.is_phrase(cell)
            and not self._is_edge(cell)
            and not self.classifier.is_level(cell)
        )

    def _placed(self, row: TableRow, rest: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Yield the columns to which the cells after a name may belong."""
        fitting = [self._fitting(row[column], column) for column in rest]
        tried = 0
        open_ones: list[tuple[int, ...]] = [()]
        while open_ones and tried < MOST_ALIGNMENTS:
            columns = open_ones.pop()
            tried += 1
            if len(columns) == len(rest):
                yield columns
                continue
            place = len(columns)
            moved = columns[-1] - rest[place - 1] if columns else 0
            least = max(rest[place] + moved, (columns or (0,))[-1] + 1)
            open_ones += [(*columns, column) for column in fitting[place] if column >= least]

    def _fitting(self, cell: SheetCell, printed: int) -> list[int]:
        """Return the columns right of the name in which a cell fits, from its own one on."""
        return [
            column
            for column in range(max(self.name + 1, printed), self.width)
            if column in self.fields and self.classifier.may_be(self.fields[column], cell)
        ]

    def _alignment(
        self, row: TableRow, name: int, rest: Sequence[int], columns: Sequence[int]
    ) -> Alignment | None:
        shifts = [column - printed for printed, column in zip(rest, columns, strict=True)]
        moves = _runs([self.name - name, *shifts])
        if not any(moves):
            return None
        cells = self._blank_cells(row)
        cells["name"] = row[name]
        for printed, column in zip(rest, columns, strict=True):
            cells[self.fields[column]] = row[printed]
        lost = self._take_levels(row, name, shifts[0] if shifts else 0, cells)
        if not self._may_lack(cells, moves, row):
            return None
        return self._judged(cells, moves, lost)

    def _blank_cells(self, row: TableRow) -> dict[str, SheetCell]:
        blank = sheet_cell("", next(cell.spot for cell in row if cell.compact))
        return {field: blank for field in self.table.columns if field not in LEVELS}

    def _take_levels(
        self, row: TableRow, name: int, shift: int, cells: dict[str, SheetCell]
    ) -> int:
        """Take the captions left of the name; return how many cells there have no field."""
        left = [c for c in range(name) if row[c].compact and not self._is_edge(row[c])]
        for moved in dict.fromkeys((self.name - name, shift)):
            levels = {c + moved: c for c in left}
            fields = {f: levels[c] for f, c in self.table.columns.items() if c in levels}
            if len(fields) == len(left) and set(fields) <= set(LEVELS):
                cells |= {field: row[column] for field, column in fields.items()}
                return 0
        return len(left)

    def _may_lack(
        self, cells: Mapping[str, SheetCell], moves: tuple[int, ...], row: TableRow
    ) -> bool:
        """
        Return whether a moved row may lack what it lacks.

        A row whose cells moved alike may be without target and actual, or, as a part of
        another, without weight and score; where blank cells may be missing, so may others, and
        the actual alone may be the lost one.
        """
        nothing = self.classifier.says_nothing
        lacks = {field for field in KEY if field in cells and nothing(cells[field])}
        if len(moves) == 1 and lacks in ({"target", "actual"}, {"weight", "claimed"}):
            return True
        may_lack = ({"actual"} if "weight" in cells else set[str](), {"weight", "claimed"})
        return not lacks or (lacks in may_lack and self._is_loose(row))


def _runs(shifts: Sequence[int]) -> tuple[int, ...]:
    """Return how far each run of cells has moved, those that have not left out at the start."""
    changed = [two for one, two in pairwise((0, *shifts)) if one != two]
    return tuple(changed)
