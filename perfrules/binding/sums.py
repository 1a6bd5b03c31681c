"""Which of two readings the sums of a form bear out: of a section, scores, weights."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from perfrules.binding.fits import Fits
from perfrules.binding.readings import Reading
from perfrules.model.grid import Cell

MOST_WAYS = 64
"""Ways to read all rows of a form that are added up."""

Options = tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a form prints of its sums: in its total row, and in the line of money."""

    weight: Fraction | None = None
    claimed: Fraction | None = None
    money_weight: Fraction | None = None
    money_claimed: Fraction | None = None

    def bear_out(self, field: str, made: Fraction) -> bool | None:
        """Tell whether the rows' sum is the printed one; ``None`` where none is printed."""
        printed = self.weight if field == "weight" else self.claimed
        money = self.money_weight if field == "weight" else self.money_claimed
        return None if printed is None else printed in (made, made + (money or 0))


class Sums:
    """Adds up the rows of a form under each way to read them."""

    def __init__(self, fits: Fits, captions: Sequence[str], totals: Totals) -> None:
        self.fits = fits
        self.captions = captions
        self.totals = totals

    def settled(self, rows: Sequence[Options]) -> list[Options]:
        """Return the options that are left: one where the sums bear out just one."""
        if all(len(options) == 1 for options in rows) or prod(map(len, rows)) > MOST_WAYS:
            return list(rows)
        ways = list(product(*rows))
        refuted = list(map(self._refuted, ways))
        kept = [way for way, count in zip(ways, refuted, strict=True) if count == min(refuted)]
        return [
            tuple(one for one in row if one in kept_ones)
            for row, kept_ones in zip(rows, zip(*kept, strict=True), strict=True)
        ]

    def _refuted(self, way: Sequence[Reading]) -> int:
        """Count the printed sums that a way to read the rows does not give."""
        rows = [reading.cells for reading in way]
        totals = [
            self.totals.bear_out(field, self._sum(rows, field)) for field in ("weight", "claimed")
        ]
        return [*totals, *self._sections(rows)].count(False)

    def _sum(self, rows: Sequence[Mapping[str, Cell]], field: str) -> Fraction:
        return sum((self.fits.points(row.get(field)) or Fraction(0) for row in rows), Fraction(0))

    def _sections(self, rows: Sequence[Mapping[str, Cell]]) -> Iterator[bool]:
        """Yield for each section whose caption prints points whether its rows make them."""
        for caption in dict.fromkeys(self.captions):
            printed = self.fits.vocabulary.headers.points.search(caption)
            own = [row for row, name in zip(rows, self.captions, strict=True) if name == caption]
            if printed:
                yield self._sum(own, "weight") == Fraction(printed[1])
