"""Collecting what is noticed while a form is bound."""

from collections.abc import Mapping
from fractions import Fraction

from perfrules.binding.quantities import parse, parse_number, says_nothing
from perfrules.findings import Code, Finding, Where
from perfrules.model.form import Number
from perfrules.model.grid import Cell, Grid
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.vocabulary import Vocabulary
from perfrules.text import caption, compact


class Notices:
    """Parses cells and remembers which of them could not be read."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, fiscal_year: int | None) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.fiscal_year = fiscal_year
        self.findings: list[Finding] = []

    def notice(
        self, code: Code, cell: Cell | None, row: str | None = None, /, **params: str
    ) -> None:
        """Remember something noticed at a cell, or about the whole form."""
        self.notice_at(code, self.grid.where(cell), row, **params)

    def notice_at(self, code: Code, where: Where, row: str | None = None, /, **params: str) -> None:
        """Remember something noticed at a place."""
        self.findings.append(Finding(code=code, where=where, row=row, params=params))

    def number(self, cell: Cell) -> Number:
        """Read a cell that should hold a plain number."""
        return parse_number(cell.text, self.vocabulary.quantities)

    def amount(self, cell: Cell, unit: str | None, row: str, field: str) -> Number:
        """
        Read an amount of money in *unit*, or in the base unit where the block names none.

        One that prints a unit or magnitude of its own (300万元, 4250万) is converted, and told.
        """
        number, units = self.number(cell), self.vocabulary.headers.money_units
        if number.value is not None:
            return number
        found = parse(cell.text.strip(), self.vocabulary.quantities, fiscal_year=None)
        is_magnitude = found.unit is None and found.factor > 1
        factor = Fraction(1) if is_magnitude else units.get(found.unit or "")
        if found.sign is not Sign.NONE or found.number is None or factor is None:
            return number
        base = next((word for word, size in units.items() if size == 1), "")
        value = found.number * factor / units.get(unit or base, Fraction(1))
        self.notice(
            Code.AMOUNT_WITH_UNIT, cell, row, field=field, raw=cell.text.strip(), unit=unit or base
        )
        return Number(number.text, value)

    def unread_numbers(
        self, numbers: Mapping[str, Number], cells: Mapping[str, Cell], row: str
    ) -> None:
        """Tell of the numbers whose cells hold something else."""
        for field, number in numbers.items():
            if number.value is None and not says_nothing(number, self.vocabulary.quantities):
                raw = number.text or ""
                self.notice(Code.NOT_A_NUMBER, cells[field], row, field=field, raw=raw)

    def applies(self, target: str, actual: str) -> bool:
        """Tell whether an indicator applies; a form may say of one that it does not."""
        words = self.vocabulary.headers
        said = {caption(target), caption(actual)}
        return not (said & set(words.inapplicable) or compact(target) in words.inapplicable_marks)

    def quantity(self, field: str, cell: Cell | None, row: str) -> Quantity:
        """Read a target or an actual, and tell where it cannot be read."""
        text = cell.text.strip() if cell else ""
        found = parse(text, self.vocabulary.quantities, fiscal_year=self.fiscal_year)
        if found.kind is Kind.UNREAD:
            self.notice(Code.QUANTITY_NOT_READ, cell, row, field=field, raw=found.text)
        return found
