"""
From a grid to a form: which cell answers which field.

Grid → sheet (each cell normalised once) → repairs → regions → head, money, rows, foot → form.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfrules.binding.foot import find_grade, notes, value_in
from perfrules.binding.goals import goals
from perfrules.binding.head import Head, read_head
from perfrules.binding.labels import public_texts, values_of
from perfrules.binding.money import bind_money
from perfrules.binding.parser import CellParser
from perfrules.binding.regions import Regions, find_regions
from perfrules.binding.repair.radicals import without_radicals
from perfrules.binding.repair.run_on import split_by_width
from perfrules.binding.repair.totals import PrintedTotals
from perfrules.binding.rows import bind_rows
from perfrules.binding.sheet import Sheet, SheetCell
from perfrules.binding.weights import rows_in_points
from perfrules.findings import Code, Finding, Findings, UnreadableForm
from perfrules.model.form import Budget, Form, Number, Row
from perfrules.model.grid import Grid
from perfrules.model.vocabulary import Vocabulary


def bind(grid: Grid, vocabulary: Vocabulary) -> Form:
    """
    Bind a grid that holds one form.

    Args:
        grid: one form, as a reader saw it.
        vocabulary: the words of headers and quantities.

    Returns:
        the form; its findings say what was repaired, left out or could not be read.

    Raises:
        UnreadableForm: no header of indicators, or no indicator below it.
    """
    return bind_sheet(Sheet.of(grid), vocabulary)


def bind_sheet(sheet: Sheet, vocabulary: Vocabulary) -> Form:
    """Bind a sheet that holds one form; see `bind`."""
    words = vocabulary.headers
    sheet, joined = split_by_width(without_radicals(sheet, words.radicals), words)
    regions = find_regions(sheet, words)
    head = read_head(regions.top, words)
    parser = CellParser(sheet, vocabulary, head.year)
    for cell in joined:
        parser.report(Code.ROWS_RUN_ON, cell, None, text=cell.line)
    return FormBinder(regions, head, parser).form()


class FormBinder:
    """Binds the regions of one form, once its head is read."""

    def __init__(self, regions: Regions, head: Head, parser: CellParser) -> None:
        self.regions = regions
        self.head = head
        self.parser = parser
        self.words = parser.vocabulary.headers
        self.budget = self._budget()
        self.scored_money = self.budget.total if self.budget else None

    def form(self) -> Form:
        """Return the form; what is noticed on the way is reported to the parser."""
        regions, head, words = self.regions, self.head, self.words
        rows = self._rows()
        total, total_cell = self._claimed_total(self._claims(rows))
        grade = find_grade(regions.foot, head.grade, words)
        noted = tuple(notes(regions.notes, words))
        self._report_missing()
        cells: dict[str, SheetCell | None] = {
            **head.cells,
            "header": regions.table.head_of("name"),
            "claimed_total": total_cell,
            "claimed_grade": grade,
            **{f"note{number}": note for number, note in enumerate(noted, start=1)},
        }
        return Form(
            source=regions.sheet.source,
            title=head.title.text if head.title else None,
            kind=head.kind,
            fiscal_year=head.year,
            unit=head.unit_name,
            budget=self.budget,
            rows=rows,
            claimed_total=total,
            claimed_grade=grade.line if grade else None,
            notes=tuple(note.text for note in noted),
            head=values_of(head.labels),
            goals=goals(regions.around, words),
            texts=tuple(public_texts(regions.above, words.labels)),
            cells={name: cell.spot for name, cell in cells.items() if cell},
            findings=Findings((*regions.sheet.findings, *self.parser.findings)),
            sheet=regions.sheet.name,
        )

    def _budget(self) -> Budget | None:
        money = self.regions.money
        return bind_money(money, self.regions.money_end, self.parser) if money else None

    def _rows(self) -> tuple[Row, ...]:
        found = bind_rows(self.regions, self.parser, self._printed_totals())
        if not found:
            where = self.regions.sheet.where(self.regions.table.head_of("name"))
            raise UnreadableForm((Finding(code=Code.NO_ROWS, where=where),))
        return rows_in_points(found, self.parser)

    def _printed_totals(self) -> PrintedTotals:
        """Return what the form prints of its sums."""
        weight = self.regions.in_total_row("weight")
        claimed = self.regions.in_total_row("claimed") or self.head.total
        scored = self.scored_money
        return PrintedTotals(
            weight=self.parser.number(weight).value if weight else None,
            claimed=self.parser.number(claimed).value if claimed else None,
            money_weight=scored.weight.value if scored else None,
            money_claimed=scored.claimed.value if scored else None,
        )

    def _claims(self, rows: Sequence[Row]) -> Fraction:
        """Return the sum of all scores."""
        scored = self.scored_money
        numbers = [*(row.claimed for row in rows), *([scored.claimed] if scored else [])]
        return sum((number.value or Fraction(0) for number in numbers), Fraction(0))

    def _claimed_total(self, claims: Fraction) -> tuple[Number, SheetCell | None]:
        """Read the total: below the scores, else the only number of its row, else in the head."""
        row, above = self.regions.foot.total, self.head.total
        under = self.regions.in_total_row("claimed")
        if under and (number := self.parser.number(under)).value is not None:
            return number, under
        numbers = list(self._numbers_in_total_row(claims))
        if above and not numbers:
            return self.parser.number(above), above
        if row and not numbers and claims:
            label = row.filled[0]
            self.parser.report(
                Code.REQUIRED_CELL_BLANK, under or label, label.line, field="claimed"
            )
        return numbers[0] if len(numbers) == 1 else (Number(), None)

    def _numbers_in_total_row(self, claims: Fraction) -> Iterator[tuple[Number, SheetCell]]:
        """Yield the numbers of the total row; one below the weights only if it is *claims*."""
        weight = self.regions.in_total_row("weight")
        for cell in self.regions.foot.total.filled:
            inner = value_in(cell, self.words.foot.total) or cell
            number = self.parser.number(inner)
            if number.value is not None and (inner != weight or number.value == claims):
                yield number, inner

    def _report_missing(self) -> None:
        parser, header = self.parser, self.regions.table.head_of("name")
        if self.head.year is None:
            parser.report(Code.NO_FISCAL_YEAR, None)
        if self.head.unit_name is None:
            parser.report(Code.UNIT_BLANK, self.head.unit)
        if self.budget is None:
            parser.report(Code.NO_MONEY_BLOCK, None)
        columns = {field for table in self.regions.tables for field in table.columns}
        if columns.isdisjoint(("actual", "claimed")):
            parser.report(Code.TARGETS_ONLY, header)
        if "weight" not in columns:
            parser.report(Code.NO_WEIGHT_COLUMN, header)
