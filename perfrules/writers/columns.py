"""Columns that line up in a terminal where a Chinese character is two cells wide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wcwidth import wcswidth, wcwidth

GAP = "  "
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    A column.

    Attributes:
        right: its cells stand on the right side.
        share: how much room it keeps beside the others when cells must be cut; 0 is never cut.
    """

    header: str
    right: bool = False
    share: int = 0


def width(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return max(0, wcswidth(text))


def printable(text: str) -> str:
    """Return a text in one line, without characters that move a terminal's cursor."""
    flat = " ".join(text.split())
    return "".join(character for character in flat if wcwidth(character) >= 0)


def cut(text: str, cells: int) -> str:
    """Return a text that takes at most *cells*, with an ellipsis where something is cut off."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > cells - 1:
            break
        kept += character
    return kept + ELLIPSIS


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return a text filled with spaces to *cells*."""
    space = " " * max(0, cells - width(text))
    return space + text if right else text + space


def laid_out(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    """
    Yield header, rule and rows as lines.

    Args:
        columns: as many as each row has cells.
        rows: the cells.
        room: terminal cells; columns with a share are cut, by their shares, until a line fits.
    """
    table = [[printable(cell) for cell in row] for row in rows]
    widths = [
        max(width(column.header), *(width(row[i]) for row in table), 1)
        for i, column in enumerate(columns)
    ]
    _fit(columns, widths, room)
    yield _line(columns, [column.header for column in columns], widths)
    yield GAP.join("-" * cells for cells in widths)
    for row in table:
        yield _line(columns, row, widths)


def _fit(columns: Sequence[Column], widths: list[int], room: int) -> None:
    def too_wide() -> bool:
        return sum(widths) + len(GAP) * (len(widths) - 1) > room

    while too_wide():
        flexible = [i for i, c in enumerate(columns) if c.share and widths[i] > width(c.header) + 2]
        if not flexible:
            return
        widths[max(flexible, key=lambda i: widths[i] // columns[i].share)] -= 1


def _line(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        pad(cut(cell, cells_wide), cells_wide, right=column.right)
        for column, cell, cells_wide in zip(columns, cells, widths, strict=True)
    )
    return GAP.join(padded).rstrip()
