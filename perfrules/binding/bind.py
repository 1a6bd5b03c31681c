"""From a grid to a form: which cell answers which field."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from perfrules.binding import heads
from perfrules.binding.head import goals, has_goals, head, is_private
from perfrules.binding.joined import put_apart
from perfrules.binding.money import budget
from perfrules.binding.notice import Notices
from perfrules.binding.radicals import repaired
from perfrules.binding.rows import Rows
from perfrules.binding.shares import in_points
from perfrules.binding.sums import Totals
from perfrules.binding.tables import Captions, Line, tables, texts
from perfrules.findings import Code, Finding, UnreadableForm
from perfrules.model.form import Budget, Form, Number, Row
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import HeaderWords, Vocabulary
from perfrules.text import one_line


def bind(grid: Grid, vocabulary: Vocabulary, captions: Captions | None = None) -> Form:
    """
    Bind a grid.

    Args:
        grid: one form, as a reader saw it.
        vocabulary: the words of headers and quantities.
        captions: those of lines that were looked at before.

    Returns:
        the form; what was repaired, left out or could not be read stands in its findings.

    Raises:
        UnreadableForm: no header of indicators, or no indicator below it.
    """
    grid = repaired(grid, vocabulary.headers)
    captions = captions or Captions()
    apart, joined = put_apart(grid, vocabulary.headers, captions)
    return _Binder(apart, vocabulary, captions, joined).form()


class _Binder:
    """Binds one grid, part by part."""

    def __init__(
        self, grid: Grid, vocabulary: Vocabulary, captions: Captions, joined: Iterable[Cell]
    ) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.words: HeaderWords = vocabulary.headers
        self.captions = captions
        words = self.words
        self.tables = tables(grid, words.indicators, words.indicators_needed, captions)
        if not self.tables:
            raise self._unreadable(Code.NO_HEADER)
        self.table = self.tables[0]
        blocks = tables(grid, words.money, words.money_needed, captions)
        self.money = blocks[0] if blocks else None
        self.top = grid.rows[
            : min(self.table.top, self.money.top if self.money else len(grid.rows))
        ]
        self.total, self.grade, self.foot = heads.foot(grid, self.table.row + 1, self.words)
        self.end = self._end()
        found = heads.fiscal_year(self.top, self.words)
        self.year = found[0] if found else None
        self.year_cell = found[1] if found else None
        self.notices = Notices(grid, vocabulary, self.year)
        for cell in joined:
            self.notices.notice(Code.ROWS_RUN_ON, cell, None, text=one_line(cell.text))

    def _unreadable(self, code: Code, cell: Cell | None = None) -> UnreadableForm:
        return UnreadableForm((Finding(code=code, where=self.grid.where(cell)),))

    def _end(self) -> int:
        """Return the row where the indicators end: total, grade, money, goals or notes follow."""
        lines = self.grid.rows
        ends = [number for number, line in enumerate(lines) if line in (self.total, self.grade)]
        ends += [self.money.top] if self.money else []
        start = self.tables[-1].row + 1
        ends += [n for n in range(start, len(lines)) if self._is_behind(lines[n])]
        return min((n for n in ends if n > self.table.row), default=len(lines))

    def _is_behind(self, line: Line) -> bool:
        """Tell whether a line stands behind the indicators: persons alone, or the goals."""
        said = [text for text in self.captions.of(line) if text]
        if not said:
            return False
        if said[0] in self.words.behind or said[0].startswith(self.words.private):
            cells = texts(line)
            return said[0] in self.words.behind or len(cells) == 1
        return not self.words.goals.isdisjoint(said) and has_goals(line, self.words)

    def form(self) -> Form:
        title = heads.title(self.top, self.words)
        unit, unit_cell = heads.unit(self.top, self.words)
        money = self._budget()
        indicators = self._rows(money)
        claimed, claimed_cell = self._claimed_total(indicators, money)
        grade_cell = (
            heads.grade_behind(self.grade, self.words)
            or heads.grade_beside(self.total, self.words)
            or heads.grade_above((*self.top, self.total or ()), self.words)
        )
        noted = list(heads.notes(self.grid.rows[self.foot :], self.words))
        self._tell_missing(unit, unit_cell, money)
        cells = {
            "title": title,
            "fiscal_year": self.year_cell,
            "unit": unit_cell,
            "header": self.table.header[self.table.columns["name"]],
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
            claimed_grade=one_line(grade_cell.text) if grade_cell else None,
            notes=tuple(note.text for note in noted),
            head=head(self.top, self.words),
            goals=goals(self._around(), self.words, self.captions),
            texts=tuple(self._texts()),
            cells={name: cell.spot for name, cell in cells.items() if cell},
            findings=(*self.grid.findings, *self.notices.findings),
            sheet=self.grid.sheet,
        )

    def _around(self) -> tuple[Line, ...]:
        """Return the lines above and below the indicators."""
        return self.grid.rows[: self.table.top] + self.grid.rows[self.end :]

    def _budget(self) -> Budget | None:
        if self.money is None:
            return None
        below = [n for n in (self.table.top, self.foot - 1) if n > self.money.row]
        end = min(below, default=len(self.grid.rows))
        return budget(self.grid, self.money, end, self.notices, self.captions)

    def _rows(self, money: Budget | None) -> tuple[Row, ...]:
        binder = Rows(self.grid, self.tables, self.notices, self._totals(money))
        found = tuple(binder.bound(self.end))
        if not found:
            raise self._unreadable(Code.NO_ROWS, self.table.header[self.table.columns["name"]])
        return in_points(found, self.notices)

    def _under(self, field: str) -> Cell | None:
        """Return the cell of the total row that stands under a column of the indicators."""
        return self.tables[-1].cell(self.total, field) if self.total else None

    def _totals(self, money: Budget | None) -> Totals:
        """Return what the form prints of its sums."""
        printed = {field: self._under(field) for field in ("weight", "claimed")}
        printed |= {"claimed": printed["claimed"] or heads.total_above(self.top, self.words)}
        numbers = {f: self.notices.number(cell).value for f, cell in printed.items() if cell}
        scored = money.total if money else None
        return Totals(
            weight=numbers.get("weight"),
            claimed=numbers.get("claimed"),
            money_weight=scored.weight.value if scored else None,
            money_claimed=scored.claimed.value if scored else None,
        )

    def _claimed_total(
        self, rows: Sequence[Row], money: Budget | None
    ) -> tuple[Number, Cell | None]:
        """Read the total row: the number under the scores, else its only number."""
        above = heads.total_above(self.top, self.words)
        if self.total is None:
            return (self.notices.number(above), above) if above else (Number(), None)
        under = self._under("claimed")
        if under and (number := self.notices.number(under)).value is not None:
            return number, under
        numbers = [
            (number, cell)
            for cell in (heads.behind_colon(c, self.words.total) or c for c in texts(self.total))
            if (number := self.notices.number(cell)).value is not None
            and not (cell == self._under("weight") and number.value != _claims(rows, money))
        ]
        if not numbers and above:
            return self.notices.number(above), above
        if not numbers and _claims(rows, money):
            label = texts(self.total)[0]
            self.notices.notice(
                Code.REQUIRED_CELL_BLANK, under or label, one_line(label.text), field="claimed"
            )
        return numbers[0] if len(numbers) == 1 else (Number(), None)

    def _tell_missing(self, unit: str | None, unit_cell: Cell | None, money: Budget | None) -> None:
        if self.year is None:
            self.notices.notice(Code.NO_FISCAL_YEAR, None)
        if unit is None:
            self.notices.notice(Code.UNIT_BLANK, unit_cell)
        if money is None:
            self.notices.notice(Code.NO_MONEY_BLOCK, None)
        columns = {field for table in self.tables for field in table.columns}
        header = self.table.header[self.table.columns["name"]]
        if not columns & {"actual", "claimed"}:
            self.notices.notice(Code.TARGETS_ONLY, header)
        if "weight" not in columns:
            self.notices.notice(Code.NO_WEIGHT_COLUMN, header)

    def _texts(self) -> Iterator[str]:
        """Yield the texts above the indicators, without persons and telephones."""
        for line in self.grid.rows[: self.table.top]:
            yield from _public(texts(line), self.words)


def _public(cells: Iterable[Cell], words: HeaderWords) -> Iterator[str]:
    private = False
    for cell in cells:
        if private:
            private = False
        elif is_private(cell.text, words):
            private = True
        else:
            yield one_line(cell.text)


def _claims(rows: Sequence[Row], money: Budget | None) -> Fraction:
    """Return the sum of all scores; the number under the weights is a total only if it is it."""
    scored = money.total if money else None
    numbers = [*(row.claimed for row in rows), *([scored.claimed] if scored else [])]
    return sum((number.value or Fraction(0) for number in numbers), Fraction(0))
