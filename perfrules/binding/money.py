"""The money block: amounts by source of funds, and the line that decides the rate."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from perfrules.binding.notice import Notices
from perfrules.binding.quantities import parse
from perfrules.binding.shares import money_in_points
from perfrules.binding.tables import Captions, Line, Table, texts
from perfrules.findings import Code
from perfrules.model.form import Budget, MoneyRow, Number
from perfrules.model.grid import Cell, Grid
from perfrules.model.quantity import Kind
from perfrules.model.vocabulary import Vocabulary
from perfrules.text import caption, compact, is_numbered, one_line

PERCENT = "%"
COLON = ":"
"""Behind it stands the unit of all amounts, or an amount behind its label."""
COLUMNS = ("initial", "revised", "executed")
AMOUNTS = (*COLUMNS, "weight", "rate", "claimed")


def budget(grid: Grid, table: Table, end: int, notices: Notices, captions: Captions) -> Budget:
    """Bind the lines from the header of the money block down to row *end*."""
    vocabulary = notices.vocabulary
    unit, factor = _unit(grid, table, vocabulary)
    block = _Block(grid, table, notices, captions, unit)
    rows = list(block.in_pairs(end))
    if not rows:
        block.tell_columns(end)
        rows = list(block.rows(end))
    labels = vocabulary.headers.money_total
    total = next((row for row in rows if caption(row.label) in labels), None)
    return Budget(
        unit=unit,
        factor=factor,
        rows=tuple(rows),
        total=total or (rows[0] if block.is_in_pairs and rows else None),
        where=grid.where(table.header[table.columns["executed"]]),
    )


class _Block:
    """The lines of one block of money."""

    def __init__(
        self, grid: Grid, table: Table, notices: Notices, captions: Captions, unit: str | None
    ) -> None:
        self.grid = grid
        self.captions = captions
        self.table = table
        self.notices = notices
        self.unit = unit
        self.words = notices.vocabulary.headers
        self.edges = {cell.spot for cell in table.header}
        self.is_in_pairs = False

    def rows(self, end: int) -> Iterator[MoneyRow]:
        """Yield the lines below the header, up to where another block begins."""
        for line in self._lines(self.table.row + 1, end):
            if self._says_amounts(line):
                yield from (self._row({}, cell) for cell in self._texts(line))
                continue
            label = self._label(line)
            if label is None or self._is_other_block(line) or self._is_heading(line):
                return
            yield self._row(self._cells(line), label)

    def tell_columns(self, end: int) -> None:
        """Tell of columns of amounts whose header names no field."""
        known = {self.table.header[column].spot for column in self.table.columns.values()}
        lines = list(self._lines(self.table.row + 1, end))
        for column, cell in enumerate(self.table.header):
            below = [line[column] for line in lines if column < len(line)]
            own = any(self._is_amount(one) for one in below if one.spot != cell.spot)
            if own and cell.spot not in known and cell.text.strip() and cell not in below:
                known.add(cell.spot)
                self.notices.notice(Code.UNKNOWN_COLUMN, cell, None, text=one_line(cell.text))

    def _lines(self, start: int, end: int) -> Iterator[Line]:
        """Yield the filled lines, as far as the year's goals."""
        for line in self.grid.rows[start:end]:
            if not self.words.goals.isdisjoint(self.captions.of(line)):
                return
            if any(cell.text.strip() for cell in line):
                yield line

    def _cells(self, line: Line) -> dict[str, Cell]:
        cells = {field: cell for field in AMOUNTS if (cell := self.table.cell(line, field))}
        rate = cells.get("rate")
        if rate and self._is_in_percent and self._is_amount(rate) and PERCENT not in rate.text:
            cells["rate"] = Cell(f"{rate.text.strip()}{PERCENT}", rate.spot)
        return cells

    @property
    def _is_in_percent(self) -> bool:
        """Tell whether the header of the rates says their unit: 执行率(%)."""
        column = self.table.columns.get("rate")
        return column is not None and PERCENT in compact(self.table.header[column].text)

    def _texts(self, line: Line) -> list[Cell]:
        """Return the filled cells of a line but for captions of the block's edge."""
        edges = self.words.edges
        return [
            cell
            for cell in texts(line)
            if caption(cell.text) not in edges and cell.spot not in self.edges
        ]

    def _label(self, line: Line) -> Cell | None:
        """Return the last text left of the amounts that is no caption of the block's edge."""
        first = min(self.table.columns[field] for field in AMOUNTS if field in self.table.columns)
        # A merged amount begins left of the column that it is read from.
        amounts = {cell.spot for cell in self._cells(line).values()}
        left = [cell for cell in self._texts(line[:first]) if cell.spot not in amounts]
        named = [cell for cell in left if self._kind(cell) is not Kind.QUANTITY]
        return named[-1] if named else None

    def _is_heading(self, line: Line) -> bool:
        """Tell whether a line is a numbered heading of what follows: 三、绩效指标."""
        cells = self._texts(line)
        return len(cells) == 1 and is_numbered(cells[0].text)

    def _says_amounts(self, line: Line) -> bool:
        """Tell whether each cell of a line is a label with its amount behind a colon."""
        cells = self._texts(line)
        is_said = any(compact(cell.text)[-1:].isdigit() for cell in cells)
        labels = all(COLON in compact(cell.text) for cell in cells)
        return labels and (len(cells) > 1 or is_said)

    def _is_other_block(self, line: Line) -> bool:
        """Tell whether a line belongs to what follows: phrases where amounts should stand."""
        columns = [self.table.columns[field] for field in COLUMNS if field in self.table.columns]
        amounts = line[min(columns) : max(columns) + 1]
        return any(self._kind(cell) is Kind.WORDS for cell in amounts)

    def _kind(self, cell: Cell) -> Kind:
        return parse(cell.text, self.notices.vocabulary.quantities, fiscal_year=None).kind

    def _row(self, cells: Mapping[str, Cell], label: Cell) -> MoneyRow:
        name, notices = one_line(label.text), self.notices
        numbers = {
            field: notices.amount(cell, self.unit, name, field)
            if field in COLUMNS
            else notices.number(cell)
            for field, cell in cells.items()
        }
        notices.unread_numbers(numbers, cells, name)
        return money_in_points(
            MoneyRow(
                label=name,
                **{field: numbers.get(field, Number()) for field in AMOUNTS},
                where=notices.grid.where(label),
                cells={field: cell.spot for field, cell in cells.items()},
            )
        )

    # -- amounts right of their captions ---------------------------------------------------------

    def in_pairs(self, end: int) -> Iterator[MoneyRow]:
        """
        Yield the lines of a block that has each amount right of its own caption.

        The first line may go on in the next ones with further captions; below them may stand
        lines by source of funds, with their amounts in the same columns.
        """
        lines = list(self._lines(self.table.top, end))
        heads = [line for line in lines if self._captioned(line)]
        cells = {field: cell for line in heads for field, cell in self._captioned(line).items()}
        if not all(field in cells for field in ("revised", "executed")):
            return
        self.is_in_pairs = True
        first = texts(lines[0])[0]
        is_label = caption(first.text) not in {*self.words.money.field_of, *self.words.edges}
        label = first if is_label else self.table.header[self.table.columns["revised"]]
        yield self._row(cells, label)
        yield from self._below(cells, first, [line for line in lines if line not in heads])

    def _captioned(self, line: Line) -> dict[str, Cell]:
        """Return the amounts of a line that stand right of captions of theirs."""
        cells = texts(line)
        fields = [self.words.money.field_of.get(caption(cell.text)) for cell in cells]
        pairs = zip(fields, cells[1:], strict=False)
        return {f: cell for f, cell in pairs if f and f != "label" and self._is_amount(cell)}

    def _is_amount(self, cell: Cell) -> bool:
        return self._kind(cell) is Kind.QUANTITY

    def _below(
        self, above: Mapping[str, Cell], first: Cell, lines: Sequence[Line]
    ) -> Iterator[MoneyRow]:
        top = self.grid.rows[self.table.top]
        columns = {f: top.index(cell) for f, cell in above.items() if cell in top}
        for line in lines:
            cells = {f: line[c] for f, c in columns.items() if c < len(line)}
            labels = [cell for cell in texts(line) if cell.spot != first.spot]
            if not labels or any(self._kind(cell) is Kind.WORDS for cell in cells.values()):
                return
            yield self._row(cells, labels[0])


def _unit(grid: Grid, table: Table, vocabulary: Vocabulary) -> tuple[str | None, Fraction]:
    """Find the unit of amounts in the brackets of the block's captions, the longest word first."""
    lines = grid.rows[table.top : table.row + 1]
    printed = compact("".join(cell.text for line in lines for cell in texts(line)))
    units = vocabulary.headers.money_units
    for word in sorted(units, key=len, reverse=True):
        if f"({word})" in printed or f"{COLON}{word}" in printed:
            return word, units[word]
    above = (compact(cell.text) for line in grid.rows[: table.row] for cell in texts(line))
    named = (behind for text in above if (behind := text.partition(COLON)[2]) in units)
    found = next(named, None)
    return found, units[found] if found else Fraction(1)
