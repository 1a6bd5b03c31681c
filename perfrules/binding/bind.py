"""From a grid to a form: which cell answers which field."""

from collections.abc import Iterable, Iterator

from perfrules.binding import heads
from perfrules.binding.head import goals, head
from perfrules.binding.joined import put_apart
from perfrules.binding.money import budget
from perfrules.binding.notice import NO_MONEY, NO_UNIT, NO_YEAR, Notices
from perfrules.binding.radicals import repaired
from perfrules.binding.rows import rows
from perfrules.binding.shares import in_points
from perfrules.binding.tables import Line, Table, find_table, texts
from perfrules.binding.text import spaced
from perfrules.findings import Finding, UnreadableForm
from perfrules.model.form import Budget, Form, Number, Row
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import HeaderWords, Vocabulary

NO_HEADER = "PR203"
NO_ROWS = "PR205"
PUT_APART = "PR208"
NOTHING_DONE = "PR213"


def bind(grid: Grid, vocabulary: Vocabulary) -> Form:
    """
    Bind a grid.

    Returns:
        the form; what was repaired, left out or could not be read stands in its findings.

    Raises:
        UnreadableForm: no header of indicators, or no indicator below it.
    """
    grid = repaired(grid, vocabulary.headers)
    apart, joined = put_apart(grid, vocabulary.headers)
    return _Binder(apart, vocabulary, joined).form()


class _Binder:
    """Binds one grid, part by part."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, joined: Iterable[Cell] = ()) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.words: HeaderWords = vocabulary.headers
        self.table = self._indicators()
        self.money = find_table(grid, self.words.money, self.words.money_needed, 0)
        self.top = grid.rows[: self._first_block()]
        found = heads.fiscal_year(self.top, self.words)
        self.year = found[0] if found else None
        self.year_cell = found[1] if found else None
        self.notices = Notices(grid, vocabulary, self.year)
        for cell in joined:
            self.notices.notice(PUT_APART, cell, None, text=spaced(cell.text))

    def _indicators(self) -> Table:
        columns = self.words.indicators
        table = find_table(self.grid, columns, self.words.indicators_needed, 0)
        table = table or find_table(self.grid, columns, self.words.targets_needed, 0)
        if table is None:
            raise self._unreadable(NO_HEADER)
        return table

    def _unreadable(self, code: str, cell: Cell | None = None) -> UnreadableForm:
        return UnreadableForm((Finding(code=code, where=self.grid.where(cell)),))

    def _header(self, field: str) -> Cell | None:
        """Return the header of a field, if the last header row reaches it."""
        return self.table.cell(self.grid.rows[self.table.row], field)

    def _first_block(self) -> int:
        return min(self.table.row, self.money.row if self.money else self.table.row)

    def form(self) -> Form:
        title = heads.title(self.top, self.words)
        unit, unit_cell = heads.unit(self.top, self.words)
        total, grade, end = heads.foot(self.grid, self.table.row + 1, self.words)
        money = self._budget()
        indicators = self._rows(total, grade)
        claimed, claimed_cell = self._claimed_total(total)
        grade_cell = (
            _value_of(grade, self.words.grade)
            or heads.grade_beside(total, self.words)
            or heads.grade_above((*self.top, total or ()), self.words)
        )
        noted = list(heads.notes(self.grid.rows[end:], self.words))
        self._tell_missing(unit, unit_cell, money)
        cells = {
            "title": title,
            "fiscal_year": self.year_cell,
            "unit": unit_cell,
            "header": self._header("name"),
            "claimed_total": claimed_cell,
            "claimed_grade": grade_cell,
            **{f"note{number}": note for number, note in enumerate(noted, start=1)},
        }
        return Form(
            source=self.grid.source,
            title=title.text if title else None,
            kind=heads.kind(title.text if title else None, self.top, self.words),
            fiscal_year=self.year,
            unit=unit,
            budget=money,
            rows=indicators,
            claimed_total=claimed,
            claimed_grade=spaced(grade_cell.text) if grade_cell else None,
            notes=tuple(note.text for note in noted),
            head=head(self.top, self.words),
            goals=goals(self.grid.rows[: self.table.row], self.words),
            texts=tuple(self._texts()),
            cells={name: cell.spot for name, cell in cells.items() if cell},
            findings=(*self.grid.findings, *self.notices.findings),
            sheet=self.grid.sheet,
        )

    def _budget(self) -> Budget | None:
        if self.money is None:
            return None
        end = self.table.row if self.table.row > self.money.row else len(self.grid.rows)
        return budget(self.grid, self.money, end, self.vocabulary, self.notices)

    def _rows(self, total: Line | None, grade: Line | None) -> tuple[Row, ...]:
        ends = [number for number, line in enumerate(self.grid.rows) if line in (total, grade)]
        ends += [self.money.row] if self.money else []
        end = min((n for n in ends if n > self.table.row), default=self._last_row())
        found = tuple(rows(self.grid, self.table, end, self.vocabulary, self.notices))
        if not found:
            raise self._unreadable(NO_ROWS, self._header("name"))
        return in_points(found, self.notices)

    def _last_row(self) -> int:
        """Without a total row the indicators end where lines of one text begin, or notes."""
        start = self.table.row + 1
        for number, line in enumerate(self.grid.rows[start:], start=start):
            cells = list(texts(line))
            if len(cells) == 1 and heads.is_private(cells[0].text, self.words):
                return number
        return len(self.grid.rows)

    def _claimed_total(self, line: Line | None) -> tuple[Number, Cell | None]:
        """Read the total row: the number under the scores, else its only number."""
        if line is None:
            above = heads.total_above(self.top, self.words)
            return (self.notices.number(above), above) if above else (Number(), None)
        under = self.table.cell(line, "claimed")
        if under and (number := self.notices.number(under)).value is not None:
            return number, under
        numbers = [
            (number, cell)
            for cell in (heads.behind_colon(c, self.words.total) or c for c in texts(line))
            if (number := self.notices.number(cell)).value is not None
        ]
        return numbers[0] if len(numbers) == 1 else (Number(), None)

    def _tell_missing(self, unit: str | None, unit_cell: Cell | None, money: Budget | None) -> None:
        if self.year is None:
            self.notices.notice(NO_YEAR, None)
        if unit is None:
            self.notices.notice(NO_UNIT, unit_cell)
        if money is None:
            self.notices.notice(NO_MONEY, None)
        if "actual" not in self.table.columns:
            self.notices.notice(NOTHING_DONE, self._header("target"))

    def _texts(self) -> Iterator[str]:
        """Yield the texts above the indicators, without persons and telephones."""
        for line in self.grid.rows[: self.table.row]:
            yield from _public(texts(line), self.words)


def _public(cells: Iterable[Cell], words: HeaderWords) -> Iterator[str]:
    private = False
    for cell in cells:
        if private:
            private = False
        elif heads.is_private(cell.text, words):
            private = True
        else:
            yield spaced(cell.text)


def _value_of(line: Line | None, labels: tuple[str, ...]) -> Cell | None:
    """Return the cell behind a row's label, or what stands behind its colon."""
    cells = list(texts(line)) if line else []
    if cells and (behind := heads.behind_colon(cells[0], labels)):
        return behind
    return cells[1] if len(cells) > 1 else None
