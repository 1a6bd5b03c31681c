"""A form as a page: what was understood of it, with the place of each row."""

import re
from collections.abc import Iterator
from fractions import Fraction

from perfrules.explain.cells import name_column, number_column, printed_cell, value_column
from perfrules.explain.findings import finding_blocks
from perfrules.model.form import Budget, Form, MoneyRow, Row
from perfrules.model.messages import Words
from perfrules.model.page import (
    Block,
    Heading,
    NumberCell,
    Page,
    PageColumn,
    PageTable,
    PlaceCell,
    TableCell,
    paragraph,
)

MONEY_COLUMNS = ("initial", "revised", "executed", "weight", "rate", "claimed")
"""The fields of a row of money, in the order of the form."""
_LABEL_END = re.compile(r"\W+$")


def form_page(form: Form, words: Words) -> Page:
    """Return what was understood of a form, before any rule is applied."""
    title = form.title or words.say("table.none")
    return Page(title, words.lang, tuple(_FormPage(form, words).blocks()))


class _FormPage:
    """The blocks of what was understood of a form, in order."""

    def __init__(self, form: Form, words: Words) -> None:
        self.form = form
        self.words = words
        self.say = words.say
        self.none = words.say("table.none")

    def blocks(self) -> Iterator[Block]:
        yield from self.head()
        if self.form.budget is not None:
            yield from self.money(self.form.budget)
        yield self.rows()
        yield from self.foot()
        yield from finding_blocks(self.words.judged(self.form.findings), self.words)

    def head(self) -> Iterator[Block]:
        form, none = self.form, self.none
        kind, year, unit = form.kind or none, form.fiscal_year or none, form.unit or none
        yield Heading(1, form.title or none)
        yield paragraph(
            self.say("table.sheet", sheet=form.sheet) if form.sheet else "",
            self.say("read.kind", kind=kind, year=year, unit=unit),
        )

    def money(self, budget: Budget) -> Iterator[Block]:
        yield Heading(2, self.say("read.budget", unit=budget.unit or self.none))
        columns = (
            name_column(self.say("read.source")),
            *(number_column(self.words.field(field)) for field in MONEY_COLUMNS),
        )
        yield PageTable(columns, tuple(map(self.money_row, budget.rows)))

    def money_row(self, row: MoneyRow) -> tuple[TableCell, ...]:
        label = _LABEL_END.sub("", row.label)
        return label, *(printed_cell(getattr(row, field)) for field in MONEY_COLUMNS)

    def rows(self) -> PageTable:
        columns = (
            number_column(self.say("table.number")),
            name_column(self.say("table.name")),
            value_column(self.say("table.target")),
            value_column(self.say("table.actual")),
            number_column(self.say("table.weight")),
            number_column(self.say("table.claimed")),
            PageColumn(self.say("read.where")),
        )
        rows = (self.row(number, row) for number, row in enumerate(self.form.rows, start=1))
        return PageTable(columns, tuple(rows))

    def row(self, number: int, row: Row) -> tuple[TableCell, ...]:
        return (
            NumberCell(str(number), Fraction(number)),
            f"{row.level1}/{row.level2}/{row.name}",
            row.target.text,
            row.actual.text,
            printed_cell(row.weight),
            printed_cell(row.claimed),
            PlaceCell(row.where.spot, row.where),
        )

    def foot(self) -> Iterator[Block]:
        form, none = self.form, self.none
        total, grade = form.claimed_total.text or none, form.claimed_grade or none
        yield paragraph(self.say("read.total", total=total, grade=grade, notes=len(form.notes)))
