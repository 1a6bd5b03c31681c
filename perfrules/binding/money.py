"""The money block: amounts by source of funds, and the line that decides the rate."""

from collections.abc import Iterator
from fractions import Fraction

from perfrules.binding.notice import Notices
from perfrules.binding.quantities import parse
from perfrules.binding.shares import money_in_points
from perfrules.binding.tables import Line, Table, texts
from perfrules.binding.text import caption, plain, spaced
from perfrules.model.form import Budget, MoneyRow, Number
from perfrules.model.grid import Cell, Grid
from perfrules.model.quantity import Kind
from perfrules.model.vocabulary import Vocabulary

UNIT_LABEL_END = ":"
"""Behind it stands the unit of all amounts, where a line above the block names it."""
COLUMNS = ("initial", "revised", "executed")
AMOUNTS = (*COLUMNS, "weight", "rate", "claimed")


def budget(grid: Grid, table: Table, end: int, vocabulary: Vocabulary, notices: Notices) -> Budget:
    """Bind the lines from the header of the money block down to row *end*."""
    total, parts = None, list[MoneyRow]()
    unit, factor = _unit(grid, table, vocabulary)
    header = grid.rows[table.row]
    in_pairs = _in_pairs(grid, table, vocabulary)
    table = in_pairs or table
    for line in _lines(grid, table, end, vocabulary.headers.goals):
        row = _row(table, line, unit, notices, in_pairs=bool(in_pairs))
        if row is None:
            break
        is_first = in_pairs is not None and not parts
        if total is None and (is_first or caption(row.label) in vocabulary.headers.money_total):
            total = row
        else:
            parts.append(row)
    return Budget(
        unit=unit,
        factor=factor,
        total=total,
        parts=tuple(parts),
        where=grid.where(table.cell(header, "revised")),
    )


def _in_pairs(grid: Grid, table: Table, vocabulary: Vocabulary) -> Table | None:
    """Return the table of a block whose first line has each amount right of its own header."""
    right = {field: column + 1 for field, column in table.columns.items() if field != "label"}
    pairs = Table(row=table.row - 1, columns=right)
    cells = [pairs.cell(grid.rows[table.row], field) for field in ("revised", "executed")]
    kinds = [cell and _kind(cell, vocabulary) for cell in cells]
    return pairs if kinds == [Kind.QUANTITY, Kind.QUANTITY] else None


def _kind(cell: Cell, vocabulary: Vocabulary) -> Kind:
    return parse(cell.text, vocabulary.quantities, fiscal_year=None).kind


def _lines(grid: Grid, table: Table, end: int, goals: tuple[str, ...]) -> Iterator[Line]:
    """Yield the filled lines below the header, as far as the year's goals."""
    for line in grid.rows[table.row + 1 : end]:
        captions = [caption(cell.text) for cell in texts(line)]
        if not set(captions).isdisjoint(goals):
            return
        if captions:
            yield line


def _row(
    table: Table, line: Line, unit: str | None, notices: Notices, *, in_pairs: bool
) -> MoneyRow | None:
    """Bind one line; ``None`` where the block ends: no label, or text among the amounts."""
    vocabulary = notices.vocabulary
    label = _label(table, line, vocabulary)
    cells = {field: cell for field in AMOUNTS if (cell := table.cell(line, field))}
    if label is None or _is_other_block(table, line, vocabulary, in_pairs=in_pairs):
        return None
    name = spaced(label.text)
    numbers = {
        field: notices.amount(cell, unit, name, field) if field in COLUMNS else notices.number(cell)
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


def _is_other_block(table: Table, line: Line, vocabulary: Vocabulary, *, in_pairs: bool) -> bool:
    """Tell whether a line belongs to what follows: phrases where amounts should stand."""
    columns = [table.columns[field] for field in COLUMNS if field in table.columns]
    between = range(min(columns), min(max(columns) + 1, len(line)))
    amounts = columns if in_pairs else between
    cells = [line[column] for column in amounts if column < len(line)]
    return any(_kind(cell, vocabulary) is Kind.WORDS for cell in cells)


def _label(table: Table, line: Line, vocabulary: Vocabulary) -> Cell | None:
    """Return the last text left of the amounts that is no caption of the block's edge."""
    first = min(table.columns[field] for field in AMOUNTS if field in table.columns)
    edges = vocabulary.headers.edges
    # A merged amount begins left of the column that it is read from.
    amounts = {cell.spot for field in AMOUNTS if (cell := table.cell(line, field))}
    left = [
        cell
        for cell in texts(line[:first])
        if caption(cell.text) not in edges and cell.spot not in amounts
    ]
    return left[-1] if left else None


def _unit(grid: Grid, table: Table, vocabulary: Vocabulary) -> tuple[str | None, Fraction]:
    """Find the unit of amounts in the brackets of the block's captions, the longest word first."""
    printed = plain("".join(cell.text for cell in texts(grid.rows[table.row])))
    units = vocabulary.headers.money_units
    for word in sorted(units, key=len, reverse=True):
        if f"({word})" in printed:
            return word, units[word]
    above = (plain(cell.text) for line in grid.rows[: table.row] for cell in texts(line))
    named = (behind for text in above if (behind := text.partition(UNIT_LABEL_END)[2]) in units)
    found = next(named, None)
    return found, units[found] if found else Fraction(1)
