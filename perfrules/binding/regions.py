"""The regions of a sheet: what is above the tables, the money block, the indicators, the foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfrules.binding.foot import Foot, find_foot
from perfrules.binding.goals import has_goals
from perfrules.binding.sheet import Sheet, SheetCell, SheetRow
from perfrules.binding.table import Table, find_tables
from perfrules.findings import Code, Finding, UnreadableForm
from perfrules.model.vocabulary.headers import HeaderWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """
    Where the parts of a form are in its sheet.

    Attributes:
        tables: the headers of indicators, at least one.
        end: the row where the indicators end.
        money: the header of the money block; foot: the rows below the indicators.
    """

    sheet: Sheet
    tables: tuple[Table, ...]
    end: int
    money: Table | None
    foot: Foot

    @property
    def table(self) -> Table:
        """The first header of indicators."""
        return self.tables[0]

    @property
    def top(self) -> tuple[SheetRow, ...]:
        """The rows above both tables."""
        ends = [self.table.top, *([self.money.top] if self.money else [])]
        return self.sheet.rows[: min(ends)]

    @property
    def above(self) -> tuple[SheetRow, ...]:
        """The rows above the indicators."""
        return self.sheet.rows[: self.table.top]

    @property
    def around(self) -> tuple[SheetRow, ...]:
        """The rows above and below the indicators."""
        return self.above + self.sheet.rows[self.end :]

    @property
    def notes(self) -> tuple[SheetRow, ...]:
        """The rows where the notes may be."""
        return self.sheet.rows[self.foot.notes :]

    @property
    def money_end(self) -> int:
        """The row where the money block ends."""
        start = self.money.row if self.money else 0
        below = [n for n in (self.table.top, self.foot.notes - 1) if n > start]
        return min(below, default=len(self.sheet.rows))

    def in_total_row(self, field: str) -> SheetCell | None:
        """Return the cell of the total row in a column of the indicators."""
        return self.tables[-1].cell(self.foot.total, field)


def find_regions(sheet: Sheet, words: HeaderWords) -> Regions:
    """
    Find the parts of a form.

    Raises:
        UnreadableForm: no header of indicators.
    """
    tables = find_tables(sheet, words.indicators.columns)
    if not tables:
        raise UnreadableForm((Finding(code=Code.NO_HEADER, where=sheet.where()),))
    money = next(iter(find_tables(sheet, words.money.columns)), None)
    foot = find_foot(sheet.rows, tables[0].row + 1, words)
    ends = [*foot.rows, *([money.top] if money else []), *_rows_behind(sheet.rows, tables, words)]
    end = min((row for row in ends if row > tables[0].row), default=len(sheet.rows))
    return Regions(sheet=sheet, tables=tables, end=end, money=money, foot=foot)


def _rows_behind(
    rows: Sequence[SheetRow], tables: Sequence[Table], words: HeaderWords
) -> list[int]:
    """Return the rows below the last header that no longer belong to the indicators."""
    start = tables[-1].row + 1
    return [n for n, row in enumerate(rows[start:], start=start) if _is_behind(row, words)]


def _is_behind(row: SheetRow, words: HeaderWords) -> bool:
    """Return whether a row is behind the indicators: a person alone, a remark, or the goals."""
    first = next((cell.caption for cell in row.filled if cell.caption), "")
    if first in words.foot.behind:
        return True
    if first.startswith(words.labels.private):
        return len(row.filled) == 1
    return has_goals(row, words)
