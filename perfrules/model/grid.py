"""What a reader saw: text and its place, without any meaning."""

from dataclasses import dataclass
from typing import NamedTuple

from perfrules.findings import Finding, Where


class Cell(NamedTuple):
    """
    One cell's text as a person sees it (``100%``, not ``1.0``) and its spot in the file.

    All cells that a merged area covers carry the text and the spot of its first cell. Each
    place of a table has one, so it is a tuple, which is made three times as fast as a dataclass.
    """

    text: str
    spot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """
    One table of a file, row by row from the top; rows may differ in length.

    Attributes:
        source: the file.
        rows: its cells.
        sheet: which table of the file it is: the name of a sheet, the spot of the first cell;
            empty where the file has only this one.
        findings: what the reader noticed on the way.
        ruled: whether each cell is in its column; in text that was copied out of a table
            blank cells may be lost, and what follows is then too far left.
    """

    source: str
    rows: tuple[tuple[Cell, ...], ...]
    sheet: str = ""
    findings: tuple[Finding, ...] = ()
    ruled: bool = True

    def where(self, cell: Cell | None = None) -> Where:
        """Return the place of *cell*, or of the whole table."""
        return Where(source=self.source, spot=cell.spot if cell else self.sheet)
