"""What a cell can be: a name, a sign, a weight; and what speaks against a reading of a row."""

from collections.abc import Mapping
from fractions import Fraction

from perfrules.binding.quantities import parse, parse_number
from perfrules.binding.shares import points
from perfrules.binding.text import one_of
from perfrules.model.form import Number
from perfrules.model.grid import Cell
from perfrules.model.quantity import Kind
from perfrules.model.vocabulary import Vocabulary
from perfrules.text import bare_caption, caption, compact

NUMBERS = ("weight", "claimed", "reviewed", "deviation")
SHORT = ("comparator", "nature", "unit")
LONGEST_UNIT = 12
"""Characters of a cell with a comparator or a unit alone."""

Cells = Mapping[str, Cell]


class Fits:
    """Judges readings of rows: by facts about cells, never by names or places of rows."""

    def __init__(self, vocabulary: Vocabulary, fiscal_year: int | None) -> None:
        self.vocabulary = vocabulary
        self.fiscal_year = fiscal_year
        words = vocabulary.quantities
        self.signs = frozenset(word for word, _ in words.before)
        self.parts = frozenset(word for word, _ in words.parts)
        self.blanks = words.blanks | {""}

    def may_be(self, field: str, cell: Cell) -> bool:
        """Tell whether a filled cell can be what a field holds."""
        if field == "name":
            return self.is_phrase(cell)
        if field in ("target", "actual"):
            return not (self.is_sign(cell) or self.is_unit(cell) or self.is_level(cell))
        if self.says_nothing(cell):
            return True
        if field in NUMBERS:
            return self.number(cell).value is not None
        if field in SHORT:
            is_other = self.is_sign(cell) if field == "unit" else self.is_unit(cell)
            is_short = len(compact(cell.text)) <= LONGEST_UNIT
            return is_short and not is_other and self.number(cell).value is None
        return field != "reason" or self.number(cell).value is None

    def is_phrase(self, cell: Cell) -> bool:
        """Tell whether a cell can be a name: words, or words around a number."""
        kind = self.kind(cell)
        if self.is_sign(cell) or compact(cell.text) in self.vocabulary.headers.natures:
            return False
        return kind is Kind.WORDS or (kind is Kind.UNREAD and len(caption(cell.text)) > 1)

    def is_sign(self, cell: Cell) -> bool:
        """Tell whether a cell is a comparator and nothing else."""
        return compact(cell.text) in self.signs

    def is_unit(self, cell: Cell) -> bool:
        """Tell whether a cell is a unit and nothing else."""
        text = compact(cell.text)
        return text in self.parts or self.vocabulary.quantities.unit.fullmatch(text) is not None

    def is_level(self, cell: Cell) -> bool:
        """Tell whether a cell is a caption of the first or second level."""
        return bare_caption(cell.text) in self.vocabulary.headers.levels

    def says_nothing(self, cell: Cell) -> bool:
        """Tell whether a cell is blank or a dash."""
        return compact(cell.text) in self.blanks

    def kind(self, cell: Cell) -> Kind:
        """Tell what sort of thing a cell holds."""
        words = self.vocabulary.quantities
        return parse(cell.text.strip(), words, fiscal_year=self.fiscal_year).kind

    def number(self, cell: Cell) -> Number:
        """Read a cell as a plain number."""
        return parse_number(cell.text, self.vocabulary.quantities)

    def points(self, cell: Cell | None) -> Fraction | None:
        """Read a weight or a score; a share (20%) is points of a hundred."""
        return points(self.number(cell)).value if cell else None

    def unfit(self, cells: Cells) -> list[str]:
        """Return the fields whose cells cannot be what they hold; a name may not be blank."""
        filled = {f: cell for f, cell in cells.items() if f == "name" or cell.text.strip()}
        return [field for field, cell in filled.items() if not self.may_be(field, cell)]

    def doubts(self, cells: Cells, *, weighted: bool, claimed: bool) -> int:
        """
        Count what makes a reading unlikely.

        Args:
            cells: the cell of each field.
            weighted: whether the table has a column of weights.
            claimed: whether other rows of the table have a score.
        """
        blank = sum(self._is_blank(cells, field) for field in ("target", "actual"))
        both = not blank and {"target", "actual"} <= cells.keys()
        unlike = both and self._differ(cells["target"], cells["actual"])
        weight, claim = self.points(cells.get("weight")), self.points(cells.get("claimed"))
        no_weight = 2 * (weighted and weight is None) + (weight is not None and weight <= 0)
        no_claim = claimed and claim is None
        above = weight is not None and claim is not None and claim > weight
        name = cells.get("name")
        is_caption = name is not None and self.is_level(name)
        return blank + unlike + no_weight + no_claim + above + is_caption

    def _is_blank(self, cells: Cells, field: str) -> bool:
        return field in cells and self.says_nothing(cells[field])

    def _differ(self, target: Cell, actual: Cell) -> bool:
        """Tell whether one holds a number or a day and the other words."""
        kinds = {self.kind(target), self.kind(actual)} - {Kind.UNREAD}
        return len(kinds) > 1 and caption(actual.text) not in self.vocabulary.headers.answers

    def sign_of(self, cells: Cells) -> str:
        """Return the comparator that stands in a column of its own; a nature is none."""
        cell = cells.get("comparator")
        is_none = cell is None or self.says_nothing(cell)
        text = compact(cell.text) if cell and not is_none else ""
        return "" if text in self.vocabulary.headers.natures else text

    def nature_of(self, cells: Cells) -> str | None:
        """Return what a column of natures or of comparators says of the direction: 正向."""
        said = (compact(cells[field].text) for field in ("comparator", "nature") if field in cells)
        return next((text for text in said if text in self.vocabulary.headers.natures), None)

    def prints_sign(self, cell: Cell) -> bool:
        """Tell whether a target begins with a comparator."""
        signs = tuple(word for word, _ in self.vocabulary.quantities.before)
        return one_of(compact(cell.text), signs) is not None
