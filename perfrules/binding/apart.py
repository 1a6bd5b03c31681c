"""Rows of a table that run on behind each other in one line: where the next one begins."""

from dataclasses import dataclass
from functools import cached_property

from perfrules.binding.readings import Readings
from perfrules.binding.tables import Line

MOST_LINES = 50
"""Lines of one table that are put apart; work on files of strangers is bounded."""


@dataclass
class Apart:
    """Puts lines apart at which several rows of one table stand."""

    readings: Readings
    lines: int = 0

    def rows(self, line: Line) -> list[Line]:
        """
        Return the rows of a line: more than one where it is wider than the table.

        It is cut where each part reads as a row with nothing wrong, and as likely as can be.
        """
        if not self.overhangs(line) or self.lines >= MOST_LINES:
            return [line]
        self.lines += 1
        return _Cut(line, self.readings).parts or [line]

    def overhangs(self, line: Line) -> bool:
        """Tell whether something stands right of the table's last column."""
        return any(cell.text.strip() for cell in line[self.readings.width :])


class _Cut:
    """The best way to cut one line, found from its end."""

    def __init__(self, line: Line, readings: Readings) -> None:
        self.line = line
        self.readings = readings

    @cached_property
    def parts(self) -> list[Line]:
        """Return the parts; none where the line cannot be cut into rows."""
        best: dict[int, tuple[int, list[Line]]] = {len(self.line): (0, [])}
        for start in range(len(self.line) - 1, -1, -1):
            ways = [way for end in self._ends(start) if (way := self._way(start, end, best))]
            if ways:
                best[start] = min(ways, key=lambda way: way[0])
        return best.get(0, (0, []))[1]

    def _ends(self, start: int) -> range:
        """Return where a part may end, the widest first: of equal ways it is taken."""
        return range(min(start + self.readings.width, len(self.line)), start, -1)

    def _way(
        self, start: int, end: int, best: dict[int, tuple[int, list[Line]]]
    ) -> tuple[int, list[Line]] | None:
        if end not in best:
            return None
        part = self.line[start:end]
        if not any(cell.text.strip() for cell in part):
            return best[end] if end == len(self.line) else None
        reading = self.readings.best(part)[0]
        if reading.faults and not self._is_caption(part):
            return None
        cost, parts = best[end]
        return (cost + 1 + reading.doubts + len(reading.moves), [part, *parts])

    def _is_caption(self, part: Line) -> bool:
        """Tell whether a part holds nothing but captions of levels."""
        is_level = self.readings.fits.is_level
        return all(is_level(cell) for cell in part if cell.text.strip())
