"""What a cell can be: a name, a sign, a weight; and what speaks against an alignment of a row."""

from collections.abc import Mapping
from fractions import Fraction

from perfrules.binding.parser import CellParser
from perfrules.binding.sheet import SheetCell
from perfrules.binding.weights import as_points
from perfrules.model.quantity import Kind
from perfrules.text import bare_caption, prefix_of

NUMBER_FIELDS = ("weight", "claimed", "reviewed", "deviation")
SHORT_FIELDS = ("comparator", "nature", "unit")
LONGEST_UNIT = 12
"""Characters of a cell with a comparator or a unit alone."""

Cells = Mapping[str, SheetCell]
"""The cell of each field of a row."""


class CellClassifier:
    """Judges alignments of rows: by facts about cells, never by names or places of rows."""

    def __init__(self, parser: CellParser) -> None:
        words = parser.vocabulary.quantities
        self.parser = parser
        self.words = parser.vocabulary.headers.indicators
        self.edges = parser.vocabulary.headers.edges
        self.units = words.units
        self.signs = tuple(words.prefixes.signs)
        self.parts = words.factors.parts.keys()
        self.blanks = words.cells.blanks | {""}

    def may_be(self, field: str, cell: SheetCell) -> bool:
        """Return whether a filled cell can be what a field holds."""
        if field == "name":
            return self.is_phrase(cell)
        if field in ("target", "actual"):
            return not (self.is_sign(cell) or self.is_unit(cell) or self.is_level(cell))
        if self.says_nothing(cell):
            return True
        if field in NUMBER_FIELDS:
            return self.is_number(cell)
        if field in SHORT_FIELDS:
            is_other = self.is_sign(cell) if field == "unit" else self.is_unit(cell)
            is_short = len(cell.compact) <= LONGEST_UNIT
            return is_short and not is_other and not self.is_number(cell)
        return field != "reason" or not self.is_number(cell)

    def is_phrase(self, cell: SheetCell) -> bool:
        """Return whether a cell can be a name: words, or words around a number."""
        if self.is_sign(cell) or cell.compact in self.words.natures:
            return False
        kind = self.parser.kind(cell)
        return kind is Kind.WORDS or (kind is Kind.UNREAD and len(cell.caption) > 1)

    def is_sign(self, cell: SheetCell) -> bool:
        """Return whether a cell is a comparator and nothing else."""
        return cell.compact in self.parser.vocabulary.quantities.prefixes.signs

    def is_unit(self, cell: SheetCell) -> bool:
        """Return whether a cell is a unit and nothing else."""
        return cell.compact in self.parts or self.units.is_unit(cell.compact)

    def is_level(self, cell: SheetCell) -> bool:
        """Return whether a cell is a caption of the first or second level."""
        return bare_caption(cell.text) in self.words.levels

    def is_number(self, cell: SheetCell) -> bool:
        """Return whether a cell is a plain number."""
        return self.parser.number(cell).value is not None

    def says_nothing(self, cell: SheetCell) -> bool:
        """Return whether a cell is blank or a dash."""
        return cell.compact in self.blanks

    def points(self, cell: SheetCell | None) -> Fraction | None:
        """Read a weight or a score; a share (20%) is points of a hundred."""
        return as_points(self.parser.number(cell)).value if cell else None

    def unfit(self, cells: Cells) -> list[str]:
        """Return the fields whose cells cannot be what they hold; a name may not be blank."""
        filled = {f: cell for f, cell in cells.items() if f == "name" or cell.compact}
        return [field for field, cell in filled.items() if not self.may_be(field, cell)]

    def doubts(self, cells: Cells, *, weighted: bool, claimed: bool) -> int:
        """
        Count what makes an alignment unlikely.

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
        is_caption = "name" in cells and self.is_level(cells["name"])
        return blank + unlike + no_weight + no_claim + above + is_caption

    def _is_blank(self, cells: Cells, field: str) -> bool:
        return field in cells and self.says_nothing(cells[field])

    def _differ(self, target: SheetCell, actual: SheetCell) -> bool:
        """Return whether one holds a number or a day and the other words."""
        kinds = {self.parser.kind(target), self.parser.kind(actual)} - {Kind.UNREAD}
        return len(kinds) > 1 and actual.caption not in self.words.answers

    def sign_of(self, cells: Cells) -> str:
        """Return the comparator that has a column of its own; a nature is not one."""
        cell = cells.get("comparator")
        if cell is None or self.says_nothing(cell) or cell.compact in self.words.natures:
            return ""
        return cell.compact

    def nature_of(self, cells: Cells) -> str | None:
        """Return what a column of natures or of comparators says of the direction: 正向."""
        said = [cells[field].compact for field in ("comparator", "nature") if field in cells]
        return next(filter(self.words.natures.__contains__, said), None) if said else None

    def prints_sign(self, cell: SheetCell) -> bool:
        """Return whether a target begins with a comparator."""
        return prefix_of(cell.compact, self.signs) is not None
