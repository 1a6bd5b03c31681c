"""Sums of a form that confirm one of several alignments: of a section, of scores, of weights."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from perfrules.binding.cells import CellClassifier
from perfrules.binding.repair.alignment import Alignment
from perfrules.binding.sheet import SheetCell

MOST_WAYS = 64
"""Ways to align all rows of a form that are added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTotals:
    """What a form prints of its sums: in its total row, and in the line of money."""

    weight: Fraction | None = None
    claimed: Fraction | None = None
    money_weight: Fraction | None = None
    money_claimed: Fraction | None = None

    def confirm(self, field: str, made: Fraction) -> bool | None:
        """Return whether the rows' sum is the printed one; ``None`` where none is printed."""
        printed = self.weight if field == "weight" else self.claimed
        money = self.money_weight if field == "weight" else self.money_claimed
        return None if printed is None else printed in (made, made + (money or 0))


class TotalsCheck:
    """Adds up the rows of a form under each way to align them."""

    def __init__(
        self, classifier: CellClassifier, sections: Sequence[str], totals: PrintedTotals
    ) -> None:
        self.classifier = classifier
        self.sections = sections
        self.totals = totals

    def settled(self, rows: Sequence[tuple[Alignment, ...]]) -> list[tuple[Alignment, ...]]:
        """Return the alignments that are left: one where the sums confirm just one."""
        if all(len(options) == 1 for options in rows) or prod(map(len, rows)) > MOST_WAYS:
            return list(rows)
        ways = list(product(*rows))
        refuted = list(map(self._refuted, ways))
        kept = [way for way, count in zip(ways, refuted, strict=True) if count == min(refuted)]
        return [
            tuple(one for one in row if one in kept_ones)
            for row, kept_ones in zip(rows, zip(*kept, strict=True), strict=True)
        ]

    def _refuted(self, way: Sequence[Alignment]) -> int:
        """Count the printed sums that a way to align the rows does not give."""
        rows = [alignment.cells for alignment in way]
        totals = [
            self.totals.confirm(field, self._sum(rows, field)) for field in ("weight", "claimed")
        ]
        return [*totals, *self._section_sums(rows)].count(False)

    def _sum(self, rows: Sequence[Mapping[str, SheetCell]], field: str) -> Fraction:
        points = (self.classifier.points(row.get(field)) or Fraction(0) for row in rows)
        return sum(points, Fraction(0))

    def _section_sums(self, rows: Sequence[Mapping[str, SheetCell]]) -> Iterator[bool]:
        """Yield for each section whose caption prints points whether its rows make them."""
        for section in dict.fromkeys(self.sections):
            printed = self.classifier.words.points.search(section)
            own = [row for row, name in zip(rows, self.sections, strict=True) if name == section]
            if printed:
                yield self._sum(own, "weight") == Fraction(printed[1])
