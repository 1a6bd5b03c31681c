"""A form as a table again: the inverse of `bind`, with the first word of each list as header."""

from collections.abc import Iterable, Iterator, Sequence

from perfrules.binding.head import find_unit
from perfrules.binding.labels import labels_of
from perfrules.binding.money import MONEY_FIELDS
from perfrules.binding.repair.alignment import LEVELS
from perfrules.binding.sheet import Sheet
from perfrules.model.form import Budget, Form, Row
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import Vocabulary
from perfrules.model.vocabulary.headers import HeaderWords
from perfrules.text import caption

CellRow = tuple[Cell, ...]

PLAIN = (*LEVELS, "name", "target", "actual", "weight", "claimed", "reason")
REVIEWED = ("reviewed_actual", "reviewed", "deviation", "remark")


def layout(form: Form, vocabulary: Vocabulary) -> Grid:
    """
    Lay a form out as the official table has it: head, money, indicators, total, grade, notes.

    Returns:
        a grid; the cells of a merged area carry the spot of its first. Binding it gives the
        form again, but for what no table holds (answers to `inputs`).
    """
    return Grid(source=form.source, rows=tuple(_FormLayout(form, vocabulary.headers).rows()))


class _FormLayout:
    """Lays out one form; spots are numbers in order."""

    def __init__(self, form: Form, words: HeaderWords) -> None:
        self.form = form
        self.words = words
        self.count = 0
        self.fields = tuple(self._fields())

    def _fields(self) -> Iterator[str]:
        """Yield the columns of the indicators: what some row has."""
        yield from PLAIN
        if any(row.method for row in self.form.rows):
            yield "method"
        if any(row.nature for row in self.form.rows):
            yield "nature"
        if any(row.reviewed for row in self.form.rows):
            yield from REVIEWED

    def rows(self) -> Iterator[CellRow]:
        form, words = self.form, self.words
        if form.title:
            yield self.merged(form.title)
        if form.fiscal_year:
            yield self.merged(words.written.year.format(year=form.fiscal_year))
        yield from self.head()
        yield from self.kind()
        if form.budget:
            yield from self.money(form.budget)
        yield from self.goals()
        yield self.line(*(words.indicators.columns.headers[field][0] for field in self.fields))
        yield from self.indicators(form.rows)
        if form.claimed_total.text:
            yield self.total(form.claimed_total.text)
        if form.claimed_grade:
            yield self.line(words.grades.labels[0], form.claimed_grade)
        for number, note in enumerate(form.notes):
            yield self.merged(note if number else words.written.note + note)

    def head(self) -> Iterator[CellRow]:
        """Yield labels with their values, and the unit where none of them names it."""
        form, words = self.form, self.words
        lines = [self.line(label, text) for label, text in form.head.items()]
        yield from lines
        if form.unit and _unit_of(lines, words) != form.unit:
            yield self.line(words.labels.unit[0], form.unit)

    def goals(self) -> Iterator[CellRow]:
        if self.form.goals:
            yield self.line(*self.form.goals)
            yield self.line(*self.form.goals.values())

    def kind(self) -> Iterator[CellRow]:
        """Yield the label that names the kind where nothing else does, with nothing after it."""
        labels = self.words.titles.kind_labels.get(self.form.kind or "")
        named = self.words.titles.kinds.get(self.form.kind or "", ())
        is_named = any(word in (self.form.title or "") for word in named)
        if labels and not is_named and not set(map(caption, self.form.head)) & set(labels):
            yield self.line(labels[0], self.words.written.nothing)

    def cell(self, text: str | None) -> Cell:
        self.count += 1
        return Cell(text or "", str(self.count))

    def merged(self, text: str) -> CellRow:
        return (self.cell(text),) * len(self.fields)

    def line(self, *texts: str | None) -> CellRow:
        blank = [None] * (len(self.fields) - len(texts))
        return tuple(self.cell(text) for text in (*texts, *blank))

    def money(self, budget: Budget) -> Iterator[CellRow]:
        unit = f"({budget.unit})" if budget.unit else ""
        block = self.cell(self.words.written.money + unit)
        fields = [field for field in MONEY_FIELDS if self._has(budget, field)]
        yield self.next_to(
            block, [self.words.money.columns.headers[field][0] for field in ("label", *fields)]
        )
        for row in budget.rows:
            yield self.next_to(block, [row.label, *(getattr(row, field).text for field in fields)])

    def _has(self, budget: Budget, field: str) -> bool:
        """Return whether a block has a column: a line of it does, or every block needs it."""
        there = any(field in row.cells or getattr(row, field).text for row in budget.rows)
        return there or field in self.words.money.columns.needed[0]

    def next_to(self, block: Cell, texts: Sequence[str | None]) -> CellRow:
        line = self.line(*texts)
        return (block, *line[: len(self.fields) - 1])

    def indicators(self, rows: Iterable[Row]) -> Iterator[CellRow]:
        """Yield the rows; captions of neighbours that are equal are one merged cell."""
        above: Sequence[Cell] = ()
        for row in rows:
            captions = self.captions((row.level1, row.level2), above)
            texts = [_field_text(row, field) for field in self.fields[len(LEVELS) :]]
            yield (*captions, *(self.cell(text) for text in texts))
            above = captions

    def captions(self, texts: Sequence[str], above: Sequence[Cell]) -> tuple[Cell, ...]:
        same = [
            bool(cell.text) and cell.text == text for cell, text in zip(above, texts, strict=False)
        ]
        first = same[:1] == [True]
        second = first and same[1]
        kept = (first, second)
        return tuple(above[i] if kept[i] else self.cell(text) for i, text in enumerate(texts))

    def total(self, text: str) -> CellRow:
        column = self.fields.index("claimed")
        line = self.line(self.words.foot.total[0])
        return (*line[:column], self.cell(text), *line[column + 1 :])


def _unit_of(rows: Sequence[CellRow], words: HeaderWords) -> str | None:
    """Return the unit's name that binding would find in some rows."""
    sheet = Sheet.of(Grid(source="", rows=tuple(rows)))
    found = find_unit(labels_of(sheet.rows, words.labels), words.labels)
    return found.line if found else None


def _field_text(row: Row, field: str) -> str | None:
    reviewed = row.reviewed
    match field:
        case "target" | "actual":
            text: str = getattr(row, field).text
            return text
        case "weight" | "claimed":
            number: str | None = getattr(row, field).text
            return number
        case "reviewed_actual":
            return reviewed.actual.text if reviewed else None
        case "reviewed":
            return reviewed.points.text if reviewed else None
        case "deviation":
            return reviewed.deviation.text if reviewed else None
        case "remark":
            return reviewed.remark if reviewed else None
        case _:
            words: str | None = getattr(row, field)
            return words
