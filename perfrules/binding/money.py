"""The money block: amounts by source of funds, and the line that decides the rate."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from perfrules.binding.parser import CellParser
from perfrules.binding.sheet import SheetCell, SheetRow, sheet_cell
from perfrules.binding.table import Table
from perfrules.binding.weights import money_in_points
from perfrules.findings import Code
from perfrules.model.form import Budget, MoneyRow, Number
from perfrules.model.quantity import Kind
from perfrules.model.vocabulary.headers import MoneyWords
from perfrules.text import PERCENT, caption, is_numbered

COLON = ":"
"""Before the unit of all amounts, or between a label and its amount."""
AMOUNT_FIELDS = ("initial", "revised", "executed")
MONEY_FIELDS = (*AMOUNT_FIELDS, "weight", "rate", "claimed")


def bind_money(table: Table, end: int, parser: CellParser) -> Budget:
    """Bind the rows from the header of the money block down to row *end*."""
    words = parser.vocabulary.headers.money
    unit, factor = block_unit(parser.sheet.rows, table, words)
    block = MoneyBlock(table, end, unit, parser)
    pairs = tuple(block.in_pairs())
    rows = pairs or tuple(block.in_columns())
    named = (row for row in rows if is_total(row, words))
    return Budget(
        unit=unit,
        factor=factor,
        rows=rows,
        total=next(named, pairs[0] if pairs else None),
        where=parser.sheet.where(table.head_of("executed")),
    )


def is_total(row: MoneyRow, words: MoneyWords) -> bool:
    """Return whether a line of money is the one that decides the rate."""
    return caption(row.label) in words.total


def block_unit(
    rows: Sequence[SheetRow], table: Table, words: MoneyWords
) -> tuple[str | None, Fraction]:
    """Find the unit of amounts in the brackets of the block's captions, the longest word first."""
    header = rows[table.top : table.row + 1]
    printed = "".join(cell.compact for row in header for cell in row.filled)
    for word in sorted(words.units, key=len, reverse=True):
        if f"({word})" in printed or f"{COLON}{word}" in printed:
            return word, words.units[word]
    above = (cell.compact for row in rows[: table.row] for cell in row.filled)
    named = (behind for text in above if (behind := text.partition(COLON)[2]) in words.units)
    found = next(named, None)
    return found, words.units[found] if found else Fraction(1)


class MoneyBlock:
    """The rows of one block of money, down to row *end*; its amounts are in *unit*."""

    def __init__(self, table: Table, end: int, unit: str | None, parser: CellParser) -> None:
        self.table = table
        self.end = end
        self.unit = unit
        self.parser = parser
        self.words = parser.vocabulary.headers
        self.header_spots = {cell.spot for cell in table.header}

    def _rows_from(self, start: int) -> Iterator[SheetRow]:
        """Yield the filled rows, up to the year's goals."""
        for row in self.parser.sheet.rows[start : self.end]:
            if not self.words.labels.goals.isdisjoint(row.said):
                return
            if row.filled:
                yield row

    def _is_amount(self, cell: SheetCell) -> bool:
        return self.parser.undated(cell).kind is Kind.QUANTITY

    def _is_words(self, cell: SheetCell) -> bool:
        return self.parser.undated(cell).kind is Kind.WORDS

    def _money_row(self, cells: Mapping[str, SheetCell], label: SheetCell) -> MoneyRow:
        return read_money_row(cells, label, self.unit, self.parser)

    # -- amounts below their headers -----------------------------------------------------------

    def in_columns(self) -> Iterator[MoneyRow]:
        """Yield the lines below the header, up to where another block begins."""
        self._report_columns()
        for row in self._rows_from(self.table.row + 1):
            if self._is_inline(row):
                yield from (self._money_row({}, cell) for cell in self._inner(row))
                continue
            label = self._label(row)
            if label is None or self._is_other_block(row) or self._is_heading(row):
                return
            yield self._money_row(self._cells(row), label)

    def _report_columns(self) -> None:
        """Report columns of amounts whose header names no field."""
        known = {self.table.header[column].spot for column in self.table.columns.values()}
        rows = list(self._rows_from(self.table.row + 1))
        for column, cell in enumerate(self.table.header):
            if cell.spot in known or not cell.compact:
                continue
            below = [row[column] for row in rows if column < len(row)]
            own = any(self._is_amount(one) for one in below if one.spot != cell.spot)
            if own and cell not in below:
                known.add(cell.spot)
                self.parser.report(Code.UNKNOWN_COLUMN, cell, None, text=cell.line)

    def _cells(self, row: SheetRow) -> dict[str, SheetCell]:
        cells = {field: cell for field in MONEY_FIELDS if (cell := self.table.cell(row, field))}
        rate = cells.get("rate")
        if rate and self._is_in_percent and self._is_amount(rate) and PERCENT not in rate.text:
            cells["rate"] = sheet_cell(f"{rate.text.strip()}{PERCENT}", rate.spot)
        return cells

    @property
    def _is_in_percent(self) -> bool:
        """Whether the header of the rates has their unit: 执行率(%)."""
        return "rate" in self.table.columns and PERCENT in self.table.head_of("rate").compact

    def _inner(self, row: Sequence[SheetCell]) -> list[SheetCell]:
        """Return the filled cells of a row but for captions of the block's edge."""
        return [
            cell
            for cell in SheetRow(row).filled
            if cell.caption not in self.words.edges and cell.spot not in self.header_spots
        ]

    def _label(self, row: SheetRow) -> SheetCell | None:
        """Return the last text left of the amounts that is not a caption of the block's edge."""
        first = min(
            self.table.columns[field] for field in MONEY_FIELDS if field in self.table.columns
        )
        # A merged amount begins left of the column that it is read from.
        amounts = {cell.spot for cell in self._cells(row).values()}
        left = [cell for cell in self._inner(row[:first]) if cell.spot not in amounts]
        named = [cell for cell in left if not self._is_amount(cell)]
        return named[-1] if named else None

    def _is_heading(self, row: SheetRow) -> bool:
        """Return whether a row is a numbered heading of what follows: 三、绩效指标."""
        cells = self._inner(row)
        return len(cells) == 1 and is_numbered(cells[0].text)

    def _is_inline(self, row: SheetRow) -> bool:
        """Return whether each cell of a row is a label with its amount after a colon."""
        cells = self._inner(row)
        is_labelled = all(COLON in cell.compact for cell in cells)
        return is_labelled and (len(cells) > 1 or any(c.compact[-1].isdigit() for c in cells))

    def _is_other_block(self, row: SheetRow) -> bool:
        """Return whether a row belongs to what follows: phrases where amounts should be."""
        columns = [
            self.table.columns[field] for field in AMOUNT_FIELDS if field in self.table.columns
        ]
        return any(map(self._is_words, row[min(columns) : max(columns) + 1]))

    # -- amounts right of their captions -------------------------------------------------------

    def in_pairs(self) -> Iterator[MoneyRow]:
        """
        Yield the lines of a block that has each amount right of its own caption.

        The first line may go on in the next ones with further captions; below them may be
        lines by source of funds, with their amounts in the same columns.
        """
        rows = list(self._rows_from(self.table.top))
        heads = [row for row in rows if self._captioned(row)]
        cells = {field: cell for row in heads for field, cell in self._captioned(row).items()}
        if not {"revised", "executed"} <= cells.keys():
            return
        first = rows[0].filled[0]
        named = first.caption in self.words.money.columns.field_of
        is_label = not named and first.caption not in self.words.edges
        yield self._money_row(cells, first if is_label else self.table.head_of("revised"))
        yield from self._below(cells, first, [row for row in rows if row not in heads])

    def _captioned(self, row: SheetRow) -> dict[str, SheetCell]:
        """Return the amounts of a row that are right of captions of theirs."""
        fields = [self.words.money.columns.field_of.get(cell.caption) for cell in row.filled]
        pairs = zip(fields, row.filled[1:], strict=False)
        return {f: cell for f, cell in pairs if f and f != "label" and self._is_amount(cell)}

    def _below(
        self, above: Mapping[str, SheetCell], first: SheetCell, rows: Sequence[SheetRow]
    ) -> Iterator[MoneyRow]:
        top = self.parser.sheet.rows[self.table.top]
        columns = {field: top.index(cell) for field, cell in above.items() if cell in top}
        for row in rows:
            cells = {field: row[column] for field, column in columns.items() if column < len(row)}
            labels = [cell for cell in row.filled if cell.spot != first.spot]
            if not labels or any(map(self._is_words, cells.values())):
                return
            yield self._money_row(cells, labels[0])


def read_money_row(
    cells: Mapping[str, SheetCell], label: SheetCell, unit: str | None, parser: CellParser
) -> MoneyRow:
    """Read the numbers of one line of money; amounts are in *unit*."""
    name = label.line
    numbers = {
        field: parser.read_amount(field, cell, unit, name)
        if field in AMOUNT_FIELDS
        else parser.number(cell)
        for field, cell in cells.items()
    }
    parser.report_unread(numbers, cells, name)
    return money_in_points(
        MoneyRow(
            label=name,
            **{field: numbers.get(field, Number()) for field in MONEY_FIELDS},
            where=parser.sheet.where(label),
            cells={field: cell.spot for field, cell in cells.items()},
        )
    )
