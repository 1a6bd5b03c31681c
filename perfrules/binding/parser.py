"""Parsing cells, and collecting what is noticed on the way."""

from collections.abc import Mapping
from fractions import Fraction

from perfrules.binding.quantity.grammar import parse_number, parse_quantity, says_nothing
from perfrules.binding.sheet import Sheet, SheetCell
from perfrules.findings import Code, Finding, Where
from perfrules.model.form import Number
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.vocabulary import Vocabulary


class CellParser:
    """Parses the cells of one form, each text once, and remembers what it notices."""

    def __init__(self, sheet: Sheet, vocabulary: Vocabulary, fiscal_year: int | None) -> None:
        self.sheet = sheet
        self.vocabulary = vocabulary
        self.fiscal_year = fiscal_year
        self.findings: list[Finding] = []
        self._quantities: dict[str, Quantity] = {}
        self._undated: dict[str, Quantity] = {}
        self._numbers: dict[str, Number] = {}

    # -- findings -----------------------------------------------------------------------------

    def report(
        self, code: Code, cell: SheetCell | None, row: str | None = None, /, **params: str
    ) -> None:
        """Remember something noticed at a cell, or about the whole form."""
        self.report_at(code, self.sheet.where(cell), row, **params)

    def report_at(self, code: Code, where: Where, row: str | None = None, /, **params: str) -> None:
        """Remember something noticed at a place."""
        self.findings.append(Finding(code=code, where=where, row=row, params=params))

    def report_unread(
        self, numbers: Mapping[str, Number], cells: Mapping[str, SheetCell], row: str
    ) -> None:
        """Report the numbers whose cells hold something else."""
        for field, number in numbers.items():
            if number.value is None and not says_nothing(number, self.vocabulary.quantities):
                raw = number.text or ""
                self.report(Code.NOT_A_NUMBER, cells[field], row, field=field, raw=raw)

    # -- cells --------------------------------------------------------------------------------

    def number(self, cell: SheetCell) -> Number:
        """Read a cell that should hold a plain number."""
        known = self._numbers.get(cell.text)
        if known is None:
            known = self._numbers[cell.text] = parse_number(cell.text, self.vocabulary.quantities)
        return known

    def quantity(self, cell: SheetCell) -> Quantity:
        """Read a cell of the indicators as what it says; dates without a year are the form's."""
        found = self._quantities.get(cell.text)
        if found is None:
            found = self._quantities[cell.text] = self._parsed(cell, self.fiscal_year)
        return found

    def undated(self, cell: SheetCell) -> Quantity:
        """Read a cell of the money block, where no digits are a date."""
        found = self._undated.get(cell.text)
        if found is None:
            found = self._undated[cell.text] = self._parsed(cell, None)
        return found

    def _parsed(self, cell: SheetCell, year: int | None) -> Quantity:
        return parse_quantity(cell.text.strip(), self.vocabulary.quantities, fiscal_year=year)

    def kind(self, cell: SheetCell) -> Kind:
        """Return what sort of thing a cell of the indicators holds."""
        return self.quantity(cell).kind

    def read_quantity(self, field: str, cell: SheetCell | None, row: str) -> Quantity:
        """Read a target or an actual, and report what cannot be read."""
        if cell is None:
            return Quantity(text="", kind=Kind.BLANK)
        found = self.quantity(cell)
        if found.kind is Kind.UNREAD:
            self.report(Code.QUANTITY_NOT_READ, cell, row, field=field, raw=found.text)
        return found

    def read_amount(self, field: str, cell: SheetCell, unit: str | None, row: str) -> Number:
        """
        Read an amount of money in *unit*, or in the base unit where the block names none.

        One that prints a unit or magnitude of its own (300万元, 4250万) is converted; this is
        reported.
        """
        number, units = self.number(cell), self.vocabulary.headers.money.units
        if number.value is not None:
            return number
        found = self.undated(cell)
        is_magnitude = found.unit is None and found.factor > 1
        factor = Fraction(1) if is_magnitude else units.get(found.unit or "")
        if found.sign is not Sign.NONE or found.number is None or factor is None:
            return number
        base = next((word for word, size in units.items() if size == 1), "")
        value = found.number * factor / units.get(unit or base, Fraction(1))
        self.report(
            Code.AMOUNT_WITH_UNIT, cell, row, field=field, raw=cell.text.strip(), unit=unit or base
        )
        return Number(number.text, value)

    def applies(self, target: SheetCell | None, actual: SheetCell | None) -> bool:
        """Return whether an indicator applies; a form may say that it does not."""
        words = self.vocabulary.headers.indicators
        said = {cell.caption for cell in (target, actual) if cell}
        is_marked = target is not None and target.compact in words.inapplicable_marks
        return said.isdisjoint(words.inapplicable) and not is_marked
