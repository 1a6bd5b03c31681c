"""Text whose columns are lined up with spaces, as a printer or a terminal shows them."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfrules.model.grid import Cell, Grid
from perfrules.readers.delimited import LINE_END
from perfrules.readers.limits import check_size, limited
from perfrules.readers.merged_cells import GridRow

FEWEST_ALIGNED_CELLS = 4
"""Cells of a line that belongs to a table; prose has fewer wide gaps."""
MOST_SAMPLED = 1_000
"""Lines, and characters of each, that are looked at to see whether there are columns."""
COLUMN_GAP = 2
"""How wide the gap between two columns is at least."""
FEWEST_LINES = 2
"""Lines in which a piece starts or ends at one place: then it is there on purpose."""

_PIECE = re.compile(r"[^ \u3000]+(?: [^ \u3000]+)*")
"""A text with single spaces in it; two, or one as wide as a character, end it."""
_COLUMN_GAP = re.compile("  |\u3000")
_COLUMN_GAPS = re.compile("(?:  |\u3000)[ \u3000]*")


@dataclass(frozen=True, slots=True)
class AlignedPiece:
    """A text of a line, and where it begins and ends, counted as wide as it is shown."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AlignedColumn:
    """The room that pieces take, one below the other, and a bit for each line that has one."""

    start: int
    end: int
    lines: int


def is_fixed_width(text: str) -> bool:
    """Return whether a text without tabs has columns: most pieces of its wide lines line up."""
    if "\t" in text or not _COLUMN_GAP.search(text):
        return False
    first = LINE_END.split(text, MOST_SAMPLED)[:MOST_SAMPLED]
    cut = (aligned_pieces(line[:MOST_SAMPLED]) for line in first)
    lines = [line for line in cut if len(line) >= FEWEST_ALIGNED_CELLS]
    starts = Counter(piece.start for line in lines for piece in line)
    ends = Counter(piece.end for line in lines for piece in line)
    in_line = [
        max(starts[piece.start], ends[piece.end]) >= FEWEST_LINES
        for line in lines
        for piece in line
    ]
    return 2 * sum(in_line) > len(in_line)


def aligned_pieces(line: str) -> list[AlignedPiece]:
    """Return the texts of a line that wide gaps part."""
    found: list[AlignedPiece] = []
    at = done = 0
    for match in _PIECE.finditer(line):
        at += _display_width(line[done : match.start()])
        found.append(AlignedPiece(match[0], at, at + _display_width(match[0])))
        at, done = found[-1].end, match.end()
    return found


def _display_width(text: str) -> int:
    if text.isascii():
        return len(text)
    from wcwidth import wcwidth

    return sum(max(wcwidth(character), 0) for character in text)


def read_fixed_width(source: str, text: str) -> Grid:
    """
    Read a text with aligned columns; a cell's spot is ``line:cell``, blank ones counted.

    Raises:
        UnreadableForm: too large.
    """
    check_size(source, 0, 0, text.count("\n") + sum(1 for _ in _COLUMN_GAPS.finditer(text)))
    lines = [aligned_pieces(line) for line in LINE_END.split(text.removeprefix("\ufeff"))]
    rows = tuple(row for block in _aligned_blocks(lines) for row in block)
    return limited(source, Grid(source=source, rows=rows, ruled=False))


def _aligned_blocks(lines: Sequence[Sequence[AlignedPiece]]) -> Iterator[Iterator[GridRow]]:
    """
    Yield the rows of lines that have their columns in common.

    A line that alone does not fit has columns of its own: a cell is longer than its room.
    """
    begun, columns = 0, tuple[AlignedColumn, ...]()
    for number, line in enumerate(lines):
        joined = _merged_columns(columns, number - begun, line)
        following = next((line for line in lines[number + 1 :] if len(line) > 1), ())
        if joined is None and _merged_columns(columns, number - begun + 1, following) is None:
            yield _aligned_rows(begun, lines[begun:number], columns)
            begun, joined = number, _merged_columns((), 0, line)
        columns = columns if joined is None else joined
    yield _aligned_rows(begun, lines[begun:], columns)


def _merged_columns(
    columns: Sequence[AlignedColumn], number: int, line: Sequence[AlignedPiece]
) -> tuple[AlignedColumn, ...] | None:
    """Return columns with room for one line more; ``None`` where two pieces share one."""
    if len(line) < 2:
        return tuple(columns)
    own = (AlignedColumn(piece.start, piece.end, 1 << number) for piece in line)
    made: list[AlignedColumn] = []
    for column in sorted((*columns, *own), key=lambda column: column.start):
        if not made or column.start - made[-1].end >= COLUMN_GAP:
            made.append(column)
        elif made[-1].lines & column.lines:
            return None
        else:
            end, lines = max(made[-1].end, column.end), made[-1].lines | column.lines
            made[-1] = AlignedColumn(made[-1].start, end, lines)
    return tuple(made)


def _aligned_rows(
    begun: int, lines: Sequence[Sequence[AlignedPiece]], columns: Sequence[AlignedColumn]
) -> Iterator[GridRow]:
    starts = [column.start for column in columns]
    for number, line in enumerate(lines):
        fits = len(line) > 1 and _merged_columns(columns, len(lines), line) is not None
        places = [bisect(starts, piece.start) - 1 if fits else n for n, piece in enumerate(line)]
        texts = dict(zip(places, (piece.text for piece in line), strict=True))
        spot = begun + number + 1
        yield tuple(
            Cell(texts.get(place, ""), f"{spot}:{place + 1}")
            for place in range(max(places, default=-1) + 1)
        )
