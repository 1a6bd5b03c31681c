"""
The ways to read a row: as it stands, or with cells moved right to where they belong.

Published tables lose blank cells when they are copied as text, and what follows moves left.
So a cell never belongs further left than it stands, and behind a lost cell all that follows
has moved at least as far. Each reading is judged by what its cells are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfrules.binding.fits import Fits
from perfrules.binding.tables import Line, Table
from perfrules.model.grid import Cell
from perfrules.text import caption, compact

LEVELS = ("level1", "level2")
KEY = ("name", "target", "actual", "weight", "claimed")
"""Fields whose cells tell one reading from another."""
MOST_READINGS = 300
"""Ways to place the cells of one row that are looked at."""
FEWEST = 3
"""Cells of a row that is moved: its name, weight and score at least."""
FAR = 2
"""Doubts about a row as it stands from which on it is moved, though each cell fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    One way to read a row.

    Attributes:
        cells: the cell of each field.
        moves: how many columns each run of cells has moved; nothing where it reads as it stands.
        faults: cells that cannot be what their field holds, or have no field.
        doubts: what is unlikely about it.
    """

    cells: Mapping[str, Cell]
    moves: tuple[int, ...] = ()
    faults: int = 0
    doubts: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return what makes one reading better than another: the less, the better."""
        return (self.faults, self.doubts, len(self.moves))

    def agrees(self, other: "Reading", field: str) -> bool:
        """Tell whether another reading takes the same text for a field."""
        return self._text(field) == other._text(field)

    def says(self) -> tuple[str, ...]:
        """Return the places of its fields; two readings that agree in them are one."""
        return tuple(map(self._spot, KEY))

    def _text(self, field: str) -> str:
        cell = self.cells.get(field)
        return compact(cell.text) if cell else ""

    def _spot(self, field: str) -> str:
        cell = self.cells.get(field)
        return cell.spot if cell and cell.text.strip() else ""


class Readings:
    """Reads the rows of one table; *claimed* tells whether its rows have scores."""

    def __init__(self, table: Table, fits: Fits, *, ruled: bool, claimed: bool) -> None:
        self.table = table
        self.fits = fits
        self.ruled = ruled
        self.claimed = claimed
        self.fields = {column: field for field, column in table.columns.items()}
        self.name = table.columns["name"]
        self.width = table.width
        self.right = range(self.name + 1, self.width)
        self.edges = self._edges()

    def _edges(self) -> frozenset[int]:
        """Return the columns that hold nothing but a caption of the table's edge."""
        edges = self.fits.vocabulary.headers.edges
        header = self.table.header
        return frozenset(
            column
            for column in range(self.width)
            if column not in self.fields
            and (column >= len(header) or caption(header[column].text) in ("", *edges))
        )

    def best(self, line: Line) -> tuple[Reading, ...]:
        """
        Return the reading of a row to take; several where more than one stays possible.

        The row as it stands wherever each cell fits and little is odd about it.
        """
        straight = self.straight(line)
        if not self._is_odd(straight, line) or not self._has_room(line):
            return (straight,)
        found = sorted(self._moved(line), key=lambda reading: reading.rank)
        if not found or not self._is_better(found[0], straight, line):
            return (straight,)
        first = found[0]
        rivals = [one for one in found if one.rank == first.rank and one.says() != first.says()]
        if not straight.faults and straight.doubts == first.doubts:
            rivals.append(straight)
        return (first, *rivals)

    def _is_odd(self, straight: Reading, line: Line) -> bool:
        enough = 1 if self._is_loose(line) else FAR
        return straight.faults > 0 or straight.doubts >= enough

    def _is_loose(self, line: Line) -> bool:
        """Tell whether blank cells may be missing from a line."""
        return not self.ruled or len(line) < self.width

    def _has_room(self, line: Line) -> bool:
        filled = _filled(line)
        return len(filled) >= FEWEST and filled[-1] < self.width - 1

    def _is_better(self, moved: Reading, straight: Reading, line: Line) -> bool:
        if moved.faults:
            return False
        if straight.faults or moved.doubts < straight.doubts:
            return True
        return self._is_loose(line) and moved.doubts == straight.doubts

    # -- as it stands -------------------------------------------------------------------------

    def straight(self, line: Line) -> Reading:
        """Return a row read as it stands."""
        cells = {f: line[c] for f, c in self.table.columns.items() if c < len(line)}
        used = {cell.spot for cell in cells.values()}
        lost = sum(self._has_no_field(column, line, used) for column in range(len(line)))
        return self._judged(cells, (), lost)

    def _has_no_field(self, column: int, line: Line, used: set[str]) -> bool:
        """Tell whether a filled cell stands where the table has no column, or its edge only."""
        cell = line[column]
        if not cell.text.strip() or cell.spot in used:
            return False
        if column >= self.width:
            return True
        return column in self.edges and not self._is_edge(cell)

    def _is_edge(self, cell: Cell) -> bool:
        edges = self.fits.vocabulary.headers.edges
        header = {one.spot for one in self.table.header}
        return caption(cell.text) in edges or cell.spot in header

    def _judged(self, cells: dict[str, Cell], moves: tuple[int, ...], lost: int) -> Reading:
        faults = len(self.fits.unfit(cells)) + ("name" not in cells) + lost
        weighted = "weight" in self.table.columns
        doubts = self.fits.doubts(cells, weighted=weighted, claimed=self.claimed)
        return Reading(cells=self._joined(cells), moves=moves, faults=faults, doubts=doubts)

    def _joined(self, cells: dict[str, Cell]) -> dict[str, Cell]:
        """Put comparator, number and unit together where they stand in columns of their own."""
        target = cells.get("target")
        if target is None or not {"comparator", "nature", "unit"} & cells.keys():
            return cells
        text = target.text.strip()
        sign = "" if self.fits.prints_sign(target) else self.fits.sign_of(cells)
        unit = cells.get("unit")
        last = unit.text.strip() if unit and not self.fits.says_nothing(unit) else ""
        number = "" if self.fits.says_nothing(target) else text
        ended = compact(number).endswith(compact(last))
        return cells | {"target": Cell(f"{sign}{number}{'' if ended else last}", target.spot)}

    # -- moved --------------------------------------------------------------------------------

    def _moved(self, line: Line) -> Iterator[Reading]:
        """Yield readings of a row with cells moved right, each cell where it fits."""
        filled = _filled(line)
        for place, column in enumerate(filled):
            if column > self.name or not self._may_be_name(line[column]):
                continue
            rest = filled[place + 1 :]
            for columns in self._placed(line, rest):
                if reading := self._reading(line, column, rest, columns):
                    yield reading

    def _may_be_name(self, cell: Cell) -> bool:
        return (
            self.fits.is_phrase(cell)
            and len(caption(cell.text)) > 1
            and not self._is_edge(cell)
            and not self.fits.is_level(cell)
        )

    def _placed(self, line: Line, rest: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Yield the columns to which the cells behind a name may belong."""
        found = 0
        open_ones: list[tuple[int, ...]] = [()]
        while open_ones and found < MOST_READINGS:
            columns = open_ones.pop()
            found += 1
            if len(columns) == len(rest):
                yield columns
                continue
            open_ones += [(*columns, column) for column in self._next(line, rest, columns)]

    def _next(self, line: Line, rest: Sequence[int], columns: tuple[int, ...]) -> Iterator[int]:
        """Yield where the next cell may belong, given where those before it do."""
        stands = rest[len(columns)]
        moved = columns[-1] - rest[len(columns) - 1] if columns else 0
        for column in self.right:
            field = self.fields.get(column)
            fits = field is not None and self.fits.may_be(field, line[stands])
            if column >= stands + moved and column > (columns or (0,))[-1] and fits:
                yield column

    def _reading(
        self, line: Line, name: int, rest: Sequence[int], columns: Sequence[int]
    ) -> Reading | None:
        shifts = [column - stands for stands, column in zip(rest, columns, strict=True)]
        moves = _runs([self.name - name, *shifts])
        if not any(moves):
            return None
        cells = self._blank(line)
        cells["name"] = line[name]
        for stands, column in zip(rest, columns, strict=True):
            cells[self.fields[column]] = line[stands]
        lost = self._captions(line, name, shifts[0] if shifts else 0, cells)
        if not self._may_lack(cells, moves, line):
            return None
        return self._judged(cells, moves, lost)

    def _blank(self, line: Line) -> dict[str, Cell]:
        spot = next(cell.spot for cell in line if cell.text.strip())
        return {field: Cell("", spot) for field in self.table.columns if field not in LEVELS}

    def _captions(self, line: Line, name: int, shift: int, cells: dict[str, Cell]) -> int:
        """Take the captions left of the name; return how many cells there have no field."""
        left = [c for c in range(name) if line[c].text.strip() and not self._is_edge(line[c])]
        for moved in dict.fromkeys((self.name - name, shift)):
            levels = {c + moved: c for c in left}
            fields = {f: levels[c] for f, c in self.table.columns.items() if c in levels}
            if len(fields) == len(left) and set(fields) <= set(LEVELS):
                cells |= {field: line[column] for field, column in fields.items()}
                return 0
        return len(left)

    def _may_lack(self, cells: Mapping[str, Cell], moves: tuple[int, ...], line: Line) -> bool:
        """
        Tell whether a moved reading may lack what it lacks.

        A row whose cells moved alike may be without target and actual, or, as a part of
        another, without weight and score; where blank cells may be missing, so may others, and
        the actual alone may be the lost one.
        """
        lacks = {field for field in KEY if field in cells and self.fits.says_nothing(cells[field])}
        if len(moves) == 1 and lacks in ({"target", "actual"}, {"weight", "claimed"}):
            return True
        may_lack = ({"actual"} if "weight" in cells else set[str](), {"weight", "claimed"})
        return not lacks or (lacks in may_lack and self._is_loose(line))


def _filled(line: Line) -> list[int]:
    """Return the columns of the filled cells, of a merged one the last."""
    return [
        column
        for column, cell in enumerate(line)
        if cell.text.strip() and (line[column + 1 :][:1] or (None,))[0] is not cell
    ]


def _runs(shifts: Sequence[int]) -> tuple[int, ...]:
    """Return how far each run of cells has moved, those that have not left out at the start."""
    changed = [two for one, two in pairwise((0, *shifts)) if one != two]
    return tuple(changed)
