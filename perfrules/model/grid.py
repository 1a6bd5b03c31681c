"""What a reader saw: text and its place, without any meaning."""

from dataclasses import dataclass

from perfrules.findings import Where


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One cell's text as a person sees it (``100%``, not ``1.0``) and its spot in the file.

    All cells that a merged area covers carry the text and the spot of its first cell.
    """

    text: str
    spot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One table of a file, row by row from the top; rows may differ in length."""

    source: str
    rows: tuple[tuple[Cell, ...], ...]

    def where(self, cell: Cell) -> Where:
        """Return the place of *cell*."""
        return Where(source=self.source, spot=cell.spot)
