"""The indicators: one row each, captions filled down, rows put right where cells were lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perfrules.binding.apart import Apart
from perfrules.binding.fits import Fits
from perfrules.binding.named import with_signs
from perfrules.binding.notice import Notices
from perfrules.binding.readings import KEY, LEVELS, Reading, Readings
from perfrules.binding.sums import Options, Sums, Totals
from perfrules.binding.tables import Line, Table, texts
from perfrules.findings import Code
from perfrules.model.form import Number, Reviewed, Row
from perfrules.model.grid import Cell, Grid
from perfrules.model.quantity import Kind
from perfrules.text import caption, is_numbered, one_line

SURE, LIKELY, ADDED_UP = "high", "medium", "sums"
"""How sure a repair is: the row could not stay as it stood; it is likelier so; sums say so."""

NUMBERS = ("weight", "claimed")


@dataclass(slots=True)
class _Captions:
    """The captions above a row, as they are filled down; *heading* is one on a row of its own."""

    level1: str = ""
    level2: str = ""
    heading: bool = False

    def take(self, reading: Reading) -> None:
        """Take the captions that a row prints; a new first level ends the second."""
        one, two = (_text(reading.cells.get(level)) for level in LEVELS)
        if self.heading and "level2" not in reading.cells:
            one, two = "", one
        if one and one != self.level1:
            self.level1, self.level2 = one, ""
        if two:
            self.level2 = two


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """
    A line of the table, with the captions above it.

    Attributes:
        table: the table; line: its cells.
        stood: the line read as it stands.
        options: the readings that stay possible, the best one first.
        by_sums: whether the form's sums left fewer than the cells did.
    """

    table: Table
    line: Line
    stood: Reading
    options: Options
    level1: str
    level2: str
    by_sums: bool = False

    @property
    def reading(self) -> Reading:
        """Return the reading to take; of several what they agree in."""
        first, *others = self.options
        if not others:
            return first
        agreed = {f: c for f, c in first.cells.items() if all(o.agrees(first, f) for o in others)}
        return replace(first, cells=agreed)

    @property
    def confidence(self) -> str:
        """Tell how sure it is that a row was rightly put right."""
        if self.by_sums:
            return ADDED_UP
        return SURE if self.stood.faults else LIKELY


class Rows:
    """Binds the rows below the headers of a form."""

    def __init__(
        self, grid: Grid, tables: Sequence[Table], notices: Notices, totals: Totals
    ) -> None:
        self.grid = grid
        self.tables = tables
        self.notices = notices
        self.totals = totals
        self.words = notices.vocabulary.headers
        self.fits = Fits(notices.vocabulary, notices.fiscal_year)

    def bound(self, end: int) -> Iterator[Row]:
        """Yield the rows down to row *end*; what is put right, unclear or left out is told."""
        reads: list[_Read] = []
        captions = _Captions()
        ends = [*(table.top for table in self.tables[1:]), end]
        for table, stop in zip(self.tables, ends, strict=True):
            lines = [line for line in self.grid.rows[table.row + 1 : stop] if any(texts(line))]
            self._tell_columns(table, lines)
            reads += self._read(table, lines, captions)
        for read in self._settled(reads):
            yield from self._row_of(read)

    # -- reading ------------------------------------------------------------------------------

    def _read(self, table: Table, lines: Sequence[Line], captions: _Captions) -> Iterator[_Read]:
        claimed = any(self._has_claim(table, line) for line in lines)
        readings = Readings(table, self.fits, ruled=self.grid.ruled, claimed=claimed)
        apart = Apart(readings)
        for line in lines:
            if heading := self._heading(line):
                captions.level1, captions.level2, captions.heading = heading, "", True
                continue
            parts = apart.rows(line)
            if len(parts) > 1:
                self.notices.notice(Code.ROWS_RUN_ON, texts(line)[0], None, text=_first(line))
            for part in parts:
                options = readings.best(part)
                captions.take(options[0])
                yield _Read(
                    table=table,
                    line=part,
                    stood=readings.straight(part) if options[0].moves else options[0],
                    options=options,
                    level1=captions.level1,
                    level2=captions.level2,
                )

    def _heading(self, line: Line) -> str | None:
        """Return the first-level caption that stands alone on a line: 一、产出指标（45分）."""
        cells = texts(line)
        is_heading = len(cells) == 1 and is_numbered(cells[0].text)
        return _text(cells[0]) if is_heading and self.fits.is_level(cells[0]) else None

    def _has_claim(self, table: Table, line: Line) -> bool:
        """Tell whether a line has a weight and a score where the header says."""
        cells = (table.cell(line, field) for field in NUMBERS)
        return all(self.fits.points(cell) is not None for cell in cells)

    def _settled(self, reads: Sequence[_Read]) -> Iterator[_Read]:
        """Yield the lines with the readings that the form's sums leave possible."""
        sums = Sums(self.fits, [read.level1 for read in reads], self.totals)
        left = sums.settled([read.options for read in reads])
        for read, options in zip(reads, left, strict=True):
            is_fewer = len(options) < len(read.options)
            yield replace(read, options=options, by_sums=True) if is_fewer else read

    # -- telling ------------------------------------------------------------------------------

    def _tell_columns(self, table: Table, lines: Sequence[Line]) -> None:
        """Tell of columns with a header that names no field, if anything stands below it."""
        ignored = {*self.words.edges, *self.words.ignored, ""}
        known = {table.header[column].spot for column in table.columns.values()}
        for column, cell in enumerate(table.header):
            below = (line[column] for line in lines if column < len(line))
            own = any(one.text.strip() and one.spot != cell.spot for one in below)
            if cell.spot not in known and caption(cell.text) not in ignored and own:
                known.add(cell.spot)
                self.notices.notice(Code.UNKNOWN_COLUMN, cell, None, text=one_line(cell.text))

    def _tell_repair(self, read: _Read) -> None:
        reading, stood = read.reading.cells, read.stood.cells
        name = _text(reading.get("name"))
        self.notices.notice(
            Code.ROW_SHIFTED,
            reading.get("name"),
            name or None,
            columns=str(read.reading.moves[-1]),
            target=_text(reading.get("target")),
            stood=_text(stood.get("target")),
            confidence=read.confidence,
            cells=" ".join(dict.fromkeys(cell.spot for cell in texts(read.line))),
        )

    def _tell_two(self, read: _Read) -> None:
        first, second = (_said(option) for option in read.options[:2])
        name = read.reading.cells.get("name")
        cells = " ".join(dict.fromkeys(cell.spot for cell in texts(read.line)))
        place = name or texts(read.line)[0]
        self.notices.notice(
            Code.TWO_ALIGNMENTS, place, _text(name) or None, one=first, two=second, cells=cells
        )

    def _leave_out(self, read: _Read) -> None:
        """Tell of a row that is no indicator, unless it holds nothing but captions."""
        cells = read.reading.cells
        said = [cell for cell in texts(read.line) if caption(cell.text)]
        captions = {cells[level].spot for level in LEVELS if level in cells}
        rest = [cell for cell in said if cell.spot not in captions]
        if [cell for cell in rest if caption(cell.text) not in self.words.edges]:
            text = " | ".join(one_line(cell.text) for cell in rest)
            self.notices.notice(Code.ROW_LEFT_OUT, rest[0], None, text=text)

    def _tell_unfit(self, read: _Read) -> None:
        """Tell of cells of a row that cannot be what their columns hold, or have no column."""
        cells = read.reading.cells
        unfit = [cells[field] for field in self.fits.unfit(cells) if field not in NUMBERS]
        unfit = [cell for cell in unfit if self.fits.kind(cell) is not Kind.DATE]  # may be a name
        used = {cell.spot for cell in cells.values()}
        beyond = [c for c in texts(read.line[read.table.width :]) if c.spot not in used]
        if self._is_row(read) and (odd := [c for c in (*unfit, *beyond) if c.text.strip()]):
            text = " | ".join(one_line(cell.text) for cell in odd)
            self.notices.notice(
                Code.CELLS_DO_NOT_FIT, odd[0], _text(cells["name"]) or None, text=text
            )

    # -- rows ---------------------------------------------------------------------------------

    def _row_of(self, read: _Read) -> Iterator[Row]:
        if len(read.options) > 1:
            self._tell_two(read)
        elif read.reading.moves:
            self._tell_repair(read)
        elif read.reading.faults:
            self._tell_unfit(read)
        if not self._is_row(read):
            self._leave_out(read)
            return
        yield self._row(read)

    def _is_row(self, read: _Read) -> bool:
        """Tell whether a line is an indicator; one that reads in two ways is, if it has a name."""
        is_unclear = len(read.options) > 1 and "name" in read.reading.cells
        return is_unclear or self._is_weighted(read) or self._is_unweighted(read)

    def _is_weighted(self, read: _Read) -> bool:
        """Tell whether a row has a name and a weight; one text across the table is no row."""
        filled = [read.reading.cells.get(field) for field in ("name", "weight")]
        said = {cell.spot for cell in filled if cell and not self.fits.says_nothing(cell)}
        return len(said) == len(filled)

    def _is_unweighted(self, read: _Read) -> bool:
        """
        Tell whether a row is an indicator but for its weight: a name, a target, an actual.

        In a table without a column of weights a name and one of target, actual and score are
        enough.
        """
        cells = read.reading.cells
        filled = {f: cells[f] for f in ("name", "target", "actual", "claimed") if f in cells}
        said = {f: c.spot for f, c in filled.items() if not self.fits.says_nothing(c)}
        if "weight" not in read.table.columns:
            is_named = "name" in said and not self.fits.is_level(cells["name"])
            return is_named and len(set(said.values())) > 1
        wanted = [said.get(field) for field in ("name", "target", "actual")]
        return "weight" in cells and None not in wanted and len(set(wanted)) == len(wanted)

    def _is_part(self, read: _Read, name: str) -> bool:
        """Tell whether a row without a weight is a part of the one above it: 其中…."""
        is_named = caption(name).startswith(self.words.part_of)
        return is_named and "weight" in read.table.columns and not self._is_weighted(read)

    def _row(self, read: _Read) -> Row:
        cells, notices = read.reading.cells, self.notices
        name = _text(cells["name"])
        target, actual = cells.get("target"), cells.get("actual")
        numbers = {f: notices.number(cells[f]) for f in NUMBERS if f in cells}
        notices.unread_numbers(numbers, cells, name)
        row = Row(
            level1=read.level1,
            level2=read.level2,
            name=name,
            target=notices.quantity("target", target, name),
            actual=notices.quantity("actual", actual, name),
            weight=numbers.get("weight", Number()),
            claimed=numbers.get("claimed", Number()),
            reason=_text(cells.get("reason")) or None,
            where=self.grid.where(cells["name"]),
            cells={field: cell.spot for field, cell in cells.items() if field not in LEVELS},
            method=_text(cells.get("method")) or None,
            nature=self.fits.nature_of(cells),
            applies=notices.applies(_text(target), _text(actual)),
            reviewed=_reviewed(cells, name, notices),
            part=self._is_part(read, name),
        )
        return with_signs(row, notices)


def _first(line: Line) -> str:
    return one_line(texts(line)[0].text)


def _text(cell: Cell | None) -> str:
    return one_line(cell.text) if cell else ""


def _said(reading: Reading) -> str:
    """Return what a reading takes for target, actual, weight and score."""
    return " | ".join(_text(reading.cells.get(field)) or "—" for field in KEY[1:])


def _reviewed(cells: Mapping[str, Cell], name: str, notices: Notices) -> Reviewed | None:
    """Read what a reviewer wrote; a lone column of remarks is none of a reviewer."""
    if not {"reviewed", "reviewed_actual"} & cells.keys():
        return None
    numbers = {f: notices.number(cells[f]) for f in ("reviewed", "deviation") if f in cells}
    notices.unread_numbers(numbers, cells, name)
    return Reviewed(
        actual=notices.quantity("reviewed_actual", cells.get("reviewed_actual"), name),
        points=numbers.get("reviewed", Number()),
        deviation=numbers.get("deviation", Number()),
        remark=_text(cells.get("remark")) or None,
    )
